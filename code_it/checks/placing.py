"""Blocks of statements, and the places in them where a line can be put in."""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Iterable, Iterator


def blocks(tree: ast.Module) -> Iterator[list[ast.stmt]]:
    """The body of the module and those of all that is in it, the outer ones first."""
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            yield body


RUN_AS_A_WHOLE = (ast.Module, ast.FunctionDef, ast.AsyncFunctionDef)
SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)


def own_nodes(scope: ast.AST) -> Iterator[ast.AST]:
    """What runs with a module, a function or a block, without the functions and classes in it."""
    for node in ast.iter_child_nodes(scope):
        if not isinstance(node, SCOPES):
            yield node
            yield from own_nodes(node)


def is_docstring(statement: ast.stmt) -> bool:
    """Does it do nothing, as a text alone does?"""
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def names_in(node: ast.AST) -> set[str]:
    """All names in it, whether they are read or given a value."""
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}


def assigned(tree: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """The single names that are given a value by `=`, each time with the value."""
    for node in ast.walk(tree):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                yield name, value


def text_given(what: ast.expr, tree: ast.AST) -> str:
    """The text that an expression is, or that its name was given once; empty for another one."""
    if isinstance(what, ast.Name):
        values = [value for name, value in assigned(tree) if name == what.id]
        what = values[0] if len(values) == 1 else what
    return what.value if isinstance(what, ast.Constant) and isinstance(what.value, str) else ""


def is_left_early(loop: ast.For | ast.While) -> bool:
    """May it end before its last item, or with the function that it is in?"""
    return any(isinstance(node, (ast.Break, ast.Return)) for node in own_nodes(loop))


def with_pass(source: str, statements: Iterable[ast.stmt]) -> str:
    """The source with `pass` in place of some of its statements."""
    lines = source.split("\n")
    for statement in sorted(statements, key=lambda each: each.lineno, reverse=True):
        lines[statement.lineno - 1 : statement.end_lineno] = [" " * statement.col_offset + "pass"]
    return "\n".join(lines)


def put_behind(lines: list[str], block: list[ast.stmt], text: str) -> None:
    """Put lines behind the last statement of a block, or before it where it returns."""
    last = block[-1]
    number = last.lineno - 1 if isinstance(last, ast.Return) else last.end_lineno or last.lineno
    lines[number:number] = textwrap.indent(text, " " * last.col_offset).split("\n")
