"""How long to wait for a model server, and what is said meanwhile."""

from __future__ import annotations

import email.utils
import itertools
import logging
import math
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

logger = logging.getLogger("code_it")

LOAD_TIMEOUT_SECONDS = 600.0
"""Longest wait for a server that loads its model, is busy, or reads a long prompt."""
_SECONDS_BETWEEN_WORDS = 10.0

Trouble = Literal["final", "broken", "restart", "server error", "crowded", "loading"]


@dataclass(frozen=True)
class Patience:
    """How long to wait before asking again, in seconds."""

    connect_seconds: float = 5.0
    broken: tuple[float, ...] = (1.0, 2.0, 4.0)
    """After a connection that was refused, or that broke before an answer."""
    server_error: tuple[float, ...] = (1.0, 2.0)
    """After 500, 502 and 504."""
    restart: tuple[float, ...] = (1.0, 2.0, 4.0, 8.0, 16.0, 30.0)
    """After a connection that was refused by a server that answered before."""
    crowded: tuple[float, ...] = (1.0, 2.0, 4.0, 8.0)
    """After 429, and after 503 without a word of loading."""
    loading: tuple[float, ...] = (1.0, 2.0, 4.0, 8.0, 16.0)
    """While a server says that it loads its model; the last one again and again."""
    most_seconds: float = LOAD_TIMEOUT_SECONDS
    """All waits of one call together."""
    longest_retry_after_seconds: float = 60.0
    jitter: float = 0.1
    """Share by which a wait for a server that is busy may be longer, so that clients spread out."""
    sleep: Callable[[float], None] = time.sleep

    def waits(self, trouble: Trouble) -> Iterator[float]:
        if trouble == "loading":
            return itertools.chain(self.loading, itertools.repeat(self.loading[-1]))
        known: Mapping[Trouble, tuple[float, ...]] = {
            "broken": self.broken,
            "restart": self.restart,
            "server error": self.server_error,
            "crowded": self.crowded,
        }
        return iter(known.get(trouble, ()))


PATIENCE = Patience()
NO_PATIENCE = Patience(broken=(), restart=(), server_error=(), crowded=(), most_seconds=0.0)
"""For what is asked by the way, and can be done without."""


class Waiting:
    """Says from time to time that an answer has not begun, until it has."""

    def __init__(self, where: str) -> None:
        self._where = where
        self._ended = threading.Event()

    def __enter__(self) -> Waiting:
        threading.Thread(target=self._tell, daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.end()

    def end(self) -> None:
        self._ended.set()

    def _tell(self) -> None:
        started = time.monotonic()
        while not self._ended.wait(_SECONDS_BETWEEN_WORDS):
            logger.warning(
                "No answer from %s for %.0f s; it may be loading its model, reading a long prompt, "
                "or waiting for a free slot",
                self._where,
                time.monotonic() - started,
            )


def retry_after(header: str) -> float | None:
    """Seconds, from a number or a date; `None` for neither."""
    try:
        seconds = float(header)
    except ValueError:
        try:
            seconds = email.utils.parsedate_to_datetime(header).timestamp() - time.time()
        except (TypeError, ValueError, OverflowError):
            return None
    return max(seconds, 0.0) if math.isfinite(seconds) else None
