"""The store, the index and the model server of other tests serve here, too."""

from __future__ import annotations

from tests.models.conftest import closed_port, model_server, patience, waits
from tests.packages.conftest import index, marker, store

__all__ = ["closed_port", "index", "marker", "model_server", "patience", "store", "waits"]
