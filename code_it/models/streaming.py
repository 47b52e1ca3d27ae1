"""An answer as an iterator over its pieces."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator, Sequence
from typing import Any

from code_it import cancelling
from code_it.models import LLM, Completion, Message

_TICK_SECONDS = 0.2
"""In short waits, so that Ctrl-C gets through on every system."""


def stream(llm: LLM, messages: Sequence[Message], **options: Any) -> Iterator[str]:
    """The pieces of the answer to `messages`, as they come.

    A model that cannot stream gives the whole answer at once. Closing the iterator, or leaving it
    to be collected, ends the request.

    Args:
        llm: Asked in a thread of its own.
        options: As for `LLM.complete`, without `on_text`.

    Raises:
        ModelError: As `LLM.complete`, after the pieces that came before.
    """
    pieces: queue.SimpleQueue[str | None] = queue.SimpleQueue()
    end = threading.Event()

    def ask() -> Completion:
        try:
            with cancelling.until(end):
                return cancelling.apart(
                    lambda: llm.complete(messages, on_text=pieces.put, **options)
                )
        finally:
            pieces.put(None)

    _, outcome = cancelling.begin(ask)
    try:
        while (piece := _next(pieces)) is not None:
            yield piece
        outcome.result()
    finally:
        end.set()


def _next(pieces: queue.SimpleQueue[str | None]) -> str | None:
    while True:
        try:
            return pieces.get(timeout=_TICK_SECONDS)
        except queue.Empty:
            cancelling.check()
