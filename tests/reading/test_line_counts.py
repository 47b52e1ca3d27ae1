"""How many lines a file is to have."""

from __future__ import annotations

import pytest

from code_it.flow import LineCount
from code_it.reading.line_counts import line_counts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Write at least 5 different riddles, one riddle per line.",
            (LineCount("out.txt", 5, different=True),),
            id="at-least-different",
        ),
        pytest.param("Save 3 names, one per line.", (LineCount("out.txt", 3),), id="plain-count"),
        pytest.param(
            "Save ten unique names of birds, each on its own line.",
            (LineCount("out.txt", 10, different=True),),
            id="number-word",
        ),
        pytest.param("in.txt holds one address per line.", (), id="no-count"),
        pytest.param("in.txt holds 100 names, one per line.", (), id="input"),
        pytest.param("Print the numbers from 1 to 50, each on its own line.", (), id="range"),
        pytest.param("Write a poem of 5 words.", (), id="no-lines"),
    ],
)
def test_counts_are_read(text: str, expected: tuple[LineCount, ...]) -> None:
    """Only a count that is tied to lines is one."""
    assert line_counts([text], ("out.txt",), ("in.txt",)) == expected


def test_two_files_leave_it_open() -> None:
    """With two text files nobody knows which one is counted."""
    assert line_counts(["Save 3 names, one per line."], ("a.txt", "b.txt"), ()) == ()
