"""Source -> the script that draws a text again until it has the signs that it is to have.

A text of signs that are drawn by chance has one of each kind by chance only.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from code_it.checks.doubts.line_rules import required_signs
from code_it.checks.imports import insert_at_top
from code_it.checks.syntax import parse, parses, with_other_expressions
from code_it.flow import Task
from code_it.reading.task_text import sentences_of

_DRAWING = ("choice", "choices", "sample")


def with_required_signs(task: Task, source: str) -> str:
    """Empty where the task asks for no kinds of signs, or not one text is drawn in one place."""
    wanted = dict.fromkeys(
        signs for sentence in sentences_of(task.text) for _, signs in required_signs(sentence)
    )
    drawn = list(_drawn(parse(source)))
    if not wanted or len(drawn) != 1:
        return ""
    has_all = " and ".join(f'_re.search(r"{signs}", _text)' for signs in wanted)
    lines = [
        "import re as _re",
        "",
        "def _drawn_with_all(_draw):",
        "    while True:",
        "        _text = _draw()",
        f"        if {has_all}:",
        "            return _text",
        "",
    ]
    other = (drawn[0], f"_drawn_with_all(lambda: {ast.unparse(drawn[0])})")
    changed = with_other_expressions(source, [other])
    changed = insert_at_top(changed, lines) if changed != source else ""
    return changed if parses(changed) else ""


def _drawn(tree: ast.Module) -> Iterator[ast.Call]:
    """What joins signs that are drawn by chance."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Constant(""), attr="join"), args=[signs]):
                names = {
                    part.attr if isinstance(part, ast.Attribute) else part.id
                    for part in ast.walk(signs)
                    if isinstance(part, (ast.Attribute, ast.Name))
                }
                if names.intersection(_DRAWING):
                    yield node
