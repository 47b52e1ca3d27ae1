"""What the cells of a table are to be taken for."""

from __future__ import annotations

import re
from datetime import datetime

import pytest

from code_it.reading.cell_values import value_notes


@pytest.mark.parametrize(
    ("cells", "how", "value"),
    [
        (["40", "3.5"], "float(row['x'])", 40.0),
        (["1304,05", "-3,80"], "float(row['x'].replace(',', '.'))", 1304.05),
        (["1.304,05", "-3,80"], "float(row['x'].replace('.', '').replace(',', '.'))", 1304.05),
        (["1,304.05", "12"], "float(row['x'].replace(',', ''))", 1304.05),
        (["1,304", "12"], "float(row['x'].replace(',', ''))", 1304.0),
        (["1,304", "12,5"], "float(row['x'].replace(',', '.'))", 1.304),
        (["0,304"], "float(row['x'].replace(',', '.'))", 0.304),
        (["$1,304.05", "$3"], "float(re.sub(r'[^0-9.-]', '', row['x']))", 1304.05),
        (["€1,304.05", "2,400.50", "89.9"], "float(re.sub(r'[^0-9.-]', '', row['x']))", 1304.05),
        (["12 %", "3.5%"], "float(row['x'].rstrip('% '))", 12.0),
        (["26.01.2024"], "datetime.strptime(row['x'], '%d.%m.%Y')", datetime(2024, 1, 26)),
        (["26/01/2024"], "datetime.strptime(row['x'], '%d/%m/%Y')", datetime(2024, 1, 26)),
        (["20240126"], "datetime.strptime(row['x'], '%Y%m%d')", None),
        (["5 Mar 2024"], "datetime.strptime(row['x'], '%d %b %Y')", datetime(2024, 3, 5)),
    ],
)
def test_how_a_cell_is_read(cells: list[str], how: str, value: object) -> None:
    """What is told is Python, and reads the first cell rightly."""
    note = value_notes([["x"], *([cell] for cell in cells)])
    if value is None:
        assert how not in note or "float" in note
        return
    assert re.sub(r", in pandas [^)]*", "", note) == f" (csv gives text, so x is {how})"
    assert eval(how, {"row": {"x": cells[0]}, "datetime": datetime, "re": re}) == value


@pytest.mark.parametrize(
    "cells", [["a", "b"], ["2024-01-26"], ["01/02/2024"], [""], [], ["1", "b"], ["10.0.0.1"]]
)
def test_what_goes_without_saying_is_not_told(cells: list[str]) -> None:
    """Text, dates that sort as text, and dates that could be one or the other."""
    assert value_notes([["x"], *([cell] for cell in cells)]) == ""


def test_days_in_several_forms_are_told() -> None:
    cells = ["2024-03-05", "17.02.2024", "3/5/2024", "", "12/24/2023"]
    note = value_notes([["day"], *([cell] for cell in cells)])
    assert "'day' is written in several ways: 2024-03-05, 17.02.2024, 3/5/2024;" in note
    assert value_notes([["day"], ["3/5/2024"], ["3/5"]]) == ""


def test_of_each_kind_one_is_told_and_what_is_empty() -> None:
    """The brief is short."""
    rows = [["n", "m", "day", "due"], ["1", "2", "26.01.2024", ""], ["3", "4", "27.01.2024", "x"]]
    assert value_notes(rows) == (
        " (csv gives text, so n is float(row['n']); "
        "day is datetime.strptime(row['day'], '%d.%m.%Y'); 'due' is empty in some rows)"
    )
