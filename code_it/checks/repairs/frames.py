"""Check -> lines that give a table the columns that are asked for, without a model."""

from __future__ import annotations

import ast
import re

from code_it.checks.failing_lines import FailingLines, outermost_statement
from code_it.checks.syntax import parse, parses
from code_it.flow import Check, Task

_ADDS = re.compile(r"a[bt+]{0,2}")


def ready_lines(writing: str, check: Check, task: Task) -> tuple[str, ...]:
    """What may be put before `frame.to_csv(...)`, the likeliest first; `()` when nothing fits.

    Each is right only if what was missing is there afterwards, which running it tells.
    """
    frame = _frame_of(writing)
    wanted = dict(task.columns).get(check.file)
    if check.name != "columns" or not frame or not wanted:
        return ()
    if not check.missing:
        # All are there: only those are written, in the order that is asked for.
        return (f"{frame} = {frame}[{list(wanted)!r}]",)
    lines = [f"{frame} = {frame}.reset_index()"]
    if len(check.missing) == len(check.strange) == 1:
        names = {check.strange[0]: check.missing[0]}
        lines.append(f"{frame} = {frame}.rename(columns={names!r})")
    return tuple(lines)


def with_header(writing: FailingLines, check: Check, task: Task) -> str:
    """The script whose block `with open(...) as file:` writes the names of the columns first.

    Only where none of them is in the first row, and that has as many cells; empty otherwise. Where
    each round of a loop adds to the file, another block before the loop begins it.
    """
    wanted = dict(task.columns).get(check.file, ())
    is_header_missing = len(wanted) == len(check.missing) == len(check.strange) > 0
    tree = parse(writing.text) if parses(writing.text) else ast.Module([], [])
    block = tree.body[0] if tree.body else None
    if check.name != "columns" or not is_header_missing or not isinstance(block, ast.With):
        return ""
    file = block.items[-1].optional_vars
    if not isinstance(file, ast.Name):
        return ""
    header = ast.parse(f"{file.id}.write({','.join(wanted) + chr(10)!r})").body[0]
    mode = _mode_of_adding(block)
    if mode is None:
        block.body.insert(0, header)
        return writing.replaced(ast.unparse(tree))
    block.body = [header]
    mode.value = "w"
    outermost = outermost_statement(writing)
    return outermost.preceded(ast.unparse(tree)) if outermost else ""


def _mode_of_adding(block: ast.With) -> ast.Constant | None:
    """Where it is said that a file is opened to be added to, by `open` or by a path's method."""
    opening = block.items[-1].context_expr
    if not isinstance(opening, ast.Call):
        return None
    named = [keyword.value for keyword in opening.keywords if keyword.arg == "mode"]
    for said in (*opening.args[:2], *named):
        match said:
            case ast.Constant(value=str() as mode) if _ADDS.fullmatch(mode):
                return said
    return None


def _frame_of(writing: str) -> str:
    """The name of the frame in `frame.to_csv(...)`; `""` when that is something else."""
    try:
        statement = ast.parse(writing).body[0]
    except (SyntaxError, IndexError):
        return ""
    call = statement.value if isinstance(statement, ast.Expr) else None
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
        return ""
    owner = call.func.value
    return owner.id if call.func.attr == "to_csv" and isinstance(owner, ast.Name) else ""
