"""The store, the index and the model server of other tests serve here, too."""

from __future__ import annotations

from tests.models.conftest import model_server
from tests.packages.conftest import index, marker, store

__all__ = ["index", "marker", "model_server", "store"]
