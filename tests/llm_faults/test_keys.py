"""The key of a server: refused, sent back, misplaced; never shown."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from code_it.models.openai_compatible import OpenAICompatibleLLM
from tests.llm_faults.desk import GOOD, KEY, Desk
from tests.models.answers import CHAT, MODELS, OLLAMA_CHAT, delta, event, line, lines, piece, reply
from tests.models.servers import Responder, StandInServer, as_json, raw, stream


@pytest.mark.parametrize("status", [401, 403])
@pytest.mark.parametrize("backend", ["openai", "ollama", "llama_base"])
def test_L27_key_is_refused(
    desk: Desk, server: StandInServer, waits: list[float], status: int, backend: str
) -> None:
    """One question; the variable that the key came from is named, and the key is not."""
    refusal = as_json({"error": {"message": f"Incorrect API key: {KEY}"}}, status=status)
    paths = (CHAT, OLLAMA_CHAT, "/prompt")
    for path in paths:
        server.on("POST", path, refusal)
    run = desk.code_it(backend=backend)
    assert (run.code, run.out) == (4, "")
    assert str(status) in run.message
    assert "CODE_IT_API_KEY" in run.message
    assert waits == []
    (asked,) = (asked for asked in server.asked if asked.path in paths)
    assert asked.headers["Authorization"] == f"Bearer {KEY}"


def test_L27_key_is_wanted(
    desk: Desk, server: StandInServer, waits: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a key the message says that one is wanted, and where it would be read."""
    monkeypatch.delenv("CODE_IT_API_KEY")
    server.on("GET", MODELS, as_json({"error": "unauthorized"}, status=401))
    run = desk.code_it()
    assert run.code == 4
    assert "it wants the API key in CODE_IT_API_KEY" in run.message
    assert waits == []
    # Once for the size of the context, once for the name of a model.
    assert len(server.bodies(MODELS)) == 2


@pytest.mark.parametrize("arguments", [["--verbose"], ["--json"], ["--quiet"]])
def test_L27_no_way_of_printing_shows_it(
    desk: Desk, server: StandInServer, arguments: list[str]
) -> None:
    """Neither the transcript nor the JSON object has it."""
    server.on("POST", CHAT, as_json({"error": f"bad {KEY}"}, status=401))
    assert desk.code_it(*arguments).code == 4


# Of the same kind


ECHOES: dict[str, Responder] = {
    "status-400": as_json({"error": f"you sent {KEY}"}, status=400),
    "status-500": raw(f"headers: Bearer {KEY}".encode(), status=500, kind="text/plain"),
    "nested": as_json({"error": {"details": [{"Authorization": f"Bearer {KEY}"}]}}, status=422),
    "redirect": as_json({}, status=302, headers={"Location": f"http://login.invalid/{KEY}"}),
    "event": stream(delta("a"), event({"error": {"message": f"expired: {KEY}"}})),
    "error-field": stream(delta("a"), b"error: " + json.dumps(f"no {KEY}").encode() + b"\n\n"),
    "no-json": raw(f"your key is {KEY}".encode()),
    "broken-event": stream(f"data: {KEY}\n\n".encode()),
    "whole-answer": as_json({"error": f"quota of {KEY} is used up"}),
}


@pytest.mark.parametrize("how", ECHOES)
def test_L41_key_that_is_sent_back(desk: Desk, server: StandInServer, how: str) -> None:
    """Whatever place of an answer it stands in, it is not shown, and the rest is."""
    server.on("POST", CHAT, ECHOES[how])
    run = desk.code_it("--verbose")
    assert run.code == 4
    assert server.url in run.message


def test_L41_key_that_ollama_sends_back(desk: Desk, server: StandInServer) -> None:
    """Likewise in the stream of Ollama's own protocol."""
    server.on("POST", OLLAMA_CHAT, lines(piece("a"), line(error=f"proxy: {KEY}")))
    run = desk.code_it(backend="ollama")
    assert run.code == 4
    assert "proxy: " in run.message


def test_L41_script_cannot_read_it(desk: Desk, server: StandInServer) -> None:
    """The environment of a script does not have it, not even without a sandbox."""
    script = "import os\n\nprint(len(os.environ.get('CODE_IT_API_KEY', '')))\nraise SystemExit(3)\n"
    server.on("POST", CHAT, reply(f"```python\n{script}```"))
    run = desk.code_it("--max-attempts", "1", "--no-repair-failures")
    assert run.code == 1
    (event,) = run.events("run")
    assert event["run"]["stdout"] == "0\n"


def test_L41_key_of_openai_is_for_openai(
    desk: Desk, server: StandInServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another server is not sent it, and is not told of it."""
    monkeypatch.delenv("CODE_IT_API_KEY")
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    server.on("POST", CHAT, reply(GOOD))
    assert desk.code_it().code == 0
    assert KEY not in str([asked.headers for asked in server.asked])


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda key: f"{key}\nX-Other: 1", id="two-lines"),
        pytest.param(lambda key: f"{key}\u200b", id="invisible-character"),
        pytest.param(lambda key: f"{key}é", id="umlaut"),
    ],
)
def test_L41_key_that_cannot_be_sent(
    desk: Desk,
    server: StandInServer,
    monkeypatch: pytest.MonkeyPatch,
    spoil: Callable[[str], str],
) -> None:
    """It is refused by its name before anything is sent."""
    monkeypatch.setenv("CODE_IT_API_KEY", spoil(KEY))
    run = desk.code_it()
    assert run.code == 2
    assert "CODE_IT_API_KEY holds characters that no key has" in run.message
    assert server.asked == []


def test_L41_line_end_behind_the_key(
    desk: Desk, server: StandInServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A key that was read from a file with its line end works."""
    monkeypatch.setenv("CODE_IT_API_KEY", f" {KEY}\r\n")
    server.on("POST", CHAT, reply(GOOD))
    assert desk.code_it().code == 0
    assert server.asked[-1].headers["Authorization"] == f"Bearer {KEY}"


def test_L41_login_and_query_of_the_address(desk: Desk, server: StandInServer) -> None:
    """They are used, and shown neither in a message nor in the record."""
    server.on("POST", CHAT, as_json({"error": "no"}, status=403))
    run = desk.code_it(url=server.url.replace("//", f"//me:{KEY}@"))
    assert run.code == 4
    assert f"{server.url}{CHAT}" in run.message


def test_L41_key_is_not_in_the_library_s_errors(desk: Desk, server: StandInServer) -> None:
    """Whoever logs what `TaskExecutor` raises does not log the key."""
    server.on("POST", CHAT, stream(delta("a"), event({"error": f"expired: {KEY}"})))
    with pytest.raises(Exception, match="expired"):
        desk.execute(lambda: OpenAICompatibleLLM(server.url, api_key=KEY))
