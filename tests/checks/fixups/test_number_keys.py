"""Rows of a CSV file that are sorted by texts."""

from __future__ import annotations

import pytest

from code_it.checks.fixups.number_keys import with_number_keys
from code_it.flow import Task

_BRIEF = """\
fish.csv: CSV to be read with csv.DictReader, 9 rows, with the columns 'name', 'length', 'code', \
'age', 'day' (csv gives text, so length is float(row['length']); 'age' is empty in some rows)
  name,length,code,age,day
  Perch,9,0012,3,2024-01-02
  Pike,10.5,0007,4,2024-01-03
"""
_TASK = Task("Sort the fish.", brief=_BRIEF)
_READ = "import csv\nrows = list(csv.DictReader(open('fish.csv')))\n"


@pytest.mark.parametrize(
    ("line", "mended"),
    [
        ("rows.sort(key=lambda r: r['length'])", "rows.sort(key=lambda r: float(r['length']))"),
        (
            "best = max(rows, key=lambda row: (row['length'], row['name']))",
            "best = max(rows, key=lambda row: (float(row['length']), row['name']))",
        ),
        (
            "rows = sorted(rows, key=itemgetter('length'), reverse=True)",
            "rows = sorted(rows, key=lambda row: float(row['length']), reverse=True)",
        ),
    ],
)
def test_numbers_are_compared_as_numbers(line: str, mended: str) -> None:
    assert with_number_keys(f"{_READ}{line}\n", _TASK) == f"{_READ}{mended}\n"


@pytest.mark.parametrize(
    "line",
    [
        "rows.sort(key=lambda r: r['name'])",
        "rows.sort(key=lambda r: r['code'])",
        "rows.sort(key=lambda r: r['age'])",
        "rows.sort(key=lambda r: r['day'])",
        "rows.sort(key=lambda r: float(r['length']))",
        "x = float(row['length'])\nrows.sort(key=lambda r: r['length'])",
        "names = [r['length'] for r in rows]",
        "rows.sort(key=",
    ],
)
def test_texts_and_what_is_a_number_already_stay(line: str) -> None:
    assert with_number_keys(f"{_READ}{line}\n", _TASK) == f"{_READ}{line}\n"


def test_other_separators_are_read() -> None:
    head = "a.csv: CSV to be read with csv.DictReader, 2 rows, delimiter ';', with the columns\n"
    task = Task("Sort it.", brief=f"{head}  a;b\n  x,y;3\n")
    assert with_number_keys(f"{_READ}max(rows, key=lambda r: r['b'])\n", task).endswith(
        "max(rows, key=lambda r: float(r['b']))\n"
    )


def test_a_frame_has_numbers() -> None:
    source = "import pandas as pd\nrows.sort(key=lambda r: r['length'])\n"
    assert with_number_keys(source, _TASK) == source
