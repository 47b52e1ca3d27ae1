"""Values of a row that are taken for its number."""

from __future__ import annotations

import pytest

from code_it.checks.failing_lines import statement_at
from code_it.checks.repairs.row_numbers import with_row_numbers

SCRIPT = """\
for row in sheet.iter_rows(min_row=2, values_only=True):
    item, wanted = row
    sheet.cell(row=row[0], column=3, value=wanted * 2)
"""
ERROR = "TypeError: '<' not supported between instances of 'str' and 'int'"


class Sheet:
    """Stands for one of openpyxl."""

    def __init__(self) -> None:
        self.cells: dict[tuple[int, int], int] = {}

    def iter_rows(self, min_row: int, *, values_only: bool) -> list[tuple[str, int]]:
        assert values_only
        return [("head", 0), ("rope", 1), ("hook", 2)][min_row - 1 :]

    def cell(self, row: int, column: int, value: int) -> None:
        self.cells[row, column] = value


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("row[0]", "row[0] + 1"),
        ("row[0]", "row[0].row"),
        ("row=row[0], column=3", "row[0], 3"),
        ("for row in sheet", "for item, wanted in sheet"),
        ("for row in sheet", "for (item, wanted) in sheet"),
        ("for row in sheet", "for row in sheet"),
    ],
)
def test_the_rows_are_counted(old: str, new: str) -> None:
    source = SCRIPT.replace(old, new)
    if "for row" not in source:
        source = source.replace("    item, wanted = row\n", "").replace("row[0]", "item")
    line = source.count("\n")
    failing = statement_at(source, line)
    assert failing is not None
    sheet = Sheet()
    exec(with_row_numbers(failing, ERROR), {"sheet": sheet})
    assert sheet.cells == {(2, 3): 2, (3, 3): 4}


@pytest.mark.parametrize(
    "source",
    [
        SCRIPT.replace(", values_only=True", ""),
        SCRIPT.replace("row=row[0]", "row=2"),
        SCRIPT.replace("sheet.iter_rows(min_row=2, values_only=True)", "rows"),
    ],
)
def test_others_stay(source: str) -> None:
    failing = statement_at(source, 3)
    assert failing is not None
    assert with_row_numbers(failing, ERROR) == ""
