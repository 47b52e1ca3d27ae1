"""Source -> the script that sees the one digit of zero, and the last one of a negative number.

`while n > 0: digit = n % 10 ...` sees no digit of 0, and `-19 % 10` is 1: the remainder has the
sign of what is divided by (https://docs.python.org/3/reference/expressions.html#binary-arithmetic-operations).
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from code_it.checks.placing import names_in
from code_it.checks.syntax import parse, parses, with_other_expressions
from code_it.flow import Task

_DIGITS = re.compile(r"\bdigits?\b", re.IGNORECASE)


def with_all_digits(source: str, task: Task) -> str:
    if not _DIGITS.search(task.text) or not parses(source):
        return source
    return _with_digit_of_zero(_with_digits_of_negatives(source))


def _with_digits_of_negatives(source: str) -> str:
    functions = [node for node in ast.walk(parse(source)) if isinstance(node, ast.FunctionDef)]
    return with_other_expressions(
        source, [pair for function in functions for pair in _of_arguments(function)]
    )


def _of_arguments(function: ast.FunctionDef) -> Iterator[tuple[ast.expr, str]]:
    """The last digits of what a function is called with; what it has changed is left."""
    names = [node for node in ast.walk(function) if isinstance(node, ast.Name)]
    changed = {name.id for name in names if isinstance(name.ctx, ast.Store)}
    given = {each.arg for each in function.args.args} - changed
    for node in ast.walk(function):
        match node:
            case ast.BinOp(left=ast.Name(id=name), op=ast.Mod(), right=ast.Constant(10)) if (
                name in given
            ):
                yield node, f"abs({name}) % 10"


def _with_digit_of_zero(source: str) -> str:
    """What ends a loop over digits comes behind the first one."""
    lines = source.split("\n")
    loops = [node for node in ast.walk(parse(source)) if isinstance(node, ast.While)]
    for loop in sorted(loops, key=lambda node: node.lineno, reverse=True):
        if name := _name_of_number(loop):
            inner, end = " " * loop.body[-1].col_offset, loop.body[-1].end_lineno or 0
            lines[end:end] = [f"{inner}if {name} <= 0:", f"{inner}    break"]
            head = lines[loop.lineno - 1]
            lines[loop.lineno - 1] = f"{head[: loop.col_offset]}while True:"
    changed = "\n".join(lines)
    return changed if parses(changed) else source


def _name_of_number(loop: ast.While) -> str:
    """Of a loop that takes the last digit of a number and then drops it, while one is left."""
    match loop:
        case ast.While(
            test=ast.Name(id=name)
            | ast.Compare(
                left=ast.Name(id=name), ops=[ast.Gt() | ast.NotEq()], comparators=[ast.Constant(0)]
            ),
            body=[*_, ast.AugAssign(target=ast.Name(id=last), op=ast.FloorDiv())],
            orelse=[],
        ) if name == last and loop.body[0].lineno > loop.lineno:
            parts = list(ast.walk(loop))
            jumps = any(isinstance(part, (ast.Continue, ast.Break)) for part in parts)
            return name if not jumps and any(_is_last_digit(p, name) for p in parts) else ""
    return ""


def _is_last_digit(node: ast.AST, name: str) -> bool:
    return (
        isinstance(node, ast.BinOp)
        and isinstance(node.op, ast.Mod)
        and names_in(node.left) == {name}
        and isinstance(node.right, ast.Constant)
        and node.right.value == 10
    )
