"""Files that are parted into lines."""

from __future__ import annotations

import pytest

from code_it.checks.fixups.split_lines import with_lines_split


@pytest.mark.parametrize("text", ["file.read()", "open('a').read()", "Path('a').read_text()"])
def test_there_is_no_line_behind_the_last_newline(text: str) -> None:
    assert with_lines_split(f"rows = {text}.split('\\n')\n") == f"rows = {text}.splitlines()\n"


@pytest.mark.parametrize(
    "source",
    [
        "rows = text.split('\\n')\n",
        "parts = file.read().split('\\n\\n')\n",
        "words = file.read().split()\n",
        "rows = file.read().split('\\n'\n",
    ],
)
def test_other_parts_stay(source: str) -> None:
    assert with_lines_split(source) == source
