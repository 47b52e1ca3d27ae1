"""Task, Outcome -> tables that have not a row for each row of the input that they are about."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from code_it.checks.agreement import Outcome
from code_it.checks.fixups.left_merges import with_all_rows_of
from code_it.flow import Task
from code_it.reading.input_brief import decode
from code_it.reading.task_text import sentences_of

_ROW_FOR_EACH = re.compile(
    r"\bone (?:row|line) (?:for (?:each|every)|per)\s+(?:[\w-]+\s+){1,3}?(?:in|of|from)\s+"
    r"(?:the file\s+)?(?P<file>[\w./-]+\.csv)\b",
    re.IGNORECASE,
)
_LEFT_OUT = re.compile(
    r"\b(?:left out|leave out|leav(?:es|ing) out|skip\w*|ignor\w*|except|remov\w*|drop\w*|only"
    r"|filter\w*|do(?:es)? not count|twice|duplicates?|unique|distinct)\b",
    re.IGNORECASE,
)
# "Customers without any order are in it too".
_ALL_OF_THEM = re.compile(
    r"\b(?:without|with no)\s+(?:an?\s+|any\s+)?[\w-]+\s+[^.;]*"
    r"\b(?:too|also|as well|still|0|zero)\b",
    re.IGNORECASE,
)
_MOST_BYTES = 5_000_000


def rows_missing(task: Task, outcome: Outcome, before: Path) -> Iterator[str]:
    """A sentence where the table has another number of rows.

    Only where nothing says that rows are left out, or that those without a match are there, too.
    """
    file = _asked(task)
    table = outcome.get(task.output_files[0]) if file else None
    path = before / file
    if not isinstance(table, tuple) or not path.is_file() or path.stat().st_size > _MOST_BYTES:
        return
    text = decode(path.read_bytes())
    wanted = sum(any(row) for row in csv.reader(io.StringIO(text, newline=""))) - 1
    if len(table) - 1 != wanted:
        yield (
            f"{task.output_files[0]} has {len(table) - 1} rows below its header, and {file} has"
            f" {wanted}"
        )


def _asked(task: Task) -> str:
    """The input that the first output has a row for each row of; empty without one."""
    if not task.output_files or not task.output_files[0].lower().endswith(".csv"):
        return ""
    sentences = sentences_of(task.text)
    found = [match for each in sentences for match in _ROW_FOR_EACH.finditer(each)]
    others = [each for each in sentences if _LEFT_OUT.search(each)]
    is_whole = not others or any(_ALL_OF_THEM.search(each) for each in sentences)
    files = {match["file"] for match in found if match["file"] in task.input_files}
    return files.pop() if len(files) == 1 and is_whole else ""


def with_rows_without_match(task: Task, source: str) -> str:
    """Frames are merged so that the rows of that input stay; empty where none is merged."""
    file = _asked(task)
    changed = with_all_rows_of(file, source) if file else source
    return changed if changed != source else ""
