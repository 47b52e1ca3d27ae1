"""Source -> the script that looks for empty cells as pandas has them.

`read_csv` and `read_excel` give NaN for an empty cell, which is not equal to `""`
(https://pandas.pydata.org/docs/user_guide/missing_data.html).
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from code_it.checks.syntax import parse, parses, with_other_expressions

_READS = re.compile(r"\b(?:pd|pandas)\.read_(?:csv|excel|table)\(")
# With these an empty cell is a text.
_AS_TEXT = re.compile(r"keep_default_na|na_filter|fillna\(\s*['\"]['\"]")


def with_empty_cells_found(source: str) -> str:
    """Comparisons of a frame's column with `""`, where they choose its rows."""
    if not _READS.search(source) or _AS_TEXT.search(source) or not parses(source):
        return source
    return with_other_expressions(source, list(_choosing(parse(source))))


def _choosing(tree: ast.Module) -> Iterator[tuple[ast.expr, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Subscript):
            frame = ast.unparse(node.value).removesuffix(".loc")
            yield from _compared(node.slice, frame)


def _compared(rows: ast.expr, frame: str) -> Iterator[tuple[ast.expr, str]]:
    for node in ast.walk(rows):
        match node:
            case ast.Compare(
                left=ast.Subscript(value=owner) as column,
                ops=[ast.Eq() | ast.NotEq() as sign],
                comparators=[ast.Constant("")],
            ) if ast.unparse(owner) == frame:
                cells = ast.unparse(column)
                if isinstance(sign, ast.Eq):
                    yield node, f"({cells}.isna() | ({cells} == ''))"
                else:
                    yield node, f"({cells}.notna() & ({cells} != ''))"
