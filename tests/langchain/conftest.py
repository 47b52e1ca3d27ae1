"""The store and the index of the package tests serve here, too."""

from __future__ import annotations

from tests.packages.conftest import index, marker, store

__all__ = ["index", "marker", "store"]
