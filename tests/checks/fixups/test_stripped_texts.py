"""Texts of a web page with the blanks around them, and in them."""

from __future__ import annotations

import pytest

from code_it.checks.fixups.stripped_texts import with_texts_stripped

_SOUP = "from bs4 import BeautifulSoup\n"


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("cell.get_text()", "cell.get_text()"),
        ("cell.get_text(' ', strip=True)", "cell.get_text(' ', strip=True)"),
        ("row.find('td').text", "row.find('td').text"),
        ("cells[0].text.strip()", "cells[0].text"),
        ("cell.get_text().strip()", "cell.get_text()"),
    ],
)
def test_a_text_has_single_blanks(text: str, mended: str) -> None:
    right = f"{_SOUP}x = ' '.join({mended}.split())\n"
    assert with_texts_stripped(f"{_SOUP}x = {text}\n") == right
    assert with_texts_stripped(right) == right


@pytest.mark.parametrize(
    "line",
    [
        "x = cell.get_text().split()",
        "x = cell.text.strip().lower()",
        "x = soup.get_text()",
        "x = response.text",
        "x = requests.get(url).text",
        "cell.text = 'a'",
        "x = soup.find('pre').text",
        "x = cell.text.splitlines()",
        "x = f'{cell.text}'",
        "x = (cell.text",
    ],
)
def test_other_texts_stay(line: str) -> None:
    assert with_texts_stripped(f"{_SOUP}{line}\n") == f"{_SOUP}{line}\n"


def test_other_things_have_a_text_too() -> None:
    assert with_texts_stripped("x = paragraph.text\n") == "x = paragraph.text\n"
