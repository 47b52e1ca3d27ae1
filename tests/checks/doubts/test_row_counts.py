"""Tables with a row for each row of an input."""

from __future__ import annotations

from pathlib import Path

import pytest

from code_it.checks.doubts.row_counts import (
    rows_missing,
    with_rows_kept,
    with_rows_without_match,
)
from code_it.flow import Task

TEXT = "Write out.csv with one row for each boat in boats.csv, with the number of its trips."
TWO = (("boat", "trips"), ("Gull", 2.0), ("Tern", 1.0))
THREE = (*TWO, ("Skua", 0.0))


def task_of(text: str) -> Task:
    return Task(text, output_files=("out.csv",), input_files=("boats.csv", "trips.csv"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "boats.csv").write_text("boat,home\nGull,Kiel\nTern,Wyk\nSkua,Husum\n\n")
    return tmp_path


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        f"{TEXT} Boats without any trip are in it too, with 0. Trips of other boats are left out.",
        "Write out.csv with one row per boat of boats.csv.",
    ],
)
def test_a_row_that_is_missing_is_told(folder: Path, text: str) -> None:
    found = list(rows_missing(task_of(text), {"out.csv": TWO}, folder))
    assert found == ["out.csv has 2 rows below its header, and boats.csv has 3"]


@pytest.mark.parametrize(
    ("text", "table"),
    [
        (TEXT, THREE),
        (f"{TEXT} Boats from Husum are left out.", TWO),
        ("Write out.csv with one row for each boat.", TWO),
        ("Write out.csv with one row for each boat in other.csv.", TWO),
    ],
)
def test_others_are_not(folder: Path, text: str, table: object) -> None:
    assert not list(rows_missing(task_of(text), {"out.csv": table}, folder))


@pytest.mark.parametrize(
    ("merge", "changed"),
    [
        ("pd.merge(boats, trips, on='boat')", "pd.merge(boats, trips, on='boat', how='left')"),
        ("pd.merge(trips, boats, on='boat')", "pd.merge(trips, boats, on='boat', how='right')"),
        ("trips.merge(boats, on='boat')", "trips.merge(boats, on='boat', how='right')"),
        ("boats.merge(trips)", "boats.merge(trips, how='left')"),
    ],
)
def test_rows_without_a_match_stay(merge: str, changed: str) -> None:
    head = "boats = pd.read_csv('boats.csv')\ntrips = pd.read_csv('trips.csv')\nboth = "
    assert with_rows_without_match(task_of(TEXT), f"{head}{merge}\n") == f"{head}{changed}\n"


@pytest.mark.parametrize("merge", ["boats.merge(trips, how='inner')", "trips.merge(other)"])
def test_other_merges_stay(merge: str) -> None:
    head = "boats = pd.read_csv('boats.csv')\nboth = "
    assert with_rows_without_match(task_of(TEXT), f"{head}{merge}\n") == ""


ONE_INPUT = "Read boats.csv and write out.csv with a new column {}"


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("before. The first row has an empty one.", True),
        ("before, which stays blank in the first 2 rows.", True),
        ("before. In the first 2 rows it is left blank.", True),
        ("before. Keep all rows.", True),
        ("before. Keep all rows that have a home.", False),
        ("before. All the rows are kept, in their order.", True),
        ("before. The first row has an empty one. Skip rows without a home.", False),
        ("before.", False),
    ],
)
def test_rows_that_are_told_of_are_there(folder: Path, text: str, is_told: bool) -> None:
    task = Task(ONE_INPUT.format(text), output_files=("out.csv",), input_files=("boats.csv",))
    assert bool(list(rows_missing(task, {"out.csv": TWO}, folder))) == is_told


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("frame.iloc[4:].to_csv('out.csv')", "frame.to_csv('out.csv')"),
        ("frame.dropna().to_csv('out.csv')", "frame.to_csv('out.csv')"),
        ("frame.dropna(inplace=True)", "frame"),
        ("first = frame.iloc[:4]", "first = frame.iloc[:4]"),
        ("last = frame.iloc[-1]", "last = frame.iloc[-1]"),
    ],
)
def test_rows_are_kept(line: str, kept: str) -> None:
    assert with_rows_kept(line) == kept
