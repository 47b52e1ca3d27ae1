"""Check -> lines that give a table the columns that are asked for, without a model."""

from __future__ import annotations

import ast

from code_it.flow import Check, Task


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


def with_header(writing: str, check: Check, task: Task) -> str:
    """The block `with open(...) as file:` that writes the names of the columns first.

    Only where none of them is in the first row, and that has as many cells; empty otherwise.
    """
    wanted = dict(task.columns).get(check.file, ())
    is_header_missing = len(wanted) == len(check.missing) == len(check.strange) > 0
    try:
        tree = ast.parse(writing)
    except SyntaxError:
        return ""
    block = tree.body[0] if tree.body else None
    if check.name != "columns" or not is_header_missing or not isinstance(block, ast.With):
        return ""
    file = block.items[-1].optional_vars
    if not isinstance(file, ast.Name):
        return ""
    line = ",".join(wanted) + "\n"
    block.body.insert(0, ast.parse(f"{file.id}.write({line!r})").body[0])
    return ast.unparse(tree)


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
