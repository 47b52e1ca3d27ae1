"""Horizontal bars, the largest at the top."""

from __future__ import annotations

import pytest

from code_it.checks.fixups.bars_from_top import with_bars_from_top
from code_it.flow import Task

_TOP = Task("Draw a horizontal bar chart, sorted so that the highest tower is at the top.")
_ROWS = "rows = sorted(rows, reverse=True)\n"


@pytest.mark.parametrize(
    ("drawing", "turned"),
    [
        ("plt.barh(names, heights)\n", "plt.barh(names, heights)\nplt.gca().invert_yaxis()\n"),
        ("bars = ax.barh(names,\n    heights)\nshow()\n",
         "bars = ax.barh(names,\n    heights)\nax.invert_yaxis()\nshow()\n"),
    ],
)  # fmt: skip
def test_falling_bars_begin_at_the_top(drawing: str, turned: str) -> None:
    assert with_bars_from_top(_ROWS + drawing, _TOP) == _ROWS + turned


@pytest.mark.parametrize(
    ("source", "task"),
    [
        (f"{_ROWS}plt.barh(names, heights)\nplt.gca().invert_yaxis()\n", _TOP),
        ("rows = sorted(rows)\nplt.barh(names, heights)\n", _TOP),
        (f"{_ROWS}plt.bar(names, heights)\n", _TOP),
        (f"{_ROWS}plt.barh(names, heights)\n", Task("Draw horizontal bars, the highest first.")),
        (f"{_ROWS}plt.barh(names, heights\n", _TOP),
    ],
)
def test_other_charts_are_left_alone(source: str, task: Task) -> None:
    """Turned already, rising, upright, not told, no Python."""
    assert with_bars_from_top(source, task) == source
