"""Task, Outcome -> the first, last and new columns that the task names and a table has not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from code_it.checks.agreement import Outcome
from code_it.flow import Task

_NAMED = (
    r"\s+(?:is\s+|are\s+|be\s+)?(?:called|named)\s+"
    r"['\"`]?(?P<name>[A-Za-z_]\w*)['\"`]?(?=[\s,.;:)])"
)
_FIRST = re.compile(r"\bfirst column" + _NAMED, re.IGNORECASE)
_LAST = re.compile(r"\blast column" + _NAMED, re.IGNORECASE)
_NEW = re.compile(
    r"\b(?:another|(?:one )?more|new|further|additional|extra) column" + _NAMED, re.IGNORECASE
)


def columns_left_out(task: Task, outcome: Outcome) -> tuple[str, ...]:
    """A sentence for each column that no table, or the wrong end of one, has."""
    headers = list(_headers(outcome))
    if not headers:
        return ()
    found = [
        *_missing(_FIRST, task.text, [header[:1] for header in headers], "the first column of"),
        *_missing(_LAST, task.text, [header[-1:] for header in headers], "the last column of"),
        *_missing(_NEW, task.text, headers, "a column of"),
    ]
    first = headers[0]
    return tuple(f"{what}; the columns are {', '.join(first)[:200]}" for what in found)


def _missing(
    pattern: re.Pattern[str], text: str, places: list[list[str]], where: str
) -> Iterator[str]:
    for match in pattern.finditer(text):
        if not any(match["name"].lower() in place for place in places):
            yield f"{match['name']} is not {where} what was written"


def _headers(outcome: Outcome) -> Iterator[list[str]]:
    """The first rows of the tables, in small letters."""
    for name, contents in outcome.items():
        tables = [contents]
        if isinstance(contents, Mapping) and name.lower().endswith((".xlsx", ".xlsm")):
            tables = list(contents.values())
        elif not name.lower().endswith((".csv", ".tsv")):
            continue
        for rows in tables:
            if isinstance(rows, (list, tuple)) and rows and isinstance(rows[0], (list, tuple)):
                yield [str(cell).strip().lower() for cell in rows[0]]
