"""Sentence, source -> what stands in quotes in a sentence, and not in the script."""

from __future__ import annotations

import re

from code_it.checks.doubts.blanking import without_samples

# A word in quotes is to be written, looked for, or given to a function as it stands.
_QUOTED = re.compile(r"""(?<!\w)(?P<quote>['"`])(?P<word>\w[\w-]*)(?P=quote)(?!\w)""")


def not_quoted(sentence: str, source: str) -> re.Match[str] | None:
    sentence = without_samples(sentence)
    return next(
        (
            match
            for match in _QUOTED.finditer(sentence)
            # A date in quotes is a sample of how dates are written.
            if match["word"] not in source and not re.fullmatch(r"[\d-]+", match["word"])
        ),
        None,
    )


# "joined by ' and '": what stands between is written as it is.
_JOINED = re.compile(
    r"\b(?:join|separat|divid|connect)\w*\s+(?:by|with)\s+(?P<quote>['\"`])"
    r"(?P<text>[^'\"`\n]{1,10})"
    r"(?P=quote)",
    re.IGNORECASE,
)


def not_joined(sentence: str, source: str) -> re.Match[str] | None:
    return next((m for m in _JOINED.finditer(sentence) if m["text"] not in source), None)
