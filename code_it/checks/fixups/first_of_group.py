"""Source -> the script that counts the first one of a group, too.

`if name not in sums: sums[name] = 0` with an `else:` before `sums[name] += amount` leaves out the
amount that came with a name first.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from code_it.checks.syntax import parse, parses, with_other_expressions


def with_first_of_each_group(source: str) -> str:
    """The amounts in place of the zeros that a group begins with."""
    if not parses(source):
        return source
    others = [pair for node in ast.walk(parse(source)) for pair in _begun_at_zero(node)]
    return with_other_expressions(source, others)


def _begun_at_zero(node: ast.AST) -> Iterator[tuple[ast.expr, str]]:
    match node:
        case ast.If(
            test=ast.Compare(left=key, ops=[ast.NotIn() | ast.In() as sign], comparators=[groups]),
        ):
            first, later = node.body, node.orelse
            if isinstance(sign, ast.In):
                first, later = later, first
            item = f"{ast.unparse(groups)}[{ast.unparse(key)}]"
            for place, zero in _zeros(first, item):
                amount = _added(later, place)
                if amount is not None and _is_of_this_one(amount, key):
                    yield zero, ast.unparse(amount)


def _zeros(statements: Sequence[ast.stmt], item: str) -> Iterator[tuple[str, ast.Constant]]:
    """The zeros that a group begins with, each by the place where it stands then."""
    for statement in statements:
        match statement:
            case ast.Assign(targets=[target], value=value) if ast.unparse(target) == item:
                yield from _zeros_in(value, item)


def _zeros_in(value: ast.expr, place: str) -> Iterator[tuple[str, ast.Constant]]:
    match value:
        case ast.Constant(int() | float() as number) if not number:
            yield place, value
        case ast.Dict(keys=keys, values=values):
            for key, part in zip(keys, values, strict=True):
                if key is not None:
                    yield from _zeros_in(part, f"{place}[{ast.unparse(key)}]")
        case ast.List(elts=parts):
            for number, part in enumerate(parts):
                yield from _zeros_in(part, f"{place}[{number}]")


def _added(statements: Sequence[ast.stmt], place: str) -> ast.expr | None:
    for statement in statements:
        match statement:
            case ast.AugAssign(target=target, op=ast.Add(), value=value):
                if ast.unparse(target) == place:
                    return value
    return None


def _is_of_this_one(amount: ast.expr, key: ast.expr) -> bool:
    """Is it an amount that hangs on the row, and not on what is known of the group from before?

    How often a name comes again is a number of its own, and so is what something has grown by.
    """
    parts = list(ast.walk(amount))
    is_known_before = any(
        isinstance(part, ast.Sub)
        or (isinstance(part, ast.Subscript) and ast.unparse(part.slice) == ast.unparse(key))
        for part in parts
    )
    return any(isinstance(part, ast.Name) for part in parts) and not is_known_before
