"""An editor, a run button and pip, as LangChain tools."""

from __future__ import annotations

import re

from langchain_core.tools import Tool

from code_it.code_editor.python_editor import PythonCodeEditor
from code_it.langchain.tools import make_tool

_PIP_COMMAND = re.compile(
    r"^[\s!%$]*(?:(?:python3?|py)\s+-m\s+)?(?:uv\s+)?pip3?\s+install\s+", re.IGNORECASE
)
_PIP_FLAGS = frozenset({"-U", "--upgrade", "-q", "--quiet", "--user"})


class LangchainPythonToolMixin(PythonCodeEditor):
    """A Python editor whose methods can be handed to an agent.

    Every tool takes one string and answers with one. Errors are answers, too.
    """

    def build_add_code_tool(self) -> Tool:
        return make_tool(
            "CodeEditorAddCode",
            self.add_code,
            "Adds Python code at the end of the script. "
            "The input is the code. The answer is the whole script.",
            """
Action: CodeEditorAddCode
Action Input:
import math
print(math.pi)
Observation: import math
print(math.pi)
""",
        )

    def build_change_code_line_tool(self) -> Tool:
        return make_tool(
            "CodeEditorChangeCodeLine",
            self.change_code_line,
            "Replaces one line of the script. The input is the number of the line, counted "
            "from 1, and on the next line the new code. The answer is the whole script.",
            """
Action: CodeEditorChangeCodeLine
Action Input: 2
print(math.e)
Observation: import math
print(math.e)
""",
        )

    def build_delete_code_lines_tool(self) -> Tool:
        return make_tool(
            "CodeEditorDeleteLine",
            self.delete_code_lines,
            "Deletes lines of the script. The input is their numbers, counted from 1. "
            "The answer is what is left of the script.",
            """
Action: CodeEditorDeleteLine
Action Input: 1, 3-4
Observation: print(math.e)
""",
        )

    def build_run_tool(self) -> Tool:
        return make_tool(
            "CodeEditorRunCode",
            self.run_code,
            "Runs the script and answers whether it succeeded and what it printed. "
            "The input is not used.",
            """
Action: CodeEditorRunCode
Action Input: run
Observation: Program Succeeded
Stdout:2.718281828459045
Stderr:
""",
        )

    def build_display_code_tool(self) -> Tool:
        return make_tool(
            "CodeEditorDisplayCode",
            self.display_code,
            "Answers with the whole script as it is now. The input is not used.",
            """
Action: CodeEditorDisplayCode
Action Input: show
Observation: import math
print(math.e)
""",
        )

    def build_pip_install(self) -> Tool:
        return make_tool(
            "PipInstall",
            self.pip_install,
            "Installs packages for the script. The input is their names. "
            "Modules of the standard library need no installing.",
            """
Action: PipInstall
Action Input: requests pandas
Observation: Installed: pandas==3.0.0 requests==2.32.3
""",
        )

    def pip_install(self, names: str) -> str:
        """Install packages, as far as the package policy allows.

        Args:
            names: Separated by spaces or commas; `pip install` before them is left out.
        """
        wanted = _package_names(names)
        if not wanted:
            return "Error: there is no package in the input; write the names, such as: requests"
        before = list(self.virtualenv.dependencies)
        for name in wanted:
            self.add_dependency(name)
        outcome = self.install_dependencies()
        if outcome.returncode != 0:
            # One bad name must not spoil the installs that follow.
            self.virtualenv.dependencies = before
            return f"Error: {outcome.stderr}"
        return outcome.stdout


def _package_names(text: str) -> list[str]:
    names = _PIP_COMMAND.sub("", text.strip())
    # "pandas >= 2, < 3" is one requirement, and so is "qrcode[pil, png]".
    names = re.sub(r"\s*(,?)\s*([<>=!~]=?=?)\s*", r"\1\2", names)
    names = re.sub(r"\[[^\]]*\]", lambda extras: extras.group().replace(" ", ""), names)
    words = re.split(r"\s+|,(?![<>=!~])(?![^\[]*\])", names)
    bare = (word.strip("'\"`") for word in words)
    return [word for word in bare if word and word not in _PIP_FLAGS]
