"""Sentence, source -> the numbers that a sentence tells, and a script does not have."""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Iterator

from code_it.checks.doubts.blanking import blanked
from code_it.checks.syntax import parse

# "bars of 15 minutes each from 150 to 330": both ends stand in the script.
_RANGE = re.compile(
    r"\b(?:bars?|bins?|axis|scale|values|(?<!as )numbers(?! of\b))\b[^.;]{0,40}?"
    r"\bfrom\s+(?P<low>\d{1,6})\s+to\s+(?P<high>\d{1,6})\b",
    re.IGNORECASE,
)


def not_ranged(sentence: str, source: str) -> re.Match[str] | None:
    known = _numbers_in(source)
    for match in _RANGE.finditer(sentence):
        ends = int(match["low"]), int(match["high"])
        if any(known.isdisjoint({end - 1, end, end + 1}) for end in ends if end):
            return match
    return None


# "after 12 generations", "up to 5 times": how often or how many is said by a number, which the
# script has, or one next to it, where it counts from 0 or stops before.
_NUMBER = re.compile(
    r"\b(?:after|for|by|up to|every|(?:the )?(?:first|last|next|top)|at most|within"
    r"|(?:more|less|fewer|longer|shorter|older|younger|greater|larger|smaller) than|over|under)"
    r"\s+(?P<number>\d{1,6})\s+(?!pixels)(?:\w+\s+)?[a-z]+s\b"
    r"|(?<!least )\b(?P<times>\d{1,6}) times\b",
    re.IGNORECASE,
)
# An hour may be 60 minutes in the script, or 3600 seconds.
_TIMES = re.compile(
    r"\b\d+\s+(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?)\b", re.IGNORECASE
)


def not_counted(sentence: str, source: str) -> re.Match[str] | None:
    known = _numbers_in(source)
    sentence = blanked(_TIMES, sentence)
    for match in _NUMBER.finditer(sentence):
        number = int(match["number"] or match["times"])
        if known.isdisjoint({number - 1, number, number + 1}):
            return match
    return None


# How wide something is that is drawn; a whole picture may come out so in many ways.
_PIXELS = re.compile(
    r"\b(?P<thing>frame|border|margin|edge|gap|stripe|strip|line|bar|padding|space|square|circle)s?\b"
    r"[^.;]{0,60}?\b(?P<number>\d{1,3}) (?:pixels|px)\b(?! (?:wider|higher|taller))",
    re.IGNORECASE,
)


def not_measured(sentence: str, source: str) -> re.Match[str] | None:
    """A width in pixels, of which the script has neither the number nor the next one."""
    known = _numbers_in(source)
    for match in _PIXELS.finditer(sentence):
        number = int(match["number"])
        if number > 1 and known.isdisjoint({number, number - 1, number + 1}):
            return match
    return None


def _numbers_in(source: str) -> set[int]:
    return {int(digits) for digits in re.findall(r"\d{1,6}", source)}


# "250 euros", "2.5 percent": what is computed with is a number, and not only a word of a text.
_AMOUNT = re.compile(
    r"(?<![\w.,])(?P<amount>\d+(?:\.\d+)?)\s?(?:%|(?:euros?|dollars?|pounds|percent|per cent)\b)",
    re.IGNORECASE,
)


def amounts_not_used(sentence: str, used: str) -> Iterator[re.Match[str]]:
    """The amounts that a sentence names, and nothing is computed with."""
    for amount in _AMOUNT.finditer(sentence):
        if not _is_computed_with(float(amount["amount"]), used):
            yield amount


def _is_computed_with(amount: float, source: str) -> bool:
    """Is it a number of the script, or as a part of a hundred, or what is more or less by it?"""
    same = [amount, amount / 100, 1 + amount / 100, 1 - amount / 100]
    same += [100 / amount] if amount else []
    values = [node.value for node in ast.walk(parse(source)) if isinstance(node, ast.Constant)]
    numbers = [float(value) for value in values if isinstance(value, (int, float))]
    texts = [value for value in values if isinstance(value, str)]
    # `Decimal("2.5")`, and SQL.
    read = any(
        re.search(rf"^\s*{each:g}\s*$|[*/<>=+-]\s*{each:g}\b", text)
        for text in texts
        for each in (amount, amount / 100)
    )
    return read or any(math.isclose(number, each) for number in numbers for each in same)
