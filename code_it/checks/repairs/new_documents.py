"""FailingLines, error, Task -> the script that begins a document which it wanted to open.

A workbook, a Word document or slides that are for the script to make are not there before.
"""

from __future__ import annotations

import ast
import re

from code_it.checks.failing_lines import FailingLines
from code_it.checks.syntax import parse, with_other_expressions
from code_it.flow import Task

_NOT_FOUND = re.compile(
    r"^(?:FileNotFoundError: .*?No such file or directory|\S*PackageNotFoundError: Package not"
    r" found at):? '(?P<name>[^']+)'$"
)
_BEGUN = {"load_workbook": "Workbook", "Document": "Document", "Presentation": "Presentation"}


def with_new_document(failing: FailingLines, error: str, task: Task) -> str:
    """The whole script; empty where something else was not found, or another function opens it."""
    match = _NOT_FOUND.search(error)
    is_made = match is not None and match["name"] in set(task.output_files) - set(task.input_files)
    within = range(failing.first, failing.last + 1)
    calls = [
        node
        for node in ast.walk(parse(failing.source))
        if is_made
        and isinstance(node, ast.Call)
        and node.lineno in within
        and node.args
        and ast.unparse(node.func).rpartition(".")[2] in _BEGUN
    ]
    if len(calls) != 1:
        return ""
    module, _, opening = ast.unparse(calls[0].func).rpartition(".")
    begun = _BEGUN[opening]
    text = f"{module}.{begun}()" if module else f"{begun}()"
    changed = with_other_expressions(failing.source, [(calls[0], text)])
    if module or begun == opening or re.search(rf"\bimport\b.*\b{begun}\b", failing.source):
        return changed
    return f"from openpyxl import {begun}\n{changed}"
