"""FailingLines, error -> a line that passes over the rows of a loop that have too few fields.

A line without a separator, a dividing row of a table: where fields are taken by their numbers, they
end a script that is right for all other rows.
"""

from __future__ import annotations

import ast

from code_it.checks.failing_lines import FailingLines, innermost_loop, statement_at
from code_it.checks.placing import names_in
from code_it.checks.syntax import parse

_ERROR = "IndexError: list index out of range"


def short_rows_skipped(failing: FailingLines, error: str) -> tuple[FailingLines, str]:
    """A statement of the loop that the failing lines are in, and what to put before it.

    The text is empty where that is not what has failed.
    """
    loop = innermost_loop(failing) if error == _ERROR else None
    if loop is None:
        return failing, ""
    for name in _indexed_at(failing):
        indices = _indices(loop, name)
        place = _first_use(loop, name, failing)
        if indices and place is not None and not _is_looked_at(loop, name):
            return place, f"if len({name}) < {max(indices) + 1}:\n    continue"
    return failing, ""


def _indexed_at(failing: FailingLines) -> list[str]:
    """The names that the failing lines take a numbered field of."""
    inside = [
        node
        for node in ast.walk(parse(failing.source))
        if isinstance(node, ast.Subscript) and failing.first <= node.lineno <= failing.last
    ]
    return list(dict.fromkeys(name for node in inside if (name := _name_of(node))))


def _name_of(node: ast.Subscript) -> str:
    """`row` of `row[2]`; empty for what is not a name with a number from 0 on."""
    number = node.slice.value if isinstance(node.slice, ast.Constant) else None
    is_number = isinstance(number, int) and not isinstance(number, bool)
    return node.value.id if is_number and isinstance(node.value, ast.Name) else ""


def _indices(loop: ast.For, name: str) -> list[int]:
    subscripts = (node for node in ast.walk(loop) if isinstance(node, ast.Subscript))
    fields = (node.slice for node in subscripts if _name_of(node) == name)
    return [int(ast.unparse(field)) for field in fields]


def _first_use(loop: ast.For, name: str, failing: FailingLines) -> FailingLines | None:
    """The first statement of the loop's own body that takes a field of `name`."""
    given = names_in(loop.target)
    for statement in loop.body:
        if name in given and _indices_in(statement, name):
            return statement_at(failing.source, statement.lineno)
        if isinstance(statement, ast.Assign):
            given |= {part.id for part in statement.targets if isinstance(part, ast.Name)}
    return None


def _indices_in(statement: ast.stmt, name: str) -> bool:
    subscripts = (node for node in ast.walk(statement) if isinstance(node, ast.Subscript))
    return any(_name_of(node) == name for node in subscripts)


def _is_looked_at(loop: ast.For, name: str) -> bool:
    """Does the loop ask for its length already?"""
    return f"len({name})" in ast.unparse(loop)
