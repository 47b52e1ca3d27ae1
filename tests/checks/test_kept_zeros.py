"""Codes with leading zeros stay what they are when pandas reads them."""

from __future__ import annotations

from pathlib import Path

import pytest

from code_it.checks.kept_zeros import with_zeros_kept
from code_it.flow import Task
from code_it.reading import read_task

READ = "import pandas as pd\ntable = pd.read_csv('people.csv')\n"


def _task(folder: Path, rows: str) -> Task:
    (folder / "people.csv").write_text(rows, encoding="utf-8")
    return read_task("Sort people.csv by zip and save it as new.csv.", folder, read_urls=False)


def test_codes_are_read_as_text(tmp_path: Path) -> None:
    task = _task(tmp_path, "name,zip,age\nAnn,01067,40\nBo,80331,7\n")
    assert "keeps leading zeros with dtype={'zip': str}" in task.brief
    assert "age is float(row['age'])" in task.brief
    assert "pd.read_csv('people.csv', dtype={'zip': str})" in with_zeros_kept(READ, task)


def test_codes_in_a_workbook_are_read_as_text() -> None:
    task = Task("", brief="sheet 'a' (pandas keeps leading zeros with dtype={'zip': str}), first")
    read = READ.replace("read_csv('people.csv')", "read_excel('people.xlsx', sheet_name=0)")
    assert "sheet_name=0, dtype={'zip': str})" in with_zeros_kept(read, task)


@pytest.mark.parametrize(
    "call",
    ["pd.read_csv('people.csv', dtype=str)", "pd.read_csv('people.csv', **options)",
     "pd.read_excel()", "read_csv('people.csv')"],
)  # fmt: skip
def test_what_is_settled_stays(tmp_path: Path, call: str) -> None:
    source = READ.replace("pd.read_csv('people.csv')", call)
    assert with_zeros_kept(source, _task(tmp_path, "zip\n007\n")) == source


def test_numbers_stay_numbers(tmp_path: Path) -> None:
    assert with_zeros_kept(READ, _task(tmp_path, "size\n0\n0.5\n10\n")) == READ
