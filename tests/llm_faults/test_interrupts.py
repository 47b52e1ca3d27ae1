"""Ctrl-C and other signals while a server is asked."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler

import pytest

from tests.llm_faults.desk import Desk
from tests.models.answers import CHAT, MODELS, OLLAMA_CHAT, delta, lines, piece
from tests.models.servers import Responder, StandInServer, as_json, stream

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals")

SIGNALS = [(signal.SIGINT, 130), (signal.SIGTERM, 143)]


def interrupted(
    desk: Desk, number: signal.Signals, backend: str, reached: threading.Event
) -> tuple[int, str]:
    """Send a signal once a server has been asked; the exit code and standard error."""
    before = desk.picture()
    process = desk.start("--quiet", backend=backend)
    assert reached.wait(60)
    process.send_signal(number)
    # Below the wait that is interrupted, and far above what an end takes.
    out, err = process.communicate(timeout=45)
    assert out == ""
    desk.look_over(before, err, succeeded=False)
    return process.returncode, err


MOMENTS = ("first-words", "in-the-middle", "ollama", "list-of-models")


@pytest.mark.parametrize("moment", MOMENTS)
def test_L36_interrupt_while_the_model_writes(
    desk: Desk, server: StandInServer, moment: str
) -> None:
    """The connection is closed, so that the server stops; the record ends as cancelled."""
    reached = threading.Event()

    def reach(handler: BaseHTTPRequestHandler) -> None:
        reached.set()
        server.silence(handler)

    server.on("POST", CHAT, reach if moment == "first-words" else stream(delta("a"), reach))
    server.on("POST", OLLAMA_CHAT, lines(piece("a"), reach))
    if moment == "list-of-models":
        server.on("GET", MODELS, reach)
    backend = "ollama" if moment == "ollama" else "openai"
    code, err = interrupted(desk, signal.SIGINT, backend, reached)
    assert code == 130
    assert err.startswith("code_it: Interrupted; your folder is as it was.")
    assert err.count("\n") == 1
    assert server.client_left.wait(30)
    assert desk.record()[-1]["event"] == "cancelled"


def test_L36_half_an_answer_is_not_used(desk: Desk, server: StandInServer) -> None:
    """A whole script that has come is no script as long as its answer has not ended."""
    reached = threading.Event()

    def reach(handler: BaseHTTPRequestHandler) -> None:
        reached.set()
        server.silence(handler)

    text = "```python\nopen('greeting.txt', 'w').write('hello')\n```\n"
    server.on("POST", CHAT, stream(delta(text), reach))
    code, _ = interrupted(desk, signal.SIGINT, "openai", reached)
    assert code == 130
    assert [event for event in desk.record() if event["event"] == "candidate"] == []


# Of the same kind


def once(reached: threading.Event, responder: Responder) -> Responder:
    def respond(handler: BaseHTTPRequestHandler) -> None:
        responder(handler)
        reached.set()

    return respond


WAITS: dict[str, Callable[[], Responder]] = {
    "too-many-requests": lambda: as_json({}, status=429, headers={"Retry-After": "60"}),
    "loading": lambda: as_json(
        {"error": "Loading model"}, status=503, headers={"Retry-After": "60"}
    ),
}


@pytest.mark.parametrize(("number", "code"), SIGNALS)
@pytest.mark.parametrize("why", WAITS)
def test_L37_interrupt_while_waiting_to_ask_again(
    desk: Desk, server: StandInServer, why: str, number: signal.Signals, code: int
) -> None:
    """A pause of a minute is not waited out."""
    reached = threading.Event()
    server.on("POST", CHAT, once(reached, WAITS[why]()))
    assert interrupted(desk, number, "openai", reached)[0] == code
    assert desk.record()[-1]["event"] == "cancelled"
    assert len(server.bodies(CHAT)) == 1
