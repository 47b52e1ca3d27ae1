"""Source -> the files that are written over themselves, so that only what comes last is left."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from code_it.checks.placing import blocks
from code_it.checks.syntax import parse


def overwritten(source: str) -> Iterator[tuple[str, int]]:
    """Their names, and the line that writes each once more.

    Only what is written anew in the same block counts, or in each round of a loop with what this
    round is about: the same picture or workbook may be saved as often as one likes, and what is
    read in between is meant to be there.
    """
    tree = parse(source)
    yield from _in_loops(tree)
    for block in blocks(tree):
        writes: dict[str, str] = {}
        for statement in block:
            for file, what in _writes(statement):
                if file in writes and what != writes[file]:
                    yield file, statement.lineno
                writes[file] = what
            for file in [file for file in writes if _reads(statement, file)]:
                del writes[file]


def _in_loops(tree: ast.Module) -> Iterator[tuple[str, int]]:
    for loop in ast.walk(tree):
        # What is tried until it succeeds is written once.
        if not isinstance(loop, ast.For) or any(isinstance(n, ast.Break) for n in ast.walk(loop)):
            continue
        items = {node.id for node in ast.walk(loop.target) if isinstance(node, ast.Name)}
        for statement in loop.body:
            for file, _ in _writes(statement):
                used = {node.id for node in ast.walk(statement) if isinstance(node, ast.Name)}
                if items & used:
                    yield file, statement.lineno


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
