"""One run at a time in a work folder; the second is told who holds it."""

from __future__ import annotations

import contextlib
import json
import os
import platform
import secrets
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from code_it.errors import ConfigError, FolderBusy
from code_it.sandbox.leftovers import remove_after_a_kill

_LOCK = "lock"
_HOLDER = "holder.json"


@contextlib.contextmanager
def hold_folder(folder: Path) -> Iterator[None]:
    """Hold the work folder `folder` for as long as the context lasts.

    The lock is the kernel's, so it ends with the process, however that ends.

    Raises:
        FolderBusy: Somebody else holds it; says who.
        ConfigError: It cannot be written to.
    """
    own = folder / ".code_it"
    if own.is_symlink():
        raise ConfigError(f"{own} is a link, and nothing is written through links; remove it")
    try:
        own.mkdir(exist_ok=True)
        lock = FileLock(own / _LOCK)
        lock.acquire(blocking=False)
    except Timeout as error:
        raise FolderBusy(_who_holds(folder)) from error
    except OSError as error:
        raise ConfigError(
            f"nothing can be written in {own}: {error.strerror or error}; work in a folder of "
            "your own"
        ) from error
    try:
        if os.path.lexists(own / _HOLDER):
            # Whoever wrote it did not come to the end.
            remove_after_a_kill(own)
        with contextlib.suppress(OSError):
            # Under another name first: a link of this name is replaced, and not followed.
            part = own / f".{_HOLDER}.{secrets.token_hex(4)}"
            part.write_text(json.dumps(_holder()), encoding="utf-8")
            part.replace(own / _HOLDER)
        yield
    finally:
        with contextlib.suppress(OSError):
            (own / _HOLDER).unlink(missing_ok=True)
        lock.release()


def holder_of(folder: Path) -> str:
    """Who is at work in `folder`; empty when nobody is."""
    own = folder / ".code_it"
    if not (own / _LOCK).exists():
        return ""
    lock = FileLock(own / _LOCK)
    try:
        lock.acquire(blocking=False)
    except Timeout:
        return _named_holder(folder)
    except OSError:
        return ""
    lock.release()
    return ""


def _holder() -> dict[str, object]:
    since = time.strftime("%Y-%m-%d %H:%M:%S")
    return {"pid": os.getpid(), "host": platform.node(), "since": since}


def _who_holds(folder: Path) -> str:
    return (
        f"code_it is at work in {folder} already ({_named_holder(folder)}); wait until it is done, "
        "or work in another folder"
    )


def _named_holder(folder: Path) -> str:
    try:
        told: Any = json.loads((folder / ".code_it" / _HOLDER).read_text(encoding="utf-8"))
        return f"process {told['pid']} on {told['host']}, since {told['since']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"
