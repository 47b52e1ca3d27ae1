"""A server that answers in a way that its documentation, or HTTP, does not foresee."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

from code_it.errors import ModelError
from code_it.models.discovery import find_models
from code_it.models.openai_compatible import OpenAICompatibleLLM
from tests.llm_faults.desk import GOOD, OLLAMA_GOOD, SCRIPT, Desk
from tests.models.answers import CHAT, DONE, OLLAMA_CHAT, delta, event, piece
from tests.models.servers import Responder, StandInServer, as_json, raw, stream

WHOLE: Mapping[str, Any] = {"choices": [{"message": {"content": GOOD}, "finish_reason": "stop"}]}
JSON = json.dumps(WHOLE).encode()
STREAM = delta(GOOD, "stop") + DONE
OK = b"HTTP/1.1 200 OK\r\n\r\n"


def wire(*pieces: bytes) -> Responder:
    """Exactly these bytes in place of an answer, and the end of the connection."""

    def respond(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"".join(pieces))
        handler.close_connection = True

    return respond


def named(kind: str, *data: bytes) -> bytes:
    return b"".join([b"event: ", kind.encode(), b"\n", *data, b"\n"])


TAKEN: dict[str, Responder] = {
    "early-hints": wire(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n", OK, STREAM),
    "processing": wire(b"HTTP/1.1 102 Processing\r\n\r\n" * 3, OK, STREAM),
    "http-1.0": wire(b"HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n", JSON),
    "stream-called-json": raw(STREAM),
    "json-called-stream": raw(JSON, kind="text/event-stream"),
    "json-called-page": raw(JSON, kind="text/html"),
    "json-of-no-type": wire(OK, json.dumps(WHOLE, indent=1).encode()),
    "blanks-before-json": stream(b"\n", b"  \n", JSON, kind="application/json"),
    "named-ping": stream(named("ping", b"data: ping\n"), named("ping"), STREAM),
    "named-ping-in-json": stream(named("ping", b'data: {"type": "ping"}\n'), STREAM),
    "one-line-between-events": stream(STREAM.replace(b"\n\n", b"\n")),
    "same-choice-twice": as_json({"choices": WHOLE["choices"] * 2}),
    "no-counts": as_json({**WHOLE, "usage": {"prompt_tokens": "9", "completion_tokens": -4}}),
    "huge-counts": as_json({**WHOLE, "usage": {"completion_tokens": 10**30}}),
    "not-a-number": raw(JSON[:-1] + b', "usage": {"prompt_tokens": NaN}}'),
}


@pytest.mark.parametrize("how", TAKEN)
def test_L43_answer_in_an_odd_form_is_taken(
    desk: Desk, server: StandInServer, waits: list[float], how: str
) -> None:
    """What a server calls it, and what comes before it, is no matter; one question is enough."""
    server.on("POST", CHAT, TAKEN[how])
    run = desk.code_it("--no-execute", "--max-completion-tokens", "1000000")
    assert (run.code, run.verdict) == (0, "WRITTEN"), run.err
    assert run.sources == [SCRIPT]
    assert len(server.bodies(CHAT)) == 1
    (reply,) = run.events("reply")
    assert reply["completion"]["prompt_tokens"] == reply["completion"]["completion_tokens"] == 0


TOLD: dict[str, tuple[Responder, str, int]] = {
    "choice": (
        stream(event({"choices": [{"delta": {}, "error": {"message": "kaput"}}]}), DONE),
        "gave up on its answer: kaput",
        2,
    ),
    "named-event": (stream(named("error", b'data: {"message": "kaput"}\n')), "answer: kaput", 2),
    "named-event-in-words": (stream(named("error", b"data: kaput\n")), "answer: kaput", 2),
    "object": (as_json({"object": "error", "message": "kaput"}), "completion (kaput)", 1),
    "detail": (as_json({"detail": "kaput"}), "completion (kaput)", 1),
    "choices-in-an-object": (as_json({"choices": {"0": "a"}}), "no chat completion", 1),
    "half-of-the-json": (wire(OK, JSON[:-30]), "broke off in the middle", 2),
    "half-an-event": (wire(OK, STREAM[:40]), "broke off in the middle", 2),
    "short-length": (wire(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", JSON), "broke off", 2),
    "other-protocol": (wire(b"HTTP/1.1 101 Switching Protocols\r\n\r\n"), "answered 101", 1),
    "interim-only": (wire(b"HTTP/1.1 103 Early Hints\r\n\r\n" * 99), "too many interim", 4),
    "redirect-to-nowhere": (as_json({}, status=302), "(302); check the address", 1),
    "redirect-to-no-address": (
        as_json({}, status=302, headers={"Location": "http://[bad"}),
        "sends elsewhere (302)",
        1,
    ),
}


@pytest.mark.parametrize("how", TOLD)
def test_L43_what_an_odd_server_says_is_told(desk: Desk, server: StandInServer, how: str) -> None:
    """It is asked once more where that may help, and its words are in the message."""
    responder, message, times = TOLD[how]
    server.on("POST", CHAT, responder)
    run = desk.code_it("--no-execute")
    assert (run.code, run.out) == (4, "")
    assert f"{server.url}{CHAT}" in run.message
    assert message in run.message
    assert len(server.bodies(CHAT)) == times


def test_L43_half_a_line_of_ollama(desk: Desk, server: StandInServer) -> None:
    """It was killed as it wrote, which is worth another question."""
    server.on("POST", OLLAMA_CHAT, wire(OK, piece(GOOD)[:40]), OLLAMA_GOOD)
    run = desk.code_it("--no-execute", backend="ollama")
    assert (run.code, run.verdict) == (0, "WRITTEN"), run.err
    assert len(server.bodies(OLLAMA_CHAT)) == 2


def test_L43_a_refusal_is_shown(desk: Desk, server: StandInServer) -> None:
    """What a model says in place of an answer."""
    refusal = {"message": {"content": None, "refusal": "I cannot do that."}}
    server.on("POST", CHAT, as_json({"choices": [refusal]}))
    run = desk.code_it("--max-attempts", "1")
    assert (run.code, run.verdict) == (1, "FAILED")
    assert "I cannot do that." in run.err


def test_L44_body_of_a_redirect_is_not_read(desk: Desk, server: StandInServer) -> None:
    """It may have no end."""

    def redirect(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(307)
        handler.send_header("Location", "http://127.0.0.1:1/")
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        server.drip(b"x")(handler)

    server.on("POST", CHAT, redirect)
    run = desk.code_it()
    assert run.code == 4
    assert "sends elsewhere (307)" in run.message


def trickle(server: StandInServer) -> Responder:
    """Headers without an end, a byte at a time."""

    def respond(handler: BaseHTTPRequestHandler) -> None:
        try:
            handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
            while not server.client_left.wait(0.05):
                handler.wfile.write(b"a")
        except OSError:
            server.client_left.set()

    return respond


def test_L44_headers_without_an_end(server: StandInServer, desk: Desk) -> None:
    """Each byte is in time, and the server is left all the same."""
    server.on("POST", CHAT, trickle(server))
    with pytest.raises(ModelError, match=CHAT):
        desk.execute(lambda: OpenAICompatibleLLM(server.url, timeout_seconds=0.5))
    assert server.client_left.wait(30)


@pytest.mark.parametrize("what", ["headers", "body"])
def test_L44_servers_without_an_end_are_not_waited_for(
    model_server: StandInServer, what: str
) -> None:
    """Whatever listens on a usual port, the list of models comes."""

    def body(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        model_server.drip(b"x")(handler)

    model_server.on("GET", "/v1/models", trickle(model_server) if what == "headers" else body)
    ready = [each for each in find_models([model_server.url]) if each.state == "ready"]
    assert model_server.url not in [each.url for each in ready]
    assert model_server.client_left.wait(30)
