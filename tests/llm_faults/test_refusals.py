"""The server answers with an error status."""

from __future__ import annotations

from email.utils import formatdate
from time import time

import pytest

from tests.llm_faults.desk import GOOD, OLLAMA_GOOD, Desk
from tests.models.answers import CHAT, MODELS, OLLAMA_CHAT, OLLAMA_TAGS, listed, reply, tags
from tests.models.servers import Responder, StandInServer, as_json, raw


def failing(status: int, said: str = "something broke", **headers: str) -> Responder:
    return as_json({"error": {"message": said}}, status=status, headers=headers)


@pytest.mark.parametrize("backend", ["openai", "ollama"])
def test_L05_unknown_model(
    desk: Desk, server: StandInServer, waits: list[float], backend: str
) -> None:
    """One question, then the models that are there and the nearest; none is fetched."""
    names = ["llama3:8b", "qwen2.5-coder:1.5b"]
    missing = as_json({"error": "model 'qwen2.5-codr' not found, try pulling it"}, status=404)
    server.on("GET", MODELS, listed(*names))
    server.on("GET", OLLAMA_TAGS, tags(*names))
    server.on("POST", CHAT, missing)
    server.on("POST", OLLAMA_CHAT, missing)
    run = desk.code_it("--model", "qwen2.5-codr:1.5b", backend=backend)
    assert (run.code, run.out) == (4, "")
    assert "no model 'qwen2.5-codr:1.5b'; it has llama3:8b, qwen2.5-coder:1.5b" in run.message
    assert "did you mean qwen2.5-coder:1.5b?" in run.message
    assert waits == []
    posted = [asked.path for asked in server.asked if asked.method == "POST"]
    assert posted.count(CHAT) + posted.count(OLLAMA_CHAT) <= 1
    assert "/api/pull" not in posted


@pytest.mark.parametrize("backend", ["openai", "ollama"])
def test_L05_no_model_at_all(
    desk: Desk, server: StandInServer, waits: list[float], backend: str
) -> None:
    """A server without models is told from one that is not there; none is fetched."""
    server.on("GET", MODELS, listed())
    server.on("GET", OLLAMA_TAGS, tags())
    run = desk.code_it(backend=backend)
    assert run.code == 4
    assert "has no model" in run.message
    assert waits == []
    assert {asked.method for asked in server.asked} == {"GET"}


@pytest.mark.parametrize(
    ("wish", "least", "most"),
    [
        pytest.param("7", 7, 9, id="seconds"),
        pytest.param("7200", 60, 66, id="two-hours"),
        pytest.param("date", 20, 33, id="date"),
        pytest.param("soon", 0.5, 2, id="words"),
        pytest.param("", 0.5, 2, id="none"),
    ],
)
def test_L28_too_many_requests(
    desk: Desk, server: StandInServer, waits: list[float], wish: str, least: float, most: float
) -> None:
    """The server's wish is honoured up to a minute; without one there is a short pause."""
    value = formatdate(time() + 30, usegmt=True) if wish == "date" else wish
    headers = {"Retry-After": value} if value else {}
    server.on("POST", CHAT, failing(429, "slow down", **headers), reply(GOOD))
    run = desk.code_it("--no-execute")
    assert (run.code, run.verdict) == (0, "WRITTEN"), run.err
    assert len(waits) == 1
    assert least <= waits[0] <= most
    assert len(server.bodies(CHAT)) == 2


@pytest.mark.parametrize("wish", ["", "3600"])
def test_L28_always_too_many_requests(
    desk: Desk, server: StandInServer, waits: list[float], wish: str
) -> None:
    """Five tries, no wait above a minute, then the server's own words."""
    headers = {"Retry-After": wish} if wish else {}
    server.on("POST", CHAT, failing(429, "rate limit reached", **headers))
    run = desk.code_it()
    assert run.code == 4
    assert "429" in run.message
    assert "rate limit reached" in run.message
    assert len(server.bodies(CHAT)) == 5
    assert max(waits) <= 66


