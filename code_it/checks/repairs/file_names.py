"""Source, RunResult -> the script that writes the file that is asked for, not one of its own."""

from __future__ import annotations

import ast
from pathlib import PurePosixPath

from code_it.checks.repairs.unsaved import PICTURES
from code_it.checks.syntax import parse, with_other_expressions
from code_it.flow import RunResult, Task


def with_right_name(source: str, run: RunResult, task: Task, file: str) -> str:
    """The script with the name `file` for the only one that it made and nobody asked for.

    Empty where several were made, or where the name does not stand in the script once.
    """
    made = [name for name in run.created if name not in task.output_files]
    if len(made) != 1 or PurePosixPath(made[0]).suffix.lower() not in _alike(file):
        return ""
    names = [
        node
        for node in ast.walk(parse(source))
        if isinstance(node, ast.Constant) and node.value in (made[0], f"./{made[0]}")
    ]
    if len(names) != 1:
        return ""
    changed = with_other_expressions(source, [(names[0], repr(file))])
    return changed if changed != source else ""


def _alike(file: str) -> tuple[str, ...]:
    """The endings of files that hold the same kind of thing; a library goes by the ending."""
    ending = PurePosixPath(file).suffix.lower()
    return PICTURES if ending in PICTURES else (ending,)
