"""Task, folder -> what is said of lines that are to be indented, and are not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from code_it.checks.doubts.list_lines import texts_in
from code_it.flow import Task

_ASKED = re.compile(
    r"(?<!\bnot )\bindent(?:ed)? (?:it |them |each |the \w+ )?(?:by|with)\b", re.IGNORECASE
)


def without_indentation(task: Task, folder: Path) -> Iterator[str]:
    """The text files of which no line begins with a space, though the task asks for that."""
    if not _ASKED.search(task.text):
        return
    texts = list(texts_in(task, folder))
    if texts and not any(re.search(r"^[ \t]+\S", text, re.MULTILINE) for _, text in texts):
        yield f"no line of {texts[0][0]} is indented"
