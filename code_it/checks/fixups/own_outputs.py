"""Source, Task -> the script that does not ask whether what it is to make is there already.

Nothing made `report.txt` before `if not os.path.exists("report.txt"): exit(1)`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from code_it.checks.placing import text_given
from code_it.checks.syntax import parse, parses
from code_it.flow import Task

_ENDING = ("exit", "quit", "sys.exit")
_ASKING = ("os.path.exists", "os.path.isfile", "exists", "isfile")


def without_own_outputs_asked_for(source: str, task: Task) -> str:
    """As it is where the script may go on without the file, or the file may be there."""
    made = [name for name in task.output_files if name not in task.input_files]
    if not made or not parses(source):
        return source
    tree, lines = parse(source), source.split("\n")
    for node in sorted(_giving_up(tree), key=lambda node: -node.lineno):
        kept = [part for part in _parts(node.test) if not _asks_for(part, made, tree)]
        if len(kept) == len(_parts(node.test)) or node.test.lineno != node.test.end_lineno:
            continue
        first, last = node.lineno - 1, node.end_lineno or node.lineno
        indent = lines[first][: node.col_offset]
        if kept:
            lines[first] = f"{indent}if {' or '.join(map(ast.unparse, kept))}:"
        else:
            lines[first:last] = [f"{indent}pass"]
    changed = "\n".join(lines)
    return changed if parses(changed) else source


def _giving_up(tree: ast.Module) -> Iterator[ast.If]:
    """Conditions that say so and end the script where they hold, and do nothing else."""
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and not node.orelse:
            *told, last = node.body
            if _ends(last) and all(ast.unparse(each).startswith("print(") for each in told):
                yield node


def _ends(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
        return ast.unparse(statement.value.func) in _ENDING
    return isinstance(statement, ast.Raise) or (
        isinstance(statement, ast.Return) and statement.value is None
    )


def _parts(test: ast.expr) -> list[ast.expr]:
    is_any = isinstance(test, ast.BoolOp) and isinstance(test.op, ast.Or)
    return list(test.values) if isinstance(test, ast.BoolOp) and is_any else [test]


def _asks_for(part: ast.expr, made: Sequence[str], tree: ast.Module) -> bool:
    """Is it `not os.path.exists(...)`, or `not Path(...).exists()`, of a file to be made?"""
    match part:
        case ast.UnaryOp(
            op=ast.Not(),
            operand=ast.Call(
                func=ast.Attribute(
                    value=ast.Call(func=ast.Name("Path"), args=[what]),
                    attr="exists" | "is_file",
                )
            ),
        ):
            return text_given(what, tree) in made
        case ast.UnaryOp(op=ast.Not(), operand=ast.Call(func=called, args=[what])):
            return ast.unparse(called) in _ASKING and text_given(what, tree) in made
    return False
