"""Questions and answers where each thing has a line."""

from __future__ import annotations

import pytest

from code_it.checks.doubts.split_items import split_items
from code_it.flow import LineCount, Task

_TASK = Task("", line_counts=(LineCount("a.txt", 2),))


def test_answers_below_their_questions_are_told() -> None:
    """With the first pair, so that it is clear what belongs together."""
    lines = ("Why is it red?", "It is shy.", "What has eyes?", "A needle.")
    ((expected, found),) = split_items(_TASK, {"a.txt": lines})
    assert expected.endswith('such as "Why is it red? It is shy."')
    assert found == '"It is shy." stands on a line of its own'


def test_answers_far_from_their_questions_are_told() -> None:
    """They were shuffled, each line by itself."""
    lines = ("A needle.", "It is shy.", "What has eyes?", "Why is it red?")
    ((_, found),) = split_items(_TASK, {"a.txt": lines})
    assert found.endswith("stands on a line of its own")


@pytest.mark.parametrize(
    "contents",
    [
        ("Why is it red? It is shy.", "What has eyes? A needle.", "A last one."),
        ("Why is it red?", "What has eyes?", "Who is there?"),
        ("One question?", "And something else.", "And more."),
        (("Why is it red?", "x"), ("It is shy.", "y")),
        None,
    ],
)
def test_other_lines_are_left_alone(contents: object) -> None:
    """Each thing on its line, questions only, one pair by chance, rows of a table."""
    assert split_items(_TASK, {"a.txt": contents}) == ()


def test_lines_that_nobody_counted_are_left_alone() -> None:
    """A dialogue is written like that."""
    assert split_items(Task(""), {"a.txt": ("a?", "b.", "c?", "d.")}) == ()
