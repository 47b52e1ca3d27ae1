"""Sentence -> the same with blanks in place of some of it, so that all else stays where it was."""

from __future__ import annotations

import re

# What is only one of many, or is given to a function, need not stand in the script.
_SAMPLES = re.compile(
    r"\b(?:such as|for example|for instance|e\.g\.)[^;:.]*|\b\w+\((?:[^()]|\([^()]*\))*\)",
    re.IGNORECASE,
)


def blanked(pattern: re.Pattern[str], sentence: str) -> str:
    """With blanks in place of what fits."""
    return pattern.sub(lambda match: " " * len(match[0]), sentence)


def without_samples(sentence: str) -> str:
    return blanked(_SAMPLES, sentence)
