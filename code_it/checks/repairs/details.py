"""FailingLines, error, facts, Task -> the script that asks for the details of each item of a list.

    for device in requests.get("http://host/devices").json()["devices"]:
        print(device["status"])

What the list does not hold may stand at an address of each item, `http://host/devices/ID`, as the
brief of the inputs shows.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from code_it.checks.failing_lines import FailingLines, statement_at
from code_it.checks.imports import with_missing_imports
from code_it.checks.repairs.replacing import told
from code_it.checks.syntax import parse
from code_it.flow import Task

_NO_KEY = re.compile(r"^KeyError: '(?P<key>[^']+)'$")
_DETAILS = re.compile(
    r"^GET (?P<before>\S+/)[^/\s]+ \(for the (?P<name>\w+) [^)]*\) answers 200, [^:]*:"
    r" (?P<body>.*)",
    re.MULTILINE,
)


def with_details(failing: FailingLines, error: str, task: Task, facts: Sequence[str]) -> str:
    """The whole script; empty where no item of a loop misses a key that its details have."""
    match, details = _NO_KEY.search(error), _DETAILS.search(task.brief)
    if not match or not details or f'"{match["key"]}"' not in details["body"]:
        return ""
    items = [
        part
        for part, what in told(facts).items()
        if part.isidentifier() and f"'{details['name']}'" in what and "with the keys" in what
    ]
    for loop in ast.walk(parse(failing.source)):
        if isinstance(loop, ast.For) and ast.unparse(loop.target) in items:
            item = ast.unparse(loop.target)
            address = f"f\"{details['before']}{{{item}['{details['name']}']}}\""
            asked = f"{item} = {{**{item}, **requests.get({address}, timeout=10).json()}}"
            first = statement_at(failing.source, loop.body[0].lineno)
            return with_missing_imports(first.preceded(asked)) if first else ""
    return ""
