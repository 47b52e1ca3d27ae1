"""Tools and models that are cancelled: by their coroutine, or from another thread."""

from __future__ import annotations

import asyncio
import secrets
import signal
import threading
from collections.abc import Awaitable, Callable, Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
from langchain.agents import create_agent
from langchain_classic.agents import AgentType, initialize_agent
from langchain_core.language_models import FakeListLLM
from langchain_core.tools import BaseTool

from code_it.config import TaskExecutionConfig
from code_it.errors import Cancelled
from code_it.langchain import threads
from code_it.langchain.code_it_tool import CodeItTool
from code_it.langchain.llm import CodeItChatModel
from code_it.langchain.python_langchain_tool_mixin import LangchainPythonToolMixin
from code_it.models import ModelBuilder
from code_it.models.openai_compatible import OpenAICompatibleLLM
from code_it.models.scripted import ScriptedLLM
from code_it.models.turns import turns_of
from tests.cancelled import (
    PATIENCE_SECONDS,
    assert_untouched,
    eventually,
    in_thread,
    running_with,
)
from tests.models.servers import StandInServer

TASK = "Write the word done to out.txt."
CALL = f'{{"tool": "ExecuteCodingTask", "arguments": {{"task": "{TASK}"}}}}'
QUESTION = {"messages": [("user", TASK)]}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with a file in it."""
    work = tmp_path / "work"
    work.mkdir()
    (work / "data.txt").write_text("mine")
    monkeypatch.chdir(work)
    return work


class Sleeper:
    """A script that sleeps with a child of its own, and is known by its `mark`."""

    def __init__(self) -> None:
        self.mark = f"{86400 + secrets.randbelow(10**6)}.5"
        self.source = (
            "import subprocess\n"
            "open('out.txt', 'w').write('done')\n"
            f"subprocess.Popen(['sleep', '{self.mark}'], start_new_session=True)\n"
            f"subprocess.run(['sleep', '{self.mark}'])\n"
        )

    def build(self) -> ScriptedLLM:
        return ScriptedLLM(f"```python\n{self.source}```")

    def sleeps(self) -> bool:
        return len(running_with(self.mark)) == 2

    def is_gone(self) -> bool:
        return not running_with(self.mark)


@pytest.fixture
def sleeper() -> Iterator[Sleeper]:
    sleeper = Sleeper()
    yield sleeper
    assert eventually(sleeper.is_gone)


CHAT = "/v1/chat/completions"


@pytest.fixture
def silent_model(model_server: StandInServer) -> Callable[[], OpenAICompatibleLLM]:
    """A builder of a model that reads its prompt for ever."""
    model_server.on("POST", CHAT, model_server.silence)
    return lambda: OpenAICompatibleLLM(model_server.url, "m")


def code_it_with(builder: ModelBuilder) -> CodeItTool:
    config = TaskExecutionConfig(log_to_stdout=False, install_dependencies=False)
    return CodeItTool(builder, config)


def agent_with(tool: BaseTool) -> Any:
    return create_agent(CodeItChatModel.from_builder(lambda: ScriptedLLM(CALL)), [tool])


async def cancel_when(holds: Callable[[], object], work: Awaitable[Any]) -> None:
    """Cancel `work` when `holds` does, and see it end so."""
    task = asyncio.ensure_future(work)
    assert await asyncio.to_thread(eventually, holds)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(task, PATIENCE_SECONDS)


# A coroutine


def test_a_cancelled_coroutine_ends_the_script(folder: Path, sleeper: Sleeper) -> None:
    """With all that it started; when the coroutine is over, so is the work."""

    async def main() -> None:
        tool = code_it_with(sleeper.build).build_execute_task()
        await cancel_when(sleeper.sleeps, tool.ainvoke(TASK))
        assert_untouched(folder)

    asyncio.run(main())


def test_a_cancelled_coroutine_closes_the_request(
    folder: Path, model_server: StandInServer, silent_model: ModelBuilder
) -> None:
    """So that the model stops."""
    tool = code_it_with(silent_model).build_execute_task()
    asyncio.run(cancel_when(lambda: model_server.bodies(CHAT), tool.ainvoke(TASK)))
    assert model_server.client_left.wait(PATIENCE_SECONDS)
    assert_untouched(folder)


def test_a_cancelled_graph_ends_its_tools(folder: Path, sleeper: Sleeper) -> None:
    """Whatever it streams."""
    agent = agent_with(code_it_with(sleeper.build).build_execute_task())
    asyncio.run(cancel_when(sleeper.sleeps, agent.ainvoke(QUESTION)))
    assert_untouched(folder)


def test_a_cancelled_coroutine_ends_a_run_of_the_editor(sleeper: Sleeper) -> None:
    """Its other tools are ended in the same way."""
    editor = LangchainPythonToolMixin("script.py")
    editor.add_code(sleeper.source)
    asyncio.run(cancel_when(sleeper.sleeps, editor.build_run_tool().ainvoke("run")))
    assert not Path("out.txt").exists()


def test_a_cancelled_coroutine_ends_a_model_of_ours(
    model_server: StandInServer, silent_model: ModelBuilder
) -> None:
    """In the agent's seat."""
    model = CodeItChatModel.from_builder(silent_model)
    asyncio.run(cancel_when(lambda: model_server.bodies(CHAT), model.ainvoke("Say hi.")))
    assert model_server.client_left.wait(PATIENCE_SECONDS)


