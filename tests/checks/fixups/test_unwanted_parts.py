"""Parts of a chart that the task does not want."""

from __future__ import annotations

import pytest

from code_it.checks.fixups.unwanted_parts import without_unwanted_parts
from code_it.flow import Task

SCRIPT = "ax.bar(a, b)\nax.set_title('Sums')\nax.grid(True)\nax.legend(loc='best')\n"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Do not draw a grid or a legend.", ["bar", "set_title"]),
        ("Draw it without a legend. Its title is Sums.", ["bar", "set_title", "grid"]),
        ("The chart has no title.", ["bar", "grid", "legend"]),
        ("Draw a legend. Do not open a window.", ["bar", "set_title", "grid", "legend"]),
    ],
)
def test_what_is_not_wanted_is_not_drawn(text: str, left: list[str]) -> None:
    mended = without_unwanted_parts(SCRIPT, Task(text))
    assert [line[3:].partition("(")[0] for line in mended.split("\n") if "ax." in line] == left


@pytest.mark.parametrize("source", ["ax.grid(False)\n", "keys = ax.legend()\n", "ax.legend(\n"])
def test_other_calls_stay(source: str) -> None:
    assert without_unwanted_parts(source, Task("No grid or legend.")) == source
