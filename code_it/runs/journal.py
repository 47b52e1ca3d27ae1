"""Everything that happens in a run -> one folder: JSON lines, and the artefacts beside them.

The journal can be read after a kill at any moment: each event is one line, written by one call.
"""

from __future__ import annotations

import contextlib
import dataclasses
import errno
import hashlib
import json
import math
import os
import platform
import re
import secrets as random_names
import tempfile
import threading
from collections.abc import Mapping, Sequence
from datetime import datetime, timezone
from pathlib import Path, PurePosixPath

from code_it import __version__
from code_it.errors import ConfigError

JOURNAL_NAME = "journal.jsonl"
NAME_FORMAT = "%Y%m%dT%H%M%SZ"
"""The names of run folders begin with the time, in UTC, so that they sort by it."""
REDACTED = "[redacted]"

# O_BINARY is there on Windows only, which would else write two bytes for each newline.
_APPEND_TO_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | getattr(os, "O_BINARY", 0)

_SHORTEST_SECRET = 8

# Each alternative starts with fixed text and then repeats one character class, so the time that
# a search takes grows with the length of the text and no faster.
_SECRET_SHAPES = re.compile(
    r"""
      (?<![A-Za-z0-9]) sk-[A-Za-z0-9_-]{16,}
    | \b gh[pousr]_[A-Za-z0-9]{16,}
    | \b github_pat_[A-Za-z0-9_]{20,}
    | \b glpat-[A-Za-z0-9_-]{16,}
    | \b xox[abeprs]-[A-Za-z0-9-]{10,}
    | \b (?:AKIA|ASIA)[0-9A-Z]{16}
    | \b hf_[A-Za-z0-9]{16,}
    | \b eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{4,}\.[A-Za-z0-9_-]*
    | -----BEGIN[ ][A-Z0-9 ]{0,40}PRIVATE[ ]KEY(?:[ ]BLOCK)?-----
      (?:[A-Za-z0-9+/=\s:,.\\]|-(?!----))*
      (?:-----END[ ][A-Z0-9 ]{0,60}-----)?
    """,
    re.VERBOSE,
)
# Braces are left out: f"http://{user}:{password}@{host}" is code and holds no secret.
_URL_LOGIN = re.compile(r"(?<=://)[^\s/:@'\"<>{}]*:([^\s/'\"<>{}]+)(?=@)")

_SECRET_WORDS = frozenset(
    ("KEY", "PASS", "PWD", "PAT", "CREDENTIAL", "CREDENTIALS", "COOKIE", "DSN", "AUTH")
)
_SECRET_ENDINGS = ("PASSWORD", "PASSWD", "PASSPHRASE", "SECRET", "TOKEN", "APIKEY")
# Folders, not passwords.
_NO_SECRETS = frozenset({"PWD", "OLDPWD"})


def secret_values(environment: Mapping[str, str]) -> tuple[str, ...]:
    """The values of the variables whose names look secret, and the passwords in URLs.

    Values of fewer than 8 characters are left out: they would blot out ordinary words.
    """
    values: set[str] = set()
    for name, value in environment.items():
        if _looks_secret(name):
            values.add(value.strip())
        values.update(_URL_LOGIN.findall(value))
    long_enough = (value for value in values if len(value) >= _SHORTEST_SECRET)
    return tuple(sorted(long_enough, key=lambda value: (-len(value), value)))


def _looks_secret(name: str) -> bool:
    words = name.upper().split("_")
    if name.upper() in _NO_SECRETS:
        return False
    return any(word in _SECRET_WORDS or word.endswith(_SECRET_ENDINGS) for word in words)


def redact(text: str, secrets: Sequence[str]) -> str:
    """`text` with `secrets`, and whatever has the shape of a key, token or login, blotted out."""
    return _URL_LOGIN.sub(REDACTED, _SECRET_SHAPES.sub(REDACTED, blot_out(text, secrets)))


def blot_out(text: str, secrets: Sequence[str]) -> str:
    """`text` without `secrets`."""
    # The longest first, so that no part of it stays when a shorter one is within it.
    for secret in sorted(filter(None, secrets), key=len, reverse=True):
        text = text.replace(secret, REDACTED)
    return text


