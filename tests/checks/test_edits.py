"""Functions that are one small change away from what holds their examples."""

from __future__ import annotations

import subprocess
import sys

import pytest

from code_it.checks.edits import edits_of, likeliest
from code_it.checks.examples import Answer, all_right, answers_of_many, driver_of_many
from code_it.flow import Example

ENDLESS = "def f(n):\n    while n < 3:\n        pass\n    return n\n"


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("def f(a, b):\n    return a < b", "def f(a, b):\n    return a <= b"),
        ("def f(n):\n    return n + 1", "def f(n):\n    return n"),
        ("def f(n):\n    return n * 2", "def f(n):\n    return n * 3"),
        ("def f(n):\n    return list(range(n))", "def f(n):\n    return list(range(n + 1))"),
        ("def f(a, b):\n    return a and b", "def f(a, b):\n    return ((a) or (b))"),
        ("def f(a):\n    return not a", "def f(a):\n    return (a)"),
        ("def f(a):\n    return True", "def f(a):\n    return False"),
        ("def f(a):\n    return min(a)", "def f(a):\n    return max(a)"),
        ("def f(a):\n    return a.upper()", "def f(a):\n    return a.lower()"),
        ("def f(a, b):\n    return a / b", "def f(a, b):\n    return (a // b)"),
        ("def f(a):\n    return sorted(a)", "def f(a):\n    return sorted(a, reverse=True)"),
        ("def f(a):\n    return a[:2]", "def f(a):\n    return sorted(a[:2])"),
        ("def f(a):\n    'Doc.'\n    a = int(a)\n    return a",
         "def f(a):\n    'Doc.'\n    given_a = a\n    a = int(a)\n    return given_a"),
        ("def f(a):\n    return a[1] + 'x'", "def f(a):\n    return a[1:2] + 'x'"),
        ("def f(a):\n    return a[-2] + 'x'", "def f(a):\n    return a[-2:-1] + 'x'"),
        ("def f(a):\n    return a[-1] + 'x'", "def f(a):\n    return a[-1:] + 'x'"),
        ("def f(a):\n    return bin(a)[2:]", "def f(a):\n    return bin(a)"),
        ("def f(a):\n    return a.strip()", "def f(a):\n    return a"),
        ("def f(a):\n    return a.split(', ')", "def f(a):\n    return a.split()"),
        ("def f(a):\n    return a.split(', ')",
         "def f(a):\n    return a.replace(',', ' ').split()"),
        ("def f(a):\n    return sorted(a)[0]", "def f(a):\n    return sorted(set(a))[0]"),
        ("def f(a):\n    return sorted(a, key=abs)",
         "def f(a):\n    return sorted(set(a), key=abs)"),
        ("def f(a):\n    return a", "def f(a):\n    return str(a)"),
        ("def f(a):\n    return abs(a)", "def f(a):\n    return (a)"),
        ("def f(a):\n    if a:\n        return 1\n    return 2",
         "def f(a):\n    pass\n    return 2"),
    ],
)  # fmt: skip
def test_each_usual_slip_is_undone(wrong: str, right: str) -> None:
    assert right in edits_of(wrong)


@pytest.mark.parametrize("source", ["print(1 + 1)\n", "def f(:\n", "def f(a):\n    pass\n"])
def test_without_anything_to_change_there_are_none(source: str) -> None:
    assert edits_of(source) == ()


def test_there_are_not_too_many() -> None:
    assert len(edits_of("def f(n):\n" + "    n = n + 1\n" * 400)) == 300


def test_what_more_scripts_need_is_likelier() -> None:
    """Then what more changes come to, and then the first."""
    one, two = (Answer(True, "1"),), (Answer(True, "2"),)
    assert likeliest([[("a", one), ("b", one), ("c", two)], [("d", two)], []]) == "c"
    assert likeliest([[("a", one), ("b", two), ("c", two)]]) == "b"
    assert likeliest([[("a", one), ("b", two)]]) == "a"
    assert likeliest([[], []]) == ""


def test_many_scripts_are_asked_one_after_the_other() -> None:
    """One that does not end, one that does not define it, one that ends the process."""
    sources = ["def f(n):\n    return n", ENDLESS, "raise SystemExit", "def f(n):\n    exit()",
               "def f(n):\n    return str(n)"]  # fmt: skip
    examples = [Example("f(2)", "2"), Example("f(3)", "3")]
    driver = driver_of_many(sources, [each.call for each in examples], "MARK")
    run = subprocess.run([sys.executable, "-c", driver], capture_output=True, text=True)
    rows = answers_of_many(run.stdout, len(sources), len(examples), "MARK")
    assert [all_right(row, examples) for row in rows] == [True, False, False, False, False]
    assert [answer.text for answer in rows[4]] == ["'2'", "'3'"]
    assert answers_of_many("", 2, 1, "MARK")[1][0].is_known is False
