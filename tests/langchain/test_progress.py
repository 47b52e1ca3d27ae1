"""What a task reports while it is at work: to callbacks, and to the stream of a graph."""

from __future__ import annotations

import asyncio
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from langchain.agents import create_agent
from langchain_classic.agents import AgentType, initialize_agent
from langchain_core.callbacks import AsyncCallbackHandler, BaseCallbackHandler
from langchain_core.language_models import FakeListLLM
from langchain_core.tools import BaseTool

from code_it.config import TaskExecutionConfig
from code_it.errors import Cancelled
from code_it.langchain.code_it_tool import CodeItTool
from code_it.langchain.llm import CodeItChatModel
from code_it.langchain.progress import PROGRESS_EVENT
from code_it.models.scripted import ScriptedLLM

TASK = "Print hello."
QUESTION = {"messages": [("user", TASK)]}
SCRIPT = "```python\nprint('hello')\n```"
STAGES = ["reading", "loading", "writing", "checking", "installing", "running", "delivering"]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, which is empty."""
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    return work


def build_tool(*replies: Any) -> BaseTool:
    config = TaskExecutionConfig(
        log_to_stdout=False, install_dependencies=False, agreement_samples=0
    )
    return CodeItTool(lambda: ScriptedLLM(*(replies or (SCRIPT,))), config).build_execute_task()


def build_agent(tool: BaseTool) -> Any:
    call = '{"tool": "ExecuteCodingTask", "arguments": {"task": "Print hello."}}'
    chat = ScriptedLLM(call, "It said hello.")
    return create_agent(CodeItChatModel.from_builder(lambda: chat), [tool])


class Listener(BaseCallbackHandler):
    """Keeps what it is told, with the run that it is told of."""

    def __init__(self) -> None:
        self.told: list[dict[str, str]] = []
        self.runs: set[Any] = set()
        self.started: list[Any] = []

    def on_tool_start(self, *_: Any, run_id: Any, **__: Any) -> None:
        self.started.append(run_id)

    def on_custom_event(self, name: str, data: Any, *, run_id: Any, **_: Any) -> None:
        assert name == PROGRESS_EVENT == "code_it_progress"
        self.told.append(data)
        self.runs.add(run_id)


class AsyncListener(AsyncCallbackHandler):
    """The same, slowly, in a coroutine."""

    def __init__(self) -> None:
        self.told: list[dict[str, str]] = []
        self.threads: set[int] = set()

    async def on_custom_event(self, name: str, data: Any, **_: Any) -> None:
        await asyncio.sleep(0.01 if data["kind"] == "stage" else 0)
        self.threads.add(threading.get_ident())
        self.told.append(data)


def stages(told: Sequence[dict[str, str]]) -> list[str]:
    return [each["stage"] for each in told if each["kind"] == "stage"]


def test_callbacks_are_told_of_the_stages_and_of_what_is_settled(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """In order, in the name of the tool's run, and in the log as ever."""
    caplog.set_level(logging.INFO, "code_it")
    listener = Listener()
    answer = build_tool().invoke(TASK, {"callbacks": [listener]})
    assert answer.startswith("Task Success")
    assert stages(listener.told) == STAGES
    assert all(set(each) == {"kind", "stage", "message", "folder"} for each in listener.told)
    assert {each["folder"] for each in listener.told} == {str(folder)}
    (note,) = (each for each in listener.told if each["kind"] == "note")
    assert note["stage"] == "running"
    assert note["message"].startswith("Try 1: It ran")
    assert listener.runs == set(listener.started)
    assert "Delivering: " in caplog.text and note["message"] in caplog.text


def test_callbacks_that_are_coroutines_are_awaited_in_order() -> None:
    """In the loop that the tool was called in, and all of them before it answers."""
    listener, other = AsyncListener(), Listener()
    answer = asyncio.run(build_tool().ainvoke(TASK, {"callbacks": [listener, other]}))
    assert answer.startswith("Task Success")
    assert stages(listener.told) == STAGES
    assert listener.told == other.told
    assert listener.threads == {threading.get_ident()}


def test_events_are_streamed() -> None:
    """As LangChain's own events are."""

    async def told() -> list[Any]:
        events: Any = build_tool().astream_events(TASK, version="v2")
        return [event["data"] async for event in events if event["name"] == PROGRESS_EVENT]

    assert stages(asyncio.run(told())) == STAGES


def test_a_graph_streams_them() -> None:
    """In the custom mode, while the tool is at work; in the other modes nothing is new."""
    heard = threading.Event()

    def reply(_: Any) -> str:
        assert heard.wait(120)
        return SCRIPT

    told: list[Any] = []
    updates: list[Any] = []
    agent = build_agent(build_tool(reply))
    for mode, part in agent.stream(QUESTION, stream_mode=["custom", "updates"]):
        (told if mode == "custom" else updates).append(part)
        if mode == "custom":
            heard.set()
    assert stages(told) == STAGES
    assert [next(iter(update)) for update in updates] == ["model", "tools", "model"]
    assert updates[-1]["model"]["messages"][0].content == "It said hello."


