"""Merges that leave out what the task wants."""

from __future__ import annotations

import pytest

from code_it.checks.fixups.left_merges import with_unmatched_rows_merged
from code_it.flow import Task

_BRIEF = """\
boats.csv: CSV to be read with pandas.read_csv, 9 rows, with the columns 'boat', 'type' (as text)
  boat,type
rentals.csv: CSV to be read with pandas.read_csv, 15 rows, with the columns 'date', 'boat'
  date,boat
"""
_SOURCE = """\
import pandas as pd
boats = pd.read_csv('boats.csv')
rentals = pd.read_csv('rentals.csv')
merged = {}
"""


@pytest.mark.parametrize(
    "text", ["A type that was never rented is in it too.", "Boats without a rental have 0."]
)
@pytest.mark.parametrize(
    ("merge", "mended"),
    [
        ("boats.merge(rentals, on='boat')", "boats.merge(rentals, on='boat', how='left')"),
        ("pd.merge(rentals, boats)", "pd.merge(rentals, boats, how='right')"),
    ],
)
def test_rows_without_a_match_stay(text: str, merge: str, mended: str) -> None:
    task = Task(text, brief=_BRIEF)
    assert with_unmatched_rows_merged(_SOURCE.format(merge), task) == _SOURCE.format(mended)


@pytest.mark.parametrize(
    ("text", "merge"),
    [
        ("Boats without a rental have 0.", "boats.merge(rentals, how='inner')"),
        ("Leave out boats without a rental.", "boats.merge(rentals)"),
        ("Boats and dates without a rental have 0.", "rentals"),
        ("Members without a boat have 0.", "boats.merge(rentals)"),
        ("Boats without a rental have 0.", "boats.merge("),
    ],
)
def test_other_merges_stay(text: str, merge: str) -> None:
    source = _SOURCE.format(merge)
    assert with_unmatched_rows_merged(source, Task(text, brief=_BRIEF)) == source
