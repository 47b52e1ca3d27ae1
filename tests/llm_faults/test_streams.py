"""The answer comes in pieces, and something is wrong with them."""

from __future__ import annotations

import itertools
import json
import socket
import struct
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler

import pytest

from code_it.errors import LLMUnavailable
from code_it.models import ModelBuilder
from code_it.models.ollama import OllamaLLM
from code_it.models.openai_compatible import OpenAICompatibleLLM
from tests.llm_faults.desk import GOOD, OLLAMA_GOOD, Desk
from tests.models.answers import (
    CHAT,
    DONE,
    OLLAMA_CHAT,
    delta,
    end,
    event,
    line,
    lines,
    piece,
    reply,
)
from tests.models.servers import Responder, StandInServer, as_json, raw, stream

HALF = "```python\nfrom pathlib import Path\n# half of an answer\n"
STALL_SECONDS = 0.3


def builder(server: StandInServer, backend: str) -> ModelBuilder:
    """A client that is less patient with a stalled answer than the command line's."""
    if backend == "ollama":
        return lambda: OllamaLLM(server.url, stall_seconds=STALL_SECONDS)
    return lambda: OpenAICompatibleLLM(server.url, stall_seconds=STALL_SECONDS)


def stalling(server: StandInServer, backend: str) -> Responder:
    if backend == "ollama":
        return lines(piece(HALF), server.silence)
    return stream(delta(HALF), server.silence)


PATHS = {"openai": CHAT, "ollama": OLLAMA_CHAT}
WHOLE = {"openai": reply(GOOD), "ollama": OLLAMA_GOOD}


@pytest.mark.parametrize("backend", PATHS)
def test_L13_stalled_answer_is_asked_for_once_more(
    desk: Desk, server: StandInServer, backend: str
) -> None:
    """The connection is closed, and the second answer is taken."""
    server.on("POST", PATHS[backend], stalling(server, backend), WHOLE[backend])
    result = desk.execute(builder(server, backend))
    assert result.verdict.outcome == "verified"
    assert server.client_left.is_set()
    assert len(server.bodies(PATHS[backend])) == 2


@pytest.mark.parametrize("backend", PATHS)
def test_L13_stalled_twice(desk: Desk, server: StandInServer, backend: str) -> None:
    """That is enough; the message says what was waited for and how long."""
    server.on("POST", PATHS[backend], stalling(server, backend))
    with pytest.raises(LLMUnavailable, match=r"sent nothing for 0\.3 s"):
        desk.execute(builder(server, backend))
    assert len(server.bodies(PATHS[backend])) == 2


def test_L13_half_an_answer_is_in_the_journal_only(desk: Desk, server: StandInServer) -> None:
    """What came before the stall is kept for whoever looks into the record."""
    server.on("POST", CHAT, stalling(server, "openai"))
    with pytest.raises(LLMUnavailable) as caught:
        desk.execute(builder(server, "openai"))
    assert "half of an answer" not in str(caught.value)
    assert "half of an answer" in str(desk.record())


ERRORS: dict[str, tuple[str, Responder]] = {
    "event": (
        "openai",
        stream(delta("a"), event({"error": {"message": "an error: unexpected EOF"}})),
    ),
    "text": ("openai", stream(delta("a"), event({"error": "an error: unexpected EOF"}))),
    "field": (
        "openai",
        stream(delta("a"), b'error: {"message": "an error: unexpected EOF"}\n\n'),
    ),
    "first-event": ("openai", stream(event({"error": {"message": "an error: unexpected EOF"}}))),
    "whole": ("openai", as_json({"error": {"message": "an error: unexpected EOF", "code": 500}})),
    "ollama": ("ollama", lines(piece("a"), line(error="an error: unexpected EOF"))),
    "ollama-first": ("ollama", lines(line(error="an error: unexpected EOF"))),
}


@pytest.mark.parametrize("how", ERRORS)
def test_L15_error_within_an_answer(
    desk: Desk, server: StandInServer, waits: list[float], how: str
) -> None:
    """It is asked once more; then the server's words are in the message."""
    backend, broken = ERRORS[how]
    server.on("POST", PATHS[backend], broken)
    run = desk.code_it(backend=backend)
    assert (run.code, run.out) == (4, "")
    assert "an error: unexpected EOF" in run.message
    assert len(server.bodies(PATHS[backend])) == 2
    assert len(waits) == 1


