"""Numbers that are text in the cells of a workbook."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from code_it.checks.doubts.number_cells import (
    with_numbers_in_cells,
    with_whole_columns,
    with_whole_ranges,
)


class Book:
    """As much of a workbook as the pass over its cells needs."""

    def __init__(self, *values: object) -> None:
        self.cells = [SimpleNamespace(value=value) for value in values]
        self.worksheets = [SimpleNamespace(iter_rows=lambda: [self.cells])]
        self.saved: list[object] = []

    def save(self, _name: str) -> None:
        self.saved = [cell.value for cell in self.cells]


def test_they_become_numbers_before_it_is_saved() -> None:
    """Codes, formulas and words stay what they are."""
    source = "# openpyxl\ndef main():\n    book.save('a.xlsx')\n\nmain()\n"
    book = Book("850.00", "-12", 3, "007", "=SUM(B2:B3)", "Rent", None, "1.2.3", "0.5")
    names: dict[str, Any] = {"book": book}
    exec(compile(with_numbers_in_cells(source), "main.py", "exec"), names)
    assert book.saved == [850.0, -12.0, 3, "007", "=SUM(B2:B3)", "Rent", None, "1.2.3", 0.5]


def test_ranges_get_the_column_at_both_ends() -> None:
    """Those of formulas only."""
    source = "# openpyxl\nbook.save('a.xlsx')\n"
    book = Book("=SUM(B2:7)", "=SUM(B2:B7)+AA1:3", "room B2:7", 4)
    names: dict[str, Any] = {"book": book}
    exec(compile(with_whole_ranges(source), "main.py", "exec"), names)
    assert book.saved == ["=SUM(B2:B7)", "=SUM(B2:B7)+AA1:AA3", "room B2:7", 4]


@pytest.mark.parametrize(
    ("title", "formula", "meant"),
    [
        ("n", "=SUM(B1:B3)", "=SUM(B2:B4)"),
        ("n", "=MAX(B4:B4)", "=MAX(B2:B4)"),
        ("n", "=SUM(B2:B)", "=SUM(B2:B4)"),
        (2024, "=SUM(B2:B3)", "=SUM(B2:B4)"),
        ("n", "=B2*SUM(B2:B3)", "=B2*SUM(B2:B3)"),
        ("n", "=SUM(A2:A3)", "=SUM(A2:A3)"),
    ],
)
def test_totals_take_all_numbers_above_them(title: object, formula: str, meant: str) -> None:
    """From below the titles to the row above; what is no total stays."""
    book = Book(title, 2, 3, 4.5, formula)
    sheet = SimpleNamespace(cell=lambda row, _column: book.cells[row - 1])
    for row, cell in enumerate(book.cells, start=1):
        place = {"row": row, "column": 2, "column_letter": "B", "coordinate": f"B{row}"}
        vars(cell).update(place, parent=sheet)
    source = "# openpyxl\nbook.save('a.xlsx')\n"
    exec(compile(with_whole_columns(source), "main.py", "exec"), {"book": book})
    assert book.saved[-1] == meant


@pytest.mark.parametrize(
    "source",
    [
        "import openpyxl\n",
        "import openpyxl\na.save('a.xlsx')\nb.save('b.xlsx')\n",
        "import docx\ndoc.save('a.docx')\n",
    ],
)
def test_where_it_is_not_clear_which_nothing_is_done(source: str) -> None:
    """No workbook is saved, or more than one."""
    assert with_numbers_in_cells(source) == ""
