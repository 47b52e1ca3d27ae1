"""Task, source -> the inputs of the task that a script never reads, and the script that does.

Small models make a new workbook where they were to change one, and fill it with what they think.
"""

from __future__ import annotations

import ast
import re
from pathlib import PurePosixPath

from code_it.checks.copied import borrowed
from code_it.checks.syntax import parse, with_other_expressions
from code_it.flow import Task

# What finds files by itself, or is told their names.
_FINDS = re.compile(
    r"\b(?:glob|rglob|iglob|listdir|iterdir|scandir|walk|argv|input|fileinput|stdin|argparse)\b"
)
_BOOKS = (".xlsx", ".xlsm")


def unread(task: Task, source: str) -> tuple[str, ...]:
    """The files that the task names, are there, and do not occur in the script in any way.

    One that finds files by itself may find them, but not in a folder that only a recipe has.
    """
    if _FINDS.search(source) and not borrowed(task, source):
        return ()
    return tuple(
        name
        for name in task.input_files
        if PurePosixPath(name).suffix and PurePosixPath(name).stem not in source
    )


def with_workbook_read(source: str, name: str) -> str:
    """The script that opens the workbook `name` in place of a new one; empty where none is made."""
    if PurePosixPath(name).suffix.lower() not in _BOOKS or "load_workbook" in source:
        return ""
    new = [node for node in ast.walk(parse(source)) if _is_new_workbook(node)]
    if len(new) != 1:
        return ""
    (call,) = new
    assert isinstance(call, ast.Call)
    changed = with_other_expressions(source, [(call, f"openpyxl.load_workbook({name!r})")])
    return f"import openpyxl\n{changed}" if changed != source else ""


def _is_new_workbook(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and ast.unparse(node) in ("Workbook()", "openpyxl.Workbook()")
