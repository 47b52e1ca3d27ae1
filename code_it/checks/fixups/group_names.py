"""Source -> the same that writes the names of groups beside their figures.

What pandas groups by becomes the index of the result, which `index=False` leaves out
(https://pandas.pydata.org/docs/user_guide/groupby.html#splitting-an-object-into-groups).
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from code_it.checks.syntax import parse, parses, with_other_expressions

_WRITERS = ("to_csv", "to_excel")
_GROUPING = ("groupby", "pivot_table", "pivot", "crosstab", "value_counts")
# What makes one row of each group. `transform`, `head` and the like keep the rows.
_FIGURES = frozenset(
    "sum mean count size max min agg aggregate median std var nunique first last pivot_table pivot"
    " crosstab value_counts".split()
)
_KEPT = frozenset({"reset_index", "as_index"})
_CHANGING = ("reset_index", "set_index", "insert")
# These leave the index as it is.
_HARMLESS = frozenset(
    "sort_values sort_index round fillna astype rename head tail nlargest nsmallest div mul".split()
)


def with_group_names(source: str) -> str:
    """Leave `index=False` out where a frame has its groups in the index, and nowhere else."""
    if not any(word in source for word in _GROUPING) or not parses(source):
        return source
    tree = parse(source)
    return with_other_expressions(source, list(_writes(tree)))


def _writes(tree: ast.Module) -> Iterator[tuple[ast.expr, str]]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(value=frame, attr=writer)) if writer in _WRITERS:
                without = [keyword for keyword in node.keywords if not _is_no_index(keyword)]
                if len(without) < len(node.keywords) and _has_groups(frame, tree):
                    node.keywords = without
                    yield node, ast.unparse(node)


def _is_no_index(keyword: ast.keyword) -> bool:
    return (
        keyword.arg == "index"
        and isinstance(keyword.value, ast.Constant)
        and keyword.value.value is False
    )


def _has_groups(frame: ast.expr, tree: ast.Module, met: frozenset[str] = frozenset()) -> bool:
    """Is it the outcome of a grouping that nothing afterwards changes the index of?

    Args:
        met: The names that have led to it.
    """
    if any(map(_names_a_group, ast.walk(frame))):
        return False
    if name := _made_of(frame):
        return name not in met and _stands_for_groups(name, tree, met | {name})
    steps = list(_steps(frame))
    grouping = [n for n, step in enumerate(steps) if step in _GROUPING]
    if not grouping or _KEPT & {*steps}:
        return False
    after = steps[grouping[0] :]
    return bool(_FIGURES & {*after}) and {*after} <= _FIGURES | _HARMLESS | {*_GROUPING}


def _stands_for_groups(name: str, tree: ast.Module, met: frozenset[str]) -> bool:
    """Is it given one value that has groups, and others only that are made of it?"""
    uses = [node for node in ast.walk(tree) if isinstance(node, ast.Assign)]
    values = [node.value for node in uses if name in {ast.unparse(t) for t in node.targets}]
    called = {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    asked = {ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    if {f"{name}.{method}" for method in _CHANGING} & called or f"{name}.index" in asked:
        return False
    made = [value for value in values if _made_of(value) != name]
    return len(made) == 1 and _has_groups(made[0], tree, met)


def _made_of(frame: ast.expr) -> str:
    """The name of the frame whose index it has; empty where it may have another one."""
    root = _root(frame)
    if isinstance(root, ast.Name) and {*_steps(frame)} <= _HARMLESS:
        return root.id
    return ""


def _root(chain: ast.expr) -> ast.expr:
    """What the first method of a chain is called on."""
    match chain:
        case ast.Call(func=ast.Attribute(value=before)) | ast.Subscript(value=before):
            return _root(before)
    return chain


def _names_a_group(node: ast.AST) -> bool:
    """`groupby("city").agg(city=("city", "first"))` has the names as a column already."""
    match node:
        case ast.Call(func=ast.Attribute(attr="agg" | "aggregate", value=grouped)):
            names = {name for part in ast.walk(grouped) for name in _grouped_by(part)}
            return any(keyword.arg in names for keyword in node.keywords)
    return False


def _grouped_by(node: ast.AST) -> Iterator[object]:
    match node:
        case ast.Call(func=ast.Attribute(attr="groupby")):
            parts = (part for argument in node.args for part in ast.walk(argument))
            yield from (part.value for part in parts if isinstance(part, ast.Constant))


def _steps(chain: ast.expr) -> Iterator[str]:
    """The methods of a chain from the first to the last, with `as_index` where one is told so."""
    match chain:
        case ast.Call(func=ast.Attribute(value=before, attr=name)):
            yield from _steps(before)
            yield name
            yield from ("as_index" for keyword in chain.keywords if keyword.arg == "as_index")
        case ast.Subscript(value=before) | ast.Attribute(value=before):
            yield from _steps(before)
