"""Source, Task -> the script that ends a page before what the task wants on the next one."""

from __future__ import annotations

import ast
import re

from code_it.checks.placing import assigned, blocks
from code_it.checks.syntax import parse, parses, texts_in
from code_it.flow import Task
from code_it.reading.task_text import sentences_of

_LATER_PAGE = re.compile(
    r"\b(?:second|third|fourth|next|new|last|final) page\b|\bpage (?:two|three|[2-9])\b",
    re.IGNORECASE,
)
_BREAKS = {"Canvas": "{name}.showPage()", "FPDF": "{name}.add_page()"}
"""By the class whose object is drawn on, what begins the next page."""
_PLATYPUS = "SimpleDocTemplate"
_PLATYPUS_BREAK = "from reportlab.platypus import PageBreak\n{indent}{name}.append(PageBreak())"
_FEWEST_LETTERS = 4


def with_page_break(source: str, task: Task) -> str:
    """Empty where the task does not say what begins a later page, or the script draws no pages."""
    tree = parse(source)
    words = " ".join(each for each in sentences_of(task.text) if _LATER_PAGE.search(each)).lower()
    drawing = [
        (_letters_told(statement, words), -statement.lineno, statement, template)
        for block in blocks(tree)
        for statement in block
        if (template := _break(tree, statement))
    ]
    told, _, statement, template = max(drawing, default=(0, 0, None, ""), key=lambda each: each[:2])
    if statement is None or told < _FEWEST_LETTERS:
        return ""
    indent, lines = " " * statement.col_offset, source.split("\n")
    lines.insert(statement.lineno - 1, indent + template.replace("{indent}", indent))
    changed = "\n".join(lines)
    return changed if parses(changed) else ""


def _break(tree: ast.Module, statement: ast.stmt) -> str:
    """What begins a new page before a statement that draws; empty where it draws nothing."""
    match statement:
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=method))):
            made_by = _made_by(tree, name)
            if made_by in _BREAKS:
                return _BREAKS[made_by].format(name=name)
            if method == "append" and _PLATYPUS in ast.unparse(tree):
                return _PLATYPUS_BREAK.replace("{name}", name)
    return ""


def _made_by(tree: ast.Module, name: str) -> str:
    """The class, or the function, that gives a name its first value by a call."""
    calls = (value for other, value in assigned(tree) if other == name)
    called = (ast.unparse(each.func) for each in calls if isinstance(each, ast.Call))
    return next(called, "").rpartition(".")[2]


def _letters_told(statement: ast.stmt, words: str) -> int:
    """In the longest of the texts that it draws, and that stand in these words."""
    texts = (text.strip().lower() for _, text in texts_in(statement))
    return max((sum(map(str.isalpha, text)) for text in texts if text in words), default=0)