def test_work_that_does_not_end_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not for long."""
    monkeypatch.setattr(threads, "_MOST_SECONDS_TO_END", 0.1)
    started, released = threading.Event(), threading.Event()

    def work(_report: Callable[[None], None]) -> None:
        started.set()
        released.wait(PATIENCE_SECONDS)

    async def main() -> None:
        await cancel_when(started.is_set, threads.in_thread(work, lambda _: asyncio.sleep(0)))

    asyncio.run(main())
    assert not released.is_set()
    released.set()


# Another thread


def test_a_tool_is_cancelled_from_another_thread(folder: Path, sleeper: Sleeper) -> None:
    """It raises `Cancelled`; a task that begins later is carried out."""
    code_it = code_it_with(sleeper.build)
    outcome = in_thread(lambda: code_it.build_execute_task().invoke(TASK))
    assert eventually(sleeper.sleeps)
    code_it.cancel()
    with pytest.raises(Cancelled):
        outcome.result(PATIENCE_SECONDS)
    assert_untouched(folder)
    code_it.model_builder = lambda: ScriptedLLM(
        "```python\nopen('out.txt', 'w').write('done')\n```"
    )
    assert code_it.execute_task(TASK).startswith("Task Success")


def test_all_tasks_of_a_tool_are_cancelled(
    folder: Path, model_server: StandInServer, silent_model: ModelBuilder
) -> None:
    """Those of coroutines, too."""
    code_it = code_it_with(silent_model)
    tool = code_it.build_execute_task()
    turns = turns_of(model_server.url)
    assert turns is not None
    turns.slots = 3

    async def main() -> list[Any]:
        runs = asyncio.gather(*[tool.ainvoke(TASK) for _ in range(2)], return_exceptions=True)
        thread = in_thread(lambda: tool.invoke(TASK))
        assert await asyncio.to_thread(eventually, lambda: len(model_server.bodies(CHAT)) == 3)
        code_it.cancel()
        await asyncio.wait([runs], timeout=PATIENCE_SECONDS)
        return [*runs.result(), thread.exception(PATIENCE_SECONDS)]

    assert [type(each) for each in asyncio.run(main())] == [Cancelled] * 3


@pytest.mark.parametrize("age", ["modern", "classic"])
def test_an_agent_ends_with_its_task(folder: Path, sleeper: Sleeper, age: str) -> None:
    """It is not told to go on."""
    code_it = code_it_with(sleeper.build)
    tool = code_it.build_execute_task()

    def run() -> object:
        if age == "modern":
            return agent_with(tool).invoke(QUESTION)
        react = f"I have it done.\nAction: ExecuteCodingTask\nAction Input: {TASK}"
        kind = AgentType.ZERO_SHOT_REACT_DESCRIPTION
        agent = initialize_agent([tool], FakeListLLM(responses=[react]), agent=kind)
        return agent.invoke({"input": TASK})

    outcome = in_thread(run)
    assert eventually(sleeper.sleeps)
    code_it.cancel()
    with pytest.raises(Cancelled):
        outcome.result(PATIENCE_SECONDS)
    assert_untouched(folder)


def test_a_signal_handler_may_cancel(
    folder: Path, model_server: StandInServer, silent_model: ModelBuilder
) -> None:
    """A graph runs its tools in threads, where Ctrl-C does not reach them."""
    code_it = code_it_with(silent_model)

    def interrupt(handler: BaseHTTPRequestHandler) -> None:
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGUSR1)
        model_server.silence(handler)

    model_server.on("POST", CHAT, interrupt)
    previous = signal.signal(signal.SIGUSR1, lambda *_: code_it.cancel())
    try:
        with pytest.raises(Cancelled):
            agent_with(code_it.build_execute_task()).invoke(QUESTION)
    finally:
        signal.signal(signal.SIGUSR1, previous)
    assert model_server.client_left.wait(PATIENCE_SECONDS)
    assert_untouched(folder)
