"""Work that another thread ends: real scripts, real processes, real connections."""

from __future__ import annotations

import logging
import secrets
import signal
import threading
from collections.abc import Iterator, Sequence
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from filelock import FileLock, Timeout

from code_it import cancelling
from code_it.code_editor.python_editor import PythonCodeEditor
from code_it.config import TaskExecutionConfig
from code_it.errors import Cancelled
from code_it.models import ModelBuilder
from code_it.models.http import build_llama_base_llm
from code_it.models.openai_compatible import OpenAICompatibleLLM
from code_it.models.scripted import ScriptedLLM
from code_it.packages.store import held
from code_it.runs.observer import LogObserver
from code_it.sandbox import WantedLevel
from code_it.sandbox.files import remove_tree
from code_it.sandbox.process import run_process
from code_it.task_executor import TaskExecutor
from tests.cancelled import (
    PATIENCE_SECONDS,
    assert_untouched,
    eventually,
    in_thread,
    running_with,
)
from tests.models.servers import StandInServer, stream

TASK = "Write the word done to out.txt."
DONE = "```python\nopen('out.txt', 'w').write('done')\n```"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The current folder, with a file in it."""
    work = tmp_path / "work"
    work.mkdir()
    (work / "data.txt").write_text("mine")
    monkeypatch.chdir(work)
    yield work


def executor_with(builder: ModelBuilder, isolation: WantedLevel = "auto") -> TaskExecutor:
    config = TaskExecutionConfig(
        log_to_stdout=False, install_dependencies=False, isolation=isolation
    )
    return TaskExecutor(PythonCodeEditor(), builder, config)


class Listener(LogObserver):
    """Tells when the model's words are heard."""

    def __init__(self, heard: threading.Event) -> None:
        self._heard = heard

    def text(self, piece: str) -> None:
        self._heard.set()


# A whole task


def test_a_model_that_does_not_answer_is_left_alone(folder: Path) -> None:
    """Whatever it waits for; what it says later is not heard."""
    asked, released, heard = threading.Event(), threading.Event(), threading.Event()

    def block(_messages: Sequence[object]) -> str:
        asked.set()
        released.wait(PATIENCE_SECONDS)
        return DONE

    executor = executor_with(lambda: ScriptedLLM(block))
    executor.observer = Listener(heard)
    outcome = in_thread(lambda: executor.execute(TASK))
    assert asked.wait(PATIENCE_SECONDS)
    executor.cancel()
    with pytest.raises(Cancelled, match="the task was cancelled"):
        outcome.result(PATIENCE_SECONDS)
    assert not released.is_set()
    assert_untouched(folder)
    released.set()
    assert eventually(lambda: all(thread.name != "apart" for thread in threading.enumerate()))
    assert not heard.is_set()


@pytest.mark.parametrize("while_it", ["reads the prompt", "writes"])
def test_the_request_to_a_model_server_is_closed(
    folder: Path, model_server: StandInServer, while_it: str, caplog: pytest.LogCaptureFixture
) -> None:
    """So that it writes no more; that is no failure after which to ask again."""
    caplog.set_level(logging.INFO, "code_it")
    asked, heard = threading.Event(), threading.Event()

    def wait(handler: BaseHTTPRequestHandler) -> None:
        asked.set()
        model_server.silence(handler)

    begun = stream(b'data: {"choices": [{"delta": {"content": "a"}}]}\n\n', wait)
    answer = begun if while_it == "writes" else wait
    model_server.on("POST", "/v1/chat/completions", answer)
    executor = executor_with(lambda: OpenAICompatibleLLM(model_server.url, "m"))
    executor.observer = Listener(heard)
    outcome = in_thread(lambda: executor.execute(TASK))
    assert (heard if while_it == "writes" else asked).wait(PATIENCE_SECONDS)
    executor.cancel()
    with pytest.raises(Cancelled):
        outcome.result(PATIENCE_SECONDS)
    assert model_server.client_left.wait(PATIENCE_SECONDS)
    assert "again" not in caplog.text and "once more" not in caplog.text
    assert len(model_server.bodies("/v1/chat/completions")) == 1
    assert_untouched(folder)


