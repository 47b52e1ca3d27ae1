"""Source -> the script that writes the first row of a workbook in bold."""

from __future__ import annotations

import re

from code_it.checks.number_cells import before_saving

_ASKED = re.compile(
    r"\b(?:column names|names of the columns|columns? (?:headers?|headings?|titles?)|headers?"
    r"|headings?|header row|first row|title row)\b[^.]*\bbold\b"
    r"|\bbold\b[^.]*\b(?:column names|headers?|headings?|header row|first row)\b",
    re.IGNORECASE,
)
_BOLD = """
from openpyxl.styles import Font
for _cell in (c for s in {book}.worksheets for c in s[1]):
    _cell.font = Font(bold=True)"""


def with_bold_header(source: str, instruction: str) -> str:
    """Empty where the instruction asks for nothing of the kind, or openpyxl saves no workbook."""
    return before_saving(source, _BOLD) if _ASKED.search(instruction) else ""
