"""Task, Outcome -> names of the user's files that are to be sorted, and come in another order."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from code_it.checks.agreement import Outcome, lines_or_rows
from code_it.flow import Task

_BY_NAME = re.compile(
    r"\b(?:sort(?:ed|s)?|order(?:ed)?) (?:\w+ ){0,2}?by (?:the |their )?(?:file ?)?names?\b"
    r"|\bin (?:the )?alphabetical order\b|\bin (?:the )?order of (?:the|their) (?:file ?)?names\b",
    re.IGNORECASE,
)
_BACKWARDS = re.compile(r"\breverse\w*\b|\bdescending\b|\bfrom z to a\b", re.IGNORECASE)
_MOST_FILES = 2000
_FEWEST = 3
_KEYS: tuple[Callable[[str], object], ...] = (
    str,
    str.lower,
    lambda name: name.rpartition("/")[2],
    lambda name: name.rpartition("/")[2].lower(),
    # part2 before part10
    lambda name: [(not part.isdigit(), int(part) if part.isdigit() else 0, part.lower())
                  for part in re.split(r"(\d+)", name)],
)  # fmt: skip


def names_out_of_order(task: Task, outcome: Outcome, before: Path) -> Iterator[str]:
    """A sentence about each list with one of them in every line, below its header."""
    if not _BY_NAME.search(task.text) or _BACKWARDS.search(task.text):
        return
    names = _names(task, before)
    for file, contents in outcome.items():
        listed = [_name_in(line, names) for line in lines_or_rows(contents)[:_MOST_FILES]]
        listed = listed[1:] if listed and not listed[0] else listed
        if len(listed) < _FEWEST or not all(listed) or len({*listed}) < len(listed):
            continue
        if not any(listed == sorted(listed, key=key) for key in _KEYS):  # type: ignore[arg-type]
            one, other = next(pair for pair in itertools.pairwise(listed) if pair[0] > pair[1])
            where = file or "what is printed"
            yield f"in {where} {one} stands before {other}; sort by the name, not the whole line"


def _names(task: Task, before: Path) -> tuple[str, ...]:
    """The user's files, from the folder on, and by their last name; the longest first."""
    walked = itertools.islice(before.rglob("*"), _MOST_FILES)
    files = [path.relative_to(before) for path in walked if path.is_file()]
    made = {*task.output_files}
    found = {
        "/".join(file.parts[start:])
        for file in files
        if file.as_posix() not in made and ".code_it" not in file.parts
        for start in range(len(file.parts))
    }
    return tuple(sorted(found, key=len, reverse=True))


def _name_in(line: str, names: tuple[str, ...]) -> str:
    """The longest of the names that stands in a line by itself; empty without one."""
    for name in names:
        if name in line and re.search(rf"(?<![\w./-]){re.escape(name)}(?![\w-])", line):
            return name
    return ""
