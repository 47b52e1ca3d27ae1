"""Lines that come in the other order than the task tells."""

from __future__ import annotations

import pytest

from code_it.checks.agreement import Outcome, _printed
from code_it.checks.doubts.directions import with_other_direction, wrong_direction
from code_it.flow import Task

DAYS = ("2025-03-04: 1", "2025-03-02: 4", "2025-03-01: 3")


@pytest.mark.parametrize(
    ("text", "lines", "is_wrong"),
    [
        ("Print the days, oldest day first.", DAYS, True),
        ("Print the days, newest first.", DAYS, False),
        ("Print the days, oldest first.", DAYS[::-1], False),
        ("Print the days, oldest first.", ("Days:", *DAYS, "3 days"), True),
        ("Print the days, oldest first.", (DAYS[0], "nothing", *DAYS[1:]), False),
        ("Print the days, oldest first.", DAYS[:2], False),
        ("Print the days, newest first.", (DAYS[1], DAYS[0], DAYS[2]), True),
        ("Print the names, highest first.", ("a 1", "b 2", "c 2"), True),
        ("Print the names, lowest first.", ("a 3", "b 2", "c 2"), True),
        # Another number may be meant where the order is neither the one nor the other.
        ("Print the names, highest first.", ("a 1", "b 3", "c 2"), False),
        ("Print the names, highest first.", ("a 1 5", "b 2 4", "c 3 3"), False),
        ("Print the names, highest first.", ("a 2", "b 2", "c 2"), False),
        ("The shortest first name stands above.", ("a 3", "b 2", "c 1"), False),
        ("Highest first, of two alike the oldest first.", ("a 1", "b 2", "c 3"), False),
        ("Print them.", DAYS, False),
    ],
)
def test_lines_in_the_other_order_are_told(
    text: str, lines: tuple[str, ...], is_wrong: bool
) -> None:
    """By the days that they begin with, or by their one number; printed or in a text."""
    outcomes: list[Outcome] = [{"a.txt": lines}, {"": _printed("\n".join(lines))}]
    for outcome in outcomes:
        assert bool(wrong_direction(Task(text), outcome)) is is_wrong


def test_rows_of_a_table_are_told() -> None:
    """Without their header, which has no number."""
    rows = (("name", "points"), ("Ann", 1.0), ("Bob", 2.0), ("Cy", 5.0))
    task = Task("Write a.csv, highest score first.")
    assert wrong_direction(task, {"a.csv": rows}) == (
        "a.csv goes from 1.0 to 5.0, and not with the highest score first",
    )
    assert wrong_direction(task, {"a.csv": (rows[0], *rows[:0:-1])}) == ()
    assert wrong_direction(task, {"a.json": {"Ann": 1.0}}) == ()


@pytest.mark.parametrize(
    ("source", "turned"),
    [
        ("a = sorted(b, reverse=True)\n", "a = sorted(b, reverse=False)\n"),
        ("b.sort(key=len)\n", "b.sort(key=len, reverse=True)\n"),
        ("a = f.sort_values('x')\n", "a = f.sort_values('x', ascending=False)\n"),
        (
            "a = f.sort_values(ascending=False, by='x')\n",
            "a = f.sort_values(by='x', ascending=True)\n",
        ),
        ("a = f.sort_values(['x', 'y'], ascending=[True, False])\n", ""),
        ("a = sorted(b, reverse=c)\n", ""),
        ("a = sorted(b)\nc = sorted(d)\n", ""),
        ("a = b\n", ""),
    ],
)
def test_what_is_sorted_is_turned(source: str, turned: str) -> None:
    """Only where one thing is sorted, in a direction that is plainly told."""
    assert with_other_direction(source) == turned
