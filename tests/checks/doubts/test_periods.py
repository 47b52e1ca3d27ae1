"""Dates of another year than the task's."""

from __future__ import annotations

from pathlib import Path

import pytest

from code_it.checks.agreement import outcome_of
from code_it.checks.doubts.periods import dates_of_another_year
from code_it.flow import RunResult, Task

_TEXT = "Print the last day of each month of 2028, such as 2028-01-31 Monday, one per line."
_LINES = "2028-01-31 a\n2028-02-29 b\n2028-03-31 c\n"


@pytest.mark.parametrize(
    ("text", "lines", "is_told"),
    [
        (_TEXT, f"2027-12-31 x\n{_LINES}", True),
        (_TEXT, _LINES, False),
        (_TEXT, "2027-12-31 x\n2028-01-31 a\n", False),
        (_TEXT.replace("of 2028", "of 2027 and 2028"), f"2027-12-31 x\n{_LINES}", False),
        (_TEXT, _LINES.replace("2028", "2027"), False),
    ],
)
def test_one_that_is_off_is_told(tmp_path: Path, text: str, lines: str, is_told: bool) -> None:
    """Not of few, nor where several years are named, or most are of another one."""
    outcome = outcome_of(Task(text), RunResult(0, lines, ""), tmp_path)
    assert bool(list(dates_of_another_year(Task(text), outcome))) is is_told
    read = Task(text, input_files=("days.txt",))
    assert not list(dates_of_another_year(read, outcome))
