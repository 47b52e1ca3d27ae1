"""Passwords and codes that are drawn by chance."""

from __future__ import annotations

import random
import string

import pytest

from code_it.checks.doubts.drawn_texts import with_required_signs
from code_it.flow import Task

_TASK = Task("Each password has 8 characters, at least one capital letter and one digit.")
_ONE = Task("Each code has at least one digit.")


@pytest.mark.parametrize(
    "text",
    [
        "''.join(random.choices(SIGNS, k=8))",
        "''.join(random.choice(SIGNS) for _ in range(8))",
        '"".join(random.sample(SIGNS, 8))',
    ],
)
def test_a_text_is_drawn_again_until_it_has_all_signs(text: str) -> None:
    """However it is drawn: none of many lacks one."""
    source = f"texts = []\nfor _ in range(200):\n    texts.append({text})\n"
    values = {"random": random.Random(3), "SIGNS": string.ascii_letters + string.digits}
    exec(with_required_signs(_TASK, source), values)
    texts = values["texts"]
    assert isinstance(texts, list)
    assert len(texts) == 200
    assert all(any(sign.isdigit() for sign in text) for text in texts)


@pytest.mark.parametrize(
    ("source", "task"),
    [
        ("print(''.join(random.choices(s, k=8)))", Task("Each has 8 characters.")),
        ("print(''.join(names))", _ONE),
        ("a = ''.join(random.sample(s, 8))\nb = ''.join(random.sample(s, 8))", _ONE),
    ],
)
def test_other_texts_are_left_alone(source: str, task: Task) -> None:
    """Nothing is asked for, nothing is drawn, or it is not clear which."""
    assert with_required_signs(task, source) == ""