@pytest.mark.parametrize("how", ERRORS)
def test_L15_one_error_is_forgotten(desk: Desk, server: StandInServer, how: str) -> None:
    """The second answer is taken from its beginning."""
    backend, broken = ERRORS[how]
    server.on("POST", PATHS[backend], broken, WHOLE[backend])
    run = desk.code_it("--no-execute", backend=backend)
    assert (run.code, run.verdict) == (0, "WRITTEN"), run.err


def test_L15_health_is_asked_before_the_second_try(desk: Desk, server: StandInServer) -> None:
    """A runner that crashed may be starting again: the server is asked how it is first."""
    server.on("GET", "/health", as_json({"status": "ok"}))
    server.on("POST", CHAT, ERRORS["event"][1], reply(GOOD))
    assert desk.code_it().code == 0
    first, second = (n for n, asked in enumerate(server.asked) if asked.path == CHAT)
    assert "/health" in [asked.path for asked in server.asked[first:second]]


def test_L15_words_that_would_act_on_the_terminal(desk: Desk, server: StandInServer) -> None:
    """An error within an answer is one short line of plain characters, as others are."""
    said = "GPU \x1b[2J\x1b]0;owned\x07" + "\n" * 100 + "x" * 100_000
    server.on("POST", CHAT, stream(delta("a"), event({"error": said})))
    run = desk.code_it()
    assert run.code == 4
    assert not set(run.err) & set("\x1b\x07")
    assert len(run.message) < 1000


ODD_SCRIPT = "open('greeting.txt', 'w').write('hello\\n')\nprint('é😀')\n"
ODD = (
    event({"choices": [{"delta": {"role": "assistant", "content": None}}]})
    + b": ping\n\n"
    + delta("```python\n" + ODD_SCRIPT)
    + delta("```", "stop")
    + DONE
)
# The JSON of an event on two lines.
TWO_LINES = delta(f"```python\n{ODD_SCRIPT}```", "stop").replace(b', "finish', b',\ndata: "finish')


@pytest.mark.parametrize(
    "pieces",
    [
        pytest.param([b": ping\n\n", b":\n\n", ODD], id="comments"),
        pytest.param([ODD.replace(b"\n", b"\r\n")], id="crlf"),
        pytest.param([ODD.replace(b"\n", b"\r")], id="cr"),
        pytest.param([TWO_LINES, DONE], id="data-on-two-lines"),
        pytest.param([bytes([byte]) for byte in ODD], id="byte-by-byte"),
        pytest.param([b"\xef\xbb\xbf" + ODD], id="byte-order-mark"),
        pytest.param([ODD.replace(b"data: ", b"data:")], id="no-space"),
        pytest.param([ODD.replace(b"data: ", b"event: x\nid: 7\nretry: 9\ndata: ")], id="fields"),
    ],
)
def test_L16_any_way_to_write_a_stream(
    desk: Desk, server: StandInServer, waits: list[float], pieces: list[bytes]
) -> None:
    """The script does not depend on line ends, comments, or where the network cuts."""
    server.on("POST", CHAT, stream(*pieces, chunked=len(pieces) != 1))
    run = desk.code_it("--no-execute")
    assert (run.code, run.verdict) == (0, "WRITTEN"), run.err
    assert run.sources == [ODD_SCRIPT]
    assert waits == []


@pytest.mark.parametrize("backend", PATHS)
def test_L18_longest_answer_is_always_sent(desk: Desk, server: StandInServer, backend: str) -> None:
    """No server is left to write for ever: every question has a limit."""
    wrong = "```python\nraise SystemExit(3)\n```"
    answers = {"openai": reply(wrong), "ollama": lines(piece(wrong), end())}
    server.on("POST", PATHS[backend], answers[backend])
    run = desk.code_it(backend=backend)
    assert run.code == 1
    bodies = server.bodies(PATHS[backend])
    limits = [body.get("max_tokens") or body["options"]["num_predict"] for body in bodies]
    assert len(limits) >= 3
    assert all(0 < limit <= 1536 for limit in limits)