@pytest.mark.parametrize("backend", ["openai", "ollama"])
def test_L29_one_internal_error(
    desk: Desk, server: StandInServer, waits: list[float], backend: str
) -> None:
    """It is forgotten."""
    server.on("POST", CHAT, failing(500), reply(GOOD))
    server.on("POST", OLLAMA_CHAT, failing(500), OLLAMA_GOOD)
    run = desk.code_it("--no-execute", backend=backend)
    assert (run.code, run.verdict) == (0, "WRITTEN"), run.err
    assert len(waits) == 1


@pytest.mark.parametrize("backend", ["openai", "ollama"])
def test_L29_internal_errors_without_end(
    desk: Desk, server: StandInServer, waits: list[float], backend: str
) -> None:
    """Two more tries, then the server's own words."""
    said = "CUDA error: out of memory"
    server.on("POST", CHAT, failing(500, said))
    server.on("POST", OLLAMA_CHAT, failing(500, said))
    run = desk.code_it(backend=backend)
    assert (run.code, run.out) == (4, "")
    assert "answered 500 Internal Server Error: CUDA error: out of memory" in run.message
    assert len(server.bodies(CHAT) + server.bodies(OLLAMA_CHAT)) == 3
    assert len(waits) == 2
    assert said in str(run.record[-1])


# Of the same kind


@pytest.mark.parametrize("status", [502, 504])
def test_L30_page_of_a_gateway(
    desk: Desk, server: StandInServer, waits: list[float], status: int
) -> None:
    """A proxy before the server: two more tries, and its page is not shown."""
    page = b"<!DOCTYPE html><HTML><body>nginx</body></HTML>"
    server.on("POST", CHAT, raw(page, status=status, kind="text/html"))
    run = desk.code_it()
    assert run.code == 4
    assert str(status) in run.message
    assert "nginx" not in run.err
    assert len(server.bodies(CHAT)) == 3


@pytest.mark.parametrize("status", [402, 405, 413, 418, 422, 501])
def test_L30_refusal_is_final(
    desk: Desk, server: StandInServer, waits: list[float], status: int
) -> None:
    """What is refused once is refused again: one question, and the server's reason."""
    server.on("POST", CHAT, failing(status, "not like this"))
    run = desk.code_it()
    assert run.code == 4
    assert str(status) in run.message
    assert "not like this" in run.message
    assert len(server.bodies(CHAT)) == 1
    assert waits == []


def test_L30_parameter_that_is_not_known(
    desk: Desk, server: StandInServer, waits: list[float]
) -> None:
    """The server is asked without it, at once and from then on."""
    complaint = failing(422, "Extra inputs are not permitted: 'seed'")
    wrong = reply("```python\nraise SystemExit(3)\n```")
    server.on("POST", CHAT, complaint, wrong, reply(GOOD))
    run = desk.code_it()
    assert run.code == 0, run.err
    assert ["seed" in body for body in server.bodies(CHAT)] == [True, False, False]
    assert waits == []


def test_L30_words_that_would_act_on_the_terminal(desk: Desk, server: StandInServer) -> None:
    """The server's words are one short line of plain characters."""
    said = "\x1b[2J\x1b]0;owned\x07\x9b31m\u202e" + "\r\n" * 50 + "x" * 100_000
    server.on("POST", CHAT, failing(400, said))
    run = desk.code_it()
    assert run.code == 4
    assert not set(run.err) & set("\x1b\x07\x9b\u202e\r")
    assert len(run.message) < 1000


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"\xff\xfe\x00\x00", id="bytes"),
        pytest.param(b'{"error": ' * 20_000, id="nested"),
        pytest.param(b'{"error": {"message": null, "code": [1]}}', id="no-message"),
        pytest.param(b"null", id="null"),
    ],
)
def test_L30_error_without_words(desk: Desk, server: StandInServer, body: bytes) -> None:
    """The status is told all the same."""
    server.on("POST", CHAT, raw(body, status=500))
    run = desk.code_it()
    assert run.code == 4
    assert f"{server.url}{CHAT} answered 500 Internal Server Error" in run.message
    assert len(server.bodies(CHAT)) == 3
