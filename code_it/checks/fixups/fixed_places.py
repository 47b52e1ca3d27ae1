"""Source, Task -> the script that takes fields of fixed-width lines at the places that are told.

"The name is in 7 to 24, the stock in 25 to 29", counted from 1, are `line[6:24]` and `line[24:29]`.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import pairwise

from code_it.checks.syntax import parse, parses, with_other_expressions
from code_it.flow import Task

_FIXED = re.compile(
    r"\bfixed[- ](?:width|places?|positions?|columns?)\b|\bcharacters? \d+ (?:to|-|–) \d+",
    re.IGNORECASE,
)
_PLACES = re.compile(
    r"(?<![\d.:-])(?P<first>\d{1,4}) ?(?:to|-|–) ?(?P<last>\d{1,4})(?![\d:-]|\.\d)"
)
_FROM_0 = re.compile(r"\b(?:from|start\w* (?:at|with)) (?:0|zero)\b", re.IGNORECASE)
_FEWEST = 2


def with_places_as_told(source: str, task: Task) -> str:
    """As it is where no such places are told, or a slice is more than one off at an end."""
    places = list(_places(task.text))
    if len(places) < _FEWEST or not parses(source):
        return source
    slices = list(_slices(parse(source)))
    taken = {(start, end) for _, _, start, end in slices}
    others = []
    for part, name, start, end in slices:
        near = [(a, b) for a, b in places if abs(a - start) <= 1 and abs(b - end) <= 1]
        if (start, end) not in places and len(near) == 1 and near[0] not in taken:
            first, last = near[0]
            others.append((part, f"{name}[{first}:{last}]"))
    return with_other_expressions(source, others)


def _places(text: str) -> Iterator[tuple[int, int]]:
    """The slices that the places are, where one lies behind the other."""
    if not _FIXED.search(text) or _FROM_0.search(text):
        return
    told = [(int(match["first"]), int(match["last"])) for match in _PLACES.finditer(text)]
    if told and told[0][0] >= 1 and all(a[0] <= a[1] < b[0] for a, b in pairwise(told)):
        yield from ((first - 1, last) for first, last in told)


def _slices(tree: ast.Module) -> Iterator[tuple[ast.expr, str, int, int]]:
    """The slices with numbers, what they are of, and from where to where."""
    for node in ast.walk(tree):
        match node:
            case ast.Subscript(
                value=ast.Name(id=name),
                slice=ast.Slice(lower=lower, upper=ast.Constant(value=int(end)), step=None),
            ) if isinstance(node.ctx, ast.Load):
                start = lower.value if isinstance(lower, ast.Constant) else 0 if not lower else None
                if isinstance(start, int):
                    yield node, name, start, end
