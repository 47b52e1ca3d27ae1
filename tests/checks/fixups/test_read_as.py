"""pandas reads codes with leading zeros as text, and numbers with commas as numbers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from code_it.checks.fixups.read_as import with_commas_read, with_zeros_kept
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


@pytest.mark.parametrize(
    ("rows", "how"),
    [
        ("zip;age\nAnn;31,4\nBo;28,75\n", "decimal=','"),
        ("zip;age\nAnn;1.031,4\nBo;28,75\n", "decimal=',', thousands='.'"),
        ('zip,age\nAnn,"1,031"\nBo,"2,875"\n', "thousands=','"),
    ],
)
def test_commas_are_read(tmp_path: Path, rows: str, how: str) -> None:
    """As the numbers of the one table have them."""
    task = _task(tmp_path, rows)
    assert f"in pandas {how}" in task.brief
    assert f"pd.read_csv('people.csv', {how})" in with_commas_read(READ, task)


@pytest.mark.parametrize(
    "source",
    [
        "import pandas as pd\ntable = pd.read_csv('people.csv', decimal=',')\n",
        "import pandas as pd\ntable = pd.read_csv('people.csv', converters={'age': number})\n",
        READ + "table['age'] = table['age'].str.replace(',', '.').astype(float)\n",
        "table = read_csv('people.csv')\n",
    ],
)
def test_commas_that_the_script_sees_to_stay(tmp_path: Path, source: str) -> None:
    """Two ways to do it do not go together."""
    task = _task(tmp_path, "zip;age\nAnn;31,4\nBo;28,75\n")
    assert with_commas_read(source, task) == source
    assert with_commas_read(READ, replace(task, input_files=("people.csv", "b.csv"))) == READ
