"""Task, outcome -> lines that come in the other order than the task tells, and the script mended.

"oldest first" is read of lines, or rows of a table, that begin with a day such as `2024-12-31`, and
"highest first" of those with one number each; these only where they come in the opposite order, for
the number may be another one than the task means.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from code_it.checks.agreement import Outcome, is_table, lines_or_rows
from code_it.checks.syntax import parse, with_other_expressions
from code_it.flow import Task
from code_it.reading.order_words import EARLIEST, GREATEST, LATEST, LEAST

_FIRST = r"(?:\s+\w+){0,2}\s+first\b(?!\s+(?:names?|letters?|words?|lines?|columns?|rows?)\b)"
_FORWARDS = re.compile(
    rf"\b(?:oldest|{EARLIEST}|{LEAST}){_FIRST}",
    re.IGNORECASE,
)
_BACKWARDS = re.compile(
    rf"\b(?:{LATEST}|{GREATEST}){_FIRST}",
    re.IGNORECASE,
)
_OF_DAYS = re.compile(rf"\b(?:oldest|{EARLIEST}|{LATEST})\b", re.IGNORECASE)
_DAY = re.compile(r"\W{0,3}(\d{4}-\d\d-\d\d)\b")
_NUMBER = re.compile(r"(?<![\w.,:/-])-?\d+(?:\.\d+)?(?![\w:/-]|[.,]\d)")
_FEWEST = 3
"""Two stand in a wrong order by chance."""


def wrong_direction(task: Task, outcome: Outcome) -> tuple[str, ...]:
    """A sentence about each output in the other order; none where the task tells two orders."""
    told = [*_FORWARDS.finditer(task.text), *_BACKWARDS.finditer(task.text)]
    if len(told) != 1:
        return ()
    backwards = _FORWARDS.search(task.text) is None
    of_days = _OF_DAYS.search(told[0][0]) is not None
    found = []
    for name, contents in outcome.items():
        keys = _days(contents) if of_days else _numbers(contents)
        if len(keys) >= _FEWEST and _is_wrong(keys, backwards, of_days):
            where = name or "what is printed"
            found.append(
                f"{where} goes from {keys[0]} to {keys[-1]}, and not with the {told[0][0]}"
            )
    return tuple(found)


def _is_wrong(keys: Sequence[str | float], backwards: bool, of_days: bool) -> bool:
    pairs = list(pairwise(keys))
    rises = any(one < other for one, other in pairs)  # type: ignore[operator]
    falls = any(one > other for one, other in pairs)  # type: ignore[operator]
    wrong, right = (rises, falls) if backwards else (falls, rises)
    return wrong and (of_days or not right)


def _days(contents: object) -> list[str]:
    """The days that all lines begin with, but for those above the first and below the last."""
    days = [_DAY.match(line) for line in lines_or_rows(contents)]
    with_day = [number for number, day in enumerate(days) if day]
    within = days[with_day[0] : with_day[-1] + 1] if with_day else []
    return [day[1] for day in within if day] if all(within) else []


def _numbers(contents: object) -> list[float]:
    """The one number of each line or row below the header; none where one has another count."""
    lines = lines_or_rows(contents)[1 if is_table(contents) else 0 :]
    numbers = [_NUMBER.findall(line) for line in lines]
    return [float(each) for (each,) in numbers] if all(len(n) == 1 for n in numbers) else []


def with_other_direction(source: str) -> str:
    """What is sorted comes in the opposite order; empty where not exactly one thing is sorted."""
    tree = parse(source)
    sorting = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and _direction(node)]
    if len(sorting) != 1:
        return ""
    changed = with_other_expressions(source, _turned(sorting[0]))
    return changed if changed != source else ""


_WAYS = {"sorted": "reverse", "sort": "reverse", "sort_values": "ascending"}
_USUAL = {"reverse": False, "ascending": True}


def _direction(call: ast.Call) -> str:
    """Which argument tells the direction; empty for what sorts nothing."""
    return _WAYS.get(ast.unparse(call.func).rpartition(".")[2], "")


def _turned(call: ast.Call) -> Iterator[tuple[ast.expr, str]]:
    name = _direction(call)
    others = [each for each in call.keywords if each.arg != name]
    told = [each.value for each in call.keywords if each.arg == name]
    if told and not (isinstance(told[0], ast.Constant) and isinstance(told[0].value, bool)):
        return
    was = told[0].value if told and isinstance(told[0], ast.Constant) else _USUAL[name]
    keywords = [*others, ast.keyword(name, ast.Constant(not was))]
    yield call, ast.unparse(ast.Call(call.func, call.args, keywords))