@pytest.mark.parametrize(
    ("backend", "text"),
    [
        pytest.param("openai", "print('again and again')\n", id="line"),
        pytest.param("openai", "a = 1\nb = 2\nc = 3\n", id="lines"),
        pytest.param("openai", "the same words without an end to this one line ", id="words"),
        pytest.param("ollama", "print('again and again')\n", id="ollama"),
    ],
)
def test_L18_answer_that_goes_round(
    desk: Desk, server: StandInServer, backend: str, text: str
) -> None:
    """It is stopped, asked for again more warmly, and no part of it is run."""
    round_and_round = {
        "openai": stream(delta("```python\n"), server.drip(delta(text))),
        "ollama": lines(piece("```python\n"), server.drip(piece(text))),
    }
    server.on("POST", PATHS[backend], round_and_round[backend])
    run = desk.code_it("--max-attempts", "3", "--no-plan-retries", backend=backend)
    assert (run.code, run.verdict) == (1, "FAILED"), run.err
    assert server.client_left.is_set()
    assert run.events("run") == []
    bodies = server.bodies(PATHS[backend])
    warmth = [
        body.get("temperature", body.get("options", {}).get("temperature")) for body in bodies
    ]
    assert len(bodies) == 3
    assert warmth[-1] > warmth[0]
    replies = [event["completion"] for event in run.events("reply")]
    assert {reply["finish_reason"] for reply in replies} == {"repetition"}


@pytest.mark.parametrize("backend", PATHS)
def test_L18_answer_without_end(desk: Desk, server: StandInServer, backend: str) -> None:
    """A server that ignores the limit is left when far more has come than was asked for."""
    words = map("".join, itertools.product("abcde", repeat=3))
    text = "".join(f"{word} = '{word}'\n" for word in words)
    endless = {
        "openai": stream(delta("```python\n"), server.drip(delta(text))),
        "ollama": lines(piece("```python\n"), server.drip(piece(text))),
    }
    server.on("POST", PATHS[backend], endless[backend])
    run = desk.code_it("--max-attempts", "1", "--max-tokens", "64", backend=backend)
    assert run.code == 1
    assert server.client_left.wait(30)
    assert run.events("run") == []


BODIES: dict[str, tuple[Responder, str]] = {
    "invalid-utf-8": (stream(b'data: {"choices": [{"text": "\xff\xfe"}]}\n\n'), "no UTF-8"),
    "invalid-utf-8-whole": (raw(b'{"choices": "\xff"}'), "no UTF-8"),
    "nuls": (raw(b"\0" * 10_000), "no JSON"),
    "nuls-in-a-stream": (stream(b"data: \0\0\0\n\n"), "no JSON"),
    "nested": (raw(b"[" * 100_000), "no JSON"),
    "page": (raw(b"<html>Welcome</html>", kind="text/html"), "no chat completion"),
    "nothing": (raw(b""), "no JSON"),
    "other-object": (as_json({"response": "hi"}), "no chat completion"),
}  # fmt: skip


@pytest.mark.parametrize("how", BODIES)
def test_L25_body_that_is_none(
    desk: Desk, server: StandInServer, waits: list[float], how: str
) -> None:
    """What is wrong with it is told, with the address; it would be the same a second time."""
    responder, message = BODIES[how]
    server.on("POST", CHAT, responder)
    run = desk.code_it()
    assert (run.code, run.out) == (4, "")
    assert f"{server.url}{CHAT}" in run.message
    assert message in run.message
    assert len(server.bodies(CHAT)) == 1
    assert waits == []


@pytest.mark.parametrize("kind", ["application/json", "text/event-stream"])
def test_L25_fifty_megabytes(desk: Desk, server: StandInServer, kind: str) -> None:
    """The client leaves when more has come than any answer has."""
    sent: list[int] = []

    def megabyte(handler: BaseHTTPRequestHandler) -> None:
        data = b"x" * 1024**2
        handler.wfile.write(b"%x\r\n%b\r\n" % (len(data), data))
        sent.append(len(data))

    server.on("POST", CHAT, stream(b'data: {"a": "', *[megabyte] * 50, kind=kind))
    run = desk.code_it()
    assert run.code == 4
    assert "sent more than 8 MiB" in run.message
    assert len(sent) < 25


