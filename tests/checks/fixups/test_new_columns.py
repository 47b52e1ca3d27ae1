"""A new column of a worksheet, each cell of which is written to the right of the last one."""

from __future__ import annotations

import pytest

from code_it.checks.fixups.mending import mend
from code_it.checks.fixups.new_columns import with_one_new_column
from code_it.flow import Candidate

STAIRS = """\
sheet = book['Plots']
sheet.cell(row=1, column=sheet.max_column + 1, value='Rent')
for row in range(2, sheet.max_row + 1):
    if sheet.cell(row=row, column=4).value:
        sheet.cell(row, sheet.max_column + 1).value = 1
    else:
        sheet.cell(row=row, column=sheet.max_column + 1, value=0)
for column in range(1, sheet.max_column + 1):
    print(sheet.cell(row=1, column=column).value)
"""
STRAIGHT = """\
sheet = book['Plots']
new_column = sheet.max_column + 1
sheet.cell(row=1, column=new_column, value='Rent')
for row in range(2, sheet.max_row + 1):
    if sheet.cell(row=row, column=4).value:
        sheet.cell(row, new_column).value = 1
    else:
        sheet.cell(row=row, column=new_column, value=0)
for column in range(1, sheet.max_column + 1):
    print(sheet.cell(row=1, column=column).value)
"""


def test_cells_of_a_new_column_stand_below_its_header() -> None:
    """What asks for the number of columns to look at them stays."""
    assert with_one_new_column(STAIRS) == STRAIGHT
    assert with_one_new_column(STRAIGHT) == STRAIGHT
    assert mend(Candidate(STAIRS)).fixes == ("wrote a new column in one place",)


@pytest.mark.parametrize(
    "source",
    [
        # Two headers, so two columns.
        "s.cell(1, s.max_column + 1, 'a')\ns.cell(1, s.max_column + 1, 'b')\n"
        "for r in rows:\n    s.cell(r, s.max_column + 1, 1)\n",
        # The header comes last, or in another sheet.
        "for r in rows:\n    s.cell(r, s.max_column + 1, 1)\ns.cell(1, s.max_column + 1, 'a')\n",
        "s.cell(1, s.max_column + 1, 'a')\nfor r in rows:\n    t.cell(r, t.max_column + 1, 1)\n",
        "s.cell(1, s.max_column + 1, 'a')\n",
        "for name in names:\n    s.cell(1, s.max_column + 1, name)\n",
        "s.max_column = (\n",
    ],
)
def test_what_may_be_meant_stays(source: str) -> None:
    """Several new columns, that is, or what cannot be told."""
    assert with_one_new_column(source) == source
