"""Loops over pages that never ask for the next one."""

from __future__ import annotations

import pytest

from code_it.checks.fixups.next_answer import with_next_answer

_LOOP = """\
url = "http://127.0.0.1/a"
response = session.get(url, timeout=10)
items = []
while {test}:
    page = response.json()
    items += page["items"]
    url = page.get("next")
{more}print(len(items))
"""
_ASKED = """\
    if not url:
        break
    response = session.get(url, timeout=10)
"""


@pytest.mark.parametrize("test", ["response.status_code == 200", "response.json()['next']"])
def test_the_next_page_is_asked_for_at_the_end_of_the_loop(test: str) -> None:
    """As it was before the loop, and only where there is one."""
    assert with_next_answer(_LOOP.format(test=test, more="")) == _LOOP.format(
        test=test, more=_ASKED
    )


@pytest.mark.parametrize(
    ("test", "more"),
    [
        ("response.status_code == 200", _ASKED),
        ("response.ok", "    response = session.get(url)\n"),
        ("url", ""),
        ("response.ok", "    if url is None:\n        break\n"),
        ("response.ok and", ""),
    ],
)
def test_loops_that_end_are_left_alone(test: str, more: str) -> None:
    """One that asks, one that hangs on the address, one that is left, and no Python."""
    source = _LOOP.format(test=test, more=more)
    assert with_next_answer(source) == source


def test_a_loop_that_changes_nothing_it_asks_with_is_left_alone() -> None:
    """What it is to ask for next is not known."""
    source = 'answer = ask("a")\nwhile answer.ok:\n    print(answer)\n'
    assert with_next_answer(source) == source
