"""Source -> the script that sorts equal ones as the task tells, and not the other way round.

`sorted(teams, key=lambda team: (team.points, team.name), reverse=True)` turns the names as well.
Sorting is stable, so what is sorted by the last key first needs no key that can be negated
(https://docs.python.org/3/howto/sorting.html#sort-stability-and-complex-sorts).
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from code_it.checks.syntax import parse, parses, with_other_expressions
from code_it.flow import Task
from code_it.reading.order_words import GREATEST, LATEST

_BACKWARDS = rf"\b(?:descending|{GREATEST}|{LATEST}|reversed?|best|z to a)\b"
_TIES = re.compile(
    r"\b(?:(?:same|equal\w*|ties?|tied|draws?)\b[^.;]{0,80}?"
    r"\b(?:by (?:the |their |its )?\w+|alphabet\w*)"
    r"|then (?:sorted )?(?:by (?:the |their |its )?\w+|alphabetically))\b"
    rf"(?![^.;]*{_BACKWARDS})",
    re.IGNORECASE,
)
_BY_NAME = re.compile(r"\bby (?:the |their |its )?(?:\w+ )?name|\balphabet", re.IGNORECASE)


def with_ties_in_order(source: str, task: Task) -> str:
    """As it is where the task does not tell of equal ones, or has nothing go downwards."""
    ties = _TIES.search(task.text)
    if ties is None or not re.search(_BACKWARDS, task.text, re.IGNORECASE) or not parses(source):
        return source
    places = _places(parse(source), by_name=bool(_BY_NAME.search(ties[0])))
    return with_other_expressions(source, list(places))


def _places(tree: ast.Module, *, by_name: bool) -> Iterator[tuple[ast.expr, str]]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name("sorted"), args=[items], keywords=told):
                if (text := _sorted_twice(ast.unparse(items), told)) or (
                    by_name and (text := _sorted_by_name(items, told))
                ):
                    yield node, text
            case ast.Expr(
                value=ast.Call(func=ast.Attribute(value=items, attr="sort"), args=[], keywords=told)
            ):
                if keys := _two_keys(told):
                    first, last = keys
                    name = ast.unparse(items)
                    yield node.value, f"{name}.sort({last}); {name}.sort({first}, reverse=True)"
            case ast.Call(func=ast.Attribute(value=counts, attr="most_common"), args=args):
                if by_name:
                    pairs = f"sorted({ast.unparse(counts)}.items())"
                    most = f"[:{ast.unparse(args[0])}]" if args else ""
                    yield node, f"sorted({pairs}, key=lambda pair: pair[1], reverse=True){most}"
            case ast.Call(func=ast.Attribute(attr="sort_values"), args=args, keywords=told):
                yield from _of_frame(args, told)


def _two_keys(told: list[ast.keyword]) -> tuple[str, str] | None:
    """`key=` for the first and for the last one, where both go downwards."""
    match {keyword.arg: keyword.value for keyword in told}:
        case {
            "reverse": ast.Constant(True),
            "key": ast.Lambda(args=parameters, body=ast.Tuple(elts=[first, last])),
        } if not isinstance(last, ast.UnaryOp):
            name = ast.unparse(parameters)
            return (
                f"key=lambda {name}: {ast.unparse(first)}",
                f"key=lambda {name}: {ast.unparse(last)}",
            )
    return None


def _sorted_twice(items: str, told: list[ast.keyword]) -> str:
    if (keys := _two_keys(told)) is None:
        return ""
    first, last = keys
    return f"sorted(sorted({items}, {last}), {first}, reverse=True)"


def _sorted_by_name(items: ast.expr, told: list[ast.keyword]) -> str:
    """Pairs of a dict that are sorted by its values only."""
    match items, {keyword.arg: keyword.value for keyword in told}:
        case (
            ast.Call(func=ast.Attribute(attr="items"), args=[]),
            {"reverse": ast.Constant(True), "key": ast.Lambda(body=ast.Subscript() | ast.Call())},
        ):
            how = ", ".join(map(ast.unparse, told))
            return f"sorted(sorted({ast.unparse(items)}), {how})"
    return ""


def _of_frame(args: list[ast.expr], told: list[ast.keyword]) -> Iterator[tuple[ast.expr, str]]:
    by = [*args[:1], *(keyword.value for keyword in told if keyword.arg == "by")]
    for keyword in told:
        match keyword:
            case ast.keyword(arg="ascending", value=ast.Constant(False) as downwards):
                if by and isinstance(by[0], ast.List) and len(by[0].elts) == 2:
                    yield downwards, "[False, True]"
