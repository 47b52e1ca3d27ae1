"""Nobody answers, or not at this address."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler

import pytest

from code_it.models._patience import PATIENCE
from tests.llm_faults.desk import GOOD, Desk
from tests.models.answers import CHAT, MODELS, OLLAMA_CHAT, OLLAMA_TAGS, reply
from tests.models.servers import StandInServer, as_json, hang_up, raw


@pytest.mark.parametrize("backend", ["openai", "ollama", "llama_cpp", "llama_base"])
def test_L01_nobody_listens(desk: Desk, waits: list[float], closed_port: int, backend: str) -> None:
    """Three more tries in about seven seconds, then the address, and that a server is missing."""
    url = f"http://127.0.0.1:{closed_port}"
    run = desk.code_it(backend=backend, url=url)
    assert (run.code, run.out) == (4, "")
    assert f"no model server answers at {url}" in run.message
    assert "start it" in run.message
    assert len(waits) == 3
    assert 4 <= sum(waits) <= 10
    assert run.record[-1]["event"] == "error"


@pytest.mark.parametrize(
    ("backend", "command"),
    [("ollama", "ollama serve"), ("llama_cpp", "llama-server"), ("lm_studio", "lms server start")],
)
def test_L01_it_is_said_how_to_start_a_server(
    desk: Desk, closed_port: int, backend: str, command: str
) -> None:
    """Where the backend says which server is meant, its command is in the message."""
    run = desk.code_it(backend=backend, url=f"http://127.0.0.1:{closed_port}")
    assert run.code == 4
    assert command in run.message


def test_L01_json_tells_the_same(desk: Desk, closed_port: int) -> None:
    """The one object on standard output has the error and the exit code."""
    run = desk.code_it("--json", url=f"http://127.0.0.1:{closed_port}")
    assert run.code == 4
    assert '"exit_code": 4' in run.out
    assert "no model server answers" in run.out


def test_L02_unknown_host(desk: Desk, waits: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    """A host name that does not resolve is told at once."""
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    run = desk.code_it(url="http://no-such-host.invalid:8080")
    assert run.code == 4
    assert "the host of http://no-such-host.invalid:8080/v1" in run.message
    assert waits == []


def test_L02_https_where_http_is_spoken(
    desk: Desk, server: StandInServer, waits: list[float]
) -> None:
    """The wrong scheme is recognised at once, and told."""
    url = server.url.replace("http:", "https:")
    run = desk.code_it(url=url)
    assert run.code == 4
    assert url in run.message
    assert "is the address http, not https" in run.message
    assert waits == []


@pytest.mark.parametrize("url", ["ftp://127.0.0.1/v1", "http://", "http://127.0.0.1:port"])
def test_L02_no_address(desk: Desk, waits: list[float], url: str) -> None:
    """What cannot be an address is a mistake in the settings."""
    run = desk.code_it(url=url)
    assert run.code == 2
    assert f"{url!r} is no address of a model server" in run.message
    assert waits == []


@pytest.mark.parametrize("path", ["/ai", "/openai/v1", "/v1/v1"])
def test_L02_path_with_a_typo(
    desk: Desk, server: StandInServer, waits: list[float], path: str
) -> None:
    """The address that was tried is shown, and the one below which the models are listed."""
    run = desk.code_it(url=server.url + path)
    assert run.code == 4
    assert f"{server.url}{path}" in run.message
    assert f"{server.url}/v1" in run.message.replace(f"{server.url}{path}", "")
    assert "coder" in run.message
    assert waits == []


def test_L02_ollama_at_the_address(desk: Desk, server: StandInServer, waits: list[float]) -> None:
    """An Ollama without /v1 is recognised by its list of models, and its backend is named."""
    not_found = raw(b"404 page not found", status=404, kind="text/plain")
    server.on("GET", MODELS, not_found)
    server.on("POST", CHAT, not_found)
    run = desk.code_it()
    assert run.code == 4
    assert f"{server.url}{CHAT}" in run.message
    assert "ollama" in run.message.lower()
    assert "coder:1.5b" in run.message
    assert waits == []


def test_L02_no_ollama_at_the_address(
    desk: Desk, server: StandInServer, waits: list[float]
) -> None:
    """Another kind of server that is asked in Ollama's way: what was found instead is told."""
    not_found = as_json({"error": "not found"}, status=404)
    server.on("GET", OLLAMA_TAGS, not_found)
    server.on("POST", OLLAMA_CHAT, not_found)
    run = desk.code_it(backend="ollama")
    assert run.code == 4
    assert f"is Ollama what answers at {server.url}" in run.message
    assert f"{server.url}/v1" in run.message
    assert waits == []


@pytest.mark.parametrize("backend", ["text_generation_web_ui_client", "llama_base"])
def test_L42_address_of_2023(
    desk: Desk, server: StandInServer, waits: list[float], backend: str
) -> None:
    """The classic addresses are gone from today's servers: the message points to /v1."""
    run = desk.code_it(backend=backend)
    assert run.code == 4
    assert "/v1" in run.message
    assert "openai" in run.message
    assert "404" in run.message
    assert waits == []
    assert len(server.asked) == 1