def test_a_graph_streams_them_to_coroutines() -> None:
    """The same with `astream`."""

    async def told() -> list[dict[str, str]]:
        heard = threading.Event()

        def reply(_: Any) -> str:
            assert heard.wait(120)
            return SCRIPT

        parts = []
        async for part in build_agent(build_tool(reply)).astream(QUESTION, stream_mode="custom"):
            parts.append(part)
            heard.set()
        return parts

    assert stages(asyncio.run(told())) == STAGES


def test_a_graph_that_streams_nothing_is_no_obstacle() -> None:
    """Its callbacks are told all the same."""
    listener = Listener()
    agent = build_agent(build_tool())
    answer = agent.invoke(QUESTION, {"callbacks": [listener]})
    assert answer["messages"][-1].content == "It said hello."
    assert stages(listener.told) == STAGES


def test_a_classic_agent_passes_its_callbacks_on() -> None:
    """To the tool, and so to its progress."""
    replies = [
        f"I have it done.\nAction: ExecuteCodingTask\nAction Input: {TASK}",
        "I now know the final answer.\nFinal Answer: hello",
    ]
    agent = initialize_agent(
        [build_tool()],
        FakeListLLM(responses=replies),
        agent=AgentType.ZERO_SHOT_REACT_DESCRIPTION,
    )
    listener = Listener()
    assert agent.invoke({"input": TASK}, {"callbacks": [listener]})["output"] == "hello"
    assert stages(listener.told) == STAGES


def test_tasks_in_several_threads_report_each_to_its_own(folder: Path) -> None:
    """With the folder that tells them apart."""
    barrier = threading.Barrier(3)

    def reply(_: Any) -> str:
        barrier.wait(120)
        return SCRIPT

    config = TaskExecutionConfig(
        log_to_stdout=False, install_dependencies=False, agreement_samples=0
    )
    tool = CodeItTool(lambda: ScriptedLLM(reply), config).build_execute_task()
    listeners = [Listener() for _ in range(3)]
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda each: tool.invoke(TASK, {"callbacks": [each]}), listeners))
    assert all(stages(each.told) == STAGES for each in listeners)
    folders = [{told["folder"] for told in each.told} for each in listeners]
    assert sorted(map(len, folders)) == [1, 1, 1]
    assert set().union(*folders) == {
        str(place) for place in (folder, folder / "task-2", folder / "task-3")
    }


def test_several_tasks_of_one_loop_report_each_to_its_own() -> None:
    """More of them than the loop's own threads; nobody waits for another's end."""
    number = 40
    barrier = threading.Barrier(number)

    def reply(_: Any) -> str:
        barrier.wait(120)
        return SCRIPT

    config = TaskExecutionConfig(
        log_to_stdout=False,
        install_dependencies=False,
        agreement_samples=0,
        execute_code=False,
        apply_linter=False,
    )
    tool = CodeItTool(lambda: ScriptedLLM(reply), config).build_execute_task()
    listeners = [AsyncListener() for _ in range(number)]

    async def all_of_them() -> None:
        runs = (tool.ainvoke(TASK, {"callbacks": [each]}) for each in listeners)
        await asyncio.gather(*runs)

    asyncio.run(all_of_them())
    assert len({each.told[0]["folder"] for each in listeners}) == number


@pytest.mark.parametrize("awaited", [False, True])
def test_a_callback_that_fails_is_no_failure_of_the_task(awaited: bool) -> None:
    """Unless it says that it is: then the agent is told, or, by `Cancelled`, is ended."""

    class Broken(BaseCallbackHandler):
        def __init__(self, error: Exception, raise_error: bool) -> None:
            self.error = error
            self.raise_error = raise_error

        def on_custom_event(self, *_: Any, **__: Any) -> None:
            raise self.error

    def answer_with(handler: BaseCallbackHandler) -> Any:
        config: Any = {"callbacks": [handler]}
        tool = build_tool()
        return asyncio.run(tool.ainvoke(TASK, config)) if awaited else tool.invoke(TASK, config)

    error = RuntimeError("the screen is full")
    assert answer_with(Broken(error, False)).startswith("Task Success")
    assert answer_with(Broken(error, True)) == "Error: the screen is full"
    with pytest.raises(Cancelled):
        answer_with(Broken(Cancelled("enough"), True))


def test_langgraph_is_not_needed() -> None:
    """Nor imported where there is no graph."""
    code = (
        "import sys; sys.modules['langgraph'] = None\n"
        "from code_it.config import TaskExecutionConfig\n"
        "from code_it.langchain.code_it_tool import CodeItTool\n"
        "from code_it.models.scripted import ScriptedLLM\n"
        "config = TaskExecutionConfig(log_to_stdout=False, install_dependencies=False)\n"
        f"llm = ScriptedLLM({SCRIPT!r})\n"
        f"print(CodeItTool(lambda: llm, config).build_execute_task().invoke({TASK!r}))\n"
        "assert not any(name.startswith('langgraph.') for name in sys.modules)\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment
    )
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.startswith("Task Success")
