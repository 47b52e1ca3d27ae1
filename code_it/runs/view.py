"""What happens in a run -> what a person sees of it, on a terminal or as plain lines.

Whatever comes from a model or a script goes through `clean`, and is shown as it is: rich reads
no markup in it.
"""

from __future__ import annotations

import contextlib
import logging
import os
import time
from typing import TYPE_CHECKING, Protocol, TextIO

from code_it.runs.observer import Observer
from code_it.sandbox.terminal import clean

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.progress import Progress, TaskID

_SHOWN_LINES = 12
_KEPT_CHARACTERS = 8_000
_SECONDS_BETWEEN_PROGRESS_LINES = 5.0
# A terminal is redrawn this often; more would take time from the model, which runs beside it.
_REDRAWS_PER_SECOND = 4


class View(Observer, Protocol):
    """An observer that may hold the terminal between `__enter__` and `__exit__`."""

    last_stage: str
    """The name of the stage that began last; empty before the first."""

    def __enter__(self) -> View: ...

    def __exit__(self, *_error: object) -> None: ...


def choose_view(stream: TextIO | None, *, quiet: bool, verbose: bool) -> View:
    """The view that fits `stream`, which is usually `sys.stderr`."""
    if stream is None or quiet:
        return SilentView()
    if verbose or not _can_redraw(stream):
        return PlainView(stream, verbose=verbose)
    return LiveView(stream)


def _can_redraw(stream: TextIO) -> bool:
    return stream.isatty() and os.environ.get("TERM", "") not in ("dumb", "unknown")


class SilentView:
    """Shows nothing."""

    last_stage = ""

    def __enter__(self) -> SilentView:
        return self

    def __exit__(self, *_error: object) -> None:
        pass

    def stage(self, name: str, detail: str = "") -> None:  # noqa: ARG002
        self.last_stage = name

    def text(self, piece: str) -> None:
        pass

    def note(self, message: str) -> None:
        pass

    def progress(self, what: str, done: int, total: int) -> None:
        pass


class PlainView:
    """One line per event, for logs and pipes; the transcript too when it is verbose."""

    last_stage = ""

    def __init__(self, stream: TextIO, *, verbose: bool = False) -> None:
        self._stream = stream
        self._verbose = verbose
        self._started = time.monotonic()
        self._next_progress = 0.0
        self._unfinished = ""

    def __enter__(self) -> PlainView:
        return self

    def __exit__(self, *_error: object) -> None:
        self._end_text()

    def stage(self, name: str, detail: str = "") -> None:
        self.last_stage = name
        self._next_progress = 0.0
        self._line(_stage_text(name, detail))

    def text(self, piece: str) -> None:
        if not self._verbose:
            return
        # Whole lines, since an escape sequence that is cut in two would not be seen as one.
        *lines, self._unfinished = (self._unfinished + piece).split("\n")
        for line in lines:
            self._write(f"    | {clean(line)}")

    def note(self, message: str) -> None:
        self._line(message)

    def progress(self, what: str, done: int, total: int) -> None:
        now = time.monotonic()
        if now < self._next_progress and done != total:
            return
        self._next_progress = now + _SECONDS_BETWEEN_PROGRESS_LINES
        share = f" of {_size(total)} ({100 * done // total} %)" if total else ""
        self._line(f"{what}: {_size(done)}{share}")

    def _line(self, text: str) -> None:
        self._end_text()
        self._write(f"{time.monotonic() - self._started:6.1f} s  {clean(text)}")

    def _end_text(self) -> None:
        if self._unfinished:
            self._write(f"    | {clean(self._unfinished)}")
            self._unfinished = ""

    def _write(self, line: str) -> None:
        # A run does not end because nobody reads its progress any more.
        with contextlib.suppress(OSError, ValueError):
            self._stream.write(line + "\n")
            self._stream.flush()


class LiveView:
    """Stages with their time, the code as it is written, and downloads, redrawn in place."""

    last_stage = ""

    def __init__(self, stream: TextIO) -> None:
        from rich.console import Console
        from rich.live import Live

        self._console = Console(file=stream, highlight=False, markup=False, emoji=False)
        self._stage = ""
        self._stage_started = time.monotonic()
        self._text = ""
        self._progress: Progress | None = None
        self._downloads: dict[str, TaskID] = {}
        # Last, since it looks at the picture at once.
        self._live = Live(
            console=self._console,
            get_renderable=self._picture,
            refresh_per_second=_REDRAWS_PER_SECOND,
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
        )

    def __enter__(self) -> LiveView:
        self._live.start(refresh=False)
        return self

    def __exit__(self, *_error: object) -> None:
        self._finish_stage()
        with contextlib.suppress(OSError, ValueError):
            self._live.stop()

    def stage(self, name: str, detail: str = "") -> None:
        self._finish_stage()
        self.last_stage = name
        self._stage = _stage_text(name, detail)
        self._stage_started = time.monotonic()

    def text(self, piece: str) -> None:
        self._text = (self._text + piece)[-_KEPT_CHARACTERS:]

    def note(self, message: str) -> None:
        self._above(f"          {message}")

    def progress(self, what: str, done: int, total: int) -> None:
        if self._progress is None:
            self._progress = _download_bars(self._console)
        if what not in self._downloads:
            # A resumed download starts with what is there, which says nothing about its speed.
            self._downloads[what] = self._progress.add_task(
                clean(what), total=total or None, completed=done
            )
        self._progress.update(self._downloads[what], completed=done, total=total or None)

    def _finish_stage(self) -> None:
        if self._stage:
            seconds = time.monotonic() - self._stage_started
            self._above(f"{seconds:7.1f} s {self._stage}")
        self._stage = ""
        self._text = ""
        self._progress = None
        self._downloads = {}

    def _above(self, line: str) -> None:
        from rich.text import Text

        with contextlib.suppress(OSError, ValueError):
            self._console.print(Text(clean(line)))

    def _picture(self) -> RenderableType:
        from rich.console import Group
        from rich.syntax import Syntax
        from rich.text import Text

        parts: list[RenderableType] = []
        if self._stage:
            seconds = time.monotonic() - self._stage_started
            parts.append(Text(f"{seconds:7.1f} s {clean(self._stage)} ...", style="bold"))
        # Drawn by a thread of its own, so what the other may reset is read once.
        if (progress := self._progress) is not None:
            parts.append(progress.get_renderable())
        if lines := clean(self._text).splitlines()[-_SHOWN_LINES:]:
            parts.append(Syntax("\n".join(lines), "python", background_color="default"))
        return Group(*parts)


class ViewHandler(logging.Handler):
    """Passes what is logged on to a view, a line for each record."""

    def __init__(self, view: View, level: int) -> None:
        super().__init__(level)
        self._view = view

    def emit(self, record: logging.LogRecord) -> None:
        self._view.note(self.format(record))


def _download_bars(console: object) -> Progress:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        DownloadColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
        TransferSpeedColumn,
    )

    assert isinstance(console, Console)
    return Progress(
        TextColumn("          {task.description}", markup=False),
        BarColumn(),
        DownloadColumn(binary_units=True),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
        console=console,
    )


def _stage_text(name: str, detail: str) -> str:
    return f"{name.capitalize()}: {detail}" if detail else name.capitalize()


def _size(count: int) -> str:
    return f"{count / 2**20:.1f} MiB" if count >= 2**20 else f"{count / 2**10:.1f} KiB"
