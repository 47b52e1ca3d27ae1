"""The empty sheet that a new workbook begins with."""

from __future__ import annotations

import pytest

from code_it.checks.fixups.spare_sheet import without_spare_sheet

MAKE = """\
import openpyxl
book = openpyxl.Workbook()
for month in ("2024-01", "2024-02"):
    book.create_sheet(month).append([1])
book.save('a.xlsx')
"""


def test_it_is_taken_away() -> None:
    made = "book = openpyxl.Workbook()\n"
    assert without_spare_sheet(MAKE) == MAKE.replace(made, f"{made}book.remove(book.active)\n")


@pytest.mark.parametrize(
    "source",
    [
        MAKE.replace("book.save", "book.active.title = 'All'\nbook.save"),
        MAKE.replace("book.save", "book.remove(book['Sheet'])\nbook.save"),
        MAKE.replace("book.save", "book['Sheet']['A1'] = 1\nbook.save"),
        MAKE.replace("Workbook()", "load_workbook('b.xlsx')"),
        MAKE.replace("create_sheet", "other"),
        MAKE + "book = openpyxl.Workbook()\n",
        "create_sheet(",
    ],
)
def test_one_that_is_used_stays(source: str) -> None:
    assert without_spare_sheet(source) == source
