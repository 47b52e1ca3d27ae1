"""Calls like those of the examples."""

from __future__ import annotations

import ast
import re

import pytest

from code_it.checks.mutation import mutated_calls
from code_it.flow import Example


def calls_like(*calls: str) -> tuple[str, ...]:
    return mutated_calls([Example(call, "None") for call in calls])


def arguments_like(*calls: str) -> list[list[object]]:
    bodies = [ast.parse(call, mode="eval").body for call in calls_like(*calls)]
    return [
        [ast.literal_eval(argument) for argument in body.args]
        for body in bodies
        if isinstance(body, ast.Call)
    ]


def test_calls_are_new_and_always_the_same() -> None:
    """At most 24, none of them an example, none twice."""
    calls = calls_like("f([1, 2, 3], 'ab')", "f([4], 'b')")
    assert calls == calls_like("f([1, 2, 3], 'ab')", "f([4], 'b')")
    assert 12 <= len(calls) == len(set(calls)) <= 24
    assert not {"f([1, 2, 3], 'ab')", "f([4], 'b')"} & set(calls)


@pytest.mark.parametrize(
    "call", ["f(g(1))", "f(x)", "f(a=1)", "C().m(1)", "f()", "f(None)", "f([])"]
)
def test_no_calls_where_nothing_can_be_changed(call: str) -> None:
    """More than literals, or nothing in them that has neighbours."""
    assert calls_like(call) == ()


def test_a_single_item_or_letter_comes_first() -> None:
    """Where the examples are of more than one length, and texts may be empty."""
    assert calls_like("f([3, 1, 2])", "f([4, 5])")[:2] == ("f([3])", "f([4])")
    assert calls_like("f('ab')", "f('')")[0] == "f('a')"
    for calls in (["f([3, 1])", "f([4, 5])"], ["f('one two')"], ["f([[1, 2], [3, 4]], 1)"]):
        assert all(len(each[0]) > 1 for each in arguments_like(*calls))  # type: ignore[arg-type]


def test_zero_comes_last_where_nothing_speaks_against_it() -> None:
    examples = [Example("f(8, 3)", "1"), Example("f(2, 3)", "0")]
    assert mutated_calls(examples, "Change the base.")[-1] == "f(0, 3)"
    assert "f(0, 3)" not in mutated_calls(examples, "Change a positive number.")
    assert "f(0, 3)" not in mutated_calls([*examples, Example("f(-1, 3)", "0")], "Change it.")[-1]
    assert mutated_calls([Example("f('a')", "1")], "") == calls_like("f('a')")


def test_numbers_stay_on_the_side_of_the_examples() -> None:
    """No negative ones, and no zero, unless an example has one."""
    assert all(value >= 1 for [value] in arguments_like("f(5)", "f(2)"))  # type: ignore[operator]
    assert any(0 in items for [items] in arguments_like("f([0, 2])"))  # type: ignore[operator]
    assert any(value < 0 for [value] in arguments_like("f(-2)", "f(2)"))  # type: ignore[operator]
    assert all(isinstance(value, int) for [value] in arguments_like("f(5)"))
    assert all(isinstance(value, float) for [value] in arguments_like("f(1.5)"))
    assert {repr(value) for [value] in arguments_like("f(True)")} == {"False"}


def test_texts_are_of_the_letters_and_words_of_the_examples() -> None:
    for [text] in arguments_like("f('abc')", "f('cd')"):
        assert isinstance(text, str)
        assert text
        assert set(text) <= set("abcd")
    for [text] in arguments_like("f('one two  three')"):
        assert set(str(text).split()) <= {"one", "two", "three"}
    assert {text for [text] in arguments_like("f('(())')", "f('()')")} <= {
        "(())()",
        "()(())",
        "(())(())",
        "()()",
    }


def test_what_belongs_together_keeps_its_shape() -> None:
    """Two lists of one length, the rows of a grid, a tuple, the keys of a dict, a sorted list."""
    for one, other in arguments_like("f([1, 2], [3, 4])", "f([1], [2])"):
        assert len(one) == len(other)  # type: ignore[arg-type]
    assert all(len({*map(len, grid)}) == 1 for [grid] in arguments_like("f([[1, 2], [3, 4]])"))  # type: ignore[call-overload]
    assert all(len(pair) == 2 for [pair] in arguments_like("f((1, 'a'))"))  # type: ignore[arg-type]
    assert all(set(found) == {"a"} for [found] in arguments_like("f({'a': 1})"))  # type: ignore[call-overload]
    assert all(items == sorted(items) for [items] in arguments_like("f([1, 3, 8])"))  # type: ignore[call-overload]


def test_what_stands_around_the_numbers_of_a_text_stays() -> None:
    for [text] in arguments_like("f('-1.5')", "f('5 apples and 6 pears')"):
        assert re.fullmatch(r"-\d+\.\d+|\d+ apples and \d+ pears", str(text))


def test_lists_of_one_length_keep_it() -> None:
    assert all(len(pair) == 2 for [pair] in arguments_like("f(['a', 'b'])", "f(['c', 'a'])"))  # type: ignore[arg-type]


def test_items_within_items_are_changed() -> None:
    found = [texts for [texts] in arguments_like("f(['12', '34'])")]
    assert any(
        text not in ("12", "34")
        for texts in found
        for text in texts  # type: ignore[attr-defined]
    )
