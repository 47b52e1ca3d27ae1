from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from code_it.models._transport import Patience
from tests.models.servers import StandInServer


@pytest.fixture
def model_server() -> Iterator[StandInServer]:
    server = StandInServer()
    yield server
    server.close()


@pytest.fixture
def waits() -> list[float]:
    """The waits that `patience` was asked for."""
    return []


@pytest.fixture
def patience(waits: list[float]) -> Patience:
    """The usual waits, counted and not waited for."""
    return Patience(sleep=waits.append)


@pytest.fixture
def closed_port() -> int:
    """A port of this machine where nothing listens."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
    return port
