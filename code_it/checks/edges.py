"""Candidate, Examples -> what is said of empty inputs, by calling what the script defines.

Small models forget them more than anything else, and examples seldom show them. A call that raises
an error is no proof of a mistake, so nothing fails by it: it is worth one more try.
"""

from __future__ import annotations

import ast
import copy
import re
from collections.abc import Iterator, Sequence

from code_it.checks.examples import driver_source, read_driver
from code_it.flow import Example

_MOST_EXAMPLES = 3
_MOST_CALLS = 5
_ERROR = re.compile(r"[A-Z]\w*(?:Error|Exception|Iteration)\b(?!\()")


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


def edge_driver(source: str, calls: Sequence[str], marker: str) -> str:
    """A script that makes the calls and reports on each; `marker` as in `driver_source`."""
    return driver_source(source, _as_examples(calls), marker)


def read_edges(stdout: str, calls: Sequence[str], marker: str) -> tuple[str, ...]:
    """The calls that end in an error, each a sentence."""
    answers = read_driver(stdout, _as_examples(calls), marker)
    return tuple(
        f"{call} ends in {answer.found}"
        for call, answer in zip(calls, answers, strict=True)
        if _ERROR.match(answer.found)
    )


def _as_examples(calls: Sequence[str]) -> list[Example]:
    # What they give is not known: of the report only the errors count.
    return [Example(call, "None") for call in calls]
