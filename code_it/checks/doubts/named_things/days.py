"""Sentence, source -> the day that a sentence tells, where a script takes today in its place."""

from __future__ import annotations

import re

from code_it.checks.doubts.blanking import without_samples
from code_it.flow import Task

_DAY = re.compile(r"\b(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)\b")
_TODAY = re.compile(r"\b(?:date|datetime)\.(?:today|now|utcnow)\(|\bTimestamp\.(?:today|now)\(")
_OF_NOW = re.compile(r"\b(?:today|now|current|currently)\b", re.IGNORECASE)


def not_dated(task: Task, sentence: str, source: str) -> re.Match[str] | None:
    if not _TODAY.search(source) or _OF_NOW.search(task.text):
        return None
    return next(
        (
            match
            for match in _DAY.finditer(without_samples(sentence))
            if match[0] not in source
            and not re.search(r",\s*0?".join(str(int(part)) for part in match.groups()), source)
        ),
        None,
    )
