"""Files that a script moved or deleted in its copy -> the same in the user's folder, if allowed.

Nothing is lost by it: what a file held is in the file that it became, or in the backups.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from code_it.sandbox.output_names import Unfit, check_name
from code_it.sandbox.terminal import clean

_PIECE = 1 << 20


@dataclass(frozen=True)
class Deletions:
    """What became of the files that a script deleted in its copy."""

    gone: tuple[str, ...] = ()
    """Relative to the work folder, with forward slashes; fit to be printed, like the next."""
    left: tuple[tuple[str, str], ...] = ()
    """Those that are still there, and why."""


def carry_over(
    names: Iterable[str],
    *,
    into: Path,
    copy: Path,
    delivered: Collection[str],
    backups: Path,
    may_move: bool,
    may_delete: bool,
) -> Deletions:
    """Take files out of the work folder `into` which a script deleted in its copy of it.

    One whose contents were delivered under another name was moved, and goes where `may_move`. Any
    other goes where `may_delete`, to `backups`. One that is not what the script saw stays.

    Args:
        names: Relative to `into`.
        copy: What the script saw, with the same names in it.
    """
    gone, left = list[str](), list[tuple[str, str]]()
    folder = into.resolve()
    arrived = _Arrived(folder / name for name in delivered)
    for name in sorted(set(names) - set(delivered)):
        told = clean(name, keep_newlines=False)
        try:
            path = _own_file(folder, name)
            if not _same(path, copy / name):
                raise Unfit("it has changed since the script saw it")
            if arrived.are(path):
                raise Unfit("here, its new name stands for the same file")
            moved = arrived.hold(path)
            if not (may_move if moved else may_delete):
                raise Unfit(NOT_ALLOWED)
            if not moved:
                _keep(path, backups / name)
            path.unlink(missing_ok=True)
            gone.append(told)
        except Unfit as reason:
            left.append((told, str(reason)))
        except OSError as error:
            left.append((told, error.strerror or str(error)))
    return Deletions(tuple(gone), tuple(left))


def without_a_copy(
    names: Iterable[str], *, into: Path, made: Iterable[str], copy: Path
) -> list[str]:
    """Those of the files `names` of the folder `into` whose contents no file has that was made.

    Args:
        made: The files in `copy` that may have them, relative to it like `names` to `into`.
    """
    arrived = _Arrived(copy / name for name in made)
    there = (name for name in names if (into / name).is_file())
    return [name for name in there if not arrived.hold(into / name)]


NOT_ALLOWED = "the script deletes it, which only --allow-deletions carries over"


def _own_file(folder: Path, name: str) -> Path:
    """A regular file of the user's that is reached without a link."""
    check_name(name, ())
    path = folder.joinpath(*PurePosixPath(name).parts)
    if path.resolve() != path or not path.is_file():
        raise Unfit("it is not there, or is reached through a link")
    return path


class _Arrived:
    """The delivered files by size, so that of thousands only a few are read."""

    def __init__(self, paths: Iterable[Path]) -> None:
        self._by_size: dict[int, list[Path]] = {}
        for path in paths:
            if path.is_file() and not path.is_symlink():
                self._by_size.setdefault(path.stat().st_size, []).append(path)

    def are(self, path: Path) -> bool:
        """Is it one of them, as where small and capital letters make no other name?"""
        return any(path.samefile(other) for other in self._alike(path))

    def hold(self, path: Path) -> bool:
        """Is what it holds in one of them?"""
        return any(_same(path, other) for other in self._alike(path))

    def _alike(self, path: Path) -> list[Path]:
        return self._by_size.get(path.stat().st_size, [])


def _same(one: Path, other: Path) -> bool:
    """Do both hold the same, byte for byte? A file that is not there holds nothing."""
    try:
        with one.open("rb") as first, other.open("rb") as second:
            if os.fstat(first.fileno()).st_size != os.fstat(second.fileno()).st_size:
                return False
            while piece := first.read(_PIECE):
                if piece != second.read(_PIECE):
                    return False
    except OSError:
        return False
    return True


def _keep(path: Path, backup: Path) -> None:
    backup.parent.mkdir(parents=True, exist_ok=True)
    if not backup.exists():
        shutil.copy2(path, backup, follow_symlinks=False)
