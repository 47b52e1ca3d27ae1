"""The tools, one string in and one string out, and in the hands of agents."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from langchain_classic.agents import AgentExecutor, AgentType, create_react_agent, initialize_agent
from langchain_core.language_models import FakeListLLM
from langchain_core.language_models.fake_chat_models import GenericFakeChatModel
from langchain_core.messages import AIMessage, HumanMessage, ToolMessage
from langchain_core.prompts import PromptTemplate
from langchain_core.tools import BaseTool

from code_it.config import TaskExecutionConfig
from code_it.langchain.code_it_tool import CodeItTool
from code_it.langchain.python_langchain_tool_mixin import LangchainPythonToolMixin
from code_it.models.scripted import ScriptedLLM
from tests.packages.loopback_index import Index


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, which is empty."""
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    return work


def tools_of(editor: LangchainPythonToolMixin) -> dict[str, BaseTool]:
    tools = [
        editor.build_add_code_tool(),
        editor.build_change_code_line_tool(),
        editor.build_delete_code_lines_tool(),
        editor.build_run_tool(),
        editor.build_display_code_tool(),
        editor.build_pip_install(),
    ]
    return {tool.name: tool for tool in tools}


def test_the_tools_have_their_promised_names() -> None:
    """And descriptions that show how they are used."""
    tools = tools_of(LangchainPythonToolMixin())
    assert list(tools) == [
        "CodeEditorAddCode",
        "CodeEditorChangeCodeLine",
        "CodeEditorDeleteLine",
        "CodeEditorRunCode",
        "CodeEditorDisplayCode",
        "PipInstall",
    ]
    for name, tool in tools.items():
        assert f"Action: {name}\nAction Input:" in tool.description
        assert "Observation:" in tool.description


def test_a_script_is_written_and_run_with_strings_alone() -> None:
    """Every tool takes one string and answers with one."""
    editor = LangchainPythonToolMixin("script.py")
    tools = tools_of(editor)
    assert tools["CodeEditorAddCode"].invoke("a = 1\n\nprint(b)") == "a = 1\n\nprint(b)"
    assert tools["CodeEditorRunCode"].invoke("").startswith("Program Failed\n")
    assert tools["CodeEditorChangeCodeLine"].invoke("3\nprint(a)") == "a = 1\n\nprint(a)"
    assert tools["CodeEditorDeleteLine"].invoke("2") == "a = 1\nprint(a)"
    assert tools["CodeEditorRunCode"].invoke("run it") == "Program Succeeded\nStdout:1\n\nStderr:"
    shown = tools["CodeEditorDisplayCode"].invoke("x")
    assert shown == editor.display_code() == Path("script.py").read_text() == "a = 1\nprint(a)"


@pytest.mark.parametrize(
    ("tool", "given", "says"),
    [
        ("CodeEditorChangeCodeLine", "7\nx", "Error: there is no line 7; script.py has lines 1"),
        ("CodeEditorDeleteLine", "all", "Error: 'all' is not the number of a line"),
        ("PipInstall", "", "Error: there is no package in the input"),
        ("PipInstall", "pip install --user", "Error: there is no package in the input"),
        ("PipInstall", "json", "Error: Refused to install"),
        ("PipInstall", "./evil", "Error: './evil' is not the name of a package."),
        ("PipInstall", "flask-jwt-authz", "Nearest known: flask-jwt-extended"),
        ("CodeEditorAddCode", "\ud800", "Error: script.py was not written"),
    ],
)
def test_errors_are_observations(tool: str, given: str, says: str) -> None:
    """An exception would end the agent."""
    editor = LangchainPythonToolMixin("script.py")
    editor.add_code("print(1)\n")
    assert says in tools_of(editor)[tool].invoke(given)


