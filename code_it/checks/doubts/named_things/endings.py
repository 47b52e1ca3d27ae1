"""Sentence, source -> the ending of all files that a sentence means, and a script does not."""

from __future__ import annotations

import re

# "all the .txt files": the others are to be passed over.
_ENDED = re.compile(
    r"\b(?:all|every|each|only|the)\b[^.,;]{0,15}?(?<!\w)"
    r"(?P<ending>\.[a-z]\w{1,4})\s+(?:files?|ones)\b",
    re.IGNORECASE,
)


def not_ended(sentence: str, source: str) -> re.Match[str] | None:
    found = _ENDED.finditer(sentence)
    return next((m for m in found if m["ending"][1:].lower() not in source.lower()), None)