def test_ctrl_c_closes_the_request_too(folder: Path, model_server: StandInServer) -> None:
    """In the thread in which nothing but the answer is waited for."""

    def interrupt_then_wait(handler: BaseHTTPRequestHandler) -> None:
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
        model_server.silence(handler)

    model_server.on("POST", "/prompt", interrupt_then_wait)
    executor = executor_with(lambda: build_llama_base_llm(f"{model_server.url}/prompt"))
    with pytest.raises(KeyboardInterrupt):
        executor.execute(TASK)
    assert model_server.client_left.wait(PATIENCE_SECONDS)
    assert len(model_server.asked) == 1
    assert_untouched(folder)


@pytest.mark.parametrize("isolation", ["auto", "process"])
def test_a_script_ends_with_all_that_it_started(folder: Path, isolation: WantedLevel) -> None:
    """Children, and theirs, in sessions of their own; what it wrote stays out of the folder."""
    mark = f"{86400 + secrets.randbelow(10**6)}.5"
    script = (
        "import subprocess\n"
        "open('out.txt', 'w').write('done')\n"
        f"subprocess.Popen(['sleep', '{mark}'], start_new_session=True)\n"
        f"subprocess.run(['sh', '-c', 'trap \"\" TERM; sleep {mark}; sleep {mark}'])\n"
    )
    executor = executor_with(lambda: ScriptedLLM(f"```python\n{script}```"), isolation)
    outcome = in_thread(lambda: executor.execute(TASK))
    assert eventually(lambda: len(running_with(mark)) == 2)
    executor.cancel()
    with pytest.raises(Cancelled):
        outcome.result(PATIENCE_SECONDS)
    assert eventually(lambda: not running_with(mark))
    assert_untouched(folder)


def test_a_task_that_begins_later_is_carried_out(folder: Path) -> None:
    """By the same executor."""
    executor = executor_with(lambda: ScriptedLLM(DONE))
    executor.cancel()
    assert executor.execute(TASK).ok


# The parts


def test_the_result_and_the_error_of_what_is_done_apart_come_through() -> None:
    """As if it had been done here."""
    assert cancelling.apart(lambda: 7) == 7
    with pytest.raises(TimeoutError, match="its own"):
        cancelling.apart(lambda: (_ for _ in ()).throw(TimeoutError("its own")))


@pytest.mark.parametrize("ending", [Cancelled, KeyboardInterrupt])
def test_what_is_done_apart_notices_that_it_is_left_alone(ending: type[BaseException]) -> None:
    """It is told to close, and its next look raises, also where it waits apart itself."""
    event, closed, noticed = threading.Event(), threading.Event(), threading.Event()

    def inner() -> None:
        cancelling.when_left_alone(closed.set)
        if ending is Cancelled:
            event.set()
        else:
            signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
        closed.wait(PATIENCE_SECONDS)
        try:
            cancelling.check()
        except Cancelled:
            noticed.set()

    with cancelling.until(threading.Event()), pytest.raises(ending), cancelling.until(event):
        cancelling.apart(lambda: cancelling.apart(inner))
    assert noticed.wait(PATIENCE_SECONDS)


def test_a_lock_is_not_waited_for_any_longer(tmp_path: Path) -> None:
    """Neither when time is up nor after a cancellation; else it is held."""
    event, path = threading.Event(), tmp_path / "lock"
    with FileLock(path), pytest.raises(Timeout), held(FileLock(path), 0.1):
        pass
    threading.Timer(0.1, event.set).start()
    other = held(FileLock(path), 600)
    with FileLock(path), cancelling.until(event), pytest.raises(Cancelled), other:
        pass
    with held(FileLock(path), 600), pytest.raises(Timeout):
        FileLock(path).acquire(blocking=False)


def test_tidying_up_goes_on_after_a_cancellation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where a process is needed for it."""
    slow = tmp_path / "bin" / "rm"
    slow.parent.mkdir()
    slow.write_text('#!/bin/sh\nsleep 0.5\nexec /bin/rm "$@"\n')
    slow.chmod(0o755)
    monkeypatch.setenv("PATH", str(slow.parent), prepend=":")
    monkeypatch.setattr("code_it.sandbox.files.shutil.rmtree", lambda *_, **__: None)
    event = threading.Event()
    full = tmp_path / "full"
    (full / "below").mkdir(parents=True)
    with cancelling.until(event):
        event.set()
        remove_tree(full)
        with pytest.raises(Cancelled):
            run_process(["sleep", "600"], timeout_seconds=PATIENCE_SECONDS)
    assert not full.exists()
