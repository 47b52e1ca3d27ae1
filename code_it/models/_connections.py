"""HTTP connections that can be ended from another thread, and read one answer as it is."""

from __future__ import annotations

import contextlib
import http.client
import socket
import threading
from functools import partial
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

from code_it import cancelling

_MOST_INTERIM_ANSWERS = 20


class Session(requests.Session):
    """Its connections are ended when the work that asks is left alone.

    It follows no redirect, and does not look where one leads: requests reads the whole body of
    one for that, and stumbles over addresses that are none.
    """

    def __init__(self) -> None:
        super().__init__()
        for scheme in ("http://", "https://"):
            self.mount(scheme, _Adapter())

    def get_redirect_target(self, resp: requests.Response) -> str | None:  # noqa: ARG002
        return None


class _Response(http.client.HTTPResponse):
    """Passes over interim answers such as 103, of which Python knows 100 alone.

    The limit for silence holds for each byte; a server that sends its headers one byte at a time
    is left after twice that.
    """

    def __init__(self, sock: socket.socket, *arguments: Any, **options: Any) -> None:
        super().__init__(sock, *arguments, **options)
        self._connection = sock

    def begin(self) -> None:
        silence = self._connection.gettimeout()
        if silence is None:
            super().begin()
            return
        limit = threading.Timer(2 * silence, _end, [self._connection])
        limit.daemon = True
        limit.start()
        try:
            super().begin()
        finally:
            limit.cancel()

    def _read_status(self) -> tuple[str, int, str]:
        for _ in range(_MOST_INTERIM_ANSWERS):
            found: tuple[str, int, str] = super()._read_status()  # type: ignore[misc]
            # After 101 the server speaks another protocol.
            if not 100 <= found[1] < 200 or found[1] == 101:
                return found
            http.client.parse_headers(self.fp)
        raise http.client.HTTPException("too many interim answers")


class _HTTPConnection(HTTPConnection):
    response_class = _Response

    def connect(self) -> None:
        super().connect()
        cancelling.when_left_alone(partial(_end, self.sock))


class _HTTPSConnection(HTTPSConnection):
    response_class = _Response

    def connect(self) -> None:
        super().connect()
        cancelling.when_left_alone(partial(_end, self.sock))


class _HTTPPool(HTTPConnectionPool):
    ConnectionCls = _HTTPConnection


class _HTTPSPool(HTTPSConnectionPool):
    ConnectionCls = _HTTPSConnection


class _Adapter(HTTPAdapter):
    def init_poolmanager(self, *arguments: Any, **options: Any) -> None:
        super().init_poolmanager(*arguments, **options)
        self.poolmanager.pool_classes_by_scheme = {"http": _HTTPPool, "https": _HTTPSPool}

    def proxy_manager_for(self, proxy: str, **options: Any) -> Any:
        manager = super().proxy_manager_for(proxy, **options)
        manager.pool_classes_by_scheme = {"http": _HTTPPool, "https": _HTTPSPool}
        return manager


def _end(connection: Any) -> None:
    """Wake whoever waits for the other side, which sees the connection end; it is not closed."""
    if isinstance(connection, socket.socket):
        with contextlib.suppress(OSError):
            # Not the method of a TLS socket, which takes away what the waiting thread reads with.
            socket.socket.shutdown(connection, socket.SHUT_RDWR)
