"""Sentence -> the first lines of a text file, and the last one, where they are told literally."""

from __future__ import annotations

import re

ONE_PER_LINE = (
    r"\b(?:one (?:\w+ ){0,2}(?:per|on each|on every|in each) line"
    r"|(?:each|every one) on (?:its|a|an) (?:own |separate )?line|on separate lines)\b"
)
IS_LISTED = re.compile(ONE_PER_LINE, re.IGNORECASE)
_LITERAL = r"(?:(?P<quote>['\"`])(?P<text>[^'\"`\n]{1,100})(?P=quote)|(?P<number>-?\d+(?:\.\d+)?))"
_END = re.compile(
    r"\b(?P<which>first|last)\s+line\s+"
    r"(?:is|reads|says|(?:must|should|shall|has to|will)\s+(?:be|read|say))\s+"
    rf"{_LITERAL}(?=\s*(?:$|[.,;:](?!\d)|and\b|so\b|which\b))",
    re.IGNORECASE,
)
# "Starting with 0, 1, 1 and 2".
_FIRST_ONES = re.compile(
    r"\b(?:start|begin)(?:s|ning|ting)?\s+with\s+"
    r"(?P<numbers>-?\d+(?:,\s*-?\d+)*,?\s+and\s+-?\d+)(?=\s*(?:$|[.;]|,\s+(?:so|and)\b))",
    re.IGNORECASE,
)
# Of another file, or not for all inputs.
_OTHERWISE = re.compile(
    r"\b(?:if|when|unless|for example|e\.g\.|such as|original|input)\b", re.IGNORECASE
)


def end_lines(sentence: str, text: str) -> tuple[tuple[str, ...], str]:
    """The first lines, which may be one, and the last one; empty where they are not told.

    Args:
        text: All that is said: what it "starts with" are lines where each thing has its own.
    """
    if _OTHERWISE.search(sentence):
        return (), ""
    told = {
        match["which"].lower(): match["text"] or match["number"]
        for match in _END.finditer(sentence)
    }
    first: tuple[str, ...] = (told["first"],) if "first" in told else ()
    if not first and IS_LISTED.search(text) and (match := _FIRST_ONES.search(sentence)):
        first = tuple(re.findall(r"-?\d+", match["numbers"]))
    return first, told.get("last", "")
