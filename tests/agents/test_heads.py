"""Heads: what a script for the same function may begin with."""

from __future__ import annotations

import pytest

from code_it.agents.coder import Coder
from code_it.agents.heads import head_of
from code_it.flow import Task
from code_it.models.scripted import ScriptedLLM


@pytest.mark.parametrize(
    ("source", "head"),
    [
        ("def f(a):\n    return a", "def f(a):"),
        ("def f(\n    a,\n):\n\n    # first\n    return a", "def f(\n    a,\n):"),
        ('def f(a):\n    """Do it."""\n    return a', 'def f(a):\n    """Do it."""'),
        (
            "import math\n\nX = 1\n\ndef g():\n    return 1\n\ndef f(a):\n    return g()",
            "import math\n\ndef f(a):",
        ),
        ("def f(a): return a", ""),
        ("def g(a):\n    return a", ""),
        ("def f(a):\n    return (", ""),
    ],
)
def test_head_of_a_function(source: str, head: str) -> None:
    assert head_of(source, "f") == head


class _GoesOn(ScriptedLLM):
    continues_replies = True


def test_a_model_that_can_goes_on_from_the_head() -> None:
    task, head = Task("Write f(a)."), "def f(a):"
    goes_on = _GoesOn("\n    return a\n```")
    assert Coder(goes_on).write(task, head=head).source == "def f(a):\n    return a\n"
    assert goes_on.calls[0].messages[-1].content == "```python\ndef f(a):"
    starts = ScriptedLLM("```python\ndef f(a):\n    return 1\n```")
    assert Coder(starts).write(task, head=head).source == "def f(a):\n    return 1\n"
    assert starts.calls[0].messages[-1].role == "user"
