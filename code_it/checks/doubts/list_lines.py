"""Task, what was written or printed -> lines too many: empty ones, and more than were asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from code_it.checks.agreement import Outcome, lines_of
from code_it.flow import Task
from code_it.reading.end_lines import IS_LISTED, ONE_PER_LINE
from code_it.reading.input_brief import decode
from code_it.reading.number_words import SEVERAL, number_of

_EMPTY_WANTED = re.compile(
    r"\b(?:blank|empty) lines?\b[^.]{0,30}\b(?:between|after|before|behind|above|below|in front)\b"
    r"|\b(?:separated|followed|divided|preceded) by (?:an?|one|two) (?:blank|empty) line",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    rf"\bprint\b[^.:;]{{0,40}}?\bthe\s+(?:first |top |last )?(?P<number>\d{{1,3}}|{SEVERAL})\s+"
    rf"[^.]{{0,140}}?{ONE_PER_LINE}",
    re.IGNORECASE,
)
_AND_MORE = re.compile(
    r"\b(?:then|below|followed|plus"
    r"|and (?:print|finally|also|the (?:number|sum|total|average|mean)))\b",
    re.IGNORECASE,
)
_MOST_BYTES = 5_000_000


def empty_lines(task: Task, folder: Path) -> tuple[str, ...]:
    """A sentence about each text in `folder` with an empty line before its end.

    Only where each line is to hold one thing, and nobody asks for an empty one.
    """
    if not IS_LISTED.search(task.text) or _EMPTY_WANTED.search(task.text):
        return ()
    found = []
    for name, text in texts_in(task, folder):
        lines = enumerate(text.rstrip().split("\n"), start=1)
        empty = [number for number, line in lines if not line.strip()]
        if empty:
            found.append(f"line {empty[0]} of {name} is empty; leave out what is empty")
    return tuple(found)


def texts_in(task: Task, folder: Path) -> Iterator[tuple[str, str]]:
    """Name and contents of the `.txt` files that the task asks for, where they hold something."""
    for name in task.output_files:
        path = folder / name
        if path.suffix.lower() == ".txt" and path.is_file() and not path.is_symlink():
            small = path.stat().st_size <= _MOST_BYTES
            if small and (text := decode(path.read_bytes())).strip():
                yield name, text


def lines_too_many(task: Task, outcome: Outcome) -> tuple[str, ...]:
    """A sentence where more lines are printed than the one thing that is to be printed has."""
    match = _COUNTED.search(task.text)
    if match is None or len(re.findall(r"\b(?:print|show|display)\b", task.text, re.I)) > 1:
        return ()
    if _AND_MORE.search(re.split(r"\.\s", task.text[match.end() :])[0]):
        return ()
    lines = _without_headlines(lines_of(outcome.get("")))
    wanted = number_of(match["number"])
    if len(lines) <= wanted:
        return ()
    return (
        f"{len(lines)} lines are printed, the last is {lines[-1][:80]!r}; it asks for {wanted}",
    )


def _without_headlines(lines: Sequence[str]) -> list[str]:
    """Lines that introduce what follows, or draw a line below it, hold nothing themselves."""
    return [line for line in lines if not line.endswith(":") and re.search(r"\w", line)]
