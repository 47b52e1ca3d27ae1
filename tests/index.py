"""What tests need out of the package index."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator

import pytest

from code_it.errors import InstallError, WeightsError

REQUIRED = os.environ.get("REQUIRED_INDEX", "") != ""
"""The index has to be there; elsewhere, tests of what cannot be fetched are skipped."""


@contextlib.contextmanager
def fetching() -> Iterator[None]:
    """Skip the test, saying why, where what it needs can neither be found nor fetched."""
    try:
        yield
    except (InstallError, WeightsError) as error:
        assert not REQUIRED, f"the package index has to be there: {error}"
        pytest.skip(str(error))
