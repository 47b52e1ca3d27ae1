"""Lines of a list that are too many."""

from __future__ import annotations

from pathlib import Path

import pytest

from code_it.checks.agreement import outcome_of
from code_it.checks.doubts.list_lines import empty_lines, lines_too_many
from code_it.flow import RunResult, Task

_LIST = "Write the names to out.txt, one name per line."


@pytest.mark.parametrize(
    ("text", "written", "told"),
    [
        (_LIST, "\nAnn\nBob\n", ("line 1 of out.txt is empty; leave out what is empty",)),
        (_LIST, "Ann\n  \nBob", ("line 2 of out.txt is empty; leave out what is empty",)),
        (_LIST, "Ann\nBob\n\n", ()),
        (_LIST, "", ()),
        (_LIST + " Put an empty line between the groups.", "Ann\n\nBob\n", ()),
        ("Write the story to out.txt.", "Once\n\nupon\n", ()),
    ],
)
def test_empty_lines_of_a_list(
    tmp_path: Path, text: str, written: str, told: tuple[str, ...]
) -> None:
    """At the end they do no harm, and elsewhere somebody may have asked for them."""
    (tmp_path / "out.txt").write_text(written)
    assert empty_lines(Task(text, output_files=("out.txt", "gone.txt")), tmp_path) == told


_FILMS = "Print the three films with the most seats in all, one per line: the name and the seats."


@pytest.mark.parametrize(
    ("text", "printed", "told"),
    [
        (_FILMS, "A: 3\nB: 2\nC: 1\nA: 3\n", 1),
        (_FILMS, "Films:\n-----\nA: 3\nB: 2\nC: 1\n", 0),
        (_FILMS, "A: 3\nB: 2\n", 0),
        (_FILMS + " Then print the sum.", "A: 3\nB: 2\nC: 1\n6\n", 0),
        (
            "Print the 2 longest words, one per line, and below them the number of words.",
            "a\nb\n7\n",
            0,
        ),
        ("Print the films, one per line.", "A\nB\nC\nD\n", 0),
        ("Print the first 2 words, each on its own line.", "a\nb\nc\n", 1),
    ],
)
def test_more_lines_than_asked_for(tmp_path: Path, text: str, printed: str, told: int) -> None:
    """What introduces them does not count, nor what else is to be printed."""
    task = Task(text, asks_for_output=True)
    outcome = outcome_of(task, RunResult(0, printed, ""), tmp_path)
    assert len(lines_too_many(task, outcome)) == told
