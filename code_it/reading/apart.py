"""Files -> what is in them, by way of a process apart, confined as well as this machine can.

Files of other people's, and those that a script made, may be built to break a parser: to take all
memory, to go on for ever, to crash it. That costs no more here than the words "could not be read".
"""

from __future__ import annotations

import contextlib
import json
import os
import stat
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from code_it.errors import SandboxError
from code_it.flow import IsolationLevel
from code_it.reading import documents
from code_it.sandbox.confined import run_confined, scratch_folder
from code_it.sandbox.job import Job
from code_it.sandbox.levels import CONFINING, why_not
from code_it.sandbox.limits import Limits

Wanted = tuple[str, Path]
"""The name of a function of documents.py, and the file that it is to read."""

_LIMITS = Limits(
    time_limit_seconds=30.0,
    cpu_seconds=20.0,
    memory_mib=1024,
    processes=16,
    file_size_mib=64,
    folder_mib=64,
    open_files=64,
)
_MOST_BYTES = 64 * 1024 * 1024
_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


class UnreadableFile(ValueError):
    """A file that is damaged, or not what it is called."""


class BrokeItsReader(UnreadableFile):
    """A file that is too much for its parser: it crashed, or had to be stopped."""


def read_apart(name: str, path: Path) -> Any:
    """What the function `name` of documents.py tells of the file at `path`.

    Raises:
        UnreadableFile: It is no such file, or could not be read.
    """
    (answer,) = read_all_apart([(name, path)])
    if isinstance(answer, UnreadableFile):
        raise answer
    return answer


def read_all_apart(wanted: Sequence[Wanted]) -> list[Any]:
    """An answer for each, in one process unless one of the files breaks it.

    Returns:
        JSON values, and an `UnreadableFile` (not raised) for each that could not be read.
    """
    answers: list[Any] = []
    while len(answers) < len(wanted):
        told, why = _ask(wanted[len(answers) :])
        answers += told[: len(wanted) - len(answers)]
        if len(answers) < len(wanted):
            # The next one is what broke it; those behind it get another process.
            answers.append(BrokeItsReader(why))
    return answers


def _ask(wanted: Sequence[Wanted]) -> tuple[list[Any], str]:
    """The answers until the process ended, and why it did."""
    source = Path(documents.__file__).read_bytes()
    with scratch_folder(source) as scratch:
        folder = scratch / "work"
        folder.mkdir()
        files = [path.absolute() for _, path in wanted]
        told = {
            "path": _library_folders(),
            "wanted": [(name, str(path)) for (name, _), path in zip(wanted, files, strict=True)],
        }
        job = Job(
            python=Path(sys.executable),
            folder=folder,
            scratch=scratch,
            limits=_LIMITS,
            network=False,
            readable=(*files, *map(Path, _library_folders())),
            arguments=(json.dumps(told),),
        )
        try:
            # Not at the lowest priority: somebody is waiting, and it is our own code.
            result = run_confined(job, _level(), nice=0)
        except (SandboxError, OSError) as error:
            return [], str(error)
        why = result.stopped_because or _ending(result.timed_out, result.returncode)
        return _answers(folder / documents.ANSWER), why


def _level() -> IsolationLevel:
    """The strongest that works, whatever scripts are run at: nothing here needs more."""
    return next((level for level in CONFINING if not why_not(level)), "process")


def _library_folders() -> list[str]:
    names = ("site-packages", "dist-packages")
    return [folder for folder in sys.path if Path(folder).name in names and Path(folder).is_dir()]


def _ending(timed_out: bool, returncode: int) -> str:
    if timed_out:
        return "reading it takes too long"
    if returncode > 128:
        return f"it crashes its reader (signal {returncode - 128})"
    return "it ends its reader"


def _answers(path: Path) -> list[Any]:
    # Whoever broke the parser may have written here too: it is taken as text, and no more of it.
    try:
        with open(os.open(path, os.O_RDONLY | _NO_FOLLOW), "rb") as file:  # noqa: PTH123
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                return []
            lines = file.read(_MOST_BYTES).split(b"\n")[:-1]
    except OSError:
        return []
    answers: list[Any] = []
    for line in lines:
        with contextlib.suppress(ValueError, RecursionError):
            held, value = json.loads(line)
            answers.append(value if held is True else UnreadableFile(str(value)))
            continue
        break
    return answers
