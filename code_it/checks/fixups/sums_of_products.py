"""Source -> the script with `(a * b).sum()` where it multiplied one column with the other's sum.

`frame["a"] * frame["b"].sum()` is a column, and no sum: the call binds more strongly.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from code_it.checks.syntax import parse, parses, with_other_expressions
from code_it.flow import Task

_SUM = re.compile(r"\b(?:sum|total|revenue|turnover|value|worth|cost)\w*\b", re.IGNORECASE)


def with_sums_of_products(source: str, task: Task) -> str:
    """As it is where the product becomes a column, or the task speaks of no sum."""
    if "pandas" not in source or not _SUM.search(task.text) or not parses(source):
        return source
    return with_other_expressions(source, list(_products(parse(source))))


def _products(tree: ast.Module) -> Iterator[tuple[ast.expr, str]]:
    columns = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Subscript)
        for part in ast.walk(node.value)
    }
    for node in ast.walk(tree):
        match node:
            case ast.BinOp(
                left=left,
                op=ast.Mult(),
                right=ast.Call(func=ast.Attribute(value=right, attr="sum"), args=[], keywords=[]),
            ) if id(node) not in columns and _is_column(left) and _is_column(right):
                yield node, f"({ast.unparse(left)} * {ast.unparse(right)}).sum()"


def _is_column(node: ast.expr) -> bool:
    """Is it `frame["a"]`, or that in another type?"""
    match node:
        case ast.Call(func=ast.Attribute(value=inner, attr="astype" | "fillna" | "round" | "abs")):
            return _is_column(inner)
        case ast.Subscript(value=ast.Name(), slice=ast.Constant(str())):
            return True
    return False
