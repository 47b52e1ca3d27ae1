"""Rows of a file that are read twice, or when the file is closed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from code_it.checks.fixups.readers import with_lists_of_rows

TWICE = """\
import csv
with open("é.csv", newline="") as file:
    é = csv.DictReader(file)
    print(sum(int(row["n"]) for row in é))
    print(sum(int(row["n"]) for row in é))
"""
LATE = """\
import csv

def rows():
    with open("é.csv", newline="") as file:
        reader = csv.reader(file, delimiter=",")
    return [row for row in reader]

print(rows())
"""


def printed(source: str, folder: Path) -> str:
    command = [sys.executable, "-X", "utf8", "-c", source]
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=True
    ).stdout


@pytest.mark.parametrize(
    ("source", "expected"), [(TWICE, "3\n3\n"), (LATE, "[['n'], ['1'], ['2']]\n")]
)
def test_the_rows_are_there_each_time(source: str, expected: str, tmp_path: Path) -> None:
    (tmp_path / "é.csv").write_text("n\n1\n2\n", encoding="utf-8")
    assert printed(with_lists_of_rows(source), tmp_path) == expected


@pytest.mark.parametrize(
    "lines",
    [
        "r = csv.DictReader(file)\nfor row in r:\n    print(row)",
        "r = csv.reader(file)\nnext(r)\nprint(*r, *r)",
        "r = csv.DictReader(file)\nprint(r.fieldnames)\nprint(*r, *r)",
        "r = csv.reader(file)\nr = csv.reader(file)\nprint(*r, *r)",
        "r = csv.reader(file)\nfor row in r:\n    if row:\n        break\nprint(row, list(r))",
        "r = csv.reader(file)\na = list(itertools.islice(r, 9))\nb = list(r)",
        "r = csv.reader(file)\nfor a, b in zip(r, r):\n    print(a, b)",
        "def f(:",
        "",
    ],
)
def test_a_reader_that_is_read_once_or_asked_something_stays(lines: str) -> None:
    source = f"import csv\n{lines}\n"
    assert with_lists_of_rows(source) == source
