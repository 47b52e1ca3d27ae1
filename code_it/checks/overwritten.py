"""Source -> the files that are written over themselves, so that only what comes last is left."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from code_it.checks.placing import blocks
from code_it.checks.syntax import parse


def overwritten(source: str) -> Iterator[tuple[str, int]]:
    """Their names, and the line that writes each once more.

    Only what is written anew in the same block counts: the same picture or workbook may be saved
    as often as one likes, and what is read in between is meant to be there.
    """
    for block in blocks(parse(source)):
        writes: dict[str, str] = {}
        for statement in block:
            for file, what in _writes(statement):
                if file in writes and what != writes[file]:
                    yield file, statement.lineno
                writes[file] = what
            for file in [file for file in writes if _reads(statement, file)]:
                del writes[file]


def _writes(statement: ast.stmt) -> Iterator[tuple[str, str]]:
    """The file that a statement makes anew, and what is written."""
    match statement:
        case ast.Expr(
            value=ast.Call(
                func=ast.Attribute(value=ast.Call() as made, attr="save"),
                args=[ast.Constant(value=str(file)), *_],
            )
        ):
            yield file, ast.unparse(made)
        case ast.With(items=[ast.withitem(context_expr=ast.Call() as opened)], body=body):
            match opened:
                case ast.Call(
                    func=ast.Name(id="open"),
                    args=[ast.Constant(value=str(file)), ast.Constant(value="w" | "wb"), *_],
                ):
                    yield file, "\n".join(map(ast.unparse, body))


def _reads(statement: ast.stmt, file: str) -> bool:
    """Does it name the file without making it anew?"""
    named = any(
        isinstance(node, ast.Constant) and node.value == file for node in ast.walk(statement)
    )
    return named and not any(name == file for name, _ in _writes(statement))
