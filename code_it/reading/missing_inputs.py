"""The files that a text says are read -> those of them that are not there.

A file that is wrongly missed refutes every script, so in doubt it is none: there must be nothing
that it may be unpacked from, and no file of that name in any folder.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from code_it.reading.mentions import Mention

_MOST_NAMES = 5000
_SOURCES = (".zip", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".7z", ".eml", ".db", ".sqlite")


def missing_inputs(mentions: Sequence[Mention], folder: Path) -> tuple[str, ...]:
    """The names of files that are to be read, and are nowhere in `folder`."""
    names = dict.fromkeys(mention.name for mention in mentions if mention.is_read)
    other = {mention.name for mention in mentions if mention.role != "taken"}
    if any(mention.name.lower().endswith(_SOURCES) for mention in mentions):
        names = dict.fromkeys(name for name in names if name.lower().endswith(_SOURCES))
    if not names:
        return ()
    there = _names_below(folder)
    if len(there) > _MOST_NAMES:
        return ()
    return tuple(
        name for name in names if name not in other and PurePosixPath(name).name not in there
    )


def likest_name(name: str, folder: Path) -> str:
    """The file of `folder` whose name is like `name`; empty when none is."""
    there = {each.lower(): each for each in sorted(_names_below(folder))}
    alike = difflib.get_close_matches(name.lower(), there, n=1, cutoff=0.8)
    return there[alike[0]] if alike else ""


def _names_below(folder: Path) -> set[str]:
    """Of files, hidden folders left out; it ends soon after the most that are looked through."""
    names = set[str]()
    for _, folders, files in os.walk(folder):
        folders[:] = [each for each in folders if not each.startswith(".")]
        names.update(files)
        if len(names) > _MOST_NAMES:
            break
    return names
