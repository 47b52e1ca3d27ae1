"""The task, and where the script goes: looked at before anything is done."""

from __future__ import annotations

import codecs
import contextlib
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from code_it.errors import ConfigError
from code_it.given_task import LARGEST_TASK_BYTES, check_task, too_long


def read_task(path: Path) -> str:
    """The text of a task file, in UTF-8 or, when it says so itself, UTF-16.

    Args:
        path: `-` is standard input.

    Raises:
        ConfigError: It is not there, not a text, too long, or says nothing.
    """
    if str(path) == "-":
        content = sys.stdin.buffer.read(LARGEST_TASK_BYTES + 1) if sys.stdin else b""
        return check_task(_decoded(content, "standard input"), "standard input")
    with looking_at(path):
        if not path.exists():
            raise ConfigError(
                f"there is no {path}; write what you want done into it, or say it with --task TEXT"
            )
        if not path.is_file():
            kind = "a folder" if path.is_dir() else "no plain file"
            raise ConfigError(f"{path} is {kind}; a task is a text file: name one with --task-file")
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_TASK_BYTES + 1)
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror or error}") from error
    return check_task(_decoded(content, str(path)), str(path))


def _decoded(content: bytes, source: str) -> str:
    if len(content) > LARGEST_TASK_BYTES:
        raise too_long(source)
    utf16 = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if not utf16 and b"\0" in content:
        raise ConfigError(f"{source} holds binary data; a task is plain text")
    try:
        text = content.decode("utf-16" if utf16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError(
            f"{source} is not UTF-8 text (byte {error.start + 1}); save it as UTF-8"
        ) from error
    return text.replace("\r\n", "\n")


def check_current_folder() -> None:
    try:
        Path.cwd()
    except OSError as error:
        raise ConfigError(
            f"the current folder is gone, or cannot be looked up: {error.strerror or error}; "
            "go to another one"
        ) from error


@contextlib.contextmanager
def looking_at(path: Path) -> Iterator[None]:
    """A folder on the way to `path` may be closed to us.

    Raises:
        ConfigError: It is.
    """
    try:
        yield
    except OSError as error:
        raise ConfigError(f"{path} cannot be looked at: {error.strerror or error}") from error


def check_work_folder(folder: Path) -> None:
    with looking_at(folder):
        if not folder.is_dir():
            raise ConfigError(f"the work folder {folder} is not there, or no folder; make it first")
    _check_writable(folder)


def check_output(script: Path, task_path: Path | None) -> None:
    if not script.name:
        raise ConfigError(f"--output {str(script)!r} is no file name; name a file for the script")
    with looking_at(script):
        if script.is_dir():
            raise ConfigError(f"--output {script} is a folder; name a file in it")
        if script.exists() and not script.is_file():
            raise ConfigError(f"--output {script} is no plain file; name one")
    if not script.parent.is_dir():
        raise ConfigError(f"the folder of --output {script} is not there; make it first")
    if task_path is not None and task_path.exists() and script.resolve() == task_path.resolve():
        raise ConfigError(f"--output {script} is the task file itself; name another file")
    _check_writable(script.parent)


def _check_writable(folder: Path) -> None:
    # Asking for the permission bits is not enough: they say nothing of a read-only file system.
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise ConfigError(
            f"nothing can be written in {folder.absolute()}: {error.strerror or error}; "
            "work in a folder of your own"
        ) from error
