"""Outcome -> what looks as Python writes an object for programmers, and not as people want it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from code_it.checks.agreement import Outcome, lines_or_rows
from code_it.flow import Task

_REPR = re.compile(
    r"<[\w.]+ (?:object|at 0x)[^<>]*>"
    r"|<(?:generator|function|bound method|built-in|module|class) [^<>]*>"
    r"|\b(?:dict_keys|dict_values|dict_items)\(\[|\b(?:Counter|defaultdict|OrderedDict)\("
    r"|\bdatetime\.(?:date|datetime|time|timedelta)\(|\bTimestamp\('|\bDecimal\('"
    r"|\bnp\.(?:float|int)\d+\(|\b(?:Posix|Windows)Path\('|\bdtype: \w+$"
    r"|(?<![\w'\"])b'[^']*'"
    r"|^\((?:'[^']*'|[\d.]+),\)$"
)


def object_reprs(task: Task, outcome: Outcome) -> Iterator[str]:
    """A sentence about the first of each output; none where the task has the like."""
    for name, contents in outcome.items():
        found = filter(None, map(_REPR.search, lines_or_rows(contents)))
        first = next((match for match in found if match[0] not in task.text), None)
        if first is not None:
            where = name or "what is printed"
            yield f"{where} has {first[0][:80]!r}, which is how Python writes an object"
