"""Source -> the value that a script computes last, and that nothing uses.

A model that ends before it has told what it found leaves one.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass

from code_it.checks.syntax import parse
from code_it.flow import Task


@dataclass(frozen=True)
class UnusedEnd:
    """What the last line computes."""

    name: str
    line: int
    """Counted from 1."""

    def __str__(self) -> str:
        return f"line {self.line} computes {self.name}, and nothing is done with it"


def unused_end(source: str) -> UnusedEnd | None:
    """The name that the last line of the script gives a value; none where it does something."""
    body = parse(source).body
    match body[-1] if body else None:
        case (
            ast.Assign(targets=[ast.Name(id=name)], lineno=line)
            | ast.AugAssign(target=ast.Name(id=name), lineno=line)
        ) if name != "_":
            return UnusedEnd(name, line)
    return None


def with_end_printed(task: Task, source: str) -> str:
    """The script that prints it, where the task wants something printed; empty otherwise."""
    end = unused_end(source)
    if end is None or not task.asks_for_output:
        return ""
    return f"{source.rstrip()}\nprint({end.name})\n"
