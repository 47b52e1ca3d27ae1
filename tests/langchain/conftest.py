"""The store and the index of other tests serve here, too."""

from __future__ import annotations

from tests.models.conftest import patience, waits
from tests.packages.conftest import index, marker, store

__all__ = ["index", "marker", "patience", "store", "waits"]
