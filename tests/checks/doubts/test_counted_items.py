"""Lists of things, each of which has a place of its own."""

from __future__ import annotations

import pytest

from code_it.checks.doubts.counted_items import items_together, listed_items, with_one_for_each
from code_it.flow import Task

TEXT = "Make a.docx. It has a list with the three items Bring rope, Bring a hook and Tie it."
TASK = Task(TEXT, output_files=("a.docx",))


@pytest.mark.parametrize(
    ("text", "items"),
    [
        (TEXT, (("Bring rope", "Bring a hook", "Tie it"),)),
        ("Write the two lines One and Two.", (("One", "Two"),)),
        ("Write the 3 bullet points A, B, and C.", (("A", "B", "C"),)),
        ("Write the three items A and B.", ()),
        ("Write three items.", ()),
    ],
)
def test_listed_items(text: str, items: tuple[tuple[str, ...], ...]) -> None:
    assert listed_items(Task(text)) == items


def test_those_that_share_a_line_are_told() -> None:
    (found,) = items_together(TASK, {"a.docx": ("Bring rope, Bring a hook and Tie it.",)})
    assert "'Bring rope' and 'Bring a hook' stand in one line of a.docx" in found


def test_one_that_stands_twice_is_told() -> None:
    lines = ("- Bring rope", "- Bring a hook", "- Tie it", "Tie it")
    assert list(items_together(TASK, {"a.docx": lines})) == ["'Tie it' stands 2 times in a.docx"]


def test_each_on_its_own_is_as_it_should_be() -> None:
    assert not list(items_together(TASK, {"a.docx": ("Bring rope", "Bring a hook", "Tie it")}))


def test_what_writes_them_together_is_written_for_each() -> None:
    source = "doc.add_paragraph('Bring rope, Bring a hook and Tie it.', style='List Bullet')\n"
    assert with_one_for_each(TASK, source) == (
        "doc.add_paragraph('Bring rope', style='List Bullet')\n"
        "doc.add_paragraph('Bring a hook', style='List Bullet')\n"
        "doc.add_paragraph('Tie it', style='List Bullet')\n"
    )


def test_other_statements_stay() -> None:
    assert with_one_for_each(TASK, "for item in ['Bring rope', 'Tie it']:\n    add(item)\n") == ""
