"""Requests to one model server take turns: a local one has as many slots as its memory allows."""

from __future__ import annotations

import ipaddress
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from code_it import cancelling

logger = logging.getLogger("code_it")

_WAKE_SECONDS = 0.5
"""In short waits, so that Ctrl-C gets through on every system."""


class Turns:
    """Lets so many requests at a time through, of all the threads of this process."""

    def __init__(self) -> None:
        self.slots = 1
        self._taken = 0
        self._free = threading.Condition()
        self._own = threading.local()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for a slot and hold it; a thread that holds one already waits for no other."""
        if getattr(self._own, "held", False):
            yield
            return
        self._take()
        self._own.held = True
        try:
            yield
        finally:
            self._own.held = False
            with self._free:
                self._taken -= 1
                self._free.notify()

    def _take(self) -> None:
        with self._free:
            if self._taken >= self.slots:
                logger.warning("Waiting for a free slot of the model server")
            while self._taken >= self.slots:
                self._free.wait(_WAKE_SECONDS)
                cancelling.check()
            self._taken += 1


_turns: dict[str, Turns] = {}
_turns_lock = threading.Lock()


def turns_of(url: str) -> Turns | None:
    """The turns of the server at `url`; none for one that is not in the user's own network."""
    parts = urlsplit(url)
    if not _is_local(parts.hostname or ""):
        return None
    with _turns_lock:
        return _turns.setdefault(parts.netloc.rpartition("@")[2], Turns())


def _is_local(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return "." not in host or host.endswith((".local", ".localhost", ".lan", ".internal"))
