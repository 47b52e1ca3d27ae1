"""A first row that is to be bold, or to stay in view."""

from __future__ import annotations

import pytest

from code_it.checks.doubts.header_rows import with_bold_header, with_header_in_view

_SOURCE = "import openpyxl\ndef main():\n    book.save('a.xlsx')\n"


@pytest.mark.parametrize(
    "instruction",
    ["The first row holds the column names in bold.", "Write bold headers.", "header row: bold"],
)
def test_it_is_written_in_bold_before_the_book_is_saved(instruction: str) -> None:
    """As far to the right as the line that saves."""
    assert with_bold_header(_SOURCE, instruction) == (
        "import openpyxl\ndef main():\n"
        "    from openpyxl.styles import Font\n"
        "    for _cell in (c for s in book.worksheets for c in s[1]):\n"
        "        _cell.font = Font(bold=True)\n"
        "    book.save('a.xlsx')\n"
    )


@pytest.mark.parametrize(
    ("source", "instruction"),
    [
        (_SOURCE, "Write the sum in bold."),
        (_SOURCE, "The first row holds the names. The sum is bold."),
        ("import docx\nbook.save('a.docx')\n", "The first row is in bold."),
    ],
)
def test_other_bold_things_are_left_to_the_model(source: str, instruction: str) -> None:
    """A sum, another sentence, another kind of file."""
    assert with_bold_header(source, instruction) == ""


def test_the_header_is_kept_in_view() -> None:
    changed = with_header_in_view(_SOURCE, "freeze it", "Write a header row, freeze it.")
    assert "    for _sheet in book.worksheets:\n        _sheet.freeze_panes = 'A2'\n" in changed


@pytest.mark.parametrize(
    ("source", "instruction", "text"),
    [
        (_SOURCE, "in bold", "Write a header row in bold."),
        (_SOURCE, "freeze it", "Freeze it."),
        (_SOURCE, "freeze both", "Freeze the header row and the first column."),
        ("book.save('a.xlsx')\n", "freeze it", "Write a header row, freeze it."),
    ],
)
def test_other_parts_in_view_are_left_to_the_model(
    source: str, instruction: str, text: str
) -> None:
    assert with_header_in_view(source, instruction, text) == ""