def test_L25_nul_in_a_script(desk: Desk, server: StandInServer) -> None:
    """Characters that no file of text holds are left out of a script."""
    server.on("POST", CHAT, reply(GOOD.replace("hello", "hel\0lo")))
    run = desk.code_it()
    assert (run.code, run.verdict) == (0, "VERIFIED"), run.err
    assert "\0" not in run.sources[0]


# Of the same kind


def reset(handler: BaseHTTPRequestHandler) -> None:
    """Drop the connection without a farewell, as a process does that is killed."""
    at_once = struct.pack("ii", 1, 0)
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, at_once)
    handler.connection.close()


BREAKS: dict[str, Responder] = {
    "chunk-missing": stream(delta(HALF), finish=False),
    "closed": stream(delta(HALF), chunked=False),
    "reset": stream(delta(HALF), reset, finish=False),
    "half-an-event": stream(delta(HALF)[:-20], finish=False),
    "no-end": stream(delta(HALF)),
}


@pytest.mark.parametrize("how", BREAKS)
def test_L14_answer_that_breaks_off(
    desk: Desk, server: StandInServer, waits: list[float], how: str
) -> None:
    """Half an answer is none: it is asked for once more, and then given up."""
    server.on("POST", CHAT, BREAKS[how])
    run = desk.code_it("--no-execute")
    assert run.code == 4
    assert f"{server.url}{CHAT}" in run.message
    assert run.events("candidate") == []
    assert len(server.bodies(CHAT)) == 2
    server.on("POST", CHAT, BREAKS[how], reply(GOOD))
    assert desk.code_it("--no-execute").code == 0


ENDINGS: dict[str, Callable[[StandInServer], Responder]] = {
    "no-done": lambda _server: stream(delta(GOOD), delta(None, "stop")),
    "no-reason": lambda _server: stream(delta(GOOD), DONE),
    "reason-with-the-last-words": lambda _server: stream(delta(GOOD, "stop"), DONE),
    "cut-after-the-reason": lambda _server: stream(delta(GOOD, "stop"), finish=False),
    "silent-after-done": lambda server: stream(delta(GOOD, "stop"), DONE, server.silence),
    "usage-after-the-reason": lambda _server: reply(GOOD, usage={"prompt_tokens": 70}),
    "empty-choices": lambda _server: stream(event({"choices": []}), delta(GOOD, "stop"), DONE),
    "null": lambda _server: stream(event(None), event([]), delta(GOOD, "stop"), DONE),
    "plain-text": lambda _server: stream(delta(GOOD, "stop"), DONE, kind="text/plain"),
    "no-stream": lambda _server: as_json(
        {"choices": [{"message": {"content": GOOD}, "finish_reason": "stop"}]}
    ),
    "no-stream-as-text": lambda _server: raw(
        json.dumps({"choices": [{"message": {"content": GOOD}}]}).encode(),
        kind="application/json; charset=utf-8",
    ),
    "parts": lambda _server: as_json(
        {"choices": [{"message": {"content": [{"type": "text", "text": GOOD}]}}]}
    ),
}


@pytest.mark.parametrize("how", ENDINGS)
def test_L17_whole_answer_with_an_odd_end(
    desk: Desk, server: StandInServer, waits: list[float], how: str
) -> None:
    """Servers differ in how they say that this is all; one question is enough."""
    server.on("POST", CHAT, ENDINGS[how](server))
    run = desk.code_it("--no-execute")
    assert (run.code, run.verdict) == (0, "WRITTEN"), run.err
    assert len(server.bodies(CHAT)) == 1
    assert waits == []


@pytest.mark.parametrize(
    "pieces",
    [
        pytest.param([], id="nothing"),
        pytest.param([b": ping\n\n"] * 3, id="pings"),
        pytest.param([b"data: \n\n"], id="empty-data"),
        pytest.param([b"\n\n\n\n"], id="empty-lines"),
    ],
)
def test_L33_stream_without_an_answer(
    desk: Desk, server: StandInServer, pieces: list[bytes]
) -> None:
    """A stream in which nothing is said is no answer, and told as such."""
    server.on("POST", CHAT, stream(*pieces))
    run = desk.code_it()
    assert run.code == 4
    assert f"{server.url}{CHAT}" in run.message
    assert len(server.bodies(CHAT)) <= 2
