"""FailingLines, NameError -> the lines that give the name its value in another function.

A small model computes `height, width = len(grid), len(grid[0])` in one function and uses the names
in the next one, which has the grid too.
"""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterator

from code_it.checks.failing_lines import FailingLines
from code_it.checks.syntax import parse

_NO_NAME = re.compile(r"^NameError: name '(?P<name>\w+)' is not defined")
_Function = ast.FunctionDef | ast.AsyncFunctionDef


def value_from_another_function(failing: FailingLines, error: str) -> str:
    """What to put before the failing statement; empty where no function has it, or several differ.

    Only what is computed from names that are known here, too.
    """
    match = _NO_NAME.search(error)
    tree = parse(failing.source)
    here = _function_around(failing, tree)
    if match is None or here is None:
        return ""
    known = _known_in(here, failing, tree)
    found = {
        ast.unparse(node)
        for function in _functions(tree)
        if function is not here
        for node in ast.walk(function)
        if isinstance(node, ast.Assign)
        and match["name"] in _names(node, ast.Store)
        and _names(node, ast.Load) <= known
    }
    return found.pop() if len(found) == 1 else ""


def _functions(tree: ast.AST) -> Iterator[_Function]:
    return (node for node in ast.walk(tree) if isinstance(node, _Function))


def _function_around(failing: FailingLines, tree: ast.AST) -> _Function | None:
    around = [
        function
        for function in _functions(tree)
        if function.lineno < failing.first <= (function.end_lineno or 0)
    ]
    return max(around, key=lambda function: function.lineno, default=None)


def _known_in(here: _Function, failing: FailingLines, tree: ast.Module) -> set[str]:
    """The names that have a value where the lines fail."""
    above = (node for node in ast.walk(here) if getattr(node, "lineno", 0) < failing.first)
    outside = (node for node in tree.body if isinstance(node, ast.Assign))
    return {
        *dir(builtins),
        *(argument.arg for argument in ast.walk(here.args) if isinstance(argument, ast.arg)),
        *(
            name
            for node in above
            if isinstance(node, ast.Assign)
            for name in _names(node, ast.Store)
        ),
        *(name for node in outside for name in _names(node, ast.Store)),
        *(function.name for function in tree.body if isinstance(function, _Function)),
        *(
            (alias.asname or alias.name).partition(".")[0]
            for node in tree.body
            if isinstance(node, (ast.Import, ast.ImportFrom))
            for alias in node.names
        ),
    }


def _names(node: ast.AST, how: type[ast.expr_context]) -> set[str]:
    return {
        part.id
        for part in ast.walk(node)
        if isinstance(part, ast.Name) and isinstance(part.ctx, how)
    }
