"""Ctrl-C and other signals: an end that comes, and leaves nothing behind."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
import time
from types import FrameType
from typing import Any, NoReturn, Protocol


class Session(Protocol):
    """What has to be known to tell how it ended."""

    ended: threading.Event
    """The end has been told."""

    def how_interrupted(self) -> str: ...


class _Interrupted(KeyboardInterrupt):
    def __init__(self, signal_number: int) -> None:
        super().__init__()
        self.exit_code = 128 + signal_number


class Interrupts:
    """Makes an exception of the signals that ask for an end, and sees to it that the end comes."""

    _SECONDS_TO_NOTICE = 1.0
    _SECONDS_TO_CLEAN_UP = 5.0
    _SECONDS_TO_EXIT = 0.5

    def __init__(self, session: Session) -> None:
        import socket

        self._session = session
        self._reader, self._writer = socket.socketpair()
        self._noticed = threading.Event()
        self._previous: dict[int, Any] = {}

    def __enter__(self) -> Interrupts:
        self._writer.setblocking(False)
        signal.set_wakeup_fd(self._writer.fileno(), warn_on_full_buffer=False)
        for name in ("SIGINT", "SIGTERM", "SIGHUP"):
            if number := getattr(signal, name, None):
                self._previous[number] = signal.signal(number, self._interrupt)
        threading.Thread(target=self._watch, name="interrupts", daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        if self._noticed.is_set():
            _kill_children()
            return  # the watch goes on until the process is gone
        for number, handler in self._previous.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(-1)

    def _interrupt(self, number: int, _frame: FrameType | None) -> None:
        if self._noticed.is_set():
            self._end_at_once(128 + number)
        self._noticed.set()
        raise _Interrupted(number)

    def _watch(self) -> None:
        number = 0
        while number not in self._previous:
            number = self._reader.recv(1)[0]
        # The handler runs between two steps of Python, so it does not run while the main thread
        # waits within native code, such as a model that is loading. Nor does a process end while
        # such code holds one of its threads.
        if self._noticed.wait(self._SECONDS_TO_NOTICE):
            self._session.ended.wait(self._SECONDS_TO_CLEAN_UP)
            time.sleep(self._SECONDS_TO_EXIT)
        self._end_at_once(128 + number)

    def _end_at_once(self, exit_code: int) -> NoReturn:
        _kill_children()
        # Not through `sys.stderr`, whose lock the main thread may hold.
        with contextlib.suppress(OSError):
            if os.isatty(2):
                os.write(2, b"\x1b[?25h")  # a live view hides the cursor
            if not self._session.ended.is_set():
                os.write(2, f"code_it: {self._session.how_interrupted()}\n".encode())
        os._exit(exit_code)


def _kill_children() -> None:
    """End what is left of the processes that this one started, and of theirs."""
    import psutil

    with contextlib.suppress(psutil.Error):
        for process in psutil.Process().children(recursive=True):
            with contextlib.suppress(psutil.Error):
                process.kill()
