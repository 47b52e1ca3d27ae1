"""Candidate, Examples -> what is said of empty inputs, by calling what the script defines.

Small models forget them more than anything else, and examples seldom show them. A call that raises
an error is no proof of a mistake, so nothing fails by it: it is worth one more try.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator, Sequence, Set

from code_it.checks.examples import Answer
from code_it.checks.syntax import parse
from code_it.flow import Example

_MOST_EXAMPLES = 3
_MOST_CALLS = 5
_MOST_SHOWN = 200


def edge_calls(examples: Sequence[Example]) -> tuple[str, ...]:
    """The calls of the examples with one argument emptied, a list or a text, say; at most 5."""
    known = {example.call for example in examples}
    found = (call for example in examples[:_MOST_EXAMPLES] for call in _emptied(example.call))
    return tuple(dict.fromkeys(call for call in found if call not in known))[:_MOST_CALLS]


def _emptied(call: str) -> Iterator[str]:
    tree = ast.parse(call, mode="eval")
    if not isinstance(tree.body, ast.Call):
        return
    for number, argument in enumerate(tree.body.args):
        empty = _empty(argument)
        if empty is not None:
            changed = copy.deepcopy(tree.body)
            changed.args[number] = empty
            yield ast.unparse(changed)


def _empty(argument: ast.expr) -> ast.expr | None:
    if isinstance(argument, ast.List) and argument.elts:
        return ast.List([], ast.Load())
    if isinstance(argument, ast.Dict) and argument.keys:
        return ast.Dict([], [])
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str) and argument.value:
        return ast.Constant("")
    return None


def errors_of(
    calls: Sequence[str], answers: Sequence[Answer], meant: Set[str] = frozenset()
) -> tuple[str, ...]:
    """The calls that end in an error, each a sentence.

    Args:
        meant: Names of errors that are no slip, as the script itself raises them.
    """
    return tuple(
        f"{call} ends in {answer.text[:_MOST_SHOWN]}"
        for call, answer in zip(calls, answers, strict=True)
        if answer.is_known and not answer.returned and _name_of_error(answer) not in meant
    )


def _name_of_error(answer: Answer) -> str:
    return answer.text.partition(":")[0].strip()


def raised_by(source: str) -> frozenset[str]:
    """The names of the errors that the script raises, as its `raise` statements have them."""
    raised = (node.exc for node in ast.walk(parse(source)) if isinstance(node, ast.Raise))
    calls = (each.func if isinstance(each, ast.Call) else each for each in raised)
    return frozenset(each.id for each in calls if isinstance(each, ast.Name))
