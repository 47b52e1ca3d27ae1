"""Source, Task -> the same, which reads a database that is there and does not fill it.

Small models make the tables that a task describes, and put rows of their own into them, where the
database of the task has both.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from code_it.checks.placing import with_pass
from code_it.checks.syntax import parse, parses
from code_it.flow import Task

_DATABASES = (".db", ".sqlite", ".sqlite3")
_WAYS = ("execute", "executemany", "executescript")
_FILLS = re.compile(
    r"\s*(?:CREATE\s+TABLE|INSERT|REPLACE|UPDATE|DELETE|DROP|ALTER)\b", re.IGNORECASE
)


def with_databases_as_given(source: str, task: Task) -> str:
    """Leave out what changes a database, where the task has one to be read and none to be made."""
    read = [name for name in task.input_files if name.lower().endswith(_DATABASES)]
    made = [
        name for name in (*task.output_files, *task.may_change) if name.lower().endswith(_DATABASES)
    ]
    if not read or made or ":memory:" in source or not parses(source):
        return source
    changed = with_pass(source, _filling(parse(source)))
    return changed if parses(changed) else source


def _filling(tree: ast.Module) -> Iterator[ast.Expr]:
    """Statements that carry out such a command, whose text is there or has a name."""
    texts = {
        node.targets[0].id: node.value.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        match node:
            case ast.Expr(ast.Call(func=ast.Attribute(attr=way), args=[command, *_])):
                text = texts.get(command.id) if isinstance(command, ast.Name) else None
                text = command.value if isinstance(command, ast.Constant) else text
                if way in _WAYS and isinstance(text, str) and _FILLS.match(text):
                    yield node
