"""What is printed: whole, without control characters, and without a traceback when it fails."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Callable
from typing import Any

from code_it.errors import ConfigError


def never_fail_to_encode() -> None:
    for stream in (sys.stdout, sys.stderr):
        reconfigure: Callable[..., None] | None = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def tell(text: str, stream: Any) -> None:
    from code_it.sandbox.terminal import clean

    print_text(clean(text), stream)


def tell_json(told: object) -> None:
    print_text(json.dumps(told, ensure_ascii=True), sys.stdout)


def print_text(text: str, stream: Any, *, end: str = "\n") -> None:
    if stream is None:  # it was closed before this program began
        return
    try:
        print(text, file=stream, end=end, flush=True)
    except (OSError, ValueError) as error:
        _close_for_good(stream)
        # Nobody is left to tell when a reader went away or standard error is what failed.
        if stream is sys.stdout and not isinstance(error, BrokenPipeError):
            raise ConfigError(f"standard output cannot be written: {error}") from error


def _close_for_good(stream: Any) -> None:
    # What it still holds is written when Python ends, which would fail once more, and noisily.
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
