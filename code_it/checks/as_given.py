"""Source -> the same function, where it returns an argument, with what that was when it was called.

"Return the longer of two texts", say, where both are stripped before they are compared.
"""

from __future__ import annotations

import ast

from code_it.checks.placing import is_docstring, own_nodes
from code_it.checks.syntax import parse, parses, with_other_expressions


def with_arguments_as_given(source: str) -> str:
    """Empty where no function gives an argument another value and returns that."""
    for function in parse(source).body:
        if isinstance(function, ast.FunctionDef) and (names := _changed_and_returned(function)):
            changed = _with_copies(source, function, names)
            return changed if parses(changed) else ""
    return ""


def _changed_and_returned(function: ast.FunctionDef) -> list[str]:
    names = [node for node in own_nodes(function) if isinstance(node, ast.Name)]
    changed = {name.id for name in names if isinstance(name.ctx, ast.Store)}
    returned = {each.id for each in _returned(function)}
    arguments = [argument.arg for argument in function.args.args]
    return [name for name in arguments if name in changed & returned]


def _returned(function: ast.FunctionDef) -> list[ast.Name]:
    values = (node.value for node in own_nodes(function) if isinstance(node, ast.Return))
    return [value for value in values if isinstance(value, ast.Name)]


def _with_copies(source: str, function: ast.FunctionDef, names: list[str]) -> str:
    returned = [value for value in _returned(function) if value.id in names]
    others = [(value, f"given_{value.id}") for value in returned]
    lines = with_other_expressions(source, others).split("\n")
    first = next(each for each in function.body if not is_docstring(each))
    margin = " " * first.col_offset
    lines[first.lineno - 1 : first.lineno - 1] = [
        f"{margin}given_{name} = {name}" for name in names
    ]
    return "\n".join(lines)
