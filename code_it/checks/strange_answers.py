"""Task, Answers -> what is said of answers that are of no kind which the examples give.

A function that forgets a case gives what it began with: infinity, or nothing at all; or it forgets
to sort. Of the canonical solutions of HumanEval, called with inputs like those of their examples,
two of 156 are told of. It is no proof of a mistake, so nothing fails by it: it is worth one more
try.
"""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Iterator, Mapping, Sequence

from code_it.checks.examples import Answer, value_of
from code_it.flow import Task

_MOST_SHOWN = 200
_KINDS: tuple[tuple[tuple[type, ...], str], ...] = (
    ((bool,), "a truth value"), ((int, float, complex), "a number"), ((str,), "a text"),
    ((bytes,), "bytes"), ((list, tuple), "a list"), ((dict,), "a dict"), ((set,), "a set"),
)  # fmt: skip


def strange_answers(task: Task, answers: Mapping[str, Answer]) -> tuple[str, ...]:
    """The calls that give something strange, each a sentence; those that raise errors are not."""
    found = (_strange(task, call, answer) for call, answer in answers.items() if answer.returned)
    return tuple(filter(None, found))


def _strange(task: Task, call: str, answer: Answer) -> str:
    """Empty where there is nothing strange, or the examples of its function cannot be read."""
    called = call.partition("(")[0] + "("
    try:
        given = value_of(answer.text)
        expected = [value_of(each.expected) for each in task.examples if called in each.call]
    except (ValueError, SyntaxError, TypeError):
        return ""
    found = next(_oddities(task, call, given, expected), "") if expected else ""
    return f"{call} gives {answer.text[:_MOST_SHOWN]}{found}" if found else ""


def _oddities(task: Task, call: str, given: object, expected: list[object]) -> Iterator[str]:
    if given is None:
        if "None" not in task.text and None not in expected:
            yield ", as if it ended without a `return`"
    elif _is_endless(given):
        if not any(map(_is_endless, expected)):
            yield ": infinity is where a search begins, and no answer"
    elif (kinds := set(filter(None, map(_kind, expected)))) and _kind(given) not in kinds:
        yield f", where the examples give {' or '.join(sorted(kinds))}"
    elif given == "" and "" not in expected and _has_numbers_only(call):
        yield ", an empty text, which no example gives"
    elif _is_in_disorder(given, expected) and _SORTED.search(task.text):
        yield ", which is not in ascending order"


def _has_numbers_only(call: str) -> bool:
    body = ast.parse(call, mode="eval").body
    arguments = body.args if isinstance(body, ast.Call) else []
    return all(
        isinstance(each, ast.Constant) and not isinstance(each.value, str) for each in arguments
    )


def _is_in_disorder(given: object, expected: Sequence[object]) -> bool:
    """Are these numbers that do not ascend, as those of all examples do?"""
    numbers = [_numbers(each) for each in expected]
    own = _numbers(given)
    ascend = all(each is not None and each == sorted(each) for each in numbers)
    tells = any(each is not None and len(each) > 1 for each in numbers)
    return ascend and tells and own is not None and own != sorted(own)


def _numbers(value: object) -> list[float] | None:
    if isinstance(value, (list, tuple)) and all(isinstance(each, (int, float)) for each in value):
        return list(value)
    return None


_SORTED = re.compile(
    r"\b(?:in (?:sorted )?order|sort(?:ed|s|ing)?|ascending|increasing)\b", re.IGNORECASE
)


def _is_endless(value: object) -> bool:
    """Is it infinity, or is infinity in it?"""
    if isinstance(value, (list, tuple, set, dict)):
        return any(map(_is_endless, _parts(value)))
    return isinstance(value, float) and math.isinf(value)


def _parts(value: Sequence[object] | set[object] | dict[object, object]) -> list[object]:
    return [*value, *value.values()] if isinstance(value, dict) else [*value]


def _kind(value: object) -> str:
    return next((name for types, name in _KINDS if isinstance(value, types)), "")
