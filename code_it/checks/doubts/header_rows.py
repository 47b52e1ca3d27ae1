"""Source -> the script that writes the first row of a workbook in bold, or keeps it in view."""

from __future__ import annotations

import re

from code_it.checks.doubts.number_cells import before_saving

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

_FROZEN = """
for _sheet in {book}.worksheets:
    _sheet.freeze_panes = 'A2'"""
IN_VIEW = re.compile(
    r"\bfreez\w+|\bfrozen\b|\b(?:stays?|remains?) (?:in view|visible)\b", re.IGNORECASE
)
"""What asks for rows or columns that do not move."""
_FIRST_ROW = re.compile(
    r"\b(?:headers?|headings?|header row|first row|top row|column names)\b", re.IGNORECASE
)
_OTHER_PARTS = re.compile(
    r"\b(?:first|left|two) columns?\b|\b(?:two|2|three|3) rows\b", re.IGNORECASE
)


def with_header_in_view(source: str, instruction: str, text: str) -> str:
    """Empty where the instruction, out of `text`, asks for nothing of the kind, or other parts of
    a sheet may be meant."""
    is_meant = IN_VIEW.search(instruction) and _FIRST_ROW.search(text)
    return before_saving(source, _FROZEN) if is_meant and not _OTHER_PARTS.search(text) else ""


def with_bold_header(source: str, instruction: str) -> str:
    """Empty where the instruction asks for nothing of the kind, or openpyxl saves no workbook."""
    return before_saving(source, _BOLD) if _ASKED.search(instruction) else ""
