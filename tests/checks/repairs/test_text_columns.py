"""A column of texts among columns of numbers."""

from __future__ import annotations

import pytest

from code_it.checks.failing_lines import statement_at
from code_it.checks.repairs.text_columns import without_text_column

_ERROR = "ValueError: invalid literal for int() with base 10: 'Tessa'"
_ROW = "row is a dict with the keys ['student', 'mon', 'tue']"
_FACTS = (_ROW, "day is the str 'student'", "row[day] is the str 'Tessa'")
_LOOP = """\
for row in rows:
    for day in row.keys():
        total[day] += int(row[day])
for row in rows:
    for day, n in row.items():
        print(day, n)
"""
_WITHOUT = """\
for row in rows:
    for day in row.keys():
        if day == 'student':
            continue
        total[day] += int(row[day])
for row in rows:
    for day, n in row.items():
        if day == 'student':
            continue
        print(day, n)
"""


def test_each_loop_over_the_columns_passes_over_the_texts() -> None:
    failing = statement_at(_LOOP, 3)
    assert failing is not None
    assert without_text_column(failing, _ERROR, _FACTS) == _WITHOUT


def test_the_items_of_a_row_need_not_be_told() -> None:
    source = "for row in rows:\n    for day, n in row.items():\n        total[day] = float(n)\n"
    failing = statement_at(source, 3)
    assert failing is not None
    error = "ValueError: could not convert string to float: 'Tessa'"
    facts = ("day is the str 'student'", "n is the str 'Tessa'")
    assert "if day == 'student':" in without_text_column(failing, error, facts)
    assert without_text_column(failing, error, facts[1:]) == ""


@pytest.mark.parametrize(
    ("line", "changed"),
    [
        ("n = sum(int(row[day]) for day in row)\n",
         "n = sum(int(row[day]) for day in [_name for _name in row if _name != 'student'])\n"),
        ("n = sum(int(v) for day, v in row.items())\n",
         "n = sum(int(v) for day, v in"
         " [_pair for _pair in row.items() if _pair[0] != 'student'])\n"),
    ],
)  # fmt: skip
def test_so_does_a_generator(line: str, changed: str) -> None:
    failing = statement_at(line, 1)
    assert failing is not None
    assert without_text_column(failing, _ERROR, _FACTS) == changed


@pytest.mark.parametrize(
    ("error", "facts"),
    [
        (_ERROR, (_ROW, "day is the str 'mon'")),
        (_ERROR, (_FACTS[1], _FACTS[2])),
        ("ValueError: invalid literal for int() with base 10: '4 h'",
         (_ROW, "day is the str 'mon'", "row[day] is the str '4 h'")),
    ],
)  # fmt: skip
def test_another_failure_is_left_alone(error: str, facts: tuple[str, ...]) -> None:
    """The text is not told, there are no columns, a number is in it."""
    failing = statement_at(_LOOP, 3)
    assert failing is not None
    assert not without_text_column(failing, error, facts)
