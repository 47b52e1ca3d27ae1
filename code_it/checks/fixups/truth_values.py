"""Source -> the script that takes no truth value for a number, where it picks numbers.

`isinstance(True, int)` holds (https://docs.python.org/3/library/functions.html#bool), and who asks
for the numbers among other values does not mean it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from code_it.checks.syntax import parse, parses, with_other_expressions

_NUMBERS = {"int", "float"}


def without_truth_values(source: str) -> str:
    """What is picked in a comprehension; a script that knows of `bool` stays."""
    if not parses(source):
        return source
    tree = parse(source)
    if any(isinstance(node, ast.Name) and node.id == "bool" for node in ast.walk(tree)):
        return source
    return with_other_expressions(source, list(_picked(tree)))


def _picked(tree: ast.AST) -> Iterator[tuple[ast.expr, str]]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.comprehension) or not isinstance(node.target, ast.Name):
            continue
        for test in node.ifs:
            if _asks_for_number(test, node.target.id):
                yield test, f"{ast.unparse(test)} and not isinstance({node.target.id}, bool)"


def _asks_for_number(test: ast.expr, name: str) -> bool:
    match test:
        case ast.Call(func=ast.Name(id="isinstance"), args=[ast.Name(id=given), kinds]):
            parts = kinds.elts if isinstance(kinds, ast.Tuple) else [kinds]
            asked = {ast.unparse(part) for part in parts}
            return given == name and "int" in asked and asked <= _NUMBERS
    return False
