"""The trial folder: every script runs in a copy of the work folder, and outputs come back.

Whatever comes back was made by a program that nobody has read, so it is looked at as hostile.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shutil
import stat
import sys
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from code_it.errors import ConfigError
from code_it.sandbox.active_files import LOOKED_AT_BYTES, what_opening_does
from code_it.sandbox.deletions import Deletions, carry_over
from code_it.sandbox.files import Snapshot, entries, remove_tree, snapshot
from code_it.sandbox.leftovers import noted_parts, part_name
from code_it.sandbox.output_names import Unfit, check_name
from code_it.sandbox.terminal import clean

_MIB = 1024 * 1024
_PIECE = 1024 * 1024
# What is copied beside the named files when the whole folder is too much.
_SMALL_FILE_BYTES = _MIB
_SMALL_FILES = 100

# Caches, and what version control and other tools keep. Names that begin with a dot are left
# out as well: settings and keys are seldom inputs, and a home folder is full of them.
_LEFT_OUT = frozenset({"node_modules", "__pycache__", "__pypackages__", "CVS"})
# Folders with one of these are environments, whatever they are called.
_ENVIRONMENT_MARKS = ("pyvenv.cfg", "conda-meta")
# Not even when the task names them.
_NEVER_COPIED = frozenset({".git", ".hg", ".svn", ".code_it"})

_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)
_NO_BLOCK = getattr(os, "O_NONBLOCK", 0)
_FOLDER_ONLY = getattr(os, "O_DIRECTORY", 0)
_BINARY = getattr(os, "O_BINARY", 0)
_CLOSE_ON_EXEC = getattr(os, "O_CLOEXEC", 0)
# The kernel shares the blocks of the two files, where the file system can do that.
_CLONE_FILE = 0x40049409


@dataclass(frozen=True)
class Delivery:
    """What became of the files that were to be brought back."""

    delivered: tuple[str, ...] = ()
    """Relative to the work folder, with forward slashes."""
    kept_aside: tuple[str, ...] = ()
    """Those of the user's files that were replaced, and are now in the backups as they were."""
    skipped: tuple[tuple[str, str], ...] = ()
    """Name, fit to be printed, and reason."""
    careful: tuple[tuple[str, str], ...] = ()
    """Those of the delivered that do something when they are opened, and what."""


@dataclass
class TrialFolder:
    """A copy of the work folder that can be put back as it was."""

    path: Path
    """Where the script runs."""
    note: str = ""
    """What was not copied, in one or two sentences; empty when all was."""
    _pristine: Path = field(default=Path(), repr=False)
    _state: Snapshot = field(default_factory=dict, repr=False)

    @classmethod
    def create(
        cls,
        work_folder: Path,
        *,
        parent: Path,
        named: Sequence[str] = (),
        limit_mib: int = 512,
        limit_files: int = 10_000,
    ) -> TrialFolder:
        """Copy `work_folder` into a new folder in `parent`.

        Left out are names that begin with a dot, caches, environments, links that lead out of
        the folder, and what is no regular file.

        Args:
            named: Files and folders, relative to the work folder, that the task names. They
                are copied in any case, hidden or large; of a folder that is beyond the limits
                only they are, and small files at its top.

        Raises:
            ConfigError: `work_folder` is no folder, or there is no room for the copy.
        """
        if not work_folder.is_dir():
            raise ConfigError(f"the work folder {work_folder} is not a folder")
        base = parent / f"trial-{secrets.token_hex(4)}"
        copy = _Copy(work_folder.resolve(), base / "pristine")
        try:
            (base / "pristine").mkdir(parents=True, mode=0o700)
            if not copy.whole(limit_mib * _MIB, limit_files):
                copy.notes.append(
                    f"The work folder holds more than {limit_mib} MiB or {limit_files} files, so "
                    "a script sees only what a task names and small files at its top"
                )
                copy.small_files_at_the_top()
            copy.named_ones(named)
            trial = cls(base / "work", ". ".join(copy.notes), base / "pristine")
            trial.restore()
        except OSError as error:
            remove_tree(base)
            raise ConfigError(
                f"the work folder {work_folder} cannot be copied into {parent}: {error.strerror}"
            ) from error
        except BaseException:
            remove_tree(base)
            raise
        return trial

    def restore(self) -> None:
        """Make `path` what it was in the beginning; files that were not touched stay."""
        self.path.mkdir(exist_ok=True, mode=0o700)
        now = snapshot(self.path)
        kept = {name for name, state in self._state.items() if now.get(name) == state}
        _remove_all_but(self.path, kept)
        for name, entry in entries(self._pristine):
            target = self.path / name
            if entry.is_symlink():
                target.symlink_to(Path(entry.path).readlink())
            elif entry.is_dir():
                target.mkdir(exist_ok=True)
            elif name not in kept:
                _copy_file(Path(entry.path), target)
        self._state = snapshot(self.path)

    def set_aside(self) -> TrialFolder:
        """Keep what the last run left, as a trial folder of its own; this one begins anew.

        Both are removed together.
        """
        kept = replace(self, path=self.path.with_name(f"kept-{secrets.token_hex(4)}"))
        self.path.rename(kept.path)
        self._state = {}
        self.restore()
        return kept

    def remove(self) -> None:
        """Remove the copy; what was not brought back is lost."""
        remove_tree(self.path.parent)

    def bring_back(
        self, names: Iterable[str], *, into: Path, backups: Path, named: Collection[str] = ()
    ) -> Delivery:
        """Copy files of the trial into the folder `into`, all of them or none.

        A file that cannot be trusted (a link, a second name of another file, a hidden or
        strange name) is skipped with a reason. A file of the user's that differs is first
        copied to `backups`.

        Args:
            named: Those that the task names, which may have names that are refused otherwise.

        Raises:
            ConfigError: `into` cannot be written to, or is full. The trial is as it was.
        """
        wanted = sorted(set(names))
        if not wanted:
            return Delivery()
        folder = into.resolve()
        targets = {folder.joinpath(parent) for name in wanted for parent in _parents(name)}
        try:
            with noted_parts(backups.parent, sorted(targets), into=folder) as token:
                return _deliver(_Delivery(self.path, folder, backups, named, token), wanted)
        except OSError as error:
            what = error.strerror or str(error)
            raise ConfigError(
                f"the outputs cannot be written to {into}: {what}; they are still in {self.path}"
            ) from error

    def take_away(
        self,
        names: Iterable[str],
        *,
        into: Path,
        delivered: Collection[str],
        backups: Path,
        may_move: bool,
        may_delete: bool,
    ) -> Deletions:
        """Take what the script deleted out of the folder `into`, as `carry_over` says."""
        return carry_over(
            names,
            into=into,
            copy=self._pristine,
            delivered=delivered,
            backups=backups,
            may_move=may_move,
            may_delete=may_delete,
        )


