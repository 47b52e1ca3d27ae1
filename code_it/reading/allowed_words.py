"""Text, title -> the words of which a column or key holds one, where the text tells them.

Both `result (ok or wrong)` and "status is open if it is empty, otherwise late if it took longer,
and ok in all other cases" tell them.
"""

from __future__ import annotations

import re

_WORD = r"['\"`]?(?P<word>[A-Za-z][\w-]*)['\"`]?"
_FIRST = re.compile(rf"\s*(?:either )?{_WORD}(?= (?:or|if|when)\b|, [\w-]+(?:,| or\b))")
_FURTHER = re.compile(
    rf"\b(?:otherwise|else),? (?:it is |it's |the \w+ is )?{_WORD}(?=\W|$)"
    rf"|, and (?P<rest>[A-Za-z][\w-]*) (?:in all other cases|otherwise)"
)
_LISTED = re.compile(r"(?:, |,? or )['\"`]?(?P<word>[A-Za-z][\w-]*)['\"`]?(?= or\b|,| if\b|\)|$)")
# These begin something else than a word to be written.
_NO_WORDS = frozenset(
    "a an the it its not in on at of from to true only one two both what how as by empty".split()
)


def allowed_words(text: str, title: str) -> tuple[str, ...]:
    """Empty where fewer than two are told, or one of them may stand for something else."""
    if not title.strip():
        return ()
    name = rf"(?<![\w.]){re.escape(title)}['\"`]?"
    for told in (rf"{name} ?\((?P<told>[^()]*)\)", rf"{name} is (?P<told>[^.]*)"):
        for match in re.finditer(told, text):
            if words := _words(match["told"]):
                return words
    return ()


def _words(told: str) -> tuple[str, ...]:
    first = _FIRST.match(told)
    # Names of columns are listed in brackets, too.
    if first is None or not re.search(r"\b(?:or|otherwise|else)\b", told):
        return ()
    before_if = re.split(r"\b(?:if|when)\b", told[first.end() :])[0].rstrip()
    words = [first["word"], *(match["word"] for match in _LISTED.finditer(before_if))]
    words += [match["word"] or match["rest"] for match in _FURTHER.finditer(told)]
    different = tuple(dict.fromkeys(words))
    is_clear = len(different) > 1 and _NO_WORDS.isdisjoint(word.lower() for word in different)
    return different if is_clear else ()
