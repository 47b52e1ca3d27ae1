"""Columns at the ends of a table, and new ones."""

from __future__ import annotations

from typing import Any

import pytest

from code_it.checks.table_ends import columns_left_out
from code_it.flow import Task

_ENDS = "The first column is called name, then come the months, and the last column is called sum."


@pytest.mark.parametrize(
    ("text", "outcome", "told"),
    [
        (_ENDS, {"a.csv": (("Name", "may", "sum"), ("x", 1.0, 1.0))}, 0),
        (_ENDS, {"a.csv": (("may", "sum"), (1.0, 1.0))}, 1),
        (_ENDS, {"a.csv": (("sum", "may", "name"),)}, 2),
        (_ENDS, {"a.xlsx": {"S": [["name", "may", "sum"]]}}, 0),
        (_ENDS, {"a.xlsx": {"T": [["x"]], "S": [["name", "may", "sum"]]}}, 0),
        (_ENDS, {"a.json": {"may": 1.0}}, 0),
        (_ENDS, {"a.csv": ()}, 0),
        ("Add one more column called Mean after the last.", {"a.xlsx": {"S": [["a", "b"]]}}, 1),
        ("Add a new column named 'Mean'.", {"a.csv": (("a", "mean"),)}, 0),
        ("the column called age", {"a.csv": (("a",),)}, 0),
    ],
)
def test_columns_that_are_not_where_they_belong(
    text: str, outcome: dict[str, Any], told: int
) -> None:
    """In any table, and in any letters."""
    assert len(columns_left_out(Task(text), outcome)) == told


def test_what_is_there_is_told() -> None:
    """So that a wrong name is seen."""
    (told,) = columns_left_out(Task(_ENDS), {"a.csv": (("mon", "may", "sum"),)})
    assert told == (
        "name is not the first column of what was written; the columns are mon, may, sum"
    )
