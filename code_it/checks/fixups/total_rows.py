"""Task, source -> the script that puts a sum below the column that it is the sum of.

A small model writes `sheet.append(["Total", "=SUM(C2:C9)"])`, and the sum of C stands in B.
"""

from __future__ import annotations

import ast
import re

from code_it.checks.syntax import parse, parses, with_other_expressions
from code_it.flow import Task

_OF_ONE_COLUMN = re.compile(r"=[A-Z]+\(\$?(?P<column>[A-Z])\$?(?:\d+)?(?::\$?(?P<end>[A-Z]))?")
_FORMULA_CALL = re.compile(r"[A-Z]+\(")


def with_sums_below(source: str, task: Task) -> str:
    """Rows of a label and one formula get empty cells between the two.

    Where the task tells the column of the label, they stand before it, too.
    """
    if "append" not in source or not parses(source):
        return source
    rows = [node for node in ast.walk(parse(source)) if isinstance(node, ast.Call)]
    return with_other_expressions(
        source, [(row.args[0], text) for row in rows if (text := _moved(row, task))]
    )


def _moved(call: ast.Call, task: Task) -> str:
    """The cells of a row, each in its place; empty where they are, or it is no such row."""
    match call:
        case ast.Call(
            func=ast.Attribute(attr="append"),
            args=[ast.List(elts=[ast.Constant(value=str() as label), formula])],
        ) if not label.startswith("="):
            column = _column_of(formula)
        case _:
            return ""
    if column < 2:
        return ""
    place = _place_of(label, task)
    if place >= column:
        return ""
    cells = ["None"] * column
    cells[place] = repr(label)
    return f"[{', '.join([*cells, ast.unparse(formula)])}]"


def _column_of(formula: ast.expr) -> int:
    """The number of the column, from 0, that a formula is about; -1 where that is not only one."""
    text = ast.unparse(formula).lstrip("f").strip("'\"")
    ends = _OF_ONE_COLUMN.match(text)
    if ends is None or len(_FORMULA_CALL.findall(text)) != 1 or ends["end"] != ends["column"]:
        return -1
    return ord(ends["column"]) - ord("A")


def _place_of(label: str, task: Task) -> int:
    """The number of the column, from 0, that the task has for a label; 0 where it tells none."""
    told = re.search(
        rf"\b{re.escape(label)}\b['\"]? in (?:the )?column (?P<column>[A-Z])\b", task.text
    )
    return ord(told["column"]) - ord("A") if told else 0
