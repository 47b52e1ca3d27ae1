"""Rows with too few fields, which end a loop."""

from __future__ import annotations

import pytest

from code_it.checks.failing_lines import statement_at
from code_it.checks.repairs.short_rows import short_rows_skipped

ERROR = "IndexError: list index out of range"
LOOP = """\
rows = ["a,1,x", "", "b,2,y"]
for line in rows:
    parts = line.split(",")
    name = parts[0]
    number = int(parts[1])
    print(name, number, parts[2])
"""


def skipped(source: str, line: int, error: str = ERROR) -> str:
    failing = statement_at(source, line)
    assert failing is not None
    place, text = short_rows_skipped(failing, error)
    return place.preceded(text) if text else ""


def test_a_row_that_is_too_short_is_passed_over(capsys: pytest.CaptureFixture[str]) -> None:
    """Before any of its fields is taken; with all the fields that are used, it is long enough."""
    mended = skipped(LOOP, 5)
    assert mended.split("\n")[3:5] == ["    if len(parts) < 3:", "        continue"]
    exec(compile(mended, "main.py", "exec"), {})
    assert capsys.readouterr().out == "a 1 x\nb 2 y\n"


@pytest.mark.parametrize(
    ("source", "line", "error"),
    [
        (LOOP, 5, "IndexError: tuple index out of range"),
        (LOOP, 5, "ValueError: invalid literal for int() with base 10: ''"),
        ("parts = []\nprint(parts[1])\n", 2, ERROR),
        ("parts = []\nfor n in [1]:\n    print(parts[1])\n", 3, ERROR),
        ("for row in [[]]:\n    print(row[n])\n", 2, ERROR),
        ("for row in [[]]:\n    if len(row) > 0:\n        print(row[1])\n", 3, ERROR),
        ("for row in [[]]:\n    def f():\n        return row[1]\n    f()\n", 3, ERROR),
        ("for row in [[]]:\n    while True:\n        print(row[1])\n", 3, ERROR),
    ],
)
def test_nothing_else_is_passed_over(source: str, line: int, error: str) -> None:
    """A list that is the same in every round, and a length that is looked at already."""
    assert skipped(source, line, error) == ""


def test_a_row_that_the_loop_is_given() -> None:
    """Then the test stands first."""
    source = "for number, row in enumerate([[1, 2], [1]]):\n    print(number)\n    print(row[1])\n"
    assert skipped(source, 3).split("\n")[2:4] == ["    if len(row) < 2:", "        continue"]
