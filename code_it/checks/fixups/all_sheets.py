"""Source -> the script that reads all sheets of a workbook where it read the first one only.

`pandas.read_excel(path)` reads the first sheet; with `sheet_name=None` it gives a dict of all
(https://pandas.pydata.org/docs/reference/api/pandas.read_excel.html).
"""

from __future__ import annotations

import ast
import re

from code_it.checks.syntax import parse, parses, with_other_expressions
from code_it.flow import Task

_ALL_SHEETS = re.compile(
    r"\b(?:all|every|each)\s+(?:of\s+)?(?:the\s+|its\s+)?(?:\w+\s+)?sheets?\b"
    r"|\bsheets?\s+(?:for|per)\s+(?:each|every)\b|\bsheet\s+per\b"
    r"|\beach\b[^.,;]{0,30}\b(?:in|on|has|with)\s+(?:its|a)\s+(?:own\s+)?sheet\b",
    re.IGNORECASE,
)
_MORE_THAN_ONE = re.compile(
    r"^(?P<file>\S.*): Excel workbook with (?!1 )\d+ sheets\n(?P<shown>(?:  .*\n?)*)", re.MULTILINE
)
_OTHER_WAYS = re.compile(r"sheet_name|ExcelFile|load_workbook|\.parse\(|openpyxl|xlrd|calamine")


def with_all_sheets(source: str, task: Task) -> str:
    """As it is where the task speaks of no sheets but one, or they are read in another way."""
    if not _ALL_SHEETS.search(task.text) or _OTHER_WAYS.search(source) or not parses(source):
        return source
    shown = {match["file"]: match["shown"] for match in _MORE_THAN_ONE.finditer(task.brief)}
    tree = parse(source)
    calls = [node for node in ast.walk(tree) if _is_read_excel(node)]
    if len(calls) != 1 or not (shown.keys() & _texts(tree)):
        return source
    (call,) = calls
    assert isinstance(call, ast.Call)
    of_all = ast.unparse(call)[:-1] + ", sheet_name=None)"
    if _is_taken_for_all(tree, call):
        return with_other_expressions(source, [(call, of_all)])
    frame, pandas = "_frame", ast.unparse(call.func).rpartition(".")[0]
    if not pandas:
        return source
    if column := _column_of_sheets(task, "".join(shown.values())):
        frame = f"_frame.assign(**{{{column!r}: _name}})"
    frames = f"[{frame} for _name, _frame in {of_all}.items()]"
    joined = f"{pandas}.concat({frames}, ignore_index=True)"
    return with_other_expressions(source, [(call, joined)])


def _is_read_excel(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and ast.unparse(node.func).endswith("read_excel")


def _texts(tree: ast.AST) -> set[str]:
    return {str(node.value) for node in ast.walk(tree) if isinstance(node, ast.Constant)}


def _is_taken_for_all(tree: ast.Module, call: ast.Call) -> bool:
    """Is the frame taken for a dict of frames already, as by `for name, frame in book.items()`?"""
    names = {
        target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and node.value is call
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    return any(
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("items", "keys", "values")
        and ast.unparse(node.func.value) in names
        for node in ast.walk(tree)
    )


def _column_of_sheets(task: Task, shown: str) -> str:
    """The only column that is asked for and that no sheet has, where names of sheets are."""
    if not _NAME_OF_SHEET.search(task.text):
        return ""
    new = {
        column for _, columns in task.columns for column in columns if f"'{column}'" not in shown
    }
    return new.pop() if len(new) == 1 else ""


_NAME_OF_SHEET = re.compile(
    r"\b(?:names?|titles?) of (?:the|its|each|every|that) (?:\w+ )?sheets?\b"
    r"|\bsheet(?:'s)? names?\b",
    re.IGNORECASE,
)
