"""An editor of one script, as tools of an agent use it: text in, text out."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import shutil
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from code_it.errors import ConfigError
from code_it.flow import RunResult, run_text
from code_it.sandbox import Delivery, Limits, TrialFolder, WantedLevel, run_script, select_level
from code_it.sandbox.leftovers import remove_parts, temporary_folder

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_LINE_END = re.compile(r"\r\n|\r|\n")
_OUR_PYTHON = frozenset({"python", "python3"})


class CodeEditorTooling:
    """Edits and runs the script `filename`.

    The text is kept byte for byte, in UTF-8. It is empty at first, whatever the file holds, and
    every change is saved at once. Lines are counted from 1.
    """

    isolation: WantedLevel = "auto"
    """How runs are confined."""
    network: bool = False
    """May runs use the network?"""
    time_limit_seconds: float = 120.0
    """Wall-clock limit for one run."""

    def __init__(
        self, filename: str = "persistent_source.py", interpreter: str = "python3"
    ) -> None:
        """
        Args:
            filename: Relative to the current folder, at the time of each use.
            interpreter: A path or a command; `python3` is the Python that this runs in.
        """
        self.filename = filename
        self.interpreter = interpreter
        self._text = ""

    @property
    def source_code(self) -> list[str]:
        """The lines, without their ends; the list is a copy."""
        return [_LINE_END.sub("", line) for line in _lines(self._text)]

    @source_code.setter
    def source_code(self, lines: Sequence[str]) -> None:
        self._text = "".join(f"{line}\n" for line in lines)

    def overwrite_code(self, code: str) -> str:
        """Let the file hold `code` and nothing else; the answer is the new text."""
        return self._save(code)

    def add_code(self, code: str) -> str:
        """Put `code` at the end, on lines of its own; the answer is the new text."""
        return self._save(_ended(self._text) + code)

    def add_code_to_top(self, code: str) -> str:
        """Put `code` before all lines; the answer is the new text."""
        return self._save((_ended(code) if self._text else code) + self._text)

    def change_code_line(self, change: str) -> str:
        """Replace one line; the answer is the new text.

        Args:
            change: The line's number, a line break, and what is to stand there instead, which
                may be several lines: `"3\\nprint('hello')"`.

        Raises:
            ConfigError: There is no such line, or `change` does not begin with a number.
        """
        number_text, _, new = change.lstrip("\r\n").partition("\n")
        lines = _lines(self._text)
        number = self._number(number_text, len(lines))
        end = "".join(_LINE_END.findall(lines[number - 1])[-1:])
        lines[number - 1] = re.sub(r"(?:\r\n|\r|\n)\Z", "", new) + end
        return self._save("".join(lines))

    def delete_code_lines(self, numbers: str) -> str:
        """Remove lines; the answer is the new text.

        Args:
            numbers: As they are counted before any is removed: `"1, 3, 7-9"`.

        Raises:
            ConfigError: There is no such line, or `numbers` is something else.
        """
        lines = _lines(self._text)
        gone: set[int] = set()
        for part in numbers.strip().strip(",").split(","):
            first, dash, last = part.partition("-")
            start = self._number(first, len(lines))
            end = self._number(last, len(lines)) if dash else start
            if end < start:
                raise ConfigError(f"{part.strip()!r} goes backwards; write the smaller line first")
            gone.update(range(start, end + 1))
        kept = [line for number, line in enumerate(lines, start=1) if number not in gone]
        return self._save("".join(kept))

    def save_code(self, _ignored: str = "") -> str:
        """Write the file; the answer is the text."""
        return self._save(self._text)

    def display_code(self, _ignored: str = "") -> str:
        """The exact text."""
        return self._text

    def run_code(self, _ignored: str = "") -> str:
        """Run the script as `run` does, and tell about it.

        The first line is `Program Succeeded` or `Program Failed`.
        """
        run, delivery = self._run_in_trial()
        text = run_text(run)
        if run.stopped_because:
            text += f"\nStopped because {run.stopped_because}."
        for name, reason in delivery.skipped:
            text += f"\nNot brought back: {name} ({reason})"
        return text

    def run(self) -> RunResult:
        """Run the script, confined, in a copy of the current folder.

        When it succeeds, the files that it made or changed are brought back; what they replace
        is kept in `.code_it/backups`. What it deletes stays.

        Raises:
            ConfigError: There is no script, or no interpreter.
            SandboxError: It could not be confined as `isolation` says.
        """
        return self._run_in_trial()[0]

    def _python(self) -> Path:
        if self.interpreter in _OUR_PYTHON:
            return Path(sys.executable)
        found = shutil.which(self.interpreter)
        if found is None:
            raise ConfigError(f"there is no interpreter {self.interpreter!r}; name another one")
        return Path(found)

    def _run_in_trial(self) -> tuple[RunResult, Delivery]:
        script = Path(self.filename)
        if not script.is_file():
            raise ConfigError(f"there is no {self.filename} to run; write some code first")
        work_folder = Path.cwd()
        level = select_level(self.isolation)
        remove_parts(work_folder / ".code_it" / "backups", into=work_folder)
        with temporary_folder() as parent:
            trial = TrialFolder.create(work_folder, parent=parent)
            try:
                run = run_script(
                    self._python(),
                    script,
                    folder=trial.path,
                    limits=Limits(time_limit_seconds=self.time_limit_seconds),
                    network=self.network,
                    level=level,
                )
                made = {*run.created, *run.changed} - {_inside(work_folder, script)}
                delivery = Delivery()
                if run.ok and made:
                    backups = work_folder / ".code_it" / "backups" / time.strftime("%Y%m%d-%H%M%S")
                    delivery = trial.bring_back(made, into=work_folder, backups=backups)
                return run, delivery
            finally:
                # What a script made may not be removable without some force.
                trial.remove()

    def _number(self, text: str, count: int) -> int:
        digits = text.strip()
        there = f"{self.filename} has " + (f"lines 1 to {count}" if count else "no lines")
        if not re.fullmatch(r"[0-9]{1,9}", digits):
            raise ConfigError(f"{digits[:40]!r} is not the number of a line; {there}")
        if not 1 <= int(digits) <= count:
            raise ConfigError(f"there is no line {digits}; {there}")
        return int(digits)

    def _save(self, text: str) -> str:
        write_atomically(Path(self.filename), text)
        self._text = text
        return self.display_code()


def write_atomically(path: Path, text: str) -> None:
    """Let `path` hold `text` in UTF-8; at no moment does it hold a part of it.

    A file that is there keeps its mode, and a link leads where it led.

    Raises:
        ConfigError: It cannot be written, or `text` is not Unicode.
    """
    if not path.name or path.is_dir():
        raise ConfigError(f"{path} cannot be written: it is a folder")
    try:
        data = text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise ConfigError(f"{path} was not written: the text is not Unicode ({error})") from error
    # As it is, a link would be replaced by a file.
    target = path.resolve() if path.is_symlink() else path
    passing = target.with_name(f".{target.name}.{secrets.token_hex(4)}.tmp")
    try:
        with passing.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            passing.chmod(target.stat().st_mode & 0o7777)
        passing.replace(target)
    except OSError as error:
        raise ConfigError(f"{path} cannot be written: {error.strerror or error}") from error
    finally:
        with contextlib.suppress(OSError):
            passing.unlink()


def _lines(text: str) -> list[str]:
    """With their ends; form feeds and the like end no line, as in Python's own grammar."""
    return _LINE.findall(text)


def _ended(text: str) -> str:
    """`text`, with the end of its last line."""
    if not text or text.endswith(("\n", "\r")):
        return text
    first_end = _LINE_END.search(text)
    return text + (first_end.group() if first_end else "\n")


def _inside(folder: Path, path: Path) -> str:
    try:
        return path.resolve().relative_to(folder.resolve()).as_posix()
    except ValueError:
        return ""
