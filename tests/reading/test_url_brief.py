"""What an address answers, asked for on a real server on loopback."""

from __future__ import annotations

import gzip
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from code_it.reading.url_brief import answer_of
from code_it.reading.url_templates import briefs_of_urls


class _Handler(BaseHTTPRequestHandler):
    seen: list[tuple[str, str, dict[str, str]]]
    ended: threading.Event

    def do_GET(self) -> None:
        self.seen.append((self.command, self.path, dict(self.headers)))
        getattr(self, "_" + self.path.rpartition("/")[2])()

    def _send(self, body: bytes, kind: str = "text/plain", status: int = 200, **more: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in more.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def _json(self) -> None:
        self._send(json.dumps({"items": [{"id": 1}]}).encode(), "application/json; charset=utf-8")

    def _1(self) -> None:
        self._send(b'{"id": 1, "fuel": 5}', "application/json")

    def _html(self) -> None:
        self._send(b"<html>\n\n<h1>Hi \x1b[2J</h1>", "text/html")

    def _missing(self) -> None:
        self._send(b"gone", status=404)

    def _moved(self) -> None:
        self._send(b"", status=302, Location="/json", Set_Cookie="a=b")

    def _circle(self) -> None:
        self._send(b"", status=302, Location="/circle")

    def _to_file(self) -> None:
        self._send(b"", status=302, Location="file:///etc/hostname")

    def _packed(self) -> None:
        self._send(gzip.compress(b'{"a": 1}'), "application/json", Content_Encoding="gzip")

    def _badly_packed(self) -> None:
        self._send(b"no gzip", "application/json", Content_Encoding="gzip")

    def _wrong_kind(self) -> None:
        self._send(b"no JSON", "application/json")

    def _picture(self) -> None:
        self._send(b"\x89PNG\r\n\x1a\n\0\0", "image/png")

    def _empty(self) -> None:
        self._send(b"")

    def _locked(self) -> None:
        self._send(b"who are you", status=401, WWW_Authenticate='Basic realm="x"')

    def _drip(self) -> None:
        self.send_response(200)
        self.end_headers()
        self._until_closed(b".", pause=0.05)

    def _drip_header(self) -> None:
        self._until_closed(b"H", pause=0.05)

    def _endless(self) -> None:
        self.send_response(200)
        self.end_headers()
        self._until_closed(b"word " * 2000, pause=0)

    def _until_closed(self, piece: bytes, *, pause: float) -> None:
        try:
            while not self.ended.wait(pause):
                self.wfile.write(piece)
        except OSError:
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        pass


class _Server:
    def __init__(self, address: str, seen: list[tuple[str, str, dict[str, str]]]) -> None:
        self.address = address
        self.seen = seen


@contextmanager
def _serving() -> Iterator[_Server]:
    seen: list[tuple[str, str, dict[str, str]]] = []
    ended = threading.Event()
    handler = type("Handler", (_Handler,), {"seen": seen, "ended": ended})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield _Server(f"http://127.0.0.1:{server.server_port}", seen)
    finally:
        ended.set()
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture(name="server")
def _server(monkeypatch: pytest.MonkeyPatch) -> Iterator[_Server]:
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    with _serving() as server:
        yield server


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("/json", '200, application/json: {"items": [{"id": 1}]}'),
        ("/html", r"200, text/html: <html> <h1>Hi \x1b[2J</h1>"),
        ("/missing", "404, text/plain: gone"),
        ("/moved", '200, application/json: {"items": [{"id": 1}]}'),
        ("/packed", '200, application/json: {"a": 1}'),
        ("/wrong_kind", "200, application/json: no JSON"),
        ("/picture", "200, image/png: binary data"),
        ("/empty", "200, text/plain: "),
        ("/locked", "401, text/plain: who are you"),
    ],
)
def test_answers(server: _Server, path: str, answer: str) -> None:
    """Status, type and shape of what comes back are told."""
    assert answer_of(server.address + path).brief == f"GET {server.address}{path} answers {answer}"
    assert {method for method, _, _ in server.seen} == {"GET"}


@pytest.mark.parametrize(
    ("path", "error"),
    [("/circle", "TooManyRedirects"), ("/to_file", "InvalidSchema"), ("/badly_packed", "")],
)
def test_no_answer(server: _Server, path: str, error: str) -> None:
    """What cannot be followed or unpacked is told as no answer."""
    assert f"no answer ({error}" in answer_of(server.address + path).brief


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1:1/", "http://", "https://[", "http://a:b:c/", "http://\0/", "http://*/"],
)
def test_no_server(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A refused connection and a bad address are facts, not errors."""
    monkeypatch.setenv("no_proxy", "*")
    assert "no answer" in answer_of(url).brief


@pytest.mark.parametrize("path", ["/drip", "/drip_header"])
def test_slow_answers_are_left(server: _Server, path: str) -> None:
    """A server that sends a byte now and then is not listened to for ever."""
    started = time.monotonic()
    brief = answer_of(server.address + path, whole_seconds=0.3).brief
    assert "no answer within 0.3 s" in brief or "answers 200" in brief
    # The server would go on for ever; the limit is far above what a busy machine needs.
    assert time.monotonic() - started < 60


def test_endless_answer(server: _Server) -> None:
    """Of a body without end the beginning is told."""
    brief = answer_of(server.address + "/endless").brief
    assert "answers 200" in brief
    assert brief.endswith("...")
    assert len(brief) < 1000


def test_no_credentials_are_sent(
    server: _Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither ~/.netrc, nor the address, nor a cookie says who is asking, also after a redirect."""
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login me password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    answer_of(server.address.replace("http://", "http://me:secret@") + "/moved")
    answer_of(server.address + "/moved")
    assert [path for _, path, _ in server.seen] == ["/moved", "/json"] * 2
    for _, _, headers in server.seen:
        assert not {"authorization", "cookie"} & {name.lower() for name in headers}


def test_proxies_hold(server: _Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """The proxy of the environment is asked, as in every other program."""
    monkeypatch.setenv("http_proxy", server.address)
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    brief = answer_of("http://nowhere.invalid/json").brief
    assert server.seen[0][1] == "http://nowhere.invalid/json"
    assert "nowhere.invalid" in brief


def test_a_word_for_something_else_is_filled_in(server: _Server) -> None:
    """With what the list has for it; not asked for where no list tells it, or it is posted to."""
    urls = tuple(server.address + path for path in ("/json", "/json/ID", "/html/{id}", "/missing"))
    text = f"Send a POST request to {urls[3]}. Read {urls[0]}."
    listed, details = briefs_of_urls(urls, text)
    assert listed.startswith(f"GET {urls[0]} answers 200")
    assert details == (
        f"GET {urls[1]} (for the id 1) answers 200, application/json: " + '{"id": 1, "fuel": 5}'
    )
    assert [path for _, path, _ in server.seen] == ["/json", "/json/1"]
