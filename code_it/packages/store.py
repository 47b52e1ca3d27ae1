"""Where environments are kept, and which of them.

environments/
  asked/KEY.json    requirements as they were asked for, and the environment they got
  built/KEY/        an environment; the key is that of the files that were installed
  locks/            held by who builds
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from code_it import cancelling
from code_it.cache_folder import cache_folder
from code_it.errors import InstallError
from code_it.sandbox.leftovers import temporary_folder

_LOOK_SECONDS = 0.5


def environments_folder(part: str = "") -> Path:
    """The folder with all environments, or a part of it, made if need be; it is the user's alone.

    Raises:
        InstallError: It cannot be made or written to.
    """
    # Absolute, because installers are started in other folders.
    # Without links: environments are made and named by their real places.
    store = cache_folder().resolve() / "environments"
    folder = store / part
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise unwritable(store, error) from error
    if not os.access(folder, os.W_OK):
        raise unwritable(store, PermissionError("no permission to write"))
    return folder


def unwritable(folder: Path, error: OSError) -> InstallError:
    reason = error.strerror or str(error)
    return InstallError(
        f"Environments cannot be kept in {folder}: {reason}. "
        "Make it writable, or name another folder in CODE_IT_CACHE."
    )


@contextmanager
def held(lock: FileLock, seconds: float) -> Iterator[None]:
    """Hold `lock` while the context lasts.

    Raises:
        Timeout: Somebody else has held it for so long.
        Cancelled: Another thread asked for the end of the wait.
    """
    deadline = time.monotonic() + seconds
    while True:
        try:
            lock.acquire(timeout=max(0.0, min(_LOOK_SECONDS, deadline - time.monotonic())))
            break
        except Timeout:
            cancelling.check()
            if time.monotonic() >= deadline:
                raise
    try:
        yield
    finally:
        lock.release()


@contextmanager
def neutral_folder() -> Iterator[Path]:
    """A folder to start installers in that holds nothing of theirs, removed at the end.

    They read configuration and import modules from the folder they are started in and from
    those above it, so it lies neither where scripts write nor where other users do.
    """
    with temporary_folder(parent=environments_folder(), prefix=".empty-") as folder:
        yield folder
