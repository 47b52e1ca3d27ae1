"""A server that is not ready yet, or busy with somebody else."""

from __future__ import annotations

import re
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler
from io import StringIO
from pathlib import Path

import pytest

from code_it.code_editor.python_editor import PythonCodeEditor
from code_it.models import ModelBuilder
from code_it.models._patience import PATIENCE
from code_it.models.ollama import OllamaLLM
from code_it.models.openai_compatible import OpenAICompatibleLLM
from code_it.task_executor import TaskExecutionConfig, TaskExecutor
from tests.llm_faults.desk import GOOD, OLLAMA_GOOD, QUICK, TASK, Desk
from tests.models.answers import CHAT, DONE, OLLAMA_CHAT, delta, end, lines, piece, reply
from tests.models.servers import Responder, StandInServer, as_json, raw, stream

LOADING = as_json(
    {"error": {"message": "Loading model", "type": "unavailable_error", "code": 503}}, status=503
)
BUSY = as_json(
    {"error": "server busy, please try again. maximum pending requests exceeded"}, status=503
)


class Watched(StringIO):
    """Standard error that notices when something is written to it."""

    def __init__(self, awaited: str) -> None:
        super().__init__()
        self._awaited = awaited
        self.told = threading.Event()

    def write(self, text: str) -> int:
        length = super().write(text)
        if self._awaited in self.getvalue():
            self.told.set()
        return length


class OneSlot:
    """Answers one client at a time, slowly, and turns the others away."""

    def __init__(self, answer: Responder) -> None:
        self.turned_away = 0
        self._answer = answer
        self._slot = threading.Lock()

    def __call__(self, handler: BaseHTTPRequestHandler) -> None:
        if not self._slot.acquire(blocking=False):
            self.turned_away += 1
            BUSY(handler)
            return
        time.sleep(0.3)
        self._slot.release()
        self._answer(handler)


def a_second(_handler: BaseHTTPRequestHandler) -> None:
    time.sleep(1)


