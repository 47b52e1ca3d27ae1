"""Source -> the same with `frame.loc[rows, column] = ...` for what pandas would throw away.

`frame[rows][column] = ...` sets values in a copy; since pandas 3 always, with no more than a
warning (https://pandas.pydata.org/docs/user_guide/copy_on_write.html).
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from code_it.checks.syntax import parse, with_other_expressions


def with_loc(source: str) -> str:
    """Write what is set in a selection of rows so that it stays."""
    if "pandas" not in source:
        return source
    try:
        tree = parse(source)
    except SyntaxError:
        return source
    return with_other_expressions(source, list(_chained(tree)))


def _chained(tree: ast.Module) -> Iterator[tuple[ast.expr, str]]:
    for node in ast.walk(tree):
        targets: list[ast.expr] = []
        if isinstance(node, ast.Assign):
            targets = node.targets
        elif isinstance(node, ast.AugAssign):
            targets = [node.target]
        for target in targets:
            if text := _with_loc(target):
                yield target, text


def _with_loc(target: ast.expr) -> str:
    """The target in the way that lasts; empty for what is none of a frame's rows and a column."""
    match target:
        case ast.Subscript(value=ast.Subscript(value=ast.Name(id=frame), slice=one), slice=other):
            for rows, column in ((one, other), (other, one)):
                is_column = isinstance(column, ast.Constant) and isinstance(column.value, str)
                if is_column and _is_condition(rows):
                    return f"{frame}.loc[{ast.unparse(rows)}, {ast.unparse(column)}]"
    return ""


def _is_condition(rows: ast.expr) -> bool:
    """Does it choose rows, as `frame["a"] > 1` and `frame["b"].isin(...)` do?"""
    if isinstance(rows, ast.UnaryOp):
        return _is_condition(rows.operand)
    if isinstance(rows, ast.BinOp):
        return isinstance(rows.op, (ast.BitAnd, ast.BitOr))
    if isinstance(rows, ast.Call):
        return isinstance(rows.func, ast.Attribute) and rows.func.attr in _ASKING
    return isinstance(rows, ast.Compare)


_ASKING = frozenset(
    "isin isna isnull notna notnull between eq ne gt lt ge le duplicated contains".split()
)
