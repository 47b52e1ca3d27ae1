"""An editor, a run button and pip, as LangChain tools."""

from __future__ import annotations

import contextlib
import json
import re
import sys

from code_it.code_editor.python_editor import PythonCodeEditor
from code_it.errors import ConfigError
from code_it.langchain.tools import TextTool, make_tool, plain, plain_code

_PIP_COMMAND = re.compile(
    r"^[\s!%$]*(?:(?:python3?|py)\s+-m\s+)?(?:uv\s+)?pip3?\s+install\s+", re.IGNORECASE
)
_MOST_WORDS = 2_000
_MOST_PACKAGES = 60
_PIP_FLAGS = frozenset({"-U", "--upgrade", "-q", "--quiet", "--user"})


class LangchainPythonToolMixin(PythonCodeEditor):
    """A Python editor whose methods can be handed to an agent.

    Every tool takes one string and answers with one. Errors are answers, too.
    """

    def build_add_code_tool(self) -> TextTool:
        return make_tool(
            "CodeEditorAddCode",
            lambda code: self.add_code(_some(plain_code(code), "the code to add")),
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
            field="code",
            meaning="Python code, as it is to stand in the script",
        )

    def build_change_code_line_tool(self) -> TextTool:
        return make_tool(
            "CodeEditorChangeCodeLine",
            lambda change: self.change_code_line(
                _some(_as_change(plain(change)), "the number of a line, and below it the new code")
            ),
            "Replaces one line of the script. The input is the number of the line, counted "
            "from 1, and on the next line the new code. The answer is the whole script.",
            """
Action: CodeEditorChangeCodeLine
Action Input: 2
print(math.e)
Observation: import math
print(math.e)
""",
            field="change",
            meaning="the number of the line, a line break, and the new code",
        )

    def build_delete_code_lines_tool(self) -> TextTool:
        return make_tool(
            "CodeEditorDeleteLine",
            lambda lines: self.delete_code_lines(
                _some(_as_numbers(plain(lines)), "the numbers of lines, such as: 1, 3-4")
            ),
            "Deletes lines of the script. The input is their numbers, counted from 1. "
            "The answer is what is left of the script.",
            """
Action: CodeEditorDeleteLine
Action Input: 1, 3-4
Observation: print(math.e)
""",
            field="lines",
            meaning="numbers of lines, such as: 1, 3-4",
            most_input=_MOST_WORDS,
        )

    def build_run_tool(self) -> TextTool:
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
            field="unused",
            meaning="nothing",
            required=False,
            most_input=sys.maxsize,
        )

    def build_display_code_tool(self) -> TextTool:
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
            field="unused",
            meaning="nothing",
            required=False,
            most_input=sys.maxsize,
        )

    def build_pip_install(self) -> TextTool:
        return make_tool(
            "PipInstall",
            lambda packages: self.pip_install(plain(packages)),
            "Installs packages for the script. The input is their names. "
            "Modules of the standard library need no installing.",
            """
Action: PipInstall
Action Input: requests pandas
Observation: Installed: pandas==3.0.0 requests==2.32.3
""",
            field="packages",
            meaning="names of packages, separated by spaces",
            most_input=_MOST_WORDS,
        )

    def pip_install(self, names: str) -> str:
        """Install packages, as far as the package policy allows.

        Args:
            names: Separated by spaces or commas; `pip install` before them is left out.
        """
        wanted = _package_names(names)
        if not wanted:
            return "Error: there is no package in the input; write the names, such as: requests"
        if len(wanted) > _MOST_PACKAGES:
            return f"Error: these are {len(wanted)} packages; name those that the script imports"
        before = list(self.virtualenv.dependencies)
        for name in wanted:
            self.add_dependency(name)
        outcome = self.install_dependencies()
        if outcome.returncode != 0:
            # One bad name must not spoil the installs that follow.
            self.virtualenv.dependencies = before
            return f"Error: {outcome.stderr}"
        return outcome.stdout


def _some(text: str, what: str) -> str:
    """
    Raises:
        ConfigError: There is nothing in the input, or what is no text.
    """
    if not text.strip():
        raise ConfigError(f"the input is empty; write {what}")
    if "\0" in text:
        raise ConfigError("the input holds binary data; write text")
    return text


# "2, b = 3", "Line 2: b = 3": the code follows on the line of the number. "1.5" is no line.
_ONE_LINE_CHANGE = re.compile(
    r"^\s*(?:line\s+)?(?P<number>\d+)\s*(?:[,:)]|\.(?!\d)) ?(?P<code>[^\n]*\S[^\n]*)$", re.I
)
_WITH_WORD = re.compile(r"^\s*line\s+(?P<number>\d+)\s*:?\s*\n", re.IGNORECASE)


def _as_change(text: str) -> str:
    """A change of a line in the form that the editor takes: the number, and below it the code."""
    with contextlib.suppress(ValueError):
        told = json.loads(text)
        if isinstance(told, dict) and len(told) == 2:
            number = next((v for v in told.values() if isinstance(v, int)), None)
            code = next((v for v in told.values() if isinstance(v, str)), None)
            if number is not None and code is not None:
                return f"{number}\n{plain_code(code)}"
    if match := _ONE_LINE_CHANGE.match(text):
        return f"{match['number']}\n{match['code']}"
    text = _WITH_WORD.sub(lambda match: f"{match['number']}\n", text)
    number_text, _, code = text.lstrip("\r\n").partition("\n")
    return f"{number_text}\n{plain_code(code)}" if code.strip() else text


def _as_numbers(text: str) -> str:
    """Numbers of lines without what models write around them: `[1, 3]`, `lines 1 and 3`."""
    bare = re.sub(r"\b(?:lines?|numbers?)\b", "", text, flags=re.IGNORECASE)
    bare = re.sub(r"\s+(?:and|to)\s+", lambda m: "-" if "to" in m[0] else ", ", bare)
    bare = re.sub(r"(?<=\d)\s*\n\s*(?=\d)", ", ", bare.strip())
    return bare.strip("[](){}.").replace('"', "").replace("'", "")


def _package_names(text: str) -> list[str]:
    with contextlib.suppress(ValueError, RecursionError):
        listed = json.loads(text)
        if isinstance(listed, list):
            text = " ".join(each for each in listed if isinstance(each, str))
    names = _PIP_COMMAND.sub("", text.strip())
    # "pandas >= 2, < 3" is one requirement, and so is "qrcode[pil, png]".
    names = re.sub(r"\s*(,?)\s*([<>=!~]=?=?)\s*", r"\1\2", names)
    names = re.sub(r"\[[^\]]*\]", lambda extras: extras.group().replace(" ", ""), names)
    words = re.split(r"\s+|,(?![<>=!~])(?![^\[]*\])", names)
    bare = (word.strip("'\"`") for word in words)
    return [word for word in bare if word and word not in _PIP_FLAGS]