def side_by_side(server: StandInServer, folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The verdicts of two tasks that two threads carry out, each below `folder`."""
    monkeypatch.setitem(vars(PATIENCE), "sleep", lambda _seconds: time.sleep(0.1))

    def carry_out(name: str) -> str:
        own = folder / name
        own.mkdir()
        config = TaskExecutionConfig(**QUICK, work_folder=str(own))
        editor = PythonCodeEditor(str(own / "persistent_source.py"))
        executor = TaskExecutor(editor, lambda: OpenAICompatibleLLM(server.url), config)
        return executor.execute(TASK).verdict.outcome

    with ThreadPoolExecutor(2) as threads:
        return [*threads.map(carry_out, ["one", "two"])]


def test_L03_loading_is_waited_for(desk: Desk, server: StandInServer, waits: list[float]) -> None:
    """The run goes on when the model is there, with the same prompt."""
    server.on("POST", CHAT, LOADING, LOADING, LOADING, reply(GOOD))
    run = desk.code_it()
    assert (run.code, run.verdict) == (0, "VERIFIED"), run.err
    assert waits
    first, *others = server.bodies(CHAT)
    assert all(other == first for other in others)
    assert len(run.events("prompt")) == 1


def test_L03_a_user_sees_that_it_is_waited(desk: Desk, server: StandInServer) -> None:
    """Whoever looks at the screen is told what is waited for, without asking for more words."""
    server.on("POST", CHAT, LOADING, LOADING, reply(GOOD))
    run = desk.code_it()
    assert run.code == 0, run.err
    assert re.search(r"wait|loading model", run.err, re.IGNORECASE)


def test_L03_health_is_asked_while_it_loads(desk: Desk, server: StandInServer) -> None:
    """The whole prompt is not sent again and again to a server that has `/health`."""
    server.on("GET", "/health", LOADING, LOADING, LOADING, as_json({"status": "ok"}))

    def chat(handler: BaseHTTPRequestHandler) -> None:
        asked = [asked.path for asked in server.asked].count("/health")
        (reply(GOOD) if asked > 3 else LOADING)(handler)

    server.on("POST", CHAT, chat)
    run = desk.code_it()
    assert run.code == 0, run.err
    assert len(server.bodies(CHAT)) == 2


def test_L03_it_is_given_ten_minutes(desk: Desk, server: StandInServer, waits: list[float]) -> None:
    """And no more; the server's own words are in the message."""
    server.on("POST", CHAT, LOADING)
    server.on("GET", "/health", LOADING)
    run = desk.code_it()
    assert run.code == 4
    assert "Loading model" in run.message
    assert 500 < sum(waits) <= 600


def test_L03_load_timeout_is_a_setting(
    desk: Desk, server: StandInServer, waits: list[float]
) -> None:
    """Whoever knows their machine gives more or less than ten minutes."""
    server.on("POST", CHAT, LOADING)
    server.on("GET", "/health", LOADING)
    run = desk.code_it("--load-timeout", "40")
    assert run.code == 4, run.err
    assert "Loading model" in run.message
    assert 20 < sum(waits) <= 40


@pytest.mark.parametrize("backend", ["openai", "ollama"])
def test_L04_busy_is_waited_out(
    desk: Desk, server: StandInServer, waits: list[float], backend: str
) -> None:
    """A full queue empties with time."""
    server.on("POST", CHAT, BUSY, BUSY, BUSY, reply(GOOD))
    server.on("POST", OLLAMA_CHAT, BUSY, BUSY, BUSY, OLLAMA_GOOD)
    run = desk.code_it(backend=backend)
    assert run.code == 0, run.err
    assert len(waits) == 3
    assert waits[0] < waits[2]


def test_L04_always_busy(desk: Desk, server: StandInServer, waits: list[float]) -> None:
    """After ten minutes at most it is given up, in the server's own words."""
    server.on("POST", OLLAMA_CHAT, BUSY)
    run = desk.code_it(backend="ollama")
    assert run.code == 4
    assert "maximum pending requests exceeded" in run.message
    assert sum(waits) <= 600


def test_L04_ten_minutes_hold_the_share_of_chance_too(
    desk: Desk, server: StandInServer, waits: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every wait is as long as it can get, and the last one does not go beyond the limit."""
    monkeypatch.setattr("random.uniform", lambda _least, most: most)
    server.on("POST", CHAT, LOADING)
    server.on("GET", "/health", as_json({"status": "ok"}))
    run = desk.code_it("--load-timeout", "34")
    assert run.code == 4
    assert sum(waits) <= 34


def test_L04_clients_do_not_come_back_together(
    desk: Desk, server: StandInServer, waits: list[float]
) -> None:
    """Two runs that were turned away at the same time wait for different times."""
    server.on("POST", OLLAMA_CHAT, BUSY)
    desk.code_it(backend="ollama")
    first = [*waits]
    waits.clear()
    desk.code_it(backend="ollama")
    assert first != waits


@pytest.mark.usefixtures("desk")
def test_L04_one_request_at_a_time(
    tmp_path: Path, server: StandInServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two tasks that a program carries out at once ask the same server one after the other."""
    slot = OneSlot(reply(GOOD))
    server.on("POST", CHAT, slot)
    assert side_by_side(server, tmp_path, monkeypatch) == ["verified", "verified"]
    assert slot.turned_away == 0


@pytest.mark.parametrize("backend", ["openai", "ollama"])
def test_L31_first_word_takes_long(
    desk: Desk, server: StandInServer, waits: list[float], backend: str
) -> None:
    """A model that is loaded for the first question costs time: a stall it is only later."""
    server.on("POST", CHAT, stream(a_second, b": ping\n\n", a_second, delta(GOOD, "stop"), DONE))
    server.on("POST", OLLAMA_CHAT, lines(a_second, piece(GOOD), end()))
    builders: dict[str, ModelBuilder] = {
        "openai": lambda: OpenAICompatibleLLM(server.url, stall_seconds=0.2),
        "ollama": lambda: OllamaLLM(server.url, stall_seconds=0.2),
    }
    assert desk.execute(builders[backend]).verdict.outcome == "verified"
    assert waits == []


def test_L32_silence_is_told(
    desk: Desk, server: StandInServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever looks at the screen is told what a server without a word may be doing."""
    watched = Watched("free slot")

    def queue(handler: BaseHTTPRequestHandler) -> None:
        watched.told.wait(12)
        reply(GOOD)(handler)

    server.on("POST", CHAT, queue)
    monkeypatch.setattr(sys, "stderr", watched)
    run = desk.code_it()
    assert run.code == 0, watched.getvalue()
    assert watched.told.is_set()


def test_L32_silence_has_the_limit_of_loading(desk: Desk, server: StandInServer) -> None:
    """Before the first word a server has as long as for loading its model."""

    def queue(handler: BaseHTTPRequestHandler) -> None:
        released.wait(12)
        reply(GOOD)(handler)

    released = threading.Event()
    server.on("POST", CHAT, queue)
    run = desk.code_it("--load-timeout", "1")
    released.set()
    assert run.code == 4, run.err
    assert f"{server.url}{CHAT} sent nothing for 1 s" in run.message


def test_L40_two_runs_share_a_server(tmp_path: Path, desk: Desk, server: StandInServer) -> None:
    """Each of two processes gets its script in the end."""
    server.on("POST", CHAT, OneSlot(reply(GOOD)))
    folders = [tmp_path / name for name in ("one", "two")]
    for folder in folders:
        folder.mkdir()
    processes = [desk.start("--quiet", folder=folder) for folder in folders]
    told = [process.communicate(timeout=60) for process in processes]
    assert [process.returncode for process in processes] == [0, 0], told
    assert [(folder / "greeting.txt").read_text() for folder in folders] == ["hello\n"] * 2
    assert "Traceback" not in str(told)


@pytest.mark.usefixtures("desk")
def test_L40_two_tasks_of_one_program(
    tmp_path: Path, server: StandInServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server with one slot, which turns everybody else away, serves both."""
    server.on("POST", CHAT, OneSlot(reply(GOOD)))
    assert side_by_side(server, tmp_path, monkeypatch) == ["verified", "verified"]


# Of the same kind


def test_L08_loading_that_fails(desk: Desk, server: StandInServer, waits: list[float]) -> None:
    """A server that gives up on its model is left, with the reason that it gives."""
    broken = as_json({"error": {"message": "failed to load model: out of memory"}}, status=500)
    server.on("POST", CHAT, LOADING, LOADING, broken)
    run = desk.code_it()
    assert run.code == 4
    assert "failed to load model: out of memory" in run.message
    assert len(server.bodies(CHAT)) == 5
    assert len(waits) == 4


def test_L08_page_of_a_proxy(desk: Desk, server: StandInServer, waits: list[float]) -> None:
    """503 with a page in place of a reason: five tries, and no HTML in the message."""
    page = b"<html><body>Service <b>Unavailable</b></body></html>"
    server.on("POST", CHAT, raw(page, status=503, kind="text/html"))
    run = desk.code_it()
    assert run.code == 4
    assert "503" in run.message
    assert "<" not in run.message
    assert len(server.bodies(CHAT)) == 5


def test_L08_wish_of_the_server(desk: Desk, server: StandInServer, waits: list[float]) -> None:
    """`Retry-After` of a server that loads is honoured, and is no reason to wait for hours."""
    loading = [
        as_json({"error": "loading"}, status=503, headers={"Retry-After": wish})
        for wish in ("7", "7200")
    ]
    server.on("POST", CHAT, *loading, reply(GOOD))
    run = desk.code_it()
    assert run.code == 0, run.err
    assert 7 <= waits[0] < 10
    assert 60 <= sum(waits[1:]) < 75
