"""Scripts that read only the first sheet of a workbook."""

from __future__ import annotations

from dataclasses import replace

import pytest

from code_it.checks.fixups.all_sheets import with_all_sheets
from code_it.flow import Task

_BRIEF = """\
shops.xlsx: Excel workbook with 2 sheets
  sheet 'North', first rows: ['item', 'price'] / ['Lamp', '12']
  sheet 'South', first rows: ['price', 'item'] / ['24', 'Chair']
other.csv: CSV with 3 rows
"""
_TASK = Task(
    "Write all.csv with the columns shop, item and price, and the rows of all sheets of shops.xlsx."
    " shop is the name of the sheet.",
    brief=_BRIEF,
    columns=(("all.csv", ("shop", "item", "price")),),
)
_SOURCE = "import pandas as pd\nframe = pd.read_excel('shops.xlsx')\n"
_ALL = "pd.read_excel('shops.xlsx', sheet_name=None)"


def test_the_rows_of_all_sheets_are_put_together_with_the_names_of_these() -> None:
    frames = f"[_frame.assign(**{{'shop': _name}}) for _name, _frame in {_ALL}.items()]"
    joined = f"pd.concat({frames}, ignore_index=True)"
    assert with_all_sheets(_SOURCE, _TASK) == _SOURCE.replace("pd.read_excel('shops.xlsx')", joined)


@pytest.mark.parametrize(
    "text",
    [
        "There is a sheet for each shop in shops.xlsx. Print the sum of all prices.",
        "Print the sum of the prices on every sheet of shops.xlsx. Names of the sheets are towns.",
    ],
)
def test_no_column_is_added_that_nobody_asks_for(text: str) -> None:
    joined = f"pd.concat([_frame for _name, _frame in {_ALL}.items()], ignore_index=True)"
    task = Task(text, brief=_BRIEF)
    assert with_all_sheets(_SOURCE, task) == _SOURCE.replace("pd.read_excel('shops.xlsx')", joined)


def test_a_frame_that_is_taken_for_all_of_them_becomes_that() -> None:
    loop = "for name, sheet in frame.items():\n    print(name)\n"
    mended = _SOURCE.replace("pd.read_excel('shops.xlsx')", _ALL)
    assert with_all_sheets(_SOURCE + loop, _TASK) == mended + loop


@pytest.mark.parametrize(
    "source",
    [
        "import pandas as pd\nframe = pd.read_excel('shops.xlsx', sheet_name='North')\n",
        "book = openpyxl.load_workbook('shops.xlsx')\n",
        "import pandas as pd\nframe = pd.read_csv('other.csv')\n",
        "import pandas as pd\nframe = pd.read_excel('unknown.xlsx')\n",
        "frame = pd.read_excel('shops.xlsx'",
    ],
)
def test_other_ways_to_read_stay(source: str) -> None:
    assert with_all_sheets(source, _TASK) == source


@pytest.mark.parametrize(
    "task",
    [
        replace(_TASK, text="Print the prices in the sheet North of shops.xlsx."),
        replace(_TASK, brief=_BRIEF.replace("2 sheets", "1 sheets")),
    ],
)
def test_one_sheet_is_read_alone(task: Task) -> None:
    assert with_all_sheets(_SOURCE, task) == _SOURCE
