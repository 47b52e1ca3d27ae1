"""Where this program keeps what it has found, fetched or built once, for the user."""

from __future__ import annotations

import os
from pathlib import Path

CACHE_VARIABLE = "CODE_IT_CACHE"


def cache_folder() -> Path:
    """The user's own folder for it, which may not be there yet; `CODE_IT_CACHE` moves it."""
    chosen = os.environ.get(CACHE_VARIABLE)
    if chosen:
        return Path(chosen).expanduser()
    import platformdirs

    return platformdirs.user_cache_path("code_it")