def _deliver(delivery: _Delivery, names: Sequence[str]) -> Delivery:
    try:
        for name in names:
            delivery.stage(name)
        return delivery.finish()
    finally:
        delivery.clean_up()


def _parents(name: str) -> list[PurePosixPath]:
    """The folders on the way to `name`; of one that leads elsewhere there are none."""
    path = PurePosixPath(name)
    return [] if path.is_absolute() or ".." in path.parts else [*path.parents]


class _Copy:
    """Copies a user's folder: their own files, but nothing that lies outside of it."""

    def __init__(self, source: Path, target: Path) -> None:
        self.source = source
        self.target = target
        self.notes: list[str] = []

    def whole(self, limit_bytes: int, limit_files: int) -> bool:
        """Copy everything; `False` and nothing when that is beyond the limits."""
        found: list[str] = []
        total = 0
        for name, status in self._wanted(self.source, ""):
            found.append(name)
            total += status.st_size
            if total > limit_bytes or len(found) > limit_files:
                return False
        self._copy_all(found)
        return True

    def small_files_at_the_top(self) -> None:
        small = [
            name
            for name, status in self._wanted(self.source, "", deep=False)
            if stat.S_ISREG(status.st_mode) and status.st_size <= _SMALL_FILE_BYTES
        ]
        self._copy_all(small[:_SMALL_FILES])

    def named_ones(self, names: Sequence[str]) -> None:
        missing: list[str] = []
        for name in names:
            path = Path(os.path.normpath(self.source / name))
            if not os.path.lexists(path):
                continue
            if not self._may_be_named(path):
                missing.append(name)
            elif path.is_dir():
                inside = path.relative_to(self.source).as_posix()
                self._copy_all([f"{inside}/{below}" for below, _ in self._wanted(path, "")])
                (self.target / inside).mkdir(parents=True, exist_ok=True)
            else:
                self._copy_all([path.relative_to(self.source).as_posix()])
        if missing:
            self.notes.append(f"Not copied, because they lie elsewhere: {', '.join(missing)}")

    def _may_be_named(self, path: Path) -> bool:
        """It is in the work folder, also when links on its way are followed."""
        if self.source not in path.parents:
            return path == self.source
        parts = path.relative_to(self.source).parts
        real = path.resolve()
        return not _NEVER_COPIED & {*parts} and self.source in real.parents

    def _wanted(
        self, folder: Path, prefix: str, *, deep: bool = True
    ) -> Iterator[tuple[str, os.stat_result]]:
        """Files, links and empty folders below `folder` that a script may need."""
        try:
            with os.scandir(folder) as scan:
                found = sorted(scan, key=lambda entry: entry.name)
        except OSError:
            self.notes.append(f"Not readable: {prefix or folder.name}")
            return
        for entry in found:
            if entry.name.startswith(".") or entry.name in _LEFT_OUT:
                continue
            name = prefix + entry.name
            try:
                status = entry.stat(follow_symlinks=False)
            except FileNotFoundError:
                continue
            if stat.S_ISDIR(status.st_mode):
                path = Path(entry.path)
                if deep and not _is_environment(path):
                    yield name, status
                    yield from self._wanted(path, f"{name}/")
            elif stat.S_ISREG(status.st_mode) or stat.S_ISLNK(status.st_mode):
                yield name, status

    def _copy_all(self, names: Iterable[str]) -> None:
        unreadable: list[str] = []
        left_out: list[str] = []
        for name in names:
            source, target = self.source / name, self.target / name
            target.parent.mkdir(parents=True, exist_ok=True)
            if source.is_symlink():
                if not self._copy_link(source, target):
                    left_out.append(name)
            elif source.is_dir():
                target.mkdir(exist_ok=True)
            else:
                try:
                    _copy_file(source, target)
                except OSError as error:
                    if error.errno in (errno.ENOSPC, errno.EDQUOT):
                        raise
                    unreadable.append(name)
        if unreadable:
            self.notes.append(f"Not readable: {_few(unreadable)}")
        if left_out:
            self.notes.append(f"Links that lead out of the work folder: {_few(left_out)}")

    def _copy_link(self, source: Path, target: Path) -> bool:
        """As a link that stays within the copy; `False` when it leads elsewhere."""
        try:
            real = source.resolve()
        except (OSError, RuntimeError):
            return False
        if self.source not in real.parents or target.is_symlink():
            return target.is_symlink()
        inside = self.target / real.relative_to(self.source)
        target.symlink_to(os.path.relpath(inside, target.parent))
        return True


