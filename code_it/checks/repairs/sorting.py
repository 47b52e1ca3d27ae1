"""Source, Check -> the scripts that sort their rows right before they are written.

Rows that are not sorted at all, by numbers that are texts still, or before others were added.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from code_it.checks.syntax import parse, texts_in, with_other_expressions
from code_it.flow import Check, Order, Task

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e[-+]?\d+)? comes after ")
_OF_FRAMES = ("to_csv", "to_json", "to_excel")


def with_rows_sorted(source: str, check: Check, task: Task) -> Iterator[str]:
    """Empty where no rows are seen to be written at once or one by one, or they are in order.

    Args:
        check: The one that has failed.
    """
    if check.name != "order":
        return
    orders = [each for each in task.contents if isinstance(each, Order) and each.file == check.file]
    tree = parse(source)
    is_number = _NUMBER.match(check.found) is not None
    for order in orders:
        for changed in (
            *_with_sorted(tree, order, is_number),
            *_with_sorted_frames(tree, order),
        ):
            other = with_other_expressions(source, [changed])
            if other != source:
                yield other


def _with_sorted(tree: ast.AST, order: Order, is_number: bool) -> Iterator[tuple[ast.expr, str]]:
    way = ", reverse=True" if order.direction == "descending" else ""
    for column in _columns(tree, order.key):
        key = f"float(row[{column}])" if is_number else f"row[{column}]"
        for rows in _written_rows(tree):
            yield rows, f"sorted({ast.unparse(rows)}, key=lambda row: {key}{way})"


def _with_sorted_frames(tree: ast.AST, order: Order) -> Iterator[tuple[ast.expr, str]]:
    rises = order.direction != "descending"
    for name in _names(tree, order.key):
        for frame in written_frames(tree):
            way = f"{name!r}, ascending={rises}, kind='stable'"
            yield frame, f"{ast.unparse(frame)}.sort_values({way})"


def _names(tree: ast.AST, key: str) -> list[str]:
    """A column as the script names it: the task may have other capitals."""
    found = dict.fromkeys(text for _, text in texts_in(tree) if text.lower() == key.lower())
    return list(found) or [key]


def _columns(tree: ast.AST, key: str) -> Iterator[str]:
    """What picks a column of a row: of a dict its name, of a list its place in the header."""
    yield from map(repr, _names(tree, key))
    headers = (node.elts for node in ast.walk(tree) if isinstance(node, (ast.List, ast.Tuple)))
    places = {
        number
        for header in headers
        for number, name in enumerate(header)
        if isinstance(name, ast.Constant) and str(name.value).lower() == key.lower()
    }
    yield from map(str, sorted(places))


def _written_rows(tree: ast.AST) -> Iterator[ast.expr]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(attr="writerows"), args=[rows]):
                yield rows
            case ast.Call(func=ast.Attribute(attr="dump" | "dumps"), args=[rows, *_]):
                yield rows
            case ast.For(iter=rows, body=body) if _writes_row(body):
                yield rows


def _writes_row(body: list[ast.stmt]) -> bool:
    """Do statements write a row, and not in a loop of their own?"""
    calls = (
        part
        for statement in body
        if not isinstance(statement, (ast.For, ast.While))
        for part in ast.walk(statement)
        if isinstance(part, ast.Call)
    )
    return any(isinstance(c.func, ast.Attribute) and c.func.attr == "writerow" for c in calls)


def written_frames(tree: ast.AST) -> Iterator[ast.expr]:
    """What stands before `.to_csv` and the like."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(value=frame, attr=name)) if name in _OF_FRAMES:
                yield frame
