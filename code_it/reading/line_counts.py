"""Text -> LineCounts: how many lines a file is to have, when the text counts them."""

from __future__ import annotations

import re

from code_it.flow import LineCount
from code_it.reading.number_words import SEVERAL, number_of

# "at least 5 different jokes, one joke per line", "ten names, each on its own line".
_COUNTED = re.compile(
    rf"\b(?P<number>\d{{1,4}}|{SEVERAL})\s+(?P<different>(?:different|unique|distinct)\s+)?"
    r"(?:\w+\s+){0,2}?(?P<noun>[a-z]{3,}?)s?\b[^.;:\n]{0,20}?[,(]?\s*(?:with\s+)?"
    r"(?:one\s+(?:(?P=noun)\s+)?(?:per|on each|on every)\s+line|each on its own line)",
    re.IGNORECASE,
)
_TEXT_SUFFIXES = (".txt", ".md")


def line_counts(text: str, made: tuple[str, ...]) -> tuple[LineCount, ...]:
    """The count that `text` gives; `()` unless there is exactly one text file to be made.

    A count is a minimum: "5 jokes" with a headline above them are five lines and more.
    """
    texts = [name for name in made if name.lower().endswith(_TEXT_SUFFIXES)]
    match = _COUNTED.search(text)
    if match is None or len(texts) != 1:
        return ()
    count = number_of(match["number"])
    return (LineCount(texts[0], count, different=match["different"] is not None),)
