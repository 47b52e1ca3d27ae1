"""An end to work that another thread asks for.

The work looks whether it is to end (`check`) between its stages and several times a second while
it waits for a process, a lock or a model. What cannot look, such as a request to a model, is done
in a thread of its own (`apart`), which is then told to close its connections and left alone.
"""

from __future__ import annotations

import contextlib
import contextvars
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from typing import TypeVar

from code_it.errors import Cancelled

Result = TypeVar("Result")
Close = Callable[[], object]

_TICK_SECONDS = 0.1
# For what was told to close its connections, so that it is over when the caller goes on.
_CLOSE_SECONDS = 1.0

_events: contextvars.ContextVar[tuple[threading.Event, ...]] = contextvars.ContextVar(
    "events", default=()
)
_closers: contextvars.ContextVar[list[Close] | None] = contextvars.ContextVar(
    "closers", default=None
)


class Cancellable:
    """Pieces of work, in as many threads, that can be cancelled together."""

    def __init__(self) -> None:
        # Without a lock, which a signal handler might find taken by the thread that it runs in.
        self._at_work: list[threading.Event] = []

    @contextlib.contextmanager
    def work(self) -> Iterator[None]:
        """Let what is done within the context be cancelled."""
        event = threading.Event()
        self._at_work.append(event)
        try:
            with until(event):
                yield
        finally:
            self._at_work.remove(event)

    def cancel(self) -> None:
        """Cancel what is being done; what begins later is not."""
        for event in [*self._at_work]:
            event.set()


@contextlib.contextmanager
def until(event: threading.Event) -> Iterator[None]:
    """Let what is done within the context end when `event` is set.

    Raises:
        Cancelled: It was set before.
    """
    token = _events.set((*_events.get(), event))
    try:
        check()
        yield
    finally:
        _events.reset(token)


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """Let what is done within the context come to its end: tidying up after a cancellation."""
    token = _events.set(())
    try:
        yield
    finally:
        _events.reset(token)


def check() -> None:
    """
    Raises:
        Cancelled: What is being done here is to end.
    """
    if any(event.is_set() for event in _events.get()):
        raise Cancelled("the task was cancelled before it was done")


def join(thread: threading.Thread, seconds: float = float("inf")) -> None:
    """Wait for the end of `thread`, at most so long.

    Raises:
        Cancelled: What is being done here is to end.
    """
    deadline = time.monotonic() + seconds
    while thread.is_alive() and (left := deadline - time.monotonic()) > 0:
        thread.join(min(_TICK_SECONDS, left))
        check()


def apart(work: Callable[[], Result]) -> Result:
    """Do `work` in a thread of its own, which is left alone when this one is to end.

    Raises:
        Cancelled: What is being done here is to end. Also what `work` raises.
    """
    left_alone = threading.Event()
    closers: list[Close] = []

    def run() -> Result:
        _closers.set(closers)
        with until(left_alone):
            return work()

    thread: threading.Thread | None = None
    try:
        # Ctrl-C may come as soon as the thread runs.
        thread, outcome = begin(run)
        join(thread)
    except BaseException:
        left_alone.set()
        for close in [*closers]:
            close()
        if closers and thread is not None:
            thread.join(_CLOSE_SECONDS)
        raise
    return outcome.result()


def begin(work: Callable[[], Result]) -> tuple[threading.Thread, Future[Result]]:
    """Do `work` in a thread of its own, from now on; it ends when this one's is to end."""
    outcome: Future[Result] = Future()
    outcome.set_running_or_notify_cancel()

    def run() -> None:
        try:
            outcome.set_result(work())
        except BaseException as error:
            outcome.set_exception(error)

    context = contextvars.copy_context()
    thread = threading.Thread(target=context.run, args=(run,), name="apart", daemon=True)
    thread.start()
    return thread, outcome


def when_left_alone(close: Close) -> None:
    """Have `close` called, from another thread, when the work that this is part of is left alone.

    Args:
        close: Does not raise, and may be called after what it closes is done.

    Raises:
        Cancelled: What is being done here is to end.
    """
    closers = _closers.get()
    if closers is not None:
        closers.append(close)
    check()
