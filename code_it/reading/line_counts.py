"""Text -> LineCounts: how many lines a file is to have, when the text counts them."""

from __future__ import annotations

import re
from collections.abc import Sequence

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


def line_counts(
    sentences: Sequence[str], made: Sequence[str], taken: Sequence[str]
) -> tuple[LineCount, ...]:
    """The count that a sentence gives; `()` unless there is exactly one text file to be made.

    A count is a minimum: "5 jokes" with a headline above them are five lines and more.

    Args:
        made: The files that the text asks for.
        taken: Those that it says are there; a sentence about one of them counts its lines.
    """
    texts = [name for name in made if name.lower().endswith(_TEXT_SUFFIXES)]
    about = [
        sentence
        for sentence in sentences
        if any(name in sentence for name in made) or not any(name in sentence for name in taken)
    ]
    match = next((match for sentence in about if (match := _COUNTED.search(sentence))), None)
    if match is None or len(texts) != 1:
        return ()
    count = number_of(match["number"])
    return (LineCount(texts[0], count, different=match["different"] is not None),)
