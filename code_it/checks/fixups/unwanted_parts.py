"""Source -> the script whose chart has no legend, grid or title where the task wants none."""

from __future__ import annotations

import ast
import re

from code_it.checks.syntax import parse, parses, with_other_expressions
from code_it.flow import Task

_UNWANTED = re.compile(
    r"\b(?:no|not|without|don't)\b(?:(?!\bbut\b)[^.;])*?\b(?:legend|grid|title)\b", re.IGNORECASE
)
_CALLS = {"legend": ("legend",), "grid": ("grid",), "title": ("title", "set_title", "suptitle")}
_PARTS = re.compile(r"\b(?:legend|grid|title)\b", re.IGNORECASE)


def without_unwanted_parts(source: str, task: Task) -> str:
    """Only calls that are statements of their own, and do not turn it off."""
    unwanted = {
        part.lower()
        for match in _UNWANTED.finditer(task.text)
        # "No grid or legend": what is listed behind the first one is not wanted either.
        for part in _PARTS.findall(match[0] + re.split(r"[.;]", task.text[match.end() :])[0])
    }
    names = {name for part in unwanted for name in _CALLS[part]}
    if not names or not parses(source):
        return source
    calls = [
        (node.value, "pass")
        for node in ast.walk(parse(source))
        if isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Call)
        and isinstance(node.value.func, ast.Attribute)
        and node.value.func.attr in names
        and not any(isinstance(a, ast.Constant) and a.value is False for a in node.value.args)
    ]
    return with_other_expressions(source, calls)
