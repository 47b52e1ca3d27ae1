"""Source -> the script without the empty sheet that a new workbook begins with.

`openpyxl.Workbook()` has a sheet called `Sheet`
(https://openpyxl.readthedocs.io/en/stable/tutorial.html#create-a-workbook), which stays empty where
all others are made with `create_sheet`.
"""

from __future__ import annotations

import ast

from code_it.checks.syntax import parse, parses

_USES = frozenset(("active", "remove", "worksheets", "sheetnames", "copy_worksheet", "_sheets"))
_CALLS = frozenset(("Workbook", "openpyxl.Workbook"))


def without_spare_sheet(source: str) -> str:
    """Only where the first sheet is not looked at, and other ones are made."""
    if "create_sheet" not in source or not parses(source):
        return source
    tree = parse(source)
    made = [node for node in ast.walk(tree) if _makes_a_book(node)]
    looked_at = any(
        (isinstance(node, ast.Attribute) and node.attr in _USES)
        or (isinstance(node, ast.Constant) and node.value == "Sheet")
        for node in ast.walk(tree)
    )
    if len(made) != 1 or looked_at:
        return source
    (book,) = made
    assert isinstance(book, ast.Assign)
    name = ast.unparse(book.targets[0])
    lines = source.split("\n")
    lines.insert(
        book.end_lineno or book.lineno, f"{' ' * book.col_offset}{name}.remove({name}.active)"
    )
    changed = "\n".join(lines)
    return changed if parses(changed) else source


def _makes_a_book(node: ast.AST) -> bool:
    match node:
        case ast.Assign(targets=[ast.Name()], value=ast.Call(func=called, args=[], keywords=[])):
            return ast.unparse(called) in _CALLS
    return False
