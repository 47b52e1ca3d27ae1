"""Sentence, source -> the titles, styles and settings that a sentence tells, and a script does not.

With or without quotes, they begin with a capital letter.
"""

from __future__ import annotations

import re

# "with the heading Top customers and a table": the words are to be written.
_TITLED = re.compile(
    r"\b(?:heading|headline|title|caption)\s+(?:is\s+|of\s+|reads\s+|says\s+)?[\"'`]?"
    r"(?P<words>[A-Z][\w-]*(?:\s(?!(?:and|in|with|for|on|at|is|as|or|from|to)\b)[\w-]+){0,5})"
)


def not_titled(sentence: str, source: str) -> re.Match[str] | None:
    written = " ".join(source.lower().split())
    found = (match for match in _TITLED.finditer(sentence) if match["words"][0].isupper())
    return next((m for m in found if m["words"].lower().split()[0] not in written), None)


# "Set the author of the file to Ann Lee".
_SET = re.compile(
    r"\b[Ss]et\s+(?:the|its)\s+(?:[^.;]|\.(?=\w)){3,60}?\sto\s+"
    r"[\"'`]?(?P<words>[A-Z]\w+(?:\s[\w-]+){1,5})[\"'`]?(?=[.,;]|$)"
)


def not_set(sentence: str, source: str) -> re.Match[str] | None:
    return next((m for m in _SET.finditer(sentence) if m["words"] not in source), None)


# "in the style List Bullet"; of a heading or a title, a function of its own makes it.
_STYLED = re.compile(
    r"\bstyle\s+(?:called\s+|named\s+)?[\"'`]?"
    r"(?P<words>(?!Heading|Title|The\b)[A-Z][\w-]*(?:\s[A-Z\d][\w-]*){0,3})"
)


def not_styled(sentence: str, source: str) -> re.Match[str] | None:
    found = _STYLED.finditer(sentence)
    return next((match for match in found if match["words"].lower() not in source.lower()), None)
