"""Task, source -> the script that reads codes with leading zeros as the text that they are.

pandas takes a column of digits for numbers, in a workbook too, and drops the zeros before them
(https://pandas.pydata.org/docs/reference/api/pandas.read_excel.html, `dtype`).
"""

from __future__ import annotations

import ast
import re
from typing import TypeGuard

from code_it.checks.syntax import parse, parses, with_other_expressions
from code_it.flow import Task

_TOLD = re.compile(r"pandas keeps leading zeros with dtype=\{(?P<kinds>[^}\n]*)\}")
_READERS = frozenset(("read_csv", "read_excel", "read_table"))
_SETTLED = frozenset(("dtype", "converters"))


def with_zeros_kept(source: str, task: Task) -> str:
    """Tell pandas which columns of the inputs, as the brief has them, are text."""
    kinds = ", ".join(dict.fromkeys(match["kinds"] for match in _TOLD.finditer(task.brief)))
    if not kinds or not parses(source):
        return source
    calls = [node for node in ast.walk(parse(source)) if _reads_a_table(node)]
    return with_other_expressions(
        source,
        [(call, f"{ast.unparse(call)[:-1]}, dtype={{{kinds}}})") for call in calls],
    )


def _reads_a_table(node: ast.AST) -> TypeGuard[ast.Call]:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in _READERS
        and bool(node.args)
        and _SETTLED.isdisjoint(keyword.arg or "dtype" for keyword in node.keywords)
    )
