"""Source -> the script that writes a new column of a worksheet in one place.

`sheet.max_column` is one more as soon as a cell of the new column is written
(https://openpyxl.readthedocs.io/en/stable/api/openpyxl.worksheet.worksheet.html), so where each
cell is written to `sheet.max_column + 1`, each stands right of the one before.
"""

from __future__ import annotations

import ast
import re

from code_it.checks.syntax import parse, parses, with_other_expressions

_NEXT = re.compile(r"\w+\.max_column \+ 1")
_NAME = "new_column"


def with_one_new_column(source: str) -> str:
    """Only where one column is added: its header in one place, what is below it in loops."""
    if "max_column" not in source or _NAME in source or not parses(source):
        return source
    tree = parse(source)
    places = [place for node in ast.walk(tree) for place in _columns_of_cells(node)]
    sheets = {ast.unparse(place) for place in places}
    in_loops = {
        id(part)
        for loop in ast.walk(tree)
        if isinstance(loop, (ast.For, ast.While))
        for part in ast.walk(loop)
    }
    above = [place for place in places if id(place) not in in_loops]
    if len(sheets) != 1 or len(above) != 1 or len(places) < 2:
        return source
    statement = _statement_with(tree, above[0])
    if statement is None or any(place.lineno < statement.lineno for place in places):
        return source
    changed = with_other_expressions(source, [(place, _NAME) for place in places])
    lines = changed.split("\n")
    line = f"{' ' * statement.col_offset}{_NAME} = {ast.unparse(above[0])}"
    lines.insert(statement.lineno - 1, line)
    changed = "\n".join(lines)
    return changed if parses(changed) else source


def _columns_of_cells(node: ast.AST) -> list[ast.expr]:
    """The column of `sheet.cell(row, column)`, where it is the next one on the right."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return []
    if node.func.attr != "cell":
        return []
    given = [*node.args[1:2], *(each.value for each in node.keywords if each.arg == "column")]
    return [column for column in given if _NEXT.fullmatch(ast.unparse(column))]


def _statement_with(tree: ast.Module, place: ast.expr) -> ast.stmt | None:
    """The innermost one around it."""
    around = [
        node for node in ast.walk(tree) if isinstance(node, ast.stmt) and place in ast.walk(node)
    ]
    return max(around, key=lambda node: node.lineno, default=None)
