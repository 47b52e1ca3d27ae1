"""Files that are written to behind the block that closes them."""

from __future__ import annotations

import pytest

from code_it.checks.failing_lines import FailingLines
from code_it.checks.repairs.closed_files import with_database_open, with_file_open

ERROR = "ValueError: I/O operation on closed file."
SOURCE = """\
import csv
with open("o.csv", "w") as file:
    writer = csv.writer(file)

for row in rows:
    if row:
        writer.writerow(row)
print(1)
"""


def test_what_writes_behind_the_block_is_taken_into_it() -> None:
    """And not what comes after that."""
    assert (
        with_file_open(FailingLines(SOURCE, 7, 7), ERROR)
        == """\
import csv
with open("o.csv", "w") as file:
    writer = csv.writer(file)

    for row in rows:
        if row:
            writer.writerow(row)
print(1)
"""
    )


@pytest.mark.parametrize(
    ("source", "line", "error"),
    [
        (SOURCE, 7, "ValueError: no"),
        (SOURCE, 8, ERROR),
        ("file = open('a')\nfile.close()\nfile.read()\n", 3, ERROR),
    ],
)
def test_other_scripts_stay(source: str, line: int, error: str) -> None:
    assert with_file_open(FailingLines(source, line, line), error) == ""


@pytest.mark.parametrize("text", ["'''SELECT a\n  FROM b'''", "f'''SELECT {a}\n  FROM b'''"])
def test_a_text_of_several_lines_stays_as_it_is(text: str) -> None:
    source = f"with open('a') as f:\n    x = 1\nq = {text}\nfor r in rows:\n    f.write(q)\n"
    moved = source.replace("q = ", "    q = ").replace("for r", "    for r")
    moved = moved.replace("    f.write", "        f.write")
    assert with_file_open(FailingLines(source, 6, 6), ERROR) == moved


def test_a_database_stays_open() -> None:
    source = "db = sqlite3.connect('a.db')\ndb.commit()\ndb.close()\nfile.close()\ndb.execute(q)\n"
    failing = FailingLines(source, 5, 5)
    error = "sqlite3.ProgrammingError: Cannot operate on a closed database."
    assert with_database_open(failing, error) == source.replace("db.close()", "pass")
    assert with_database_open(failing, ERROR) == ""
    assert with_database_open(FailingLines("db.execute(q)", 1, 1), error) == ""
