"""Whatever a model or a server does wrong, an agent gets an answer that it can go on with."""

from __future__ import annotations

import asyncio
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from langchain_core.language_models.fake_chat_models import FakeListChatModel
from langchain_core.tools import BaseTool

from code_it.config import TaskExecutionConfig
from code_it.errors import LLMUnavailable
from code_it.langchain.code_it_tool import CodeItTool
from code_it.langchain.llm import model_builder
from code_it.langchain.python_langchain_tool_mixin import LangchainPythonToolMixin
from code_it.models import ModelBuilder
from code_it.models._patience import Patience
from code_it.models.http import HTTPBaseLLM
from code_it.models.ollama import OllamaLLM
from code_it.models.openai_compatible import OpenAICompatibleLLM
from code_it.models.scripted import ScriptedLLM
from tests.models.servers import StandInServer, raw
from tests.packages.loopback_index import Index

SCRIPT = "```python\nprint('hello')\n```"
MEGABYTE = 1_000_000


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, which is empty."""
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    return work


def task_tool(builder: ModelBuilder) -> BaseTool:
    config = TaskExecutionConfig(
        log_to_stdout=False,
        install_dependencies=False,
        execute_code=False,
        apply_linter=False,
    )
    return CodeItTool(builder, config).build_execute_task()


def tools() -> list[BaseTool]:
    """All that take a text; the editor's script is one line."""
    editor = LangchainPythonToolMixin("script.py")
    editor.isolation = "process"
    editor.add_code("print(1)")
    return [
        task_tool(lambda: ScriptedLLM(SCRIPT, repeat_last=True)),
        editor.build_add_code_tool(),
        editor.build_change_code_line_tool(),
        editor.build_delete_code_lines_tool(),
        editor.build_run_tool(),
        editor.build_display_code_tool(),
        editor.build_pip_install(),
    ]


def nested(depth: int) -> Any:
    value: Any = "end"
    for _ in range(depth):
        value = [value]
    return value


CIRCLE: list[Any] = []
CIRCLE.append(CIRCLE)

