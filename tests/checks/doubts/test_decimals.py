"""Numbers that are printed with too few decimals."""

from __future__ import annotations

from pathlib import Path

import pytest

from code_it.checks.agreement import Outcome, outcome_of
from code_it.checks.doubts.decimals import with_decimals_written, wrong_decimals
from code_it.flow import RunResult, Task

_TASK = Task("Print the balance with two decimals.", asks_for_output=True)


def _printed(text: str, folder: Path) -> Outcome:
    return outcome_of(_TASK, RunResult(0, text, ""), folder)


def test_too_few_decimals_are_told(tmp_path: Path) -> None:
    """With the line that they stand on."""
    outcome = _printed("1 1230.00\n2 1260.5\n", tmp_path)
    assert wrong_decimals(_TASK, outcome) == ("1260.5 in '2 1260.5' has not 2 decimals",)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        (_TASK.text, "1 1230.00\n2 1,260.50\n"),
        (_TASK.text, "12 of 2.125\n"),
        (_TASK.text, "Cola 1.5 l: 2.50\n"),
        (_TASK.text, "version 1.2.3, 10.0.0.1, 1.5kg, x1.5\n"),
        ("Print it rounded to two decimals.", "1230.0\n"),
        ("One with two decimals, one with 3 decimals.", "1230.0\n"),
        ("Print it.", "1230.0\n"),
    ],
)
def test_other_numbers_are_left_alone(tmp_path: Path, text: str, printed: str) -> None:
    """Whole ones, longer ones, what is no number, and what nobody asked to be written so."""
    assert wrong_decimals(Task(text, asks_for_output=True), _printed(printed, tmp_path)) == ()


def test_numbers_in_data_need_no_decimals() -> None:
    """In JSON and CSV a number is a number."""
    outcome: Outcome = {"a.json": {"x": 1230.0}, "a.csv": (("x",), (1230.0,))}
    assert wrong_decimals(_TASK, outcome) == ()
    assert len(wrong_decimals(_TASK, {"a.txt": ("1230.0",)})) == 1


@pytest.mark.parametrize(
    ("source", "written"),
    [
        ("print(year, round(x * 2, 2))", "print(year, format(x * 2, '.2f'))"),
        ('print("is " + str(round(x, 2)))', "print(\"is \" + str(format(x, '.2f')))"),
        ('print(f"{n}: {round(x, 2)}")', "print(f\"{n}: {format(x, '.2f')}\")"),
        ("total = round(x, 2)", ""),
        ("print(round(x))", ""),
        ("print(round(x, 3))", ""),
        ('print(f"{round(x, 2):8}")', ""),
    ],
)
def test_what_is_rounded_is_written_out(source: str, written: str) -> None:
    """Where it becomes text at once."""
    assert with_decimals_written(_TASK, source) == written