@pytest.mark.parametrize(
    ("given", "added"),
    [
        ("requests", ["requests"]),
        ("pip install requests pandas", ["requests", "pandas"]),
        ("!pip3 install -U 'pandas>=2,<3' numpy\n", ["pandas>=2,<3", "numpy"]),
        ("python -m pip install requests, numpy", ["requests", "numpy"]),
        ("pandas >= 2, < 3", ["pandas>=2,<3"]),
        ("qrcode[pil, png]", ["qrcode[pil,png]"]),
        ("`requests`", ["requests"]),
        ("evil @ file:///tmp/x", ["evil", "@", "file:///tmp/x"]),
    ],
)
def test_pip_is_asked_in_many_ways(
    given: str, added: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Names are found in commands, lists and quotes."""
    editor = LangchainPythonToolMixin("script.py")
    outcome: subprocess.CompletedProcess[str] = subprocess.CompletedProcess([], 0, "done", "")
    monkeypatch.setattr(editor, "install_dependencies", lambda: outcome)
    assert editor.pip_install(given) == "done"
    assert editor.virtualenv.dependencies == added


def test_a_refused_package_does_not_spoil_the_next_install(index: Index) -> None:
    """It is forgotten again."""
    editor = LangchainPythonToolMixin("script.py")
    editor.virtualenv.allowed_packages = ("goodpkg",)
    pip = editor.build_pip_install()
    assert pip.invoke("made-up-thing goodpkg").startswith("Error: Refused to install")
    assert pip.invoke("pip install goodpkg") == "Installed: goodpkg==1.1"
    editor.add_code("import goodpkg; print(goodpkg.value)")
    assert editor.build_run_tool().invoke("").startswith("Program Succeeded\nStdout:2\n")


REACT_REPLIES = [
    "I write it.\nAction: CodeEditorAddCode\nAction Input: print(6 * 7)",
    "I run it.\nAction: CodeEditorRunCode\nAction Input: run",
    "I now know the final answer.\nFinal Answer: 42",
]
REACT_PROMPT = PromptTemplate.from_template(
    "{tools}\nUse one of {tool_names}.\nQuestion: {input}\n{agent_scratchpad}"
)


def test_a_classic_agent_uses_the_editor() -> None:
    """The way of 2023: `initialize_agent` with text in and text out."""
    editor = LangchainPythonToolMixin("script.py")
    agent = initialize_agent(
        list(tools_of(editor).values()),
        FakeListLLM(responses=REACT_REPLIES),
        agent=AgentType.ZERO_SHOT_REACT_DESCRIPTION,
        return_intermediate_steps=True,
    )
    answer = agent.invoke({"input": "What is 6 times 7?"})
    observations = [observation for _, observation in answer["intermediate_steps"]]
    assert observations == ["print(6 * 7)", "Program Succeeded\nStdout:42\n\nStderr:"]
    assert answer["output"] == "42"


def test_a_react_agent_gets_errors_as_observations() -> None:
    """And goes on."""
    editor = LangchainPythonToolMixin("script.py")
    tools = list(tools_of(editor).values())
    replies = ["Hm.\nAction: CodeEditorDeleteLine\nAction Input: 3", *REACT_REPLIES]
    agent = create_react_agent(FakeListLLM(responses=replies), tools, REACT_PROMPT)
    executor = AgentExecutor(agent=agent, tools=tools, return_intermediate_steps=True)
    answer = executor.invoke({"input": "What is 6 times 7?"})
    first = answer["intermediate_steps"][0][1]
    assert first == "Error: there is no line 3; script.py has no lines"
    assert answer["output"] == "42"


class _ToolCaller(GenericFakeChatModel):
    """A chat model with scripted replies that lets tools be bound to it."""

    def bind_tools(self, tools: Sequence[Any], **_: Any) -> Any:
        return self


def test_a_modern_agent_uses_the_editor() -> None:
    """`create_agent` calls the tools with one argument."""
    from langchain.agents import create_agent

    editor = LangchainPythonToolMixin("script.py")
    calls = [
        {"name": "CodeEditorAddCode", "args": {"__arg1": "print(6 * 7)"}, "id": "1"},
        {"name": "CodeEditorRunCode", "args": {"__arg1": ""}, "id": "2"},
    ]
    replies = [AIMessage("", tool_calls=[call]) for call in calls]
    model = _ToolCaller(messages=iter([*replies, AIMessage("42")]))
    agent = create_agent(model, list(tools_of(editor).values()))
    result = agent.invoke({"messages": [HumanMessage("What is 6 times 7?")]})
    observations = [each.content for each in result["messages"] if isinstance(each, ToolMessage)]
    assert observations == ["print(6 * 7)", "Program Succeeded\nStdout:42\n\nStderr:"]
    assert result["messages"][-1].content == "42"


def test_a_task_is_carried_out_by_a_tool(folder: Path) -> None:
    """The agent gets the text of the result; settings may be assigned after construction."""
    config = TaskExecutionConfig(install_dependencies=False)
    code_it = CodeItTool(lambda: ScriptedLLM("```python\nprint('hello')\n```"), config)
    config.log_to_stdout = False
    tool = code_it.build_execute_task()
    assert tool.name == "ExecuteCodingTask"
    answer = tool.invoke("Print hello.")
    assert answer.startswith("Task Success: Program Succeeded\nStdout:hello\n")
    assert "print('hello')" in (folder / "persistent_source.py").read_text()


@pytest.mark.parametrize(
    "given",
    ["print(1)", {"code": "print(1)"}, {"__arg1": "print(1)"}, {"code": ["print(1)"], "x": 2}],
)
def test_an_input_comes_in_many_shapes(given: Any) -> None:
    """As one string, or as an object with the right name, or another."""
    editor = LangchainPythonToolMixin("script.py")
    assert editor.build_add_code_tool().invoke(given) == "print(1)"


@pytest.mark.parametrize("given", ["", {}, "run", {"input": "run"}, {"a": 1, "b": 2}])
def test_a_button_takes_anything(given: Any) -> None:
    """Its input is not used."""
    editor = LangchainPythonToolMixin("script.py")
    editor.add_code("print(2)")
    assert editor.build_run_tool().invoke(given).startswith("Program Succeeded")


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("```python\nprint(1)\n```", "print(1)"),
        ("```\nif x:\n    y()\n```\n", "if x:\n    y()"),
        ('"print(1)"', "print(1)"),
        ("print(1)\nend of llm output", "print(1)"),
        ("print(1)\nObservation: 1\nThought: done", "print(1)"),
        ('"just a text"', '"just a text"'),
        ("'a' + 'b'", "'a' + 'b'"),
        ("\n    x = 1\n", "\n    x = 1\n"),
        ("print('```')", "print('```')"),
    ],
)
def test_what_models_write_around_code_is_left_off(given: str, code: str) -> None:
    """And nothing else."""
    editor = LangchainPythonToolMixin("script.py")
    editor.build_add_code_tool().invoke(given)
    assert editor.display_code() == code


@pytest.mark.parametrize(
    "given",
    [
        "2\nb = 3",
        "2, b = 3",
        "Line 2: b = 3",
        "line 2\nb = 3",
        '{"line": 2, "code": "b = 3"}',
        "2\n```python\nb = 3\n```",
        "2\nb = 3\nObservation:",
    ],
)
def test_a_line_is_changed_in_many_words(given: str) -> None:
    """The number comes first, then the code."""
    editor = LangchainPythonToolMixin("script.py")
    editor.add_code("a = 1\nb = 2\nc = 3")
    answer = editor.build_change_code_line_tool().invoke(given)
    assert answer == "a = 1\nb = 3\nc = 3"


@pytest.mark.parametrize(
    "given", ["1, 3", "[1, 3]", '"1, 3"', "lines 1 and 3", "1,3\nend of llm output", [1, 3]]
)
def test_lines_are_deleted_in_many_words(given: Any) -> None:
    """Numbers count."""
    editor = LangchainPythonToolMixin("script.py")
    editor.add_code("a = 1\nb = 2\nc = 3\nd = 4")
    tool = editor.build_delete_code_lines_tool()
    answer = tool.invoke({"lines": given} if isinstance(given, list) else given)
    assert answer.splitlines() == ["b = 2", "d = 4"]


def test_an_error_of_any_kind_is_an_observation() -> None:
    """A builder that fails in its own way must not end the agent."""

    def broken() -> ScriptedLLM:
        raise OSError("no such device")

    tool = CodeItTool(broken, TaskExecutionConfig(log_to_stdout=False)).build_execute_task()
    assert "no such device" in tool.invoke("Print hello.")


def test_the_result_is_the_artifact(folder: Path) -> None:
    """For programs that want more than the text."""
    config = TaskExecutionConfig(log_to_stdout=False, install_dependencies=False)
    script = "```python\nopen('out.txt', 'w').write('hello')\n```"
    tool = CodeItTool(lambda: ScriptedLLM(script), config).build_execute_task()
    call = {"name": tool.name, "args": {"task": "Write hello to out.txt."}, "id": "1"}
    message = tool.invoke({**call, "type": "tool_call"})
    assert isinstance(message, ToolMessage)
    assert message.artifact.delivered == ("out.txt",)
    assert message.text.endswith("Files: out.txt")


def test_tasks_in_several_threads_have_folders_of_their_own(folder: Path) -> None:
    """Each ends right, with the inputs that it names."""
    (folder / "in.txt").write_text("read")
    barrier = threading.Barrier(4)

    def build() -> ScriptedLLM:
        barrier.wait(60)
        return ScriptedLLM("```python\nprint(open('in.txt').read(), open('in.txt').name)\n```")

    config = TaskExecutionConfig(log_to_stdout=False, install_dependencies=False)
    tool = CodeItTool(build, config).build_execute_task()
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(tool.invoke, ["Print what is in in.txt."] * 4))
    assert all(answer.startswith("Task Success") and "read in.txt" in answer for answer in answers)
    scripts = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("persistent_*"))
    assert scripts == [
        "persistent_source.py",
        *(f"task-{number}/persistent_source.py" for number in (2, 3, 4)),
    ]


def test_only_this_part_needs_langchain() -> None:
    """The rest imports without it, and this part says what is missing."""
    hide = "import sys; sys.modules['langchain_core'] = None\n"
    code = f"{hide}import code_it.task_executor, code_it.code_editor.python_editor\n"
    argv = [sys.executable, "-c", f"{code}import code_it.langchain"]
    repository = Path(__file__).parents[2]
    run = subprocess.run(argv, capture_output=True, text=True, cwd=repository)
    assert run.returncode == 1
    assert "ImportError: code_it.langchain needs LangChain" in run.stderr
