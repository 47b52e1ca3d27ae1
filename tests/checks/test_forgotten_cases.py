"""Functions that lack a case."""

from __future__ import annotations

import pytest

from code_it.checks.edits import edits_of
from code_it.checks.forgotten_cases import with_forgotten_cases

_SEARCH = """\
def f(a):
    if not a:
        return []
    best = float('inf')
    for b in a:
        if b % 2 == 0 and b < best:
            best = b
    return [best]
"""
_PAIRS = """\
def f(a):
    result = []
    while a:
        result.append(a.pop(0))
        result.append(a.pop())
    return result
"""
_ANY = """\
def f(a):
    for b in a:
        if b < 0:
            return True
"""
_MADE = """\
def f(a):
    sums = []
    for b in a:
        sums.append(b + 1)
"""
_SECOND = """\
def f(a):
    '''The second smallest one.'''
    if len(a) < 2:
        return None
    a.sort()
    return a[1]
"""


@pytest.mark.parametrize(
    ("source", "call", "right"),
    [
        (_SECOND, "f([3, 1, 1])", 3),
        (_SECOND.replace("a.sort()", "a = sorted(a)"), "f([1, 1])", None),
        (_SEARCH, "f([1, 3])", []),
        (_PAIRS, "f([1, 2, 3])", [1, 3, 2]),
        (_ANY, "f([1, 2])", False),
        (_MADE, "f([1, 2])", [2, 3]),
    ],
)
def test_one_line_more_is_enough(source: str, call: str, right: object) -> None:
    answers = []
    for other in with_forgotten_cases(source):
        known: dict[str, object] = {}
        exec(other, known)
        try:
            answers.append(eval(call, known))
        except IndexError:
            continue
    assert right in answers
    assert set(with_forgotten_cases(source)) <= set(edits_of(source))


@pytest.mark.parametrize(
    "source",
    [
        "def f(a):\n    return a\n",
        "def f(a):\n    while True:\n        a()\n        b()\n",
        "f(1)\n",
    ],
)
def test_whole_functions_get_none(source: str) -> None:
    assert list(with_forgotten_cases(source)) == []
