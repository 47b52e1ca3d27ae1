"""Source -> the script that puts the cells of a workbook right before it is saved.

The csv module gives text, and what is put into a cell as text stays so.
"""

from __future__ import annotations

import ast

from code_it.checks.syntax import parse, parses

# A number with a 0 in front of it is a code of some kind.
_AS_NUMBERS = r"""
import re
for _cell in (c for s in {book}.worksheets for row in s.iter_rows() for c in row):
    if re.fullmatch(r"-?(?:0|[1-9]\d*)(?:\.\d+)?", str(_cell.value)):
        _cell.value = float(_cell.value)"""


# "B2:7" is meant as "B2:B7".
_WHOLE_RANGES = r"""
import re
for _cell in (c for s in {book}.worksheets for row in s.iter_rows() for c in row):
    if str(_cell.value).startswith("="):
        _cell.value = re.sub(r"\b([A-Z]{1,3})(\d+):(\d+)\b", r"\1\2:\1\3", _cell.value)"""

# "=SUM(B1:B6)" in B8 is meant as "=SUM(B2:B7)" where the numbers begin in B2.
# A number in the first row may be a title, as a year is.
_WHOLE_COLUMNS = r"""
import re
for _cell in (c for s in {book}.worksheets for row in s.iter_rows() for c in row):
    if _range := re.fullmatch(r"=[A-Z]+\((([A-Z])(\d+):\2\d*)\)", str(_cell.value)):
        _top = 2 if _range[3] == "2" else 1
        _above = [_cell.parent.cell(n, _cell.column) for n in range(_top, _cell.row)]
        _numbers = [c for c in _above if isinstance(c.value, (int, float))]
        _is_own = _cell.column_letter == _range[2]
        if _is_own and _numbers and _numbers == _above[-len(_numbers):]:
            _all = f"{_numbers[0].coordinate}:{_numbers[-1].coordinate}"
            _cell.value = _cell.value.replace(_range[1], _all)"""


def with_whole_columns(source: str) -> str:
    """The script whose formulas take all numbers above them; empty where openpyxl does not save."""
    return before_saving(source, _WHOLE_COLUMNS)


def with_whole_ranges(source: str) -> str:
    """The script with the column at both ends of each range; empty where openpyxl does not save."""
    return before_saving(source, _WHOLE_RANGES)


def with_numbers_in_cells(source: str) -> str:
    """The script with a pass over the cells before openpyxl saves them; empty where it does not."""
    return before_saving(source, _AS_NUMBERS)


def before_saving(source: str, text: str) -> str:
    """The script with lines before the one place where openpyxl saves; empty without one.

    Args:
        text: Begins with a line break; `{book}` stands for the workbook.
    """
    if "openpyxl" not in source:
        return ""
    saves = [node for node in ast.walk(parse(source)) if _saves(node)]
    if len(saves) != 1:
        return ""
    (save,) = saves
    assert isinstance(save, ast.Expr) and isinstance(save.value, ast.Call)
    book = ast.unparse(save.value.func).removesuffix(".save")
    lines = source.split("\n")
    indentation = " " * save.col_offset
    put_in = text[1:].replace("{book}", book).split("\n")
    lines[save.lineno - 1 : save.lineno - 1] = [indentation + line for line in put_in]
    changed = "\n".join(lines)
    return changed if parses(changed) else ""


def _saves(node: ast.AST) -> bool:
    call = node.value if isinstance(node, ast.Expr) else None
    return (
        isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr == "save"
    )
