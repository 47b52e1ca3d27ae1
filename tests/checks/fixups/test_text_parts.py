"""Texts parted at several marks, and words that stand first."""

from __future__ import annotations

from typing import Any

import pytest

from code_it.checks.fixups.text_parts import with_texts_parted, with_whole_first_words
from code_it.flow import Task


def value_of(source: str) -> Any:
    names: dict[str, Any] = {}
    exec(source, names)
    return names["found"]


def test_a_text_is_parted_at_each_of_several_marks() -> None:
    task = Task("Count the sentences. They end with '.', '?' or '!'.")
    source = "found = 'One. Two? Three'.split('.?!')"
    assert value_of(with_texts_parted(source, task)) == ["One", " Two", " Three"]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("found = text.split('::')", "Part the text."),
        ("found = text.split('?!')", "Part the text at each ?! in it."),
        ("found = text.split(', ')", "Part the text."),
        ("found = text.split('.')", "Part the text."),
        ("found = text.split('.?!', 1)", "Part the text."),
        ("found = text.split('.?!'", "Part the text."),
    ],
)
def test_other_texts_are_parted_as_they_are(source: str, text: str) -> None:
    assert with_texts_parted(source, Task(text)) == source


FIRST = "found = [line for line in ('Is it', 'I am', 'i am', 'I') if line.startswith('I')]"


@pytest.mark.parametrize("said", ['starts with the word "I"', "begin with the word I"])
def test_a_word_that_stands_first_is_whole(said: str) -> None:
    assert value_of(with_whole_first_words(FIRST, Task(f"Find what {said}."))) == ["I am", "I"]


@pytest.mark.parametrize("text", ["Find what starts with I.", "Find what starts with the word On."])
def test_other_beginnings_are_looked_for_as_they_are(text: str) -> None:
    assert with_whole_first_words(FIRST, Task(text)) == FIRST
