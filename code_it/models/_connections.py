"""HTTP connections that can be ended from another thread, also while they wait for an answer."""

from __future__ import annotations

import contextlib
import socket
from functools import partial
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

from code_it import cancelling


def let_go_when_left_alone(session: requests.Session) -> None:
    """Have the connections of `session` ended when the work that asks is left alone."""
    for scheme in ("http://", "https://"):
        session.mount(scheme, _Adapter())


class _HTTPConnection(HTTPConnection):
    def connect(self) -> None:
        super().connect()
        cancelling.when_left_alone(partial(_end, self.sock))


class _HTTPSConnection(HTTPSConnection):
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
