"""Candidate -> Idle lines: loops and conditions that came to nothing, comparisons in vain.

Beside them patterns that miss some of the lines.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass

from code_it.checks import drivers
from code_it.checks.syntax import parse, with_other_expressions

_MOST_LINES = 4
_MOST_CHARACTERS = 350


@dataclass(frozen=True)
class Idle:
    """A line that did nothing."""

    line: int
    """Counted from 1."""
    what: str
    """A sentence about it."""
    looked_at: str = ""
    """What its condition looked at; empty for a loop, and where that cannot be told."""
    values: tuple[str, ...] = ()
    """What that was, as Python writes it."""
    kind: str = "idle"
    """`mixed`: it compares two kinds of things that are never equal. `partial`: its pattern fits
    most of the lines that it is tried on, and not all."""


def driver_source(script_source: str, filename: str, marker: str) -> str:
    """A script that does what `script_source` does and tells which of its lines did nothing.

    Args:
        filename: How the script is called in its own tracebacks.
        marker: A word that the script cannot know; the line that tells begins with it.
    """
    return drivers.driver_source("idle_driver", script_source, filename, marker)


def read_idle(stdout: str, marker: str) -> tuple[Idle, ...]:
    """What a driver's output tells, the first lines first; `()` when it did not come that far."""
    told = drivers.told_by(stdout, marker)
    try:
        return tuple(
            Idle(
                int(line),
                str(what)[:_MOST_CHARACTERS],
                str(looked_at),
                tuple(map(str, values)),
                str(kind),
            )
            for line, what, looked_at, values, kind in told[:_MOST_LINES]
        )
    except (ValueError, TypeError):
        return ()


def with_condition_met(source: str, idle: Idle) -> str:
    """The script with a condition that some value meets; empty where none is near.

    A length that no row has becomes the least one that has all the fields that are used; a word
    becomes the one that is there in other letters.
    """
    tree = parse(source)
    for node in ast.walk(tree):
        match node:
            case ast.Compare(left=left, ops=[ast.Eq()], comparators=[ast.Constant() as wanted]):
                if node.lineno == idle.line and ast.unparse(left) == idle.looked_at:
                    near = _near(wanted.value, idle, tree)
                    return with_other_expressions(source, [(wanted, near)]) if near else ""
    return ""


def _near(wanted: object, idle: Idle, tree: ast.Module) -> str:
    if isinstance(wanted, str):
        found = [text for text in idle.values if _letters(_text(text)) == _letters(wanted)]
        return found[0] if len(found) == 1 and wanted.strip() else ""
    if not isinstance(wanted, int) or not (name := re.fullmatch(r"len\((\w+)\)", idle.looked_at)):
        return ""
    used = [
        node.slice.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Subscript)
        and ast.unparse(node.value) == name[1]
        and isinstance(node.slice, ast.Constant)
        and isinstance(node.slice.value, int)
    ]
    lengths = [int(text) for text in idle.values if text.isdigit()]
    enough = [length for length in lengths if length > max(used, default=0)]
    return str(min(enough)) if enough else ""


def _text(value: str) -> str:
    try:
        text = ast.literal_eval(value)
    except (ValueError, SyntaxError):
        return ""
    return text if isinstance(text, str) else ""


def _letters(text: str) -> str:
    return "".join(text.split()).casefold()