def _is_environment(folder: Path) -> bool:
    # Not by `Path.exists`, which raises for a folder that may not be looked into.
    return any(os.path.lexists(folder / mark) for mark in _ENVIRONMENT_MARKS)


def _few(names: Sequence[str]) -> str:
    shown = ", ".join(clean(name, keep_newlines=False) for name in names[:5])
    return shown if len(names) <= 5 else f"{shown} and {len(names) - 5} more"


def _remove_all_but(folder: Path, kept: set[str]) -> None:
    """Remove everything but the files in `kept` and the folders that they are in."""
    needed = {str(parent) for name in kept for parent in PurePosixPath(name).parents}
    for name, entry in list(entries(folder)):
        if name in kept or name in needed:
            continue
        if entry.is_dir(follow_symlinks=False):
            remove_tree(Path(entry.path))
        else:
            Path(entry.path).unlink(missing_ok=True)


def _copy_file(source: Path, target: Path) -> None:
    """Contents, times and the right to execute, of a regular file only."""
    reader = _open_regular(source)
    try:
        status = os.fstat(reader)
        mode = 0o755 if status.st_mode & stat.S_IXUSR else 0o644
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | _NO_FOLLOW | _BINARY | _CLOSE_ON_EXEC
        writer = os.open(target, flags, mode)
        try:
            _copy_contents(reader, writer)
        finally:
            os.close(writer)
        os.utime(target, ns=(status.st_atime_ns, status.st_mtime_ns))
    finally:
        os.close(reader)


def _open_regular(path: str | Path, folder: int | None = None) -> int:
    """Open for reading, without following a link or waiting for the other end of a FIFO."""
    flags = os.O_RDONLY | _NO_FOLLOW | _NO_BLOCK | _BINARY | _CLOSE_ON_EXEC
    descriptor = os.open(path, flags, dir_fd=folder)
    if stat.S_ISREG(os.fstat(descriptor).st_mode):
        return descriptor
    os.close(descriptor)
    raise OSError(errno.EINVAL, "not a regular file")


def _copy_contents(reader: int, writer: int) -> None:
    if sys.platform == "linux":
        import fcntl

        with contextlib.suppress(OSError):
            fcntl.ioctl(writer, _CLONE_FILE, reader)
            return
    while piece := os.read(reader, _PIECE):
        _write_all(writer, piece)


def _write_all(writer: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(writer, rest) :]


