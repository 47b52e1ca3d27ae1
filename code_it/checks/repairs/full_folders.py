"""FailingLines, error -> the script that removes a folder with all that is in it.

https://docs.python.org/3/library/shutil.html#shutil.rmtree
"""

from __future__ import annotations

import ast

from code_it.checks.failing_lines import FailingLines
from code_it.checks.imports import with_missing_imports
from code_it.checks.syntax import parse, with_other_expressions

_NOT_EMPTY = "OSError: [Errno 39] Directory not empty"


def with_full_folders_removed(failing: FailingLines, error: str) -> str:
    """Empty where something else fails than `os.rmdir(folder)` or `folder.rmdir()`."""
    if not error.startswith(_NOT_EMPTY):
        return ""
    within = range(failing.first, failing.last + 1)
    others = [
        (node, f"shutil.rmtree({ast.unparse(folder)})")
        for node in ast.walk(parse(failing.source))
        if isinstance(node, ast.Call) and node.lineno in within
        if (folder := _removed(node)) is not None
    ]
    changed = with_other_expressions(failing.source, others)
    return with_missing_imports(changed) if changed != failing.source else ""


def _removed(call: ast.Call) -> ast.expr | None:
    match call:
        case ast.Call(func=ast.Attribute(value=ast.Name("os"), attr="rmdir"), args=[folder]):
            return folder
        case ast.Call(func=ast.Attribute(value=folder, attr="rmdir"), args=[]):
            return folder
    return None
