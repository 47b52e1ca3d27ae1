"""Sentence, source -> the colour that a sentence gives what is drawn, and a script does not."""

from __future__ import annotations

import re

from code_it.flow import Task

_DRAWN = (".png", ".jpg", ".jpeg", ".gif", ".svg", ".pdf", ".xlsx", ".docx", ".pptx", ".html")
_COLOUR = re.compile(
    r"\b(?P<colour>red|green|blue|yellow|orange|purple|pink|brown|black|gr[ae]y)\s+"
    r"(?:\w+\s+){0,2}(?:bars?|lines?|edges?|fills?|borders?|circles?|squares?|rectangles?|text"
    r"|points?|markers?|curve|background|cells?|font)\b",
    re.IGNORECASE,
)
# In the script they may be names, letters or numbers.
_COLOUR_CODE = re.compile(
    r"#[0-9a-f]{3}|\b[0-9a-f]{6}\b|\d+, ?\d+, ?\d+|'[rgbykmc]'", re.IGNORECASE
)


def not_coloured(task: Task, sentence: str, source: str) -> re.Match[str] | None:
    if not any(name.lower().endswith(_DRAWN) for name in task.output_files):
        return None
    has_code = _COLOUR_CODE.search(source)
    found = () if has_code else _COLOUR.finditer(sentence)
    return next((m for m in found if m["colour"].lower() not in source.lower()), None)
