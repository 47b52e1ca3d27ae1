"""Blocks of statements, and the places in them where a line can be put in."""

from __future__ import annotations

import ast
from collections.abc import Iterator


def blocks(tree: ast.Module) -> Iterator[list[ast.stmt]]:
    """The body of the module and those of all that is in it, the outer ones first."""
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            yield body


SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)


def own_nodes(scope: ast.AST) -> Iterator[ast.AST]:
    """What runs with a module, a function or a block, without the functions and classes in it."""
    for node in ast.iter_child_nodes(scope):
        if not isinstance(node, SCOPES):
            yield node
            yield from own_nodes(node)


def put_behind(lines: list[str], block: list[ast.stmt], text: str) -> None:
    """Put a line behind the last statement of a block, or before it where it returns."""
    last = block[-1]
    number = last.lineno - 1 if isinstance(last, ast.Return) else last.end_lineno or last.lineno
    lines.insert(number, " " * last.col_offset + text)
