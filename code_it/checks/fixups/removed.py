"""Source -> the same with what newer versions of a library have in place of what they removed."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from code_it.checks.syntax import parse, with_other_expressions


def with_concat(source: str) -> str:
    """Rows are put below a frame by `concat`: pandas 2 has no `DataFrame.append`.

    The argument `ignore_index` tells a frame from a list. Rows that are no dict, Series or frame
    as they stand there are left alone.
    """
    try:
        tree = parse(source)
    except SyntaxError:
        return source
    alias = next(_names_of_pandas(tree), "")
    if not alias:
        return source
    return with_other_expressions(source, list(_appended(tree, alias)))


def with_named_figures(source: str) -> str:
    """Figures of groups get their names as `agg(least="min")`.

    A dict of names was taken out of pandas for a single column of groups
    (https://pandas.pydata.org/docs/whatsnew/v1.0.0.html, "nested renamer is not supported").
    """
    try:
        tree = parse(source)
    except SyntaxError:
        return source
    grouped = {
        target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and _ends_in(node.value, "groupby")
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    return with_other_expressions(source, list(_figures(tree, grouped)))


def _ends_in(node: ast.expr, method: str) -> bool:
    called = node.func if isinstance(node, ast.Call) else node
    return isinstance(called, ast.Attribute) and called.attr == method


def _figures(tree: ast.Module, grouped: set[str]) -> Iterator[tuple[ast.expr, str]]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(
                func=ast.Attribute(
                    value=ast.Subscript(value=groups, slice=ast.Constant(value=str())),
                    attr="agg" | "aggregate",
                ),
                args=[ast.Dict(keys=keys, values=values)],
                keywords=[],
            ):
                is_grouped = _ends_in(groups, "groupby") or ast.unparse(groups) in grouped
                names = [key.value for key in keys if isinstance(key, ast.Constant)]
                plain = [name for name in names if isinstance(name, str) and name.isidentifier()]
                if is_grouped and len(plain) == len(keys):
                    pairs = zip(plain, values, strict=True)
                    told = ", ".join(f"{name}={ast.unparse(value)}" for name, value in pairs)
                    yield node, f"{ast.unparse(node.func)}({told})"


def _names_of_pandas(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for each in node.names:
                if each.name == "pandas":
                    yield each.asname or each.name


def _appended(tree: ast.Module, alias: str) -> Iterator[tuple[ast.expr, str]]:
    dicts = {
        target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        keywords = [keyword.arg for keyword in node.keywords]
        if node.func.attr != "append" or len(node.args) != 1 or keywords != ["ignore_index"]:
            continue
        if rows := _as_frame(node.args[0], alias, dicts):
            frame = ast.unparse(node.func.value)
            ignored = ast.unparse(node.keywords[0].value)
            yield node, f"{alias}.concat([{frame}, {rows}], ignore_index={ignored})"


def _as_frame(row: ast.expr, alias: str, dicts: set[str]) -> str:
    """The rows as a frame of their own; empty where it cannot be told what they are."""
    text = ast.unparse(row)
    called = ast.unparse(row.func) if isinstance(row, ast.Call) else ""
    is_dict = isinstance(row, ast.Dict) or (isinstance(row, ast.Name) and row.id in dicts)
    if is_dict or called in (f"{alias}.Series", "dict"):
        return f"{alias}.DataFrame([{text}])"
    return text if called == f"{alias}.DataFrame" else ""
