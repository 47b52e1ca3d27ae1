"""Outputs that look as Python writes an object."""

from __future__ import annotations

from pathlib import Path

import pytest

from code_it.checks.agreement import outcome_of
from code_it.checks.doubts.object_reprs import object_reprs
from code_it.flow import RunResult, Task


def _printed(text: str, stdout: str) -> list[str]:
    task = Task(text, asks_for_output=True)
    run = RunResult(returncode=0, stdout=stdout, stderr="")
    return list(object_reprs(task, outcome_of(task, run, Path())))


@pytest.mark.parametrize(
    "line",
    [
        "<__main__.Book object at 0x7f12>",
        "dict_keys(['a', 'b'])",
        "Counter({'a': 2})",
        "[datetime.date(2024, 1, 2)]",
        "{'a': np.float64(2.5)}",
        "[PosixPath('a.txt')]",
        "(5,)",
        "a.txt: b'first line'",
        "Name: price, dtype: float64",
    ],
)
def test_an_object_is_told(line: str) -> None:
    (doubt,) = _printed("Print it.", f"first\n{line}\n")
    assert "how Python writes an object" in doubt


@pytest.mark.parametrize("line", ["[1, 2]", "{'a': 1}", "('a', 1)", "x (5, 6)", "<b>bold</b>"])
def test_lists_and_pairs_may_be_meant(line: str) -> None:
    assert _printed("Print it.", line) == []


def test_what_the_task_shows_is_meant() -> None:
    assert _printed("Print it like this: Counter({'a': 2})", "Counter({'a': 2})") == []
