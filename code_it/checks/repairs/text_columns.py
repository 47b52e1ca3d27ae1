"""FailingLines, error, facts -> the script that passes over a column of texts among numbers.

Where each row has a name and then a number for each month, a loop over all that it holds takes the
name for a number, too.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from code_it.checks.failing_lines import FailingLines, innermost_loop
from code_it.checks.repairs.replacing import told
from code_it.checks.syntax import parse, parses, with_other_expressions

_NO_NUMBER = re.compile(
    r"^ValueError: (?:could not convert string to float|invalid literal for int\(\) with base 10)"
    r": '(?P<text>[^'\d]*[^\W\d][^'\d]*)'$"
)
_COLUMNS = re.compile(r"^a dict with the keys (?P<names>\[.*\])")


def without_text_column(failing: FailingLines, error: str, facts: Sequence[str]) -> str:
    """Empty where no loop goes over the columns, or the text is not what a column has."""
    match = _NO_NUMBER.search(error)
    if not match:
        return ""
    texts = [part for part, what in told(facts).items() if what == f"the str {match['text']!r}"]
    columns = [found["names"] for what in told(facts).values() if (found := _COLUMNS.match(what))]
    for part, what in told(facts).items():
        column = what.removeprefix("the str ")
        is_column = any(column in names for names in columns) or _names_items(failing, part)
        if part.isidentifier() and texts and column != what and is_column:
            return _passed_over(failing.source, part, column)
    return ""


def _names_items(failing: FailingLines, name: str) -> bool:
    """Does the loop around the lines call the keys of a row so?"""
    loop = innermost_loop(failing)
    return (
        loop is not None
        and _first_name(loop.target) == name
        and ast.unparse(loop.iter).endswith(".items()")
    )


def _passed_over(source: str, name: str, column: str) -> str:
    """Each loop whose rounds are called `name` leaves out the round that is `column`."""
    tree = parse(source)
    lines = source.split("\n")
    for body in sorted(_bodies(tree, name), key=lambda body: -body.lineno):
        indent = " " * body.col_offset
        lines[body.lineno - 1 : body.lineno - 1] = [
            f"{indent}if {name} == {column}:",
            f"{indent}    continue",
        ]
    changed = "\n".join(lines)
    if changed == source:
        changed = with_other_expressions(source, _comprehensions(tree, name, column))
    return changed if changed != source and parses(changed) else ""


def _bodies(tree: ast.AST, name: str) -> Iterator[ast.stmt]:
    for node in ast.walk(tree):
        if isinstance(node, ast.For) and _first_name(node.target) == name:
            yield node.body[0]


def _comprehensions(tree: ast.AST, name: str, column: str) -> Iterator[tuple[ast.expr, str]]:
    for node in ast.walk(tree):
        for loop in getattr(node, "generators", ()):
            if _first_name(loop.target) == name:
                items = ast.unparse(loop.iter)
                if items.endswith(".items()"):
                    yield loop.iter, f"[_pair for _pair in {items} if _pair[0] != {column}]"
                else:
                    yield loop.iter, f"[_name for _name in {items} if _name != {column}]"


def _first_name(target: ast.expr) -> str:
    """`day` of `day` and of `day, minutes`."""
    first = target.elts[0] if isinstance(target, ast.Tuple) and target.elts else target
    return first.id if isinstance(first, ast.Name) else ""
