"""Text -> the files that it names, and for each what is to become of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from code_it.reading.file_names import find_names
from code_it.reading.read_names import is_read
from code_it.reading.roles import Place, Role, role_of
from code_it.reading.telling_words import TELLING

_MOST_CHARACTERS = 20_000
_BEFORE_CHARACTERS = 400
_AFTER_CHARACTERS = 200


@dataclass(frozen=True)
class Mention:
    """A name where it stands in the text."""

    name: str
    start: int
    end: int
    role: Role
    is_read: bool
    """The text says that the file is there to be read, and it is not."""


def find_mentions(text: str, is_there: Callable[[str], bool]) -> tuple[str, tuple[Mention, ...]]:
    """The files that `text` names, in its order, and the text with names and addresses blanked.

    Args:
        is_there: Says whether a file of that name, relative to the work folder, exists.
    """
    blanked, names = find_names(text[:_MOST_CHARACTERS], is_there)
    mentions = []
    clause_start = 0
    for number, (start, end, name) in enumerate(names):
        following = names[number + 1].start if number + 1 < len(names) else len(blanked)
        place = _place(blanked, name, clause_start, start, end, is_there=is_there(name))
        mentions.append(Mention(name, start, end, role_of(place), is_read(place)))
        # "turn a.csv into b.xlsx": what stands in front of a name is not about the next one,
        # but "write a.csv and b.csv" is about both.
        if TELLING.search(blanked, end, following):
            clause_start = end
    return blanked, tuple(mentions)


_BOUNDARY = re.compile(
    r"(?<!e\.g)(?<!i\.e)(?<!\betc)[.!?;:](?=\s)|\n[ \t]*\n|\n[ \t]*(?=[-*•A-Z\d])"
)
_LABEL = re.compile(
    r"(?:^|\n)[ \t>*-]*(?:output|result)s?(?:[ \t]+files?)?[ \t]*:\s*['\"`]?$"
    r"|\b(?:write|create|make|save|produce|generate)s?\b[^.!?:\n\ufffc]{0,40}\bfiles?:\s*['\"`]?$",
    re.IGNORECASE,
)
# "a.csv, b.csv and": the names of one list are all treated as the first one is.
_LIST_BEFORE = re.compile(
    r"['\"`]?\ufffc"
    r"(?:\ufffc|['\"`]?(?:\s*,\s*(?:and\s+|or\s+)?|\s+(?:and|or)\s+)['\"`]?(?=\ufffc|$))*$"
)


def _place(
    blanked: str, name: str, clause_start: int, start: int, end: int, *, is_there: bool
) -> Place:
    window = max(0, start - _BEFORE_CHARACTERS)
    before = blanked[window:start]
    boundaries = [match.end() for match in _BOUNDARY.finditer(before)]
    sentence_start = window + (boundaries[-1] if boundaries else 0)
    after = blanked[end : end + _AFTER_CHARACTERS]
    ends = _BOUNDARY.search(after)
    clause = blanked[max(sentence_start, clause_start) : start]
    listed = _LIST_BEFORE.search(clause)
    return Place(
        name,
        sentence=blanked[sentence_start:start],
        clause=clause[: listed.start()] if listed else clause,
        is_alternative=bool(listed and re.search(r"\bor\b", listed[0])),
        after=after[: ends.start()] if ends else after,
        is_there=is_there,
        is_labelled=bool(_LABEL.search(before)),
    )
