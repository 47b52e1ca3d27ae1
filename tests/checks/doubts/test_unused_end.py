"""Values that a script computes last."""

from __future__ import annotations

import pytest

from code_it.checks.doubts.unused_end import UnusedEnd, unused_end, with_end_printed
from code_it.flow import Task

_PRINTED = Task("Print the sum.", asks_for_output=True)


@pytest.mark.parametrize(
    ("source", "name", "line"),
    [
        ("total = 1\ntotal += 2\n", "total", 2),
        ("rows = read()\ntotal = sum(rows)\n", "total", 2),
    ],
)
def test_a_value_that_nothing_is_done_with(source: str, name: str, line: int) -> None:
    assert unused_end(source) == UnusedEnd(name, line)
    assert with_end_printed(_PRINTED, source) == f"{source}print({name})\n"
    assert with_end_printed(Task("Write a file."), source) == ""


@pytest.mark.parametrize(
    "source",
    ["total = 1\nprint(total)\n", "_ = run()\n", "rows[0] = 1\n", "def total():\n    x = 1\n", ""],
)
def test_an_end_that_does_something(source: str) -> None:
    assert unused_end(source) is None
    assert with_end_printed(_PRINTED, source) == ""
