"""Source -> the script that takes the value out of a row of a database, which is a tuple.

`SELECT count(*)` gives `(5,)`, which is printed like that.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from code_it.checks.syntax import parents_of, parse, parses, texts_in, with_other_expressions

_ONE_COLUMN = re.compile(
    r"\s*SELECT\s+(?:DISTINCT\s+)?(?P<column>(?:[^,()*]|\([^()]*\))+?)\s+FROM\b", re.IGNORECASE
)


def with_first_of_row(source: str) -> str:
    """Rows of one column that are printed, or computed with, as a whole."""
    if "fetchone()" not in source or not parses(source):
        return source
    return with_other_expressions(source, list(_rows(parse(source))))


def _rows(tree: ast.Module) -> Iterator[tuple[ast.expr, str]]:
    parents = parents_of(tree)
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(attr="fetchone"), args=[]):
                if _has_one_column(tree, node) and _is_value(tree, node, parents):
                    yield node, f"{ast.unparse(node)}[0]"


def _has_one_column(tree: ast.Module, call: ast.Call) -> bool:
    """Does the last query before it ask for one?"""
    queries = [
        (node.lineno, text)
        for node, text in texts_in(tree)
        if node.lineno <= (call.end_lineno or call.lineno)
        and re.match(r"\s*SELECT\b", text, re.IGNORECASE)
    ]
    return bool(queries) and bool(_ONE_COLUMN.match(max(queries)[1]))


def _is_value(tree: ast.Module, call: ast.Call, parents: dict[int, ast.AST]) -> bool:
    """Is it taken for the value, at once or by its name, and never for a row, or for nothing?"""
    match parents[id(call)]:
        case ast.Call(func=ast.Name("print")) | ast.FormattedValue() | ast.BinOp():
            return True
        case ast.Assign(targets=[ast.Name(id=name)]):
            uses = [
                parents[id(node)]
                for node in ast.walk(tree)
                if isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Load)
            ]
            return bool(uses) and all(map(_takes_a_value, uses))
    return False


def _takes_a_value(parent: ast.AST) -> bool:
    if isinstance(parent, ast.Call):
        return ast.unparse(parent.func) in ("print", "round", "str", "float", "int")
    return isinstance(parent, (ast.FormattedValue, ast.BinOp))
