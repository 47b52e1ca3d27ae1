"""Sentence, source -> what a sentence picks out of the inputs by name, and a script does not."""

from __future__ import annotations

import re

from code_it.checks.doubts.blanking import without_samples

# "the people on the craft ISS": what is a whole value of the inputs, and written large, is chosen.
_VALUE = re.compile(
    r"\b(?:the|in|on|of|from|with|is|are)\s+(?:\w+\s+)?"
    r"(?P<value>[A-Z][A-Za-z\d]+)\b(?![^.;]*\bexample)"
)


def not_chosen(sentence: str, brief: str, source: str) -> re.Match[str] | None:
    sentence = without_samples(sentence)
    return next(
        (
            match
            for match in _VALUE.finditer(sentence)
            # A key stands before a colon, and a column is in the first row.
            if re.search(rf": [\"']{match['value']}[\"'](?!:)", brief)
            and not re.search(rf"\b{match['value']}\b", source, re.IGNORECASE)
        ),
        None,
    )


# "Every line with Failed password for": words that stand so in an input are looked for.
_PHRASE = re.compile(
    r"\b(?:with|contain(?:s|ing)?|has|have|says?|of)\s+(?P<words>[A-Z]\w+(?:\s\w+){1,4})"
)


def not_looked_for(sentence: str, brief: str, source: str) -> re.Match[str] | None:
    for match in _PHRASE.finditer(without_samples(sentence)):
        # Where they end is not told: two of them are enough to find them by.
        two = " ".join(match["words"].split()[:2])
        if re.search(rf"\b{two}\b(?![\"'])", brief) and two not in source:
            return match
    return None
