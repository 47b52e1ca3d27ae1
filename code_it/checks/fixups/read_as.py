"""Task, source -> the script that has pandas read the columns of its inputs as what they are.

Codes with leading zeros are text, and "31,4" may be a number. pandas takes a column of digits for
numbers, in a workbook too, and drops the zeros before them; a number with a comma it takes for
text (https://pandas.pydata.org/docs/reference/api/pandas.read_csv.html: `dtype`, `decimal` and
`thousands`).
"""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from typing import TypeGuard

from code_it.checks.syntax import parse, parses, with_other_expressions
from code_it.flow import Task
from code_it.reading.cell_values import IN_PANDAS

_TOLD = re.compile(r"pandas keeps leading zeros with dtype=\{(?P<kinds>[^}\n]*)\}")
_READERS = frozenset(("read_csv", "read_excel", "read_table"))
_SETTLED = frozenset(("dtype", "converters"))


def with_zeros_kept(source: str, task: Task) -> str:
    """Tell pandas which columns of the inputs, as the brief has them, are text."""
    kinds = ", ".join(dict.fromkeys(match["kinds"] for match in _TOLD.finditer(task.brief)))
    if not kinds or not parses(source):
        return source
    calls = [node for node in ast.walk(parse(source)) if _reads_a_table(node)]
    return _with_argument(source, calls, f"dtype={{{kinds}}}")


def _with_argument(source: str, calls: Sequence[ast.Call], argument: str) -> str:
    """The source with one more argument in each of the calls."""
    others = [(call, f"{ast.unparse(call)[:-1]}, {argument})") for call in calls]
    return with_other_expressions(source, others)


def with_commas_read(source: str, task: Task) -> str:
    """Tell pandas of commas in the numbers of the one input that is a table of text.

    Not where the script replaces commas by itself.
    """
    told = {match["how"] for match in _COMMAS.finditer(task.brief)}
    tables = [name for name in task.input_files if name.lower().endswith((".csv", ".tsv"))]
    if len(told) != 1 or len(tables) != 1 or _REPLACED.search(source) or not parses(source):
        return source
    (how,) = told
    calls = [node for node in ast.walk(parse(source)) if _reads_text(node)]
    return _with_argument(source, calls, how)


_COMMAS = re.compile(rf"{IN_PANDAS}(?P<how>(?:decimal|thousands)='.'(?:, thousands='.')?)")
_REPLACED = re.compile(r"""replace\(\s*['"][,.]['"]""")
_ABOUT_COMMAS = frozenset(("decimal", "thousands", "converters"))


def _reads_text(node: ast.AST) -> TypeGuard[ast.Call]:
    return (
        isinstance(node, ast.Call)
        and ast.unparse(node.func) in ("pd.read_csv", "pandas.read_csv")
        and bool(node.args)
        and _ABOUT_COMMAS.isdisjoint(keyword.arg or "decimal" for keyword in node.keywords)
    )


def _reads_a_table(node: ast.AST) -> TypeGuard[ast.Call]:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in _READERS
        and bool(node.args)
        and _SETTLED.isdisjoint(keyword.arg or "dtype" for keyword in node.keywords)
    )
