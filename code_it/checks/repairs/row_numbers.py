"""FailingLines -> the script that counts the rows of a sheet, where it took a value for a number.

`sheet.iter_rows(values_only=True)` gives the values of a row, and none of them says which row it is
(https://openpyxl.readthedocs.io/en/stable/api/openpyxl.worksheet.worksheet.html).
"""

from __future__ import annotations

import ast

from code_it.checks.failing_lines import FailingLines, innermost_loop
from code_it.checks.placing import names_in
from code_it.checks.syntax import parses, with_other_expressions

_COUNTED = "row_number"


def with_row_numbers(failing: FailingLines, error: str) -> str:
    """Empty where the failing lines reach for no cell by what is in the row."""
    loop = innermost_loop(failing)
    start = _first_row(loop.iter) if loop is not None else None
    if loop is None or start is None or not error.startswith(("TypeError", "AttributeError")):
        return ""
    given = names_in(loop.target)
    numbers = [
        number
        for node in ast.walk(loop)
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(".cell")
        for number in _row_of(node)
        if names_in(number) & given
    ]
    if not numbers:
        return ""
    others = [(number, _COUNTED) for number in numbers]
    others.append((loop.target, f"{_COUNTED}, {_in_brackets(loop.target)}"))
    others.append((loop.iter, f"enumerate({ast.unparse(loop.iter)}, start={start})"))
    changed = with_other_expressions(failing.source, others)
    return changed if parses(changed) and changed != failing.source else ""


def _first_row(rows: ast.expr) -> str | None:
    """Of `sheet.iter_rows(values_only=True)` the number of its first row; none of other things."""
    if not isinstance(rows, ast.Call) or not ast.unparse(rows.func).endswith(".iter_rows"):
        return None
    told = {keyword.arg: ast.unparse(keyword.value) for keyword in rows.keywords}
    if told.get("values_only") != "True":
        return None
    return told.get("min_row") or (ast.unparse(rows.args[0]) if rows.args else "1")


def _row_of(call: ast.Call) -> list[ast.expr]:
    return [*call.args[:1], *(each.value for each in call.keywords if each.arg == "row")]


def _in_brackets(target: ast.expr) -> str:
    text = ast.unparse(target)
    return f"({text})" if isinstance(target, ast.Tuple) and not text.startswith("(") else text