class Journal:
    """The record of one run. May be used from several threads."""

    def __init__(self, folder: Path, descriptor: int, secrets: Sequence[str]) -> None:
        self.folder = folder
        self._descriptor = descriptor
        self._secrets = tuple(secrets)
        self._sequence = 0
        self._lock = threading.RLock()

    @classmethod
    def start(cls, runs_folder: Path, *, secrets: Sequence[str] = ()) -> Journal:
        """Make a folder for a run below `runs_folder`, and write its first event.

        Raises:
            ConfigError: The folder cannot be made or written.
        """
        started = datetime.now(timezone.utc)
        folder = runs_folder / f"{started:{NAME_FORMAT}}-{random_names.token_hex(3)}"
        try:
            runs_folder.mkdir(parents=True, exist_ok=True)
            _keep_out_of_git(runs_folder)
            folder.mkdir(mode=0o700)
            descriptor = os.open(folder / JOURNAL_NAME, _APPEND_TO_NEW, 0o600)
        except OSError as error:
            raise _cannot_write(runs_folder, error) from error
        journal = cls(folder.absolute(), descriptor, secrets)
        try:
            journal.write(
                "start",
                version=__version__,
                pid=os.getpid(),
                python=platform.python_version(),
                platform=platform.platform(),
            )
        except ConfigError:
            journal.close()
            raise
        return journal

    def write(self, event: str, **fields: object) -> None:
        """Append one event. After `close` nothing is written.

        Args:
            event: What happened, in one word.
            fields: Records, paths, collections and plain values; anything else is kept as its text.

        Raises:
            ConfigError: The disk is full or gone.
        """
        plain = {name: self._plain(value) for name, value in fields.items()}
        with self._lock:
            if self._descriptor < 0:
                return
            self._sequence += 1
            time = datetime.now(timezone.utc).isoformat(timespec="milliseconds")
            line = {"seq": self._sequence, "time": time, "event": event, **plain}
            self._append((json.dumps(line, ensure_ascii=True) + "\n").encode("ascii"))

    def save(self, name: str, text: str, *, as_it_is: bool = False) -> Path:
        """Keep `text` in the run folder, whole or not at all, and write down its hash.

        Args:
            name: Where, relative to the run folder, such as `"attempt-1/script.py"`.
            as_it_is: Redact nothing: for what is going to be run, or put back where it came from.

        Raises:
            ConfigError: It cannot be written.
        """
        parts = PurePosixPath(name).parts
        if not parts or parts[0] == "/" or ".." in parts:
            raise ValueError(f"{name!r} is not a name within a run folder")
        path = self.folder.joinpath(*parts)
        kept = text if as_it_is else redact(text, self._secrets)
        content = kept.encode("utf-8", "backslashreplace")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            _replace_file(path, content)
        except OSError as error:
            raise _cannot_write(path, error) from error
        self.write(
            "saved", name=name, bytes=len(content), sha256=hashlib.sha256(content).hexdigest()
        )
        return path

    def without_secrets(self, text: str) -> str:
        """`text` with the secrets of the environment blotted out.

        What only looks like one stays: the user may have written it into the task.
        """
        return blot_out(text, self._secrets)

    def close(self) -> None:
        with self._lock:
            if self._descriptor >= 0:
                os.close(self._descriptor)
                self._descriptor = -1

    def _append(self, line: bytes) -> None:
        end = os.fstat(self._descriptor).st_size
        try:
            written = os.write(self._descriptor, line)
            if written < len(line):
                os.ftruncate(self._descriptor, end)
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        except OSError as error:
            raise _cannot_write(self.folder / JOURNAL_NAME, error) from error
        # A run has some dozens of events, so each one can be put on the disk for good. Some file
        # systems cannot do that, and the line is still there for whoever reads it.
        with contextlib.suppress(OSError):
            os.fsync(self._descriptor)

    def _plain(self, value: object) -> object:
        if value is None or isinstance(value, (bool, int)):
            return value
        if isinstance(value, float) and math.isfinite(value):
            return value
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            value = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
        if isinstance(value, Mapping):
            return {self._text(key): self._plain(value[key]) for key in value}
        if isinstance(value, (set, frozenset)):
            value = sorted(value, key=str)
        if isinstance(value, (list, tuple)):
            return [self._plain(item) for item in value]
        return self._text(value)

    def _text(self, value: object) -> str:
        if isinstance(value, bytes):
            value = value.decode("utf-8", "backslashreplace")
        return redact(str(value), self._secrets)


def read_journal(path: Path) -> list[dict[str, object]]:
    """The events of a journal, oldest first, also while it is being written.

    Args:
        path: A `journal.jsonl`, or the run folder that holds it.

    A line that is not whole, as a kill may leave the last one, is dropped. Events of kinds that
    this version does not know are kept.
    """
    file = path / JOURNAL_NAME if path.is_dir() else path
    events: list[dict[str, object]] = []
    for line in file.read_bytes().split(b"\n")[:-1]:
        try:
            event = json.loads(line)
        except ValueError:
            continue
        if isinstance(event, dict):
            events.append(event)
    return events


def _keep_out_of_git(runs_folder: Path) -> None:
    owner = runs_folder.parent
    if owner.name == ".code_it" and not (owner / ".gitignore").exists():
        (owner / ".gitignore").write_text("*\n", encoding="ascii")


def _replace_file(path: Path, content: bytes) -> None:
    descriptor, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            with contextlib.suppress(OSError):
                os.fsync(stream.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _cannot_write(path: Path, error: OSError) -> ConfigError:
    why = error.strerror or str(error)
    return ConfigError(
        f"{path} cannot be written: {why}; free some space, or work in a folder you can write to"
    )