class _Delivery:
    """Stages all files beside their targets, then puts them in place one after the other."""

    def __init__(
        self, trial: Path, into: Path, backups: Path, named: Collection[str], token: str
    ) -> None:
        self.trial = trial
        self.named = named
        self.into = into
        self.backups = backups
        self.token = token
        self.room = 1024 * _MIB
        self.skipped: list[tuple[str, str]] = []
        self.same: list[str] = []
        self.careful: list[tuple[str, str]] = []
        self.staged: dict[str, Path] = {}
        self.made_folders: list[Path] = []

    def stage(self, name: str) -> None:
        try:
            check_name(name, self.named)
            reader = self._open_output(name)
            try:
                target = self._target(name)
                if _has_contents(target, reader):
                    self.same.append(name)
                else:
                    self._stage_contents(name, reader, target)
                if what := what_opening_does(name, *_ends_of(reader)):
                    self.careful.append((name, what))
            finally:
                os.close(reader)
        except Unfit as reason:
            self.skipped.append((clean(name, keep_newlines=False), str(reason)))

    def _open_output(self, name: str) -> int:
        try:
            reader = _open_inside(self.trial, PurePosixPath(name).parts)
        except FileNotFoundError as error:
            raise Unfit("it is not there") from error
        except OSError as error:
            raise Unfit("it is not a regular file, or is reached through a link") from error
        status = os.fstat(reader)
        reason = ""
        if status.st_nlink != 1:
            reason = "it is a second name of another file"
        elif status.st_size > self.room:
            reason = "it is too large"
        if reason:
            os.close(reader)
            raise Unfit(reason)
        self.room -= status.st_size
        return reader

    def _target(self, name: str) -> Path:
        """Where it goes, with the folders on the way made."""
        folder = self.into
        *above, last = PurePosixPath(name).parts
        for part in above:
            folder /= part
            if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
                raise Unfit(f"{folder.name} in the work folder is a link or a file")
            if not folder.exists():
                folder.mkdir()
                self.made_folders.append(folder)
        target = folder / last
        if target.is_symlink():
            raise Unfit("it is a link in the work folder, and links are not written through")
        if target.exists() and not target.is_file():
            raise Unfit("something else has its name in the work folder")
        return target

    def _stage_contents(self, name: str, reader: int, target: Path) -> None:
        part = target.with_name(part_name(self.token))
        self.staged[name] = part
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_FOLLOW | _BINARY | _CLOSE_ON_EXEC
        # The mode is cut down by the user's own mask, and no bit of the output's survives.
        writer = os.open(part, flags, 0o666)
        try:
            os.lseek(reader, 0, os.SEEK_SET)
            _copy_contents(reader, writer)
            if target.exists() and sys.platform != "win32":
                # A file that was for its owner's eyes only stays so.
                os.fchmod(writer, target.stat().st_mode & 0o777)
            os.fsync(writer)
        finally:
            os.close(writer)

    def finish(self) -> Delivery:
        replaced = [name for name in self.staged if (self.into / name).exists()]
        for name in replaced:
            backup = self.backups / name
            backup.parent.mkdir(parents=True, exist_ok=True)
            if not backup.exists():
                shutil.copy2(self.into / name, backup, follow_symlinks=False)
        delivered = sorted([*self.staged, *self.same])
        for name, part in self.staged.items():
            part.replace(self.into / name)
        self.made_folders.clear()
        return Delivery(tuple(delivered), tuple(replaced), tuple(self.skipped), tuple(self.careful))

    def clean_up(self) -> None:
        """After a failure there is nothing in the work folder that was not there before."""
        for part in self.staged.values():
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
        for folder in reversed(self.made_folders):
            with contextlib.suppress(OSError):
                folder.rmdir()


def _open_inside(root: Path, parts: Sequence[str]) -> int:
    """Open a file below `root` for reading, without following any link on the way."""
    if os.open not in os.supports_dir_fd:
        if any(root.joinpath(*parts[: n + 1]).is_symlink() for n in range(len(parts))):
            raise OSError(errno.ELOOP, "a link")
        return _open_regular(root.joinpath(*parts))
    flags = os.O_RDONLY | _FOLDER_ONLY | _NO_FOLLOW | _CLOSE_ON_EXEC
    folder = os.open(root, flags)
    try:
        for part in parts[:-1]:
            below = os.open(part, flags, dir_fd=folder)
            os.close(folder)
            folder = below
        return _open_regular(parts[-1], folder)
    finally:
        os.close(folder)


def _ends_of(reader: int) -> tuple[bytes, bytes]:
    """What a file begins with, and what it ends with."""
    os.lseek(reader, 0, os.SEEK_SET)
    start = os.read(reader, LOOKED_AT_BYTES)
    size = os.fstat(reader).st_size
    if size <= len(start):
        return start, b""
    os.lseek(reader, max(len(start), size - LOOKED_AT_BYTES), os.SEEK_SET)
    return start, os.read(reader, LOOKED_AT_BYTES)


def _has_contents(target: Path, reader: int) -> bool:
    """`target` is there and is byte for byte what `reader` gives."""
    try:
        with target.open("rb") as file:
            if os.fstat(file.fileno()).st_size != os.fstat(reader).st_size:
                return False
            while piece := os.read(reader, _PIECE):
                if file.read(len(piece)) != piece:
                    return False
    except OSError:
        return False
    return True
