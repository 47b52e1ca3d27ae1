"""Texts of a web page with the blanks around them."""

from __future__ import annotations

import pytest

from code_it.checks.fixups.stripped_texts import with_texts_stripped

_SOUP = "from bs4 import BeautifulSoup\n"


@pytest.mark.parametrize("text", ["cell.get_text()", "row.find('td').text", "cells[0].text"])
def test_blanks_around_a_text_are_taken_away(text: str) -> None:
    assert with_texts_stripped(f"{_SOUP}x = {text}\n") == f"{_SOUP}x = {text}.strip()\n"


@pytest.mark.parametrize(
    "line",
    [
        "x = cell.get_text(strip=True)",
        "x = cell.text.strip()",
        "x = cell.get_text().split()",
        "soup = BeautifulSoup(page_file.text, 'html.parser')",
        "x = response.text",
        "x = requests.get(url).text",
        "cell.text = 'a'",
        "x = soup.find('pre').text",
        "x = (cell.text",
    ],
)
def test_other_texts_stay(line: str) -> None:
    assert with_texts_stripped(f"{_SOUP}{line}\n") == f"{_SOUP}{line}\n"


def test_other_things_have_a_text_too() -> None:
    assert with_texts_stripped("x = paragraph.text\n") == "x = paragraph.text\n"
