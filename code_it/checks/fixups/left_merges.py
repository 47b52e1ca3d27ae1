"""Source -> the script that merges frames so that what has no match stays, where it is wanted.

`one.merge(other)` leaves out the rows of `one` that have no match in `other`
(https://pandas.pydata.org/docs/reference/api/pandas.merge.html: `how`).
"""

from __future__ import annotations

import re

from code_it.checks.doubts.row_counts import with_all_rows_of
from code_it.checks.fixups.left_joins import kept_things
from code_it.checks.syntax import parses
from code_it.flow import Task

_COLUMNS = re.compile(r"^(?P<file>\S.*): CSV [^\n]*?with the columns (?P<columns>'[^\n(]*)", re.M)


def with_unmatched_rows_merged(source: str, task: Task) -> str:
    """As it is where the task speaks of none of the things that one of its tables is about."""
    if "merge(" not in source or not parses(source):
        return source
    file = _table_of(kept_things(task), task.brief)
    return with_all_rows_of(file, source) if file else source


def _table_of(kept: set[str], brief: str) -> str:
    """The only table that is called like them, or else has a column for them; empty without one."""
    tables = [(match["file"], match["columns"]) for match in _COLUMNS.finditer(brief)]
    called = {file for file, _ in tables if file.partition(".")[0].lower() in kept}
    found = called or {file for file, columns in tables if kept & _names(columns)}
    return found.pop() if len(found) == 1 else ""


def _names(columns: str) -> set[str]:
    """The columns, and what they are called of many things."""
    names = {name.lower() for name in re.findall(r"'([^']+)'", columns)}
    return names | {f"{name}s" for name in names}
