"""Tasks that say how each line of an input is built."""

from __future__ import annotations

import pytest

from code_it.checks.doubts.each_line import tells_of_each_line
from code_it.checks.doubts.gathered import doubts_when_watched
from code_it.checks.idle import Idle
from code_it.flow import Task


@pytest.mark.parametrize(
    ("text", "is_told"),
    [
        ("Each line holds the address and the time.", True),
        ("guests.txt holds one guest per line.", True),
        ("Every line of a.log looks like 10:00 start.", True),
        ("Each line holds a time. Lines without one are ignored.", False),
        ("a.log is a log.", False),
    ],
)
def test_each_line_is_built_alike(text: str, is_told: bool) -> None:
    """A pattern that misses some is told then, and a comparison of two kinds in any case."""
    watched = (Idle(3, "it misses one", kind="partial"), Idle(4, "never", kind="mixed"))
    names = [check.name for check in doubts_when_watched(Task(text), watched)]
    assert tells_of_each_line(Task(text)) is is_told
    assert names == (["patterns", "kinds"] if is_told else ["kinds"])
