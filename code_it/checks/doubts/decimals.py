"""Task, Outcome -> numbers that are printed with other decimals than the task asks for.

`round(1230.0, 2)` is 1230.0, and prints as that.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from code_it.checks.agreement import Outcome, lines_of
from code_it.checks.syntax import parse, with_other_expressions
from code_it.flow import Task
from code_it.reading.number_words import SEVERAL, number_of

_ASKED = re.compile(
    rf"\bwith\s+(?:exactly\s+|always\s+)?(?P<number>[1-6]|{SEVERAL})\s+(?:decimals\b"
    r"|decimal (?:places|digits)\b|digits (?:after|behind) the (?:decimal )?(?:point|comma)\b)",
    re.IGNORECASE,
)
_DECIMAL = re.compile(r"(?<![\w.,-])-?\d+\.(?P<decimals>\d+)(?![\w.]|,\d)")


def wrong_decimals(task: Task, outcome: Outcome) -> tuple[str, ...]:
    """A sentence about the first line of a text, or printed, whose numbers have too few decimals.

    Numbers with more may come from the inputs; beside one with so many, others may be names.
    """
    wanted = _wanted(task)
    for line in _lines(outcome) if wanted else ():
        found = list(_DECIMAL.finditer(line))
        if found and all(len(match["decimals"]) < wanted for match in found):
            return (f"{found[0][0]} in {line[:80]!r} has not {wanted} decimals",)
    return ()


def with_decimals_written(task: Task, source: str) -> str:
    """The script that prints what it rounds with all decimals; empty where it rounds nothing."""
    wanted = _wanted(task)
    rounded = [
        (node, f"format({ast.unparse(node.args[0])}, '.{wanted}f')")
        for node in _printed(parse(source))
        if _is_rounding(node, wanted) and _stands_there(source, node)
    ]
    changed = with_other_expressions(source, rounded) if wanted else source
    return changed if changed != source else ""


def _wanted(task: Task) -> int:
    """How many, where the task says one number; 0 otherwise."""
    numbers = {number_of(match["number"]) for match in _ASKED.finditer(task.text)}
    return numbers.pop() if len(numbers) == 1 else 0


def _lines(outcome: Outcome) -> Iterator[str]:
    for name, contents in outcome.items():
        if not name or name.lower().endswith((".txt", ".md")):
            yield from lines_of(contents)


def _printed(tree: ast.Module) -> Iterator[ast.Call]:
    """Calls whose value becomes text at once."""
    for node in ast.walk(tree):
        texts: list[ast.expr] = []
        match node:
            case ast.Call(func=ast.Name(id="print" | "str")):
                texts = node.args
            case ast.FormattedValue(format_spec=None):
                texts = [node.value]
        yield from (text for text in texts if isinstance(text, ast.Call))


def _is_rounding(node: ast.Call, decimals: int) -> bool:
    return ast.unparse(node.func) == "round" and [ast.unparse(a) for a in node.args[1:]] == [
        str(decimals)
    ]


def _stands_there(source: str, node: ast.Call) -> bool:
    """Within f-strings, older Pythons count the columns otherwise."""
    text = ast.get_source_segment(source, node) or ""
    try:
        return ast.unparse(ast.parse(text, mode="eval")) == ast.unparse(node)
    except SyntaxError:
        return False
