"""Letters a to z, and no others."""

from __future__ import annotations

from code_it.checks.fixups.plain_letters import with_plain_letters
from code_it.flow import Task

_TASK = Task("Only the letters a to z count.")
_SOURCE = "words = [w for w in words if w.strip().isalpha()]\n"


def test_letters_are_plain_ones() -> None:
    plain = "words = [w for w in words if (w.strip().isascii() and w.strip().isalpha())]\n"
    assert with_plain_letters(_SOURCE, _TASK) == plain
    assert with_plain_letters(plain, _TASK) == plain


def test_other_tasks_and_scripts_are_left_alone() -> None:
    assert with_plain_letters(_SOURCE, Task("Only letters count.")) == _SOURCE
    assert with_plain_letters("print(w.isalpha(\n", _TASK) == "print(w.isalpha(\n"
