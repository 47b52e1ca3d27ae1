"""The digits of zero, and of numbers below it."""

from __future__ import annotations

from typing import Any

import pytest

from code_it.checks.fixups.digits import with_all_digits
from code_it.flow import Task

TASK = Task("Count the digits of a number.")
LOOP = """\
def digits(n):
    n = abs(n)
    found = []
    while n > 0:
        digit = n % 10
        found.append(digit)
        n //= 10
    return found
"""
LAST = """\
def last(a, b):
    return (a % 10) * (b % 10)
"""


def run(source: str, call: str, task: Task = TASK) -> Any:
    names: dict[str, Any] = {}
    exec(with_all_digits(source, task), names)
    return eval(call, names)


@pytest.mark.parametrize("test", ["n > 0", "n != 0", "n"])
def test_zero_has_one_digit(test: str) -> None:
    source = LOOP.replace("n > 0", test)
    assert run(source, "digits(0)") == [0]
    assert run(source, "digits(-305)") == [5, 0, 3]


def test_a_loop_ends_for_a_negative_number() -> None:
    run(LOOP.replace("    n = abs(n)\n", ""), "digits(-305)")


def test_the_last_digit_of_a_negative_number() -> None:
    assert run(LAST, "last(-19, 28)") == 72
    assert run(LAST, "last(14, 15)") == 20


@pytest.mark.parametrize(
    ("source", "task"),
    [
        (LOOP, Task("Write the number in another base.")),
        (LAST, Task("Multiply the remainders.")),
        (LAST.replace("    return", "    a = abs(a)\n    b = abs(b)\n    return"), TASK),
        (LOOP.replace("% 10", "% 8"), TASK),
        (LOOP.replace("n //= 10", "n -= 1"), TASK),
        (LOOP.replace("        found", "        if digit: continue\n        found"), TASK),
        (LOOP.replace("    return found", "    else:\n        return found"), TASK),
        ("def last(a:\n", TASK),
    ],
)
def test_other_scripts_stay(source: str, task: Task) -> None:
    assert with_all_digits(source, task) == source
