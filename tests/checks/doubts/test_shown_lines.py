"""Lines that are built as one that is shown within a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from code_it.checks.agreement import outcome_of
from code_it.checks.doubts.shown_lines import lines_unlike_shown
from code_it.flow import RunResult, Task

_TAGS = "Write tags.txt, in which each line holds the first and the last name, such as Maria Ortiz."
_PRINTED = "Print the stations, one per line and in the form Night Owl: 94.3, sorted by name."
_TEAMS = "Print one line for each team, such as Team 1: Amira, Jonas, Dana."


@pytest.mark.parametrize(
    ("text", "lines", "is_told"),
    [
        (_TAGS, "Abbott, Walter\nBaker, Mary Ann\n", True),
        (_TAGS, "Walter Abbott\nMary-Ann D'Arcy\n", False),
        (_TAGS, "Names:\nWalter Abbott\n", False),
        (_PRINTED, "Night Owl 94.3\nBlue Note FM 101\n", True),
        (_PRINTED, "Night Owl: 94\n", False),
        (_TEAMS, "Team 1: Amira\nTeam 2: Ann, Bo, Cy, Di\n", False),
        (_TEAMS, "Team 1: ['Amira', 'Jonas']\n", True),
        ("Each line of tags.txt was written such as Maria Ortiz. Print one.", "a: b\n", False),
        ("Print one line for each day in the form YYYY-MM-DD: name.", "a, b\n", False),
        ("Print the names, such as Maria Ortiz.", "Ortiz, Maria\n", False),
        (_PRINTED, "", False),
    ],
)
def test_one_line_at_least_is_built_as_the_one_that_is_shown(
    tmp_path: Path, text: str, lines: str, is_told: bool
) -> None:
    """Not where it shows what is read, or letters for others, or speaks of no lines."""
    is_file = text is _TAGS
    task = Task(text, output_files=("tags.txt",) if is_file else ())
    if "Each line of" in text:
        task = Task(text, input_files=("tags.txt",))
    if is_file:
        (tmp_path / "tags.txt").write_text(lines, encoding="utf-8")
    run = RunResult(0, "" if is_file else lines, "", created=("tags.txt",) if is_file else ())
    found = list(lines_unlike_shown(task, outcome_of(task, run, tmp_path)))
    assert bool(found) is is_told
