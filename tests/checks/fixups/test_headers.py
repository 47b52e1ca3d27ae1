"""The first row of a table, taken for what it is."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from code_it.checks.failing_lines import FailingLines, statement_at
from code_it.checks.fixups.headers import header_skipped, with_first_row
from code_it.flow import Task

TASK = Task(
    "", brief="boats.csv: CSV to be read with csv, 2 rows, with the columns 'é', 'n'\n  é,n"
)
READ = "import csv\nwith open('boats.csv', encoding='utf-8') as file:\n"
DICTS = f"{READ}    reader = csv.DictReader(file)\n"


def printed(source: str, folder: Path) -> str:
    (folder / "boats.csv").write_text("é,n\nGull,1\nTern,2\n", encoding="utf-8")
    command = [sys.executable, "-X", "utf8", "-c", source]
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8")
    return run.stdout or run.stderr.splitlines()[-1]


@pytest.mark.parametrize(
    "lines",
    [
        "    next(reader)\n    for row in reader:\n        print(row['n'])\n",
        "    next(reader, None)\n    r = list(reader)\nprint(*(d['n'] for d in r), sep='\\n')\n",
        "    é = [row for row in reader]\nfor row in é[1:]:\n    print(row['n'])\n",
        "    d = list(reader)\nk = list(d[0].keys())\nfor i, row in enumerate(d[1:], 2):\n"
        "    print(row[k[1]])\n",
    ],
)
def test_a_reader_of_dicts_has_no_header_to_skip(lines: str, tmp_path: Path) -> None:
    assert printed(DICTS + lines, tmp_path) == "2\n"
    assert printed(with_first_row(DICTS + lines, TASK), tmp_path) == "1\n2\n"


@pytest.mark.parametrize(
    "source",
    [
        f"{READ}    reader = csv.reader(file)\n    next(reader)\n    print(*reader)\n",
        f"{READ}    r = csv.DictReader(file, fieldnames=['a'])\n    next(r)\n    print(*r)\n",
        f"{READ}    r = csv.DictReader(file, ['a'])\n    next(r)\n    print(*r)\n",
        f"{DICTS}    first = next(reader)\n    print(first, *reader)\n",
        f"{DICTS}    d = list(reader)\nlast = d[0]\nfor row in d[1:]:\n    print(row, last)\n",
        f"{DICTS}    d = list(reader)\nfor i, row in enumerate(d[1:]):\n    print(row, d[i])\n",
        f"{DICTS}    d = list(reader)\nfor a, b in zip(d, d[1:]):\n    print(a, b)\n",
        f"{READ}    reader = csv.reader(file)\n    next(reader)\n{DICTS}    print(*reader)\n",
        f"{DICTS}    d = list(reader)\nd = [1, 2]\nfor row in d[1:]:\n    print(row)\n",
        "rows = [1, 2]\nfor row in rows[1:]:\n    print(row)\n",
        "DictReader(:",
    ],
)
def test_a_first_row_that_is_used_otherwise_stays(source: str) -> None:
    assert with_first_row(source, TASK) == source


@pytest.mark.parametrize(
    "text",
    ["Its second line holds the units.", "Skip the first row.", "Ignore the line below the names."],
)
def test_a_row_that_the_task_leaves_out_stays_out(text: str) -> None:
    source = f"{DICTS}    next(reader)\n    print(*reader)\n"
    assert with_first_row(source, Task("Print the boats.")) != source
    assert with_first_row(source, Task("The first row holds the column names.")) != source
    assert with_first_row(source, Task(text)) == source


def failing(source: str, text: str) -> FailingLines:
    lines = source.split("\n")
    number = next(n for n, line in enumerate(lines, 1) if text in line)
    found = statement_at(source, number)
    assert found is not None
    return found


@pytest.mark.parametrize(
    "lines",
    [
        "    for é, n in csv.reader(file):\n        x = é\n        print(int(n))\n",
        "    rows = file.readlines()\nfor row in rows:\n    print(int(row.split(',')[1]))\n",
        "    rows = list(csv.reader(file))\nprint(*[int(row[1]) for row in rows], sep='\\n')\n",
    ],
)
def test_names_of_columns_are_no_numbers(lines: str, tmp_path: Path) -> None:
    """The loop begins behind them."""
    source = READ + lines
    error = printed(source, tmp_path)
    place, later = header_skipped(failing(source, "int("), error, TASK)
    assert printed(place.replaced(later), tmp_path) == "1\n2\n"


@pytest.mark.parametrize(
    ("error", "task"),
    [
        ("ValueError: could not convert string to float: 'Gull'", TASK),
        ("ValueError: could not convert string to float: 'n'", Task("")),
        ("ValueError: could not convert string to float: ''", TASK),
        ("KeyError: 'n'", TASK),
    ],
)
def test_other_words_are_no_header(error: str, task: Task) -> None:
    lines = failing("for row in rows:\n    print(float(row))\n", "float(")
    assert header_skipped(lines, error, task)[1] == ""
