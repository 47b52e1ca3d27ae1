"""Task, folder -> what is said of lines that are to be indented, and are not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from code_it.flow import Task
from code_it.reading.input_brief import UNREADABLE, decode

_ASKED = re.compile(
    r"(?<!\bnot )\bindent(?:ed)? (?:it |them |each |the \w+ )?(?:by|with)\b", re.IGNORECASE
)
_ENDINGS = (".txt", ".md")


def without_indentation(task: Task, folder: Path) -> Iterator[str]:
    """The text files of which no line begins with a space, though the task asks for that."""
    if not _ASKED.search(task.text):
        return
    names = [name for name in task.output_files if name.lower().endswith(_ENDINGS)]
    texts = [(name, text) for name in names if (text := _text(folder / name))]
    if texts and not any(re.search(r"^[ \t]+\S", text, re.MULTILINE) for _, text in texts):
        yield f"no line of {texts[0][0]} is indented"


def _text(path: Path) -> str:
    try:
        return decode(path.read_bytes()) if path.is_file() and not path.is_symlink() else ""
    except UNREADABLE:
        return ""