BROKEN: dict[str, Any] = {
    "nothing": "",
    "none": None,
    "spaces": " " * MEGABYTE,
    "line-ends": "\n" * MEGABYTE,
    "tabs": "\t" * MEGABYTE,
    "one-letter": "x" * MEGABYTE,
    "accents": "é" * MEGABYTE,
    "digits": "9" * MEGABYTE,
    "fences": "```\n" * (MEGABYTE // 4),
    "quotes": '"' * MEGABYTE,
    "commas": "1," * (MEGABYTE // 2),
    "brackets": "[a" * (MEGABYTE // 2),
    "observations": "\nObservation:" * (MEGABYTE // 13),
    "tokens": "<|a" * (MEGABYTE // 3),
    "as-long-as-it-may-be": "a 1 and\n" * 25_000,
    "binary": "".join(map(chr, range(256))),
    "bytes": b"\xff\x00",
    "surrogates": "\udcff\ud800x",
    "direction": "\u202e" * 100,
    "json": '{"a": {"b": [1, null]}}',
    "json-list": "[1, null]",
    "deep-json": "[" * 100_000,
    "deep-object": '{"a":' * 50_000,
    "negative": "-1",
    "large": "9" * 21,
    "backwards": "3-1",
    "number": 0,
    "true": True,
    "huge-number": 10**5000,
    "not-a-number": float("nan"),
    "list": [],
    "list-of-none": [None],
    "list-of-lists": [[1, [2]]],
    "deep-list": nested(20_000),
    "circle": CIRCLE,
    "set": {1, 2},
    "object": object,
}


@pytest.mark.parametrize("given", BROKEN.values(), ids=BROKEN)
@pytest.mark.parametrize("way", ["a modern agent's call", "a classic agent's string", "awaited"])
def test_broken_input_is_answered(way: str, given: Any, index: Index) -> None:
    """By every tool, with a text that fits into a model's context and can be sent to one."""
    for tool in tools():
        (field,) = tool.args
        if way == "a classic agent's string":
            answer = tool.run(given)
        else:
            call = {"name": tool.name, "args": {field: given}, "id": "1", "type": "tool_call"}
            message = tool.invoke(call) if way != "awaited" else asyncio.run(tool.ainvoke(call))
            answer = message.content
        assert isinstance(answer, str), tool.name
        assert len(answer) < 5_000, tool.name
        answer.encode("utf-8")


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"wrong": None},
        {1: "x"},
        {"\ud800": "x"},
        {"a": nested(20_000)},
        {str(number): number for number in range(100_000)},
    ],
    ids=["none", "one-of-none", "number", "surrogate", "deep", "many"],
)
def test_broken_fields_are_answered(fields: dict[Any, Any], index: Index) -> None:
    """Those of an object that is not what the schema says."""
    for tool in tools():
        call = {"name": tool.name, "args": fields, "id": "1", "type": "tool_call"}
        answer = tool.invoke(call).content
        assert isinstance(answer, str) and len(answer) < 5_000, tool.name


@pytest.mark.parametrize(
    ("name", "given", "says"),
    [
        ("ExecuteCodingTask", " ", "the task is empty; say in it what the script is to do"),
        ("ExecuteCodingTask", {}, "the task is empty; say in it what the script is to do"),
        ("ExecuteCodingTask", "x" * 70_000, "the task is longer than 64 KiB; a task says what"),
        ("ExecuteCodingTask", "x" * MEGABYTE, "the input has 1000000 characters, and ExecuteCo"),
        ("ExecuteCodingTask", "a\0b", "the task holds binary data; a task is plain text"),
        ("ExecuteCodingTask", "\udcff", "the task is not UTF-8 text; write it in UTF-8"),
        ("CodeEditorAddCode", "", "the input is empty; write the code to add"),
        ("CodeEditorAddCode", {"code": None}, "the input is empty; write the code to add"),
        ("CodeEditorAddCode", "a = '\0'", "the input holds binary data; write text"),
        ("CodeEditorAddCode", "x" * MEGABYTE, "the input has 1000000 characters, and CodeEditor"),
        ("CodeEditorChangeCodeLine", "", "the input is empty; write the number of a line, and"),
        ("CodeEditorChangeCodeLine", "1.5", "'1.5' is not the number of a line; script.py has"),
        ("CodeEditorChangeCodeLine", "one\nx", "'one' is not the number of a line; script.py has"),
        ("CodeEditorChangeCodeLine", "2\nx", "there is no line 2; script.py has lines 1 to 1"),
        ("CodeEditorChangeCodeLine", "1\na = '\0'", "the input holds binary data; write text"),
        ("CodeEditorDeleteLine", [], "the input is empty; write the numbers of lines, such as: 1"),
        ("CodeEditorDeleteLine", "[null]", "'null' is not the number of a line; script.py has li"),
        ("CodeEditorDeleteLine", "1," * 5_000, "the input has 10000 characters, and CodeEditorDel"),
        ("PipInstall", [None], "there is no package in the input; write the names, such as: req"),
        ("PipInstall", "a " * 61, "these are 61 packages; name those that the script imports"),
    ],
)
def test_the_answer_says_what_is_wrong(name: str, given: Any, says: str) -> None:
    """And the script is as it was."""
    (tool,) = (tool for tool in tools() if tool.name == name)
    assert tool.run(given).startswith(f"Error: {says}")
    assert Path("script.py").read_text() == "print(1)"


@pytest.mark.parametrize(
    ("name", "given", "answer"),
    [
        ("CodeEditorAddCode", '{"code": "a = 1\\nb = 2"}', "print(1)\na = 1\nb = 2"),
        ("CodeEditorAddCode", ' {"code": ["a = 1", "b = 2"]}\n', "print(1)\na = 1\nb = 2"),
        ("CodeEditorAddCode", '{"a": 1}', 'print(1)\n{"a": 1}'),
        ("CodeEditorChangeCodeLine", '{"change": "1\\nprint(2)"}', "print(2)"),
        ("CodeEditorDeleteLine", '{"lines": [1]}', ""),
    ],
)
def test_an_object_is_taken_for_the_text_in_it(name: str, given: str, answer: str) -> None:
    """Where its field is the tool's own."""
    (tool,) = (tool for tool in tools() if tool.name == name)
    assert tool.run(given) == answer


def test_a_task_in_an_object_is_the_task() -> None:
    """The model that writes the script sees no JSON."""
    llm = ScriptedLLM(SCRIPT)
    assert task_tool(lambda: llm).run('{"task": "Print hello."}').startswith("Task Success")
    assert "Print hello." in llm.prompts[0] and '"task"' not in llm.prompts[0]


@pytest.mark.parametrize("given", ['["requests", "numpy"]', '{"packages": ["requests", "numpy"]}'])
def test_packages_in_a_list_are_found(given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of JSON, say."""
    editor = LangchainPythonToolMixin("script.py")
    outcome: subprocess.CompletedProcess[str] = subprocess.CompletedProcess([], 0, "done", "")
    monkeypatch.setattr(editor, "install_dependencies", lambda: outcome)
    assert editor.build_pip_install().run(given) == "done"
    assert editor.virtualenv.dependencies == ["requests", "numpy"]


# Model servers


@pytest.mark.parametrize("awaited", [False, True])
@pytest.mark.parametrize(
    "build",
    [
        lambda url, patience: OpenAICompatibleLLM(url, "m", patience=patience),
        lambda url, patience: OllamaLLM(url, "m", patience=patience),
        lambda url, patience: HTTPBaseLLM(f"{url}/prompt", patience=patience),
    ],
    ids=["openai", "ollama", "classic"],
)
def test_a_server_that_is_down_is_an_observation(
    build: Callable[[str, Patience], Any], closed_port: int, patience: Patience, awaited: bool
) -> None:
    """It says where nobody answers, and what to do about that."""
    url = f"http://127.0.0.1:{closed_port}"
    tool = task_tool(lambda: build(url, patience))
    answer = asyncio.run(tool.ainvoke("Say hi.")) if awaited else tool.invoke("Say hi.")
    assert answer.startswith(f"Error: no model server answers at {url}")
    assert "or give the right address" in answer


@pytest.mark.parametrize(
    ("body", "status", "says"),
    [
        (b"<html>Hello</html>", 200, "is it an OpenAI-compatible server?"),
        (b'{"error": {"message": "out of memory"}}', 500, "out of memory; look into the server"),
        (b'{"error": "the model is gone"}', 400, "the model is gone"),
        (b"\xff\xfe", 200, "answered with bytes that are no UTF-8"),
        (b"", 200, "is it an OpenAI-compatible server?"),
    ],
    ids=["page", "broken", "refusal", "binary", "nothing"],
)
def test_a_server_that_is_broken_is_an_observation(
    model_server: StandInServer, patience: Patience, body: bytes, status: int, says: str
) -> None:
    """With what it said."""
    answer = raw(body, status=status, kind="text/event-stream")
    model_server.on("POST", "/v1/chat/completions", answer)
    tool = task_tool(lambda: OpenAICompatibleLLM(model_server.url, "m", patience=patience))
    observation = tool.invoke("Say hi.")
    assert observation.startswith("Error: ")
    assert says in observation


def test_a_model_of_langchain_that_is_down_is_an_observation() -> None:
    """Whatever it raises."""

    class Down(FakeListChatModel):
        def invoke(self, input: Any, config: Any = None, **_: Any) -> Any:
            raise ConnectionError("refused")

    answer = task_tool(model_builder(Down(responses=[]))).invoke("Say hi.")
    assert answer.startswith("Error: the LangChain model Down failed: ConnectionError: refused")


def test_a_model_that_cannot_be_had_is_an_observation() -> None:
    """When it is built, or in a way of its own."""

    def down() -> ScriptedLLM:
        raise LLMUnavailable("nobody answers at http://127.0.0.1:8000")

    def broken() -> ScriptedLLM:
        raise OSError("no such device")

    assert task_tool(down).run("Say hi.") == "Error: nobody answers at http://127.0.0.1:8000"
    assert task_tool(broken).run("Say hi.") == "Error: no such device"
