"""Source -> the same with the changes to an SQLite database committed.

What is not committed when a connection is closed is lost, without a word
(https://docs.python.org/3/library/sqlite3.html#sqlite3.Connection.close).
"""

from __future__ import annotations

import ast
import re

from code_it.checks.placing import blocks, put_behind
from code_it.checks.syntax import parse, parses

_WRITES = re.compile(r"\b(?:INSERT|UPDATE|DELETE|REPLACE)\s+(?:\w+\s+)*(?:INTO|FROM|SET)\b", re.I)
_SEES_TO_IT = re.compile(
    r"\bcommit\b|\brollback\b|\bautocommit\b|\bisolation_level\b|\bexecutescript\b"
)


def with_commit(source: str) -> str:
    """Commit before the one connection is closed, or at the end where it never is."""
    if "sqlite3" not in source or not _WRITES.search(source) or _SEES_TO_IT.search(source):
        return source
    if not parses(source):
        return source
    tree = parse(source)
    connected = [
        (node.targets[0].id, block)
        for block in blocks(tree)
        for node in block
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and ast.unparse(node.value).startswith("sqlite3.connect(")
    ]
    if len(connected) != 1 or _is_context(tree, connected[0][0]):
        return source
    ((name, block),) = connected
    lines = source.split("\n")
    closing = next((node for node in ast.walk(tree) if _closes(node, name)), None)
    trying = next((node for node in ast.walk(tree) if _closes_at_last(node, name)), None)
    if isinstance(trying, ast.Try):
        # What was done up to an error is not to be kept.
        put_behind(lines, trying.body, f"{name}.commit()")
    elif isinstance(closing, ast.Expr):
        lines.insert(closing.lineno - 1, f"{' ' * closing.col_offset}{name}.commit()")
    else:
        put_behind(lines, block, f"{name}.commit()")
    changed = "\n".join(lines)
    return changed if parses(changed) else source


def _closes(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Expr) and ast.unparse(node) == f"{name}.close()"


def _closes_at_last(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Try) and any(_closes(each, name) for each in node.finalbody)


def _is_context(tree: ast.Module, name: str) -> bool:
    """As a context manager, a connection commits by itself."""
    return any(
        ast.unparse(item.context_expr) == name
        for node in ast.walk(tree)
        if isinstance(node, ast.With)
        for item in node.items
    )
