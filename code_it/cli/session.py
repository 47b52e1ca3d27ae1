"""What a command knows while it runs, for whoever has to tell how it ended."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import time
import traceback
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from code_it.cli.output import tell, tell_json
from code_it.errors import CodeItError, ConfigError, ModelError

if TYPE_CHECKING:
    from code_it.runs.view import View

EXIT_INTERRUPTED = 130


@dataclass
class Session:
    """What is known so far, for whoever has to tell how it ended."""

    as_json: bool
    verbose: bool = False
    runs_folder: Path | None = None
    started: float = field(default_factory=time.time)
    view: View | None = None
    ended: threading.Event = field(default_factory=threading.Event)
    """The end has been told."""

    def interrupted(self, interruption: KeyboardInterrupt) -> int:
        exit_code = getattr(interruption, "exit_code", EXIT_INTERRUPTED)
        record = self.run_folder()
        so_far = f" The record so far: {record}" if record else ""
        return self._end(f"{self.how_interrupted()}{so_far}", exit_code)

    def how_interrupted(self) -> str:
        if self.view is not None and self.view.last_stage == "delivering":
            return "Interrupted while the results were brought back; some of them may be there."
        return "Interrupted; your folder is as it was."

    def refused(self, error: CodeItError) -> int:
        output = str(getattr(error, "output", "")).strip()
        if output and self.verbose:
            tell(output, sys.stderr)
        record = self.run_folder() if isinstance(error, ModelError) else ""
        message = str(error)
        stop = "" if message.endswith(("?", ".", "!")) else "."
        so_far = f"{stop} The record so far: {record}" if record else ""
        return self._end(f"{message}{so_far}", error.exit_code)

    def defect(self, error: Exception | SystemExit) -> int:
        where = self._keep_traceback()
        summary = " ".join(f"{type(error).__name__}: {error}".split())
        return self._end(f"this is a defect of code_it, not of your task: {summary}; {where}", 1)

    def run_folder(self) -> str:
        """The folder of the run that this process began last; empty when there is none."""
        if self.runs_folder is None or not self.runs_folder.is_dir():
            return ""
        from code_it.runs.journal import JOURNAL_NAME, NAME_FORMAT, read_journal

        oldest = time.strftime(NAME_FORMAT, time.gmtime(self.started))
        for folder in sorted(self.runs_folder.iterdir(), reverse=True):
            if folder.name < oldest:
                break
            with contextlib.suppress(OSError):
                events = read_journal(folder / JOURNAL_NAME)
                if events and events[0].get("pid") == os.getpid():
                    return os.path.relpath(folder)
        return ""

    def _keep_traceback(self) -> str:
        from code_it.runs.journal import redact, secret_values

        text = redact(traceback.format_exc(), secret_values(os.environ))
        if self.verbose:
            tell(text, sys.stderr)
        if folder := self.run_folder():
            with contextlib.suppress(OSError):
                path = Path(folder, "defect.txt")
                path.write_text(text, encoding="utf-8", errors="backslashreplace")
                return f"where it happened is in {path}"
        return "where it happened is above" if self.verbose else "with -v it shows where"

    def _end(self, message: str, exit_code: int) -> int:
        tell(f"code_it: {message}", sys.stderr)
        if self.as_json:
            from code_it.runs.report import error_as_json

            told = error_as_json(message, exit_code=exit_code, run_folder=self.run_folder())
            with contextlib.suppress(ConfigError):
                tell_json(told)
        self.ended.set()
        return exit_code
