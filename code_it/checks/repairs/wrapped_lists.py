"""Source -> the scripts that take a list out of an object, or put none into one.

Many web services answer `{"count": 2, "boats": [...]}`, and a loop over that gives the texts
"count" and "boats" (https://docs.python.org/3/library/stdtypes.html#dict).
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from code_it.checks.failing_lines import FailingLines
from code_it.checks.placing import assigned
from code_it.checks.repairs.replacing import kinds, told
from code_it.checks.syntax import parse, with_other_expressions
from code_it.flow import Check, Task

_OF_TEXT = re.compile(
    r"TypeError: string indices must be integers|AttributeError: 'str' object has no attribute"
)
_CALLED = re.compile(
    r"\b(?:list|array|field|key)\s+(?:is\s+)?(?:called|named)\s+['\"`]?(?P<name>\w+)"
)
_TEXT = re.compile(r"the str '(?P<text>\w+)'")


def with_list_in_object(
    failing: FailingLines, error: str, task: Task, facts: Sequence[str]
) -> Iterator[str]:
    """The likeliest first; none where the item of a loop is no text that is asked for a field."""
    if not _OF_TEXT.match(error):
        return
    tree = parse(failing.source)
    texts = {part for part, kind in kinds(facts).items() if kind == "str"}
    for item, rows in _loops(tree, failing):
        if item in texts and _is_asked_for_a_field(tree, item):
            for key in _names(rows, item, task, facts):
                place = _made_once(tree, rows) or rows
                other = (place, f"{ast.unparse(place)}[{key!r}]")
                changed = with_other_expressions(failing.source, [other])
                if changed != failing.source:
                    yield changed


def _loops(tree: ast.Module, failing: FailingLines) -> Iterator[tuple[str, ast.expr]]:
    """The name of the item, and what is looped over, of the loops that the lines are in."""
    for node in ast.walk(tree):
        match node:
            case ast.For() if node.lineno < failing.first <= (node.end_lineno or 0):
                yield ast.unparse(node.target), node.iter
            case ast.comprehension() if failing.first <= node.iter.lineno <= failing.last:
                yield ast.unparse(node.target), node.iter


def _is_asked_for_a_field(tree: ast.Module, item: str) -> bool:
    for node in ast.walk(tree):
        match node:
            case (
                ast.Subscript(value=ast.Name(id=name), slice=ast.Constant(value=str()))
                | ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="get"))
            ) if name == item:
                return True
    return False


def _names(rows: ast.expr, item: str, task: Task, facts: Sequence[str]) -> list[str]:
    """What the list may be called: as the variable, as the task says, or as the item itself."""
    own = [rows.id] if isinstance(rows, ast.Name) else []
    asked = [match["name"] for match in _CALLED.finditer(task.text)]
    first = _TEXT.match(told(facts)[item])
    return list(dict.fromkeys([*own, *asked, *([first["text"]] if first else [])]))


def _made_once(tree: ast.Module, rows: ast.expr) -> ast.expr | None:
    """Where the object gets its name, if it has one value only and none of its fields is used."""
    if not isinstance(rows, ast.Name):
        return None
    values = [value for name, value in assigned(tree) if name == rows.id]
    used = any(
        isinstance(node, ast.Subscript) and ast.unparse(node.value) == rows.id
        for node in ast.walk(tree)
    )
    return values[0] if len(values) == 1 and not used else None


def with_list_itself(source: str, check: Check) -> Iterator[str]:
    """`rows` in place of `{"rows": rows}`, where a file is to be a list and is an object."""
    if check.name != "shape" or not check.expected.endswith("list"):
        return
    for node in ast.walk(parse(source)):
        match node:
            case ast.Dict(keys=[ast.Constant(value=str())], values=[rows]) if isinstance(
                rows, (ast.List, ast.ListComp, ast.Name)
            ):
                changed = with_other_expressions(source, [(node, ast.unparse(rows))])
                if changed != source:
                    yield changed
