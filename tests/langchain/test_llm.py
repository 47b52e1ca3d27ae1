"""LangChain's models as ours, and ours as LangChain's."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from langchain_core.language_models import FakeListLLM
from langchain_core.language_models.fake_chat_models import FakeListChatModel
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage, ToolMessage

from code_it.config import TaskExecutionConfig
from code_it.errors import LLMUnavailable
from code_it.langchain.code_it_tool import CodeItTool
from code_it.langchain.llm import CodeItChatModel, LangChainLLM, model_builder
from code_it.langchain.python_langchain_tool_mixin import LangchainPythonToolMixin
from code_it.models import Message
from code_it.models.scripted import ScriptedLLM

ASK = [Message("system", "Be short."), Message("user", "Say hi.")]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, which is empty."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    "model", [FakeListChatModel(responses=["hi"]), FakeListLLM(responses=["hi"])]
)
def test_any_langchain_model_is_one_of_ours(model: Any) -> None:
    """Whether it knows messages or only prompts; the text comes to whoever listens."""
    pieces: list[str] = []
    completion = LangChainLLM(model).complete(ASK, seed=3, stop=["END"], on_text=pieces.append)
    assert (completion.text, "".join(pieces)) == ("hi", "hi")


def test_what_a_model_does_not_take_is_left_out() -> None:
    """A seed, say, and it is not asked about it again."""

    asked: list[dict[str, Any]] = []

    class Picky(FakeListChatModel):
        def invoke(self, input: Any, config: Any = None, **options: Any) -> Any:
            asked.append(options)
            if "seed" in options:
                raise TypeError("create() got an unexpected keyword argument 'seed'")
            return AIMessage(
                "hi", usage_metadata={"input_tokens": 5, "output_tokens": 1, "total_tokens": 6}
            )

    llm = LangChainLLM(Picky(responses=[]))
    completion = llm.complete(ASK, seed=3)
    assert (completion.text, completion.prompt_tokens) == ("hi", 5)
    llm.complete(ASK, seed=3)
    assert ["seed" in options for options in asked] == [True, False, False]


def test_a_model_that_fails_says_so() -> None:
    """As one of our errors."""

    class Down(FakeListChatModel):
        def invoke(self, input: Any, config: Any = None, **_: Any) -> Any:
            raise ConnectionError("refused")

    with pytest.raises(LLMUnavailable, match="Down failed: ConnectionError: refused"):
        LangChainLLM(Down(responses=[])).complete(ASK)


def test_a_langchain_model_writes_the_script() -> None:
    """In the place of any other model."""
    config = TaskExecutionConfig(log_to_stdout=False, install_dependencies=False)
    chat = FakeListChatModel(responses=["```python\nprint('hello')\n```"])
    tool = CodeItTool(model_builder(chat), config).build_execute_task()
    assert "Stdout:hello" in tool.invoke("Print hello.")


def test_ours_is_a_chat_model() -> None:
    """Roles arrive, neighbours of one role merge, and the counts come out."""
    llm = ScriptedLLM("hello")
    model = CodeItChatModel.from_builder(lambda: llm, temperature=0.5, seed=7)
    answer = model.invoke([SystemMessage("Be short."), HumanMessage("Say"), HumanMessage("hi.")])
    assert answer.content == "hello"
    (call,) = llm.calls
    assert [(turn.role, turn.content) for turn in call.messages] == [
        ("system", "Be short."),
        ("user", "Say\n\nhi."),
    ]


@pytest.mark.parametrize(
    ("reply", "name", "arguments"),
    [
        ('{"tool": "CodeEditorAddCode", "arguments": {"code": "print(1)"}}', "CodeEditorAddCode",
         {"code": "print(1)"}),
        ('I add it.\n```json\n{"name": "CodeEditorAddCode", "args": "print(1)"}\n```',
         "CodeEditorAddCode", {"code": "print(1)"}),
        ("{'tool': 'code_editor_add_code', 'arguments': {'code': 'print(1)'}}",
         "CodeEditorAddCode", {"code": "print(1)"}),
        ('{"tool": "CodeEditorAddCode"}\n```python\nprint(1)\n```', "CodeEditorAddCode",
         {"code": "print(1)"}),
        ('{"tool": "CodeEditorRunCode", "arguments": {}}', "CodeEditorRunCode", {}),
        ('{"tool": "CodeEditorRunCode", "arguments": null}', "CodeEditorRunCode", {}),
        ('{"tool": "CodeEditorAddCode", "code": "print(1)"}', "CodeEditorAddCode",
         {"code": "print(1)"}),
        ('{"CodeEditorAddCode": {"code": "print(1)"}}', "CodeEditorAddCode", {"code": "print(1)"}),
        ('{"CodeEditorAddCode": "print(1)"}', "CodeEditorAddCode", {"code": "print(1)"}),
        ('{"code": "print(1)"}', "CodeEditorAddCode", {"code": "print(1)"}),
        ('<tool_call>\n{"name": "CodeEditorRunCode", "arguments": {}}\n</tool_call>',
         "CodeEditorRunCode", {}),
    ],
)  # fmt: skip
def test_a_call_is_read_from_what_a_small_model_writes(
    reply: str, name: str, arguments: dict[str, Any]
) -> None:
    """With a fence, other words for the fields, or code beside the object."""
    editor = LangchainPythonToolMixin("script.py")
    tools = [editor.build_add_code_tool(), editor.build_run_tool()]
    model = CodeItChatModel.from_builder(lambda: ScriptedLLM(reply)).bind_tools(tools)
    (call,) = model.invoke("Go on.").tool_calls
    assert (call["name"], call["args"]) == (name, arguments)


@pytest.mark.parametrize(
    "reply",
    ["It is 42.", '{"answer": 42}', '{"tool": "Rocket"}', "{not json", "{}", '{"name": ["Ann"]}'],
)
def test_anything_else_is_an_answer(reply: str) -> None:
    """Also an object that calls no tool of ours."""
    tools = [LangchainPythonToolMixin("script.py").build_run_tool()]
    answer = CodeItChatModel.from_builder(lambda: ScriptedLLM(reply)).bind_tools(tools).invoke("?")
    assert (answer.content, answer.tool_calls) == (reply, [])


def test_a_small_model_is_told_how_a_call_looks() -> None:
    """With the names of a tool at hand, and of code only where a tool takes some."""
    config = TaskExecutionConfig(log_to_stdout=False)
    task = CodeItTool(ScriptedLLM, config).build_execute_task()
    code = LangchainPythonToolMixin("script.py").build_add_code_tool()
    told = []
    for tools in ([task], [task, code]):
        llm = ScriptedLLM("Well.")
        model = CodeItChatModel.from_builder(lambda llm=llm: llm)  # type: ignore[misc]
        model.bind_tools(tools).invoke("Go on.")
        told.append(llm.calls[0].messages[0].content)
    assert all(
        '{"tool": "ExecuteCodingTask", "arguments": {"task": "..."}}' in each for each in told
    )
    assert ["Code may follow" in each for each in told] == [False, True]


CALL = '{"tool": "CodeEditorRunCode", "arguments": {}}'
CODE = "Here it is:\n```python\nprint(42)\n```"
USED = [
    AIMessage("", tool_calls=[{"name": "CodeEditorRunCode", "args": {}, "id": "1"}]),
    ToolMessage("Program Succeeded", tool_call_id="1", name="CodeEditorRunCode"),
]


@pytest.mark.parametrize(
    ("said", "replies", "called", "asked"),
    [
        pytest.param([], [CODE, CALL], True, 2, id="code-for-a-call"),
        pytest.param([], [CODE, "But it is right."], False, 2, id="code-is-meant"),
        pytest.param([], ["It is 42."], False, 1, id="no-code"),
        pytest.param(USED, [CODE], False, 1, id="code-after-a-call"),
        pytest.param([*USED, HumanMessage("Again.")], [CODE, CALL], True, 2, id="new-question"),
    ],
)
def test_code_in_the_place_of_a_call_is_asked_about(
    said: list[Any], replies: list[str], called: bool, asked: int
) -> None:
    """A model for code writes code when it should have some run; it is told so, once."""
    llm = ScriptedLLM(*replies)
    tools = [LangchainPythonToolMixin("script.py").build_run_tool()]
    model = CodeItChatModel.from_builder(lambda: llm).bind_tools(tools)
    answer = model.invoke([HumanMessage("What is 6 times 7?"), *said])
    assert bool(answer.tool_calls) == called
    assert answer.content == ("" if called else replies[0])
    assert len(llm.calls) == asked
    if asked == 2:
        first, second = llm.calls
        assert second.messages[: len(first.messages)] == first.messages
        assert "Nothing has been done" in second.prompt
        tokens = sum(len(reply) // 4 for reply in replies)
        assert answer.usage_metadata is not None
        assert answer.usage_metadata["output_tokens"] == tokens


@pytest.mark.parametrize(
    ("said", "told"),
    [
        pytest.param([], [True], id="first-question"),
        pytest.param(USED, [False, False], id="a-tool-was-used"),
        pytest.param([*USED, HumanMessage("Again.")], [False, True], id="new-question"),
    ],
)
def test_a_question_ends_with_the_words_that_a_tool_be_used(
    said: list[Any], told: list[bool]
) -> None:
    """As long as none was: after that, the model may answer."""
    llm = ScriptedLLM("Well.")
    tools = [LangchainPythonToolMixin("script.py").build_run_tool()]
    model = CodeItChatModel.from_builder(lambda: llm).bind_tools(tools)
    model.invoke([HumanMessage("What is 6 times 7?"), *said])
    users = [message for message in llm.calls[0].messages if message.role == "user"]
    assert ["Use a tool for this" in message.content for message in users] == told


def test_two_equal_calls_are_two_calls() -> None:
    """A small model repeats itself."""
    tools = [LangchainPythonToolMixin("script.py").build_run_tool()]
    llm = ScriptedLLM(CALL, repeat_last=True)
    model = CodeItChatModel.from_builder(lambda: llm).bind_tools(tools)
    first, second = (model.invoke("Go on.").tool_calls[0]["id"] for _ in range(2))
    assert first != second


def test_ours_drives_a_modern_agent() -> None:
    """It writes, runs, and answers with what it saw."""
    from langchain.agents import create_agent

    editor = LangchainPythonToolMixin("script.py")
    llm = ScriptedLLM(
        '{"tool": "CodeEditorAddCode", "arguments": {"code": "print(6 * 7)"}}',
        '{"tool": "CodeEditorRunCode", "arguments": {}}',
        "42",
    )
    agent = create_agent(
        CodeItChatModel.from_builder(lambda: llm),
        [editor.build_add_code_tool(), editor.build_run_tool()],
    )
    result = agent.invoke({"messages": [HumanMessage("What is 6 times 7?")]})
    observations = [each.content for each in result["messages"] if isinstance(each, ToolMessage)]
    assert observations == ["print(6 * 7)", "Program Succeeded\nStdout:42\n\nStderr:"]
    assert result["messages"][-1].content == "42"
    last = llm.calls[-1].messages
    assert "CodeEditorRunCode answered:\nProgram Succeeded" in last[-1].content
    assert last[-1].content.endswith("say so in plain text now. If not, use a tool again.")
