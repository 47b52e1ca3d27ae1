"""Fields of fixed-width lines."""

from __future__ import annotations

import pytest

from code_it.checks.fixups.fixed_places import with_places_as_told
from code_it.flow import Task

_TEXT = "Fields stand at fixed places: number in 1 to 6, name in 7 to 24, price in 30 to 37."


@pytest.mark.parametrize(
    ("source", "changed"),
    [
        ("n = line[:5]\nname = line[7:24]\np = line[30:37]\n",
         "n = line[0:6]\nname = line[6:24]\np = line[29:37]\n"),
        ("n = line[0:6]\nname = line[6:24]\n", "n = line[0:6]\nname = line[6:24]\n"),
        ("n = line[0:9]\nyear = day[0:4]\n", "n = line[0:9]\nyear = day[0:4]\n"),
        ("n = line[0:6]\nother = line[1:6]\n", "n = line[0:6]\nother = line[1:6]\n"),
        ("n = line[0:5\n", "n = line[0:5\n"),
    ],
)  # fmt: skip
def test_slices_that_are_one_off_are_put_right(source: str, changed: str) -> None:
    """Not what is right, farther off, there already, or no Python."""
    assert with_places_as_told(source, Task(_TEXT)) == changed


@pytest.mark.parametrize(
    "text",
    [
        _TEXT.replace("1 to 6", "0 to 5").replace("fixed places", "fixed places, from 0"),
        _TEXT.replace("fixed", "certain"),
        "A fixed-width text. The price is 5 to 6 euros.",
        "A fixed-width text, made from 10 to 12 o'clock, with 3 to 5 words and 1 to 2 names.",
    ],
)
def test_other_numbers_are_no_places(text: str) -> None:
    source = "n = line[0:7]\nname = line[7:24]\nw = line[3:5]\n"
    assert with_places_as_told(source, Task(text)) == source
