"""Sentence, source -> the colour that a sentence gives what is drawn, and a script does not.

One that is told in numbers, `RGB 255, 0, 0`, is another one where the numbers are.
"""

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

_NAMED = {
    "red": (255, 0, 0), "lime": (0, 255, 0), "blue": (0, 0, 255), "yellow": (255, 255, 0),
    "black": (0, 0, 0), "white": (255, 255, 255),
}  # fmt: skip
"""What Pillow and matplotlib call them: https://www.w3.org/TR/css-color-3/#svg-color"""
_RGB = re.compile(r"\bRGB\b[^\d;.]{0,12}(?P<parts>\d{1,3}, ?\d{1,3}, ?\d{1,3})\b", re.IGNORECASE)


def not_mixed(sentence: str, source: str) -> re.Match[str] | None:
    """A colour in numbers, of which the script has neither these nor the letters for them."""
    for match in _RGB.finditer(sentence):
        parts = [int(part) for part in match["parts"].split(",")]
        letters = "".join(f"{part:02x}" for part in parts)
        named = [name for name, rgb in _NAMED.items() if list(rgb) == parts]
        numbers = r"\D{1,4}".join(map(str, parts))
        forms = (rf"\b{numbers}\b", letters, *(rf"\b{name}\b" for name in named))
        if not any(re.search(form, source, re.IGNORECASE) for form in forms):
            return match
    return None


def not_coloured(task: Task, sentence: str, source: str) -> re.Match[str] | None:
    if not any(name.lower().endswith(_DRAWN) for name in task.output_files):
        return None
    has_code = _COLOUR_CODE.search(source)
    found = () if has_code else _COLOUR.finditer(sentence)
    return next((m for m in found if m["colour"].lower() not in source.lower()), None)
