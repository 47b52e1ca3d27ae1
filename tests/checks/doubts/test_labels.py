"""Lines that are shown with a label."""

from __future__ import annotations

from pathlib import Path

import pytest

from code_it.checks.agreement import outcome_of
from code_it.checks.doubts.labels import (
    labelled_samples,
    line_of_no_such_form,
    lines_of_another_form,
    number_not_printed,
)
from code_it.flow import RunResult, Task

_TEXT = """Print three lines in this form:
Distance: 12.34 km
Climb: 85 m
Time: 0:45:10
The distance is the sum of all steps."""


def test_labels_of_a_sample() -> None:
    """Down to the first line without one."""
    assert labelled_samples(_TEXT) == {"Distance": "12.34 km", "Climb": "85 m", "Time": "0:45:10"}
    assert labelled_samples("Print the names like this:\nAnn: 3\nAnn: 4\n") == {}
    assert labelled_samples("Distance: 12.34 km") == {}


@pytest.mark.parametrize(
    ("printed", "told"),
    [
        ("Distance: 1234.50 km\nClimb: 0 m\nTime: 12:05:09\n", ()),
        ("distance 17 km\n", ()),
        ("Distance: 0 km\nClimb: 85 m\n", ("Distance",)),
        ("Distance: 17.42 km\nClimb: 85.0 m\nTime: 2710 s\n", ("Climb", "Time")),
        ("Distance: 17.42 miles\n", ()),
    ],
)
def test_lines_of_another_form_are_told(
    tmp_path: Path, printed: str, told: tuple[str, ...]
) -> None:
    """By the number of decimals and what stands around the numbers, not by words."""
    task = Task(_TEXT, asks_for_output=True)
    outcome = outcome_of(task, RunResult(0, printed, ""), tmp_path)
    found = lines_of_another_form(task, outcome)
    assert tuple(each[1 : each.index(":")] for each in found) == told


def test_words_are_no_form(tmp_path: Path) -> None:
    """What was found is another word each time."""
    task = Task("Print it like this:\nWinner: Ann\n", asks_for_output=True)
    outcome = outcome_of(task, RunResult(0, "Winner: 7\n", ""), tmp_path)
    assert lines_of_another_form(task, outcome) == ()


_ONE = "Print what they cost: each with its name, a space, and the price, such as\nTea 2.50"


@pytest.mark.parametrize(
    ("text", "printed", "is_told"),
    [
        (_ONE, "Tea costs 2.50\nMilk costs 1.10\n", True),
        (_ONE, "Tea 2.5\nMilk 1.1\n", True),
        (_ONE, "Cocoa 12.50\nMilk 1.10\n", False),
        (_ONE, "Prices\nMilk 1.10\n", False),
        ("The file has lines such as\nTea 2.50\nPrint the sum.", "17.5\n", False),
        ("Print the names, such as\nTea", "1\n", False),
        ("Print them in this form:\nTea 2.50\nMilk 1.10", "1\n", False),
    ],
)
def test_a_single_line_that_is_shown(
    tmp_path: Path, text: str, printed: str, is_told: bool
) -> None:
    """At least one of those that are printed must be like it."""
    task = Task(text, asks_for_output=True)
    outcome = outcome_of(task, RunResult(0, printed, ""), tmp_path)
    assert bool(line_of_no_such_form(task, outcome)) is is_told


@pytest.mark.parametrize("printed", ["7.4, light rain showers", "12.0, fog"])
def test_a_sample_says_nothing_of_how_many_words_there_are(tmp_path: Path, printed: str) -> None:
    task = Task("Print the temperature and the sky on one line, such as:\n21.5, clear sky")
    outcome = outcome_of(task, RunResult(0, f"{printed}\n", ""), tmp_path)
    assert line_of_no_such_form(task, outcome) == ()


def test_a_sample_of_what_is_read_is_none_of_what_is_printed(tmp_path: Path) -> None:
    text = "The log has lines like this:\nTemp: 23.5\nPrint the highest one."
    outcome = outcome_of(Task(text), RunResult(0, "Temp: 24\n", ""), tmp_path)
    assert lines_of_another_form(Task(text), outcome) == ()


@pytest.mark.parametrize(
    ("text", "printed", "is_told"),
    [
        ("Print how many files you packed.", "Added a\nAdded b\n", True),
        ("Pack them. Then print the number of files.", "done\n", True),
        ("Print how many files you packed.", "5 files\n", False),
        ("Print the number of files in words.", "five\n", False),
        ("Print the names.", "Ann\n", False),
        ("Print how many files you packed.", "", False),
    ],
)
def test_a_number_that_is_asked_for_is_missed(
    tmp_path: Path, text: str, printed: str, is_told: bool
) -> None:
    """That nothing is printed at all is told by a check."""
    outcome = outcome_of(Task(text), RunResult(0, printed, ""), tmp_path)
    assert bool(number_not_printed(Task(text), outcome)) is is_told
