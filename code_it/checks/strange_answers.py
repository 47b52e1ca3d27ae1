"""Task, Answers -> what is said of answers that are of no kind which the examples give.

A function that forgets a case gives what it began with: infinity, or nothing at all. For the
canonical solutions of HumanEval, called with inputs like those of their examples, one of 164 is
told of. It is no proof of a mistake, so nothing fails by it: it is worth one more try.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

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
    if not expected:
        return ""
    shown = f"{call} gives {answer.text[:_MOST_SHOWN]}"
    if given is None:
        is_told = "None" in task.text or None in expected
        return "" if is_told else f"{shown}, as if it ended without a `return`"
    if _is_endless(given):
        is_told = any(map(_is_endless, expected))
        return "" if is_told else f"{shown}: infinity is where a search begins, and no answer"
    kinds = sorted({kind for each in expected if (kind := _kind(each))})
    is_known = not kinds or _kind(given) in kinds
    return "" if is_known else f"{shown}, where the examples give {' or '.join(kinds)}"


def _is_endless(value: object) -> bool:
    """Is it infinity, or is infinity in it?"""
    if isinstance(value, (list, tuple, set, dict)):
        return any(map(_is_endless, _parts(value)))
    return isinstance(value, float) and math.isinf(value)


def _parts(value: Sequence[object] | set[object] | dict[object, object]) -> list[object]:
    return [*value, *value.values()] if isinstance(value, dict) else [*value]


def _kind(value: object) -> str:
    return next((name for types, name in _KINDS if isinstance(value, types)), "")
