"""What whoever watches a run is told."""

from __future__ import annotations

import logging
from typing import Protocol

from code_it.sandbox.terminal import clean

logger = logging.getLogger("code_it")


class Observer(Protocol):
    """Told what happens, as it happens. Its methods return quickly and do not raise."""

    def stage(self, name: str, detail: str = "") -> None:
        """A stage begins: `name` is one of reading, writing, checking, installing, running..."""

    def text(self, piece: str) -> None:
        """The model wrote `piece`; told from another thread, while that of `execute` waits."""

    def note(self, message: str) -> None:
        """Something is settled; `message` is one line."""

    def progress(self, what: str, done: int, total: int) -> None:
        """So many of `total` bytes of `what` are here."""


class LogObserver:
    """Tells the story at INFO, one line per arrow, and the transcript at DEBUG."""

    def stage(self, name: str, detail: str = "") -> None:
        logger.info(
            "%s%s", name.capitalize(), f": {clean(detail, keep_newlines=False)}" if detail else ""
        )

    def text(self, piece: str) -> None:
        logger.debug("%s", clean(piece))

    def note(self, message: str) -> None:
        logger.info("%s", clean(message, keep_newlines=False))

    def progress(self, what: str, done: int, total: int) -> None:
        logger.debug("%s: %d of %d bytes", what, done, total)
