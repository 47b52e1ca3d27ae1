"""Source -> the same, where the value of what changes a thing in its place is used.

`names = names.sort()` leaves `None` in `names`, and so does a method of pandas with `inplace=True`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from code_it.checks.syntax import parse, parses, with_other_expressions


def with_values(source: str) -> str:
    """The value that was meant in place of `None`."""
    if not parses(source):
        return source
    return with_other_expressions(source, list(_values(parse(source))))


def _values(tree: ast.Module) -> Iterator[tuple[ast.expr, str]]:
    alone = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            meant = "" if node in alone else _meant(node, node.func)
            if meant:
                yield node, meant


def _meant(call: ast.Call, called: ast.Attribute) -> str:
    """What the call was to give; empty where it gives what it says."""
    owner = ast.unparse(called.value)
    keywords = [keyword for keyword in call.keywords if keyword.arg != "inplace"]
    if len(keywords) < len(call.keywords):
        return _without_inplace(call, keywords)
    if called.attr == "sort" and not call.args and _is_plain(called.value):
        order = "".join(f", {ast.unparse(keyword)}" for keyword in call.keywords)
        return f"sorted({owner}{order})"
    if called.attr == "reverse" and not call.args and not call.keywords:
        return f"{owner}[::-1]" if _is_plain(called.value) else ""
    return ""


def _is_plain(owner: ast.expr) -> bool:
    """Not a module, such as numpy, whose `sort` gives something."""
    return isinstance(owner, (ast.Name, ast.Call, ast.Subscript)) and ast.unparse(owner) not in (
        "np",
        "numpy",
        "random",
    )


def _without_inplace(call: ast.Call, keywords: list[ast.keyword]) -> str:
    is_true = any(
        keyword.arg == "inplace"
        and isinstance(keyword.value, ast.Constant)
        and keyword.value.value is True
        for keyword in call.keywords
    )
    return ast.unparse(ast.Call(call.func, call.args, keywords)) if is_true else ""
