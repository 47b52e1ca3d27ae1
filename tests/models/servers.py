"""A real HTTP server on loopback that answers as it is told."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Asked:
    """A request, as the server got it."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: Any


Responder = Callable[[BaseHTTPRequestHandler], None]


def raw(
    body: bytes,
    *,
    status: int = 200,
    kind: str = "application/json",
    headers: Mapping[str, str] | None = None,
) -> Responder:
    """Answer with exactly `body`."""

    def respond(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Type", kind)
        handler.send_header("Content-Length", str(len(body)))
        for name, value in (headers or {}).items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)

    return respond


def as_json(
    value: object, *, status: int = 200, headers: Mapping[str, str] | None = None
) -> Responder:
    return raw(json.dumps(value).encode(), status=status, headers=headers)


def stream(
    *pieces: bytes | Callable[[BaseHTTPRequestHandler], object],
    kind: str = "text/event-stream",
    chunked: bool = True,
    finish: bool = True,
) -> Responder:
    """Answer piece by piece; a function among them is called with the handler in its turn.

    Without `chunked` the end of the connection is the end of the answer; without `finish` a
    chunked answer is cut off.
    """

    def respond(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", kind)
        handler.send_header(*(("Transfer-Encoding", "chunked") if chunked else ("X-Plain", "1")))
        handler.end_headers()
        for piece in pieces:
            if callable(piece):
                piece(handler)
                continue
            data = b"%x\r\n%b\r\n" % (len(piece), piece) if chunked else piece
            handler.wfile.write(data)
            handler.wfile.flush()
        if chunked and finish:
            handler.wfile.write(b"0\r\n\r\n")
        else:
            handler.close_connection = True

    return respond


def hang_up(handler: BaseHTTPRequestHandler) -> None:
    """Close the connection without an answer."""
    handler.close_connection = True


class StandInServer:
    """Answers each address with its responders in order, the last one again and again."""

    def __init__(self, port: int = 0) -> None:
        """Listens at once; at a free port, unless one is given."""
        self.asked: list[Asked] = []
        self._responders: dict[tuple[str, str], list[Responder]] = {}
        self._released = threading.Event()
        self.client_left = threading.Event()
        """Set when the client closed its connection during `silence`."""
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                outer._answer(self)

            def do_POST(self) -> None:
                outer._answer(self)

            def log_message(self, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self._server.daemon_threads = True
        # A client that is killed may be gone before it is accepted, and nobody is to wait for it.
        self._server.socket.settimeout(1.0)
        self._server.handle_error = lambda *args: None  # type: ignore[method-assign]
        self.port = self._server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def on(self, method: str, path: str, *responders: Responder) -> None:
        self._responders[method, path] = list(responders)

    def silence(self, handler: BaseHTTPRequestHandler) -> None:
        """Say nothing until the client leaves, or the test is over."""
        handler.connection.settimeout(0.02)
        while not self._released.is_set():
            try:
                if not handler.connection.recv(1):
                    break
            except TimeoutError:
                continue
            except OSError:
                break
        else:
            return
        self.client_left.set()

    def drip(self, piece: bytes) -> Callable[[BaseHTTPRequestHandler], None]:
        """Send `piece` every few milliseconds until the client leaves."""

        def respond(handler: BaseHTTPRequestHandler) -> None:
            data = b"%x\r\n%b\r\n" % (len(piece), piece)
            try:
                while not self._released.is_set():
                    handler.wfile.write(data)
                    handler.wfile.flush()
                    time.sleep(0.005)
            except OSError:
                self.client_left.set()

        return respond

    def bodies(self, path: str) -> list[Any]:
        return [asked.body for asked in self.asked if asked.path == path]

    def close(self) -> None:
        self._released.set()
        self._server.shutdown()
        self._server.server_close()

    def _answer(self, handler: BaseHTTPRequestHandler) -> None:
        length = int(handler.headers.get("Content-Length", 0))
        body = json.loads(handler.rfile.read(length)) if length else None
        self.asked.append(Asked(handler.command, handler.path, dict(handler.headers.items()), body))
        responders = self._responders.get((handler.command, handler.path))
        if not responders:
            raw(b"<html>Not Found</html>", status=404, kind="text/html")(handler)
            return
        (responders.pop(0) if len(responders) > 1 else responders[0])(handler)


def free_port() -> int:
    """A port of this machine where nothing listens."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
    return port
