"""Columns at the ends of a table, and new ones."""

from __future__ import annotations

from typing import Any

import pytest

from code_it.checks.doubts.table_ends import columns_left_out, header_again, with_header_cell
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
        ("Add a column F with the heading Days late.", {"a.xlsx": {"S": [["n", ""]]}}, 1),
        ("Add a column F with the heading Days late.", {"a.csv": (("n", "days late"),)}, 0),
    ],
)
def test_columns_that_are_not_where_they_belong(
    text: str, outcome: dict[str, Any], told: int
) -> None:
    """In any table, and in any letters."""
    assert len(columns_left_out(Task(text), outcome)) == told


@pytest.mark.parametrize(
    ("rows", "is_told"),
    [
        ((("n", "m"), ("a", "b"), ("n", "m"), ("c", "d")), True),
        ((("n", "m"), ("a", 1.0)), False),
        ((("a", 1.0), ("a", 1.0)), False),
        ((("n",), ("n",)), False),
        ((), False),
    ],
)
def test_a_header_stands_once(rows: tuple[tuple[object, ...], ...], is_told: bool) -> None:
    assert bool(header_again({"a.csv": rows})) is is_told
    assert not header_again({"a.json": rows})


def test_what_is_there_is_told() -> None:
    """So that a wrong name is seen."""
    (told,) = columns_left_out(Task(_ENDS), {"a.csv": (("mon", "may", "sum"),)})
    assert told == (
        "name is not the first column of what was written; the columns are mon, may, sum"
    )


def test_a_name_of_several_words_is_told_as_a_whole() -> None:
    task = Task("Add a column F with the heading Days late. For each it holds the days.")
    (told,) = columns_left_out(task, {"a.xlsx": {"S": [["n", ""]]}})
    assert told.startswith("Days late is not a column of")


FILLED = """\
for number, row in enumerate(sheet.iter_rows(min_row=2, values_only=True), start=2):
    sheet.cell(row=number, column=4, value=row[1] * 2)
"""


def test_a_column_with_the_name_is_asked_for() -> None:
    task = Task("Add a fourth column with the name order.", output_files=("a.xlsx",))
    (found,) = columns_left_out(task, {"a.xlsx": {"Stock": [["item", "n", "least", ""]]}})
    assert with_header_cell(FILLED, found) == (
        "sheet.cell(row=1, column=4, value='order')\n" + FILLED
    )


@pytest.mark.parametrize(
    ("source", "doubt"),
    [
        (FILLED, "order is not the first column of what was written"),
        (FILLED.replace("row=number", "row=3"), "order is not a column of what was written"),
        (FILLED + FILLED.replace("4", "5"), "order is not a column of what was written"),
        ("rows.append(1)\n", "order is not a column of what was written"),
    ],
)
def test_other_scripts_stay(source: str, doubt: str) -> None:
    assert with_header_cell(source, doubt) == ""
