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
    used = {id(value) for node in ast.walk(tree) for value in _gone_on_with(node)}
    others = _other_things(tree)
    for node in ast.walk(tree):
        if id(node) in used and isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            meant = _meant(node, node.func, others)
            if meant:
                yield node, meant


def _gone_on_with(node: ast.AST) -> list[ast.expr]:
    """The parts of a node whose value it needs; that of `lambda: names.sort()` may be none."""
    match node:
        case ast.Assign(targets=[ast.Name()], value=value) | ast.Return(value=ast.expr() as value):
            return [value]
        case ast.For(iter=value) | ast.comprehension(iter=value):
            return [value]
        case ast.Call():
            return [*node.args, *(keyword.value for keyword in node.keywords)]
    return []


def _other_things(tree: ast.Module) -> set[str]:
    """The names of what is likely to be no list, and the methods of classes of the script."""
    found = {"np", "numpy", "random", "fileinput"}
    for node in ast.walk(tree):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call() as value):
                if not _gives_list(value):
                    found.add(name)
            case ast.ClassDef():
                found |= {f".{part.name}" for part in node.body if isinstance(part, _FUNCTIONS)}
    return found


_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_GIVE_LISTS = ("list", "sorted", "split", "rsplit", "splitlines", "readlines", "sort", "copy")


def _gives_list(call: ast.Call) -> bool:
    return ast.unparse(call.func).rpartition(".")[2] in _GIVE_LISTS


def _meant(call: ast.Call, called: ast.Attribute, others: set[str]) -> str:
    """What the call was to give; empty where it gives what it says."""
    owner = ast.unparse(called.value)
    keywords = [keyword for keyword in call.keywords if keyword.arg != "inplace"]
    if len(keywords) < len(call.keywords):
        return "" if owner == "fileinput" else _without_inplace(call, keywords)
    if f".{called.attr}" in others or call.args or not _is_list(called.value, others):
        return ""
    if called.attr == "sort":
        order = "".join(f", {ast.unparse(keyword)}" for keyword in call.keywords)
        return f"sorted({owner}{order})"
    return f"{owner}[::-1]" if called.attr == "reverse" and not call.keywords else ""


def _is_list(owner: ast.expr, others: set[str]) -> bool:
    """May it be a list, and no module or other thing whose methods give something?"""
    match owner:
        case ast.Name(id=name):
            return name not in others
        case ast.Call():
            return _gives_list(owner)
    return isinstance(owner, ast.Subscript)


def _without_inplace(call: ast.Call, keywords: list[ast.keyword]) -> str:
    is_true = any(
        keyword.arg == "inplace"
        and isinstance(keyword.value, ast.Constant)
        and keyword.value.value is True
        for keyword in call.keywords
    )
    return ast.unparse(ast.Call(call.func, call.args, keywords)) if is_true else ""
