"""Task, folders -> the new folders that the task names and nothing was put into."""

from __future__ import annotations

import re
from pathlib import Path

from code_it.flow import Task

_NEW = re.compile(
    r"\b(?:into|in|to|inside|make|create)\s+(?:a|the|another)\s+(?:new\s+)?(?:sub-?)?(?:folder|directory)"
    r"\s+(?:(?:called|named)\s+)?['\"`]?(?P<name>[A-Za-z]\w*)['\"`]?(?=[\s,.;:)/])"
    r"(?!\s+(?:of|for|with|named|called)\b)",
    re.IGNORECASE,
)
# "in the folder that holds them" names none.
_NO_NAME = frozenset(
    "that which and or so then there where with for of as is if by you it called named".split()
)


def empty_folders(task: Task, before: Path, after: Path) -> tuple[str, ...]:
    """A sentence for each folder that was not there before and holds no file afterwards."""
    names = dict.fromkeys(match["name"] for match in _NEW.finditer(task.text))
    return tuple(
        f"nothing is in the folder {name}"
        for name in names
        if name.lower() not in _NO_NAME
        and not (before / name).exists()
        and not _holds_files(after, name)
    )


def _holds_files(folder: Path, name: str) -> bool:
    """Is there a file in a folder of this name, which may be a sub-folder of another one?"""
    folders = (folder / name, *folder.glob(f"[!.]*/{name}"))
    return any(path.is_file() for each in folders for path in each.rglob("*"))