def test_L42_address_of_2023_for_todays_backend(desk: Desk, server: StandInServer) -> None:
    """Whoever gives the old address to the backend `openai` is pointed to the new one."""
    old = f"{server.url}/api/v1/generate"
    run = desk.code_it(url=old)
    assert run.code == 4
    assert f"{server.url}/v1" in run.message


def test_L31_server_restarts_between_calls(
    desk: Desk, server: StandInServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It answers, dies, comes back after some waits, loads for a while, and the run goes on."""
    waits: list[float] = []
    restarted: list[StandInServer] = []

    def answer_and_die(handler: BaseHTTPRequestHandler) -> None:
        server.close()
        reply("```python\nraise SystemExit(3)\n```")(handler)

    def wait(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 3:
            restarted.append(StandInServer(server.port))
            loading = as_json({"error": {"message": "Loading model"}}, status=503)
            restarted[0].on("POST", CHAT, loading, loading, reply(GOOD))

    server.on("POST", CHAT, answer_and_die)
    monkeypatch.setitem(vars(PATIENCE), "sleep", wait)
    try:
        run = desk.code_it()
    finally:
        for each in restarted:
            each.close()
    assert run.code == 0, run.err
    assert len(server.bodies(CHAT)) == 1
    assert len(restarted[0].bodies(CHAT)) == 3


def test_L31_broken_connection_between_calls(
    desk: Desk, server: StandInServer, waits: list[float]
) -> None:
    """A server that drops a connection and answers the next one costs a second."""
    server.on("POST", CHAT, hang_up, reply(GOOD))
    run = desk.code_it()
    assert run.code == 0, run.err
    assert len(waits) == 1


# Of the same kind


@pytest.mark.parametrize(
    "greeting",
    [
        pytest.param(b"SSH-2.0-OpenSSH_9.2\r\n", id="ssh"),
        pytest.param(b"220 mail ESMTP\r\n\x00\xff", id="mail"),
        pytest.param(b"HTTP/1.1 2", id="half-a-status-line"),
        pytest.param(b"", id="nothing"),
    ],
)
def test_L06_something_else_listens(
    desk: Desk, waits: list[float], greeter: Callable[[bytes], str], greeting: bytes
) -> None:
    """What speaks no HTTP is no model server; it is tried as often as one that is not there."""
    url = greeter(greeting)
    run = desk.code_it(url=url)
    assert run.code == 4
    assert url in run.message
    assert len(waits) == 3
    assert "\xff" not in run.err


@pytest.mark.parametrize("status", [301, 307])
def test_L06_redirect_is_named_and_not_followed(
    desk: Desk, server: StandInServer, waits: list[float], status: int
) -> None:
    """Prompt and key go to nobody but the server that the user named."""
    other = StandInServer()
    try:
        headers = {"Location": f"{other.url}/v1/chat/completions"}
        server.on("POST", CHAT, as_json({}, status=status, headers=headers))
        run = desk.code_it()
        assert run.code == 4
        assert other.url in run.message
        assert other.asked == []
    finally:
        other.close()
    assert len(server.bodies(CHAT)) == 1
    assert waits == []


def test_L06_proxy_for_the_web_is_not_asked(
    desk: Desk, server: StandInServer, closed_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server on this machine is reached although a proxy is set that is down."""
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{closed_port}")
    server.on("POST", CHAT, reply(GOOD))
    run = desk.code_it()
    assert run.code == 0, run.err


def test_L06_connection_is_reset(desk: Desk, server: StandInServer, waits: list[float]) -> None:
    """A server that crashes on every prompt is left after three more tries."""

    def reset(handler: BaseHTTPRequestHandler) -> None:
        linger_for_no_time = struct.pack("ii", 1, 0)
        handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger_for_no_time)
        hang_up(handler)

    server.on("POST", CHAT, reset)
    run = desk.code_it()
    assert run.code == 4
    assert f"{server.url}{CHAT}" in run.message
    assert len(server.bodies(CHAT)) in (4, 7)
    assert len(waits) == len(server.bodies(CHAT)) - 1


@pytest.fixture
def greeter() -> Iterator[Callable[[bytes], str]]:
    """Starts a listener that says one thing to everybody, and hangs up."""
    listeners: list[socket.socket] = []

    def start(greeting: bytes) -> str:
        listener = socket.create_server(("127.0.0.1", 0))
        listener.settimeout(0.2)
        listeners.append(listener)
        threading.Thread(target=greet, args=(listener, greeting), daemon=True).start()
        return f"http://127.0.0.1:{listener.getsockname()[1]}"

    def greet(listener: socket.socket, greeting: bytes) -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except TimeoutError:
                continue
            except OSError:
                return
            with connection:
                connection.recv(65536)
                connection.sendall(greeting)

    yield start
    for listener in listeners:
        listener.close()
