"""Examples: what a text says that a call gives, in the ways that people write it."""

from __future__ import annotations

import pytest

from code_it.flow import Example
from code_it.reading.examples_in_text import find_examples
from code_it.reading.input_output import signature_in

HEAD = "def f(a, b):\n"


@pytest.mark.parametrize(
    ("text", "call", "expected"),
    [
        ("f(1, 2) == 3", "f(1, 2)", "3"),
        ("f(1, 2) ==> 3", "f(1, 2)", "3"),
        ("f(1, 2)==>true\nExplanation: it is.", "f(1, 2)", "True"),
        ("f(1, 2) -> 3", "f(1, 2)", "3"),
        ("f(1, 2) ->19 - 5 - 6 = 8", "f(1, 2)", "8"),
        ("f(1, 2)   # returns 'db'", "f(1, 2)", "'db'"),
        ("f('a') # => 'No' (the name should start with a letter)", "f('a')", "'No'"),
        (">>> f([1], 2)\n[3]", "f([1], 2)", "[3]"),
        (">>> round(f(1, 2), 2) # the zero of x\n-0.5", "round(f(1, 2), 2)", "-0.5"),
        (HEAD + "Input: 3, 4\nOutput: (1, 2)", "f(3, 4)", "(1, 2)"),
        (HEAD + "Input: b = 3, a = [1]\n  Output: 24 # sum of all", "f([1], 3)", "24"),
        (HEAD + "Input:\n  grid : [[0, 1],\n [1, 1]]\n  size : 2\nOutput: 6",
         "f([[0, 1], [1, 1]], 2)", "6"),
        (HEAD + 'For a = "abc", b = 2, the result should be ("c", False)',
         "f('abc', 2)", '("c", False)'),
        (HEAD + "For a = 10, b = 2, the sum will be 1 the output should be 1.",
         "f(10, 2)", "1"),
        ("def f(a, b):\n  Example:\n  a = [2, 1]\n  limit = 3\n  result = 3 + 4\n  => result = 7",
         "f([2, 1], 3)", "7"),
        ("def f(a, b):\n  a['x']\n  b = 2\n  output: 'y'", "f(['x'], 2)", "'y'"),
        ("def f(a):\n  a = [2, 1]\n    -> sort a -> [1, 2]\n  return [1, 2]",
         "f([2, 1])", "[1, 2]"),
        ("def f(a):\n  a = []\n  returns: 0", "f([])", "0"),
    ],
)  # fmt: skip
def test_ways_of_writing_an_example(text: str, call: str, expected: str) -> None:
    assert find_examples(text) == (Example(call, expected),)


@pytest.mark.parametrize(
    "text",
    [
        "f(x) -> int",
        "f(1, 2) is 3 or 4",
        'f("Earth") ==> ("Venus")',
        "Input: 3\nOutput: 4",
        HEAD + "Input: 3\nOutput: 4",
        HEAD + "Input: a = 3, 4\nOutput: 4",
        HEAD + "For every a = x, b = y the output should be 3",
        HEAD + "Input: three apples\nOutput: 4",
        "def f(self, a):\n    Input: 3\n    Output: 4",
        "Currently f(1, 2) returns 5.",
        "f(1, 2) returns 5, but it should return 3.",
        "f('Anna') returns False, but must return True.",
        "def f(a):\n  total = 0\n  return 0",
        "def f(a):\n  a = 1\n  b = 2\n  return 3",
        "def f(a, b):\n  x = 1\n  y = 2\n  result = 3",
        "def f(a, b):\n  a = 1\n  b = c\n  result = 3",
        "def f(a, b):\n  a = 1\n  result = 3",
        "def f(a):\n  f(xyz) => True",
        "def f(a):\n  f(a) => True\n  f(len) => False",
        "f(xyz) => True\nf(xy) => False",
        "f(1, 2) gives 5 instead of 3.",
    ],
)
def test_what_could_mean_several_things_is_no_example(text: str) -> None:
    assert find_examples(text) == ()


def test_words_without_quotes_are_texts_where_several_examples_have_them() -> None:
    text = "def f(a):\n  f(xyz) => True\n  f(xy) => False\n"
    assert find_examples(text) == (Example("f('xyz')", "True"), Example("f('xy')", "False"))


def test_numbers_that_define_a_sequence_are_no_examples_of_it() -> None:
    """`tri(1) = 3` is a part of the definition where `tri(3)` is a list."""
    text = "tri(1) = 3, tri(2) = 2. tri(3) = [1, 3, 2, 8]"
    assert find_examples(text) == (Example("tri(3)", "[1, 3, 2, 8]"),)


def test_signature_is_the_last_head() -> None:
    text = "def g(x):\n    return x\n\ndef f(a: list[int], b: tuple = (1, 2)) -> int:\n"
    assert str(signature_in(text)) == "f(a, b)"
    assert signature_in("Define what a function is (in Python).") is None
    assert signature_in("def broken(a,\n") is None
