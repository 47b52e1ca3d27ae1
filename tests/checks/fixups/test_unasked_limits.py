"""Rows that a script leaves out, though nobody asked for that."""

from __future__ import annotations

import pytest

from code_it.checks.fixups.unasked_limits import without_unasked_limits
from code_it.flow import Task

_TASK = Task("Write gains.csv, sorted by gain.")


@pytest.mark.parametrize(
    ("source", "mended"),
    [
        ("gains = frame.sort_values('gain').head(10)\n", "gains = frame.sort_values('gain')\n"),
        (
            "rows = db.execute('SELECT a FROM b LIMIT 20')\n",
            "rows = db.execute('SELECT a FROM b')\n",
        ),
        (
            "gains['mean'] = gains.gain.rolling(3).mean()\ngains = gains.dropna(subset=['mean'])\n",
            "gains['mean'] = gains.gain.rolling(3).mean()\ngains = gains\n",
        ),
    ],
)
def test_all_rows_are_kept(source: str, mended: str) -> None:
    assert without_unasked_limits(source, _TASK) == mended


@pytest.mark.parametrize(
    "text",
    ["Write the ten biggest.", "Write 10 of them.", "Write the top ones.", "Write the first rows."],
)
def test_what_is_asked_for_is_left_out(text: str) -> None:
    for source in ("gains = frame.head(10)\n", "db.execute('SELECT a FROM b LIMIT 10')\n"):
        assert without_unasked_limits(source, Task(text)) == source


def test_rows_without_figures_are_left_out_where_that_is_asked_for() -> None:
    source = "frame['change'] = frame.price.diff()\nframe = frame.dropna()\n"
    assert without_unasked_limits(source, Task("Leave out rows without a change.")) == source


@pytest.mark.parametrize(
    "source",
    [
        "frame = frame.dropna()\n",
        "print(frame.head(10))\n",
        "best = frame.head(1)\n",
        "best = frame.head()\n",
        "text = 'the LIMIT 10'\n",
        "db.execute('SELECT a FROM (SELECT b FROM c LIMIT 10) d')\n",
        "frame.head(10\n",
    ],
)
def test_other_cuts_stay(source: str) -> None:
    assert without_unasked_limits(source, _TASK) == source
