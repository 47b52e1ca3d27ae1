"""Source -> the script that parts a text at each of several marks, and looks for whole words.

`text.split(".?!")` parts it only where the three stand together, and `text.startswith("I")` is true
of "Is it?" (https://docs.python.org/3/library/stdtypes.html#str.split).
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from code_it.checks.imports import with_missing_imports
from code_it.checks.syntax import parse, parses, with_other_expressions
from code_it.flow import Task

_MARKS = re.compile(r"[.?!,;:]{2,6}")
_FIRST_WORD = re.compile(
    r"\b(?:start|begin)(?:s|ning|ing)?\s+with\s+the\s+word\s+['\"`“]?(?P<word>\w+)\b",
    re.IGNORECASE,
)


def with_texts_parted(source: str, task: Task) -> str:
    """As it is where the marks stand in the task, or its inputs, one behind the other."""
    if not parses(source):
        return source
    changed = with_other_expressions(source, list(_parted(parse(source), task)))
    return with_missing_imports(changed) if changed != source else source


def _parted(tree: ast.Module, task: Task) -> Iterator[tuple[ast.expr, str]]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(
                func=ast.Attribute(value=text, attr="split"),
                args=[ast.Constant(value=str() as marks)],
                keywords=[],
            ) if _is_set_of_marks(marks) and marks not in task.text + task.brief:
                yield node, f"re.split({f'[{marks}]'!r}, {ast.unparse(text)})"


def _is_set_of_marks(text: str) -> bool:
    return bool(_MARKS.fullmatch(text)) and len(set(text)) == len(text)


def with_whole_first_words(source: str, task: Task) -> str:
    """As it is where the task does not say that something starts with a word."""
    words = {match["word"] for match in _FIRST_WORD.finditer(task.text)}
    if not words or not parses(source):
        return source
    changed = with_other_expressions(source, list(_first_words(parse(source), words)))
    return with_missing_imports(changed) if changed != source else source


def _first_words(tree: ast.Module, words: set[str]) -> Iterator[tuple[ast.expr, str]]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(
                func=ast.Attribute(value=text, attr="startswith"),
                args=[ast.Constant(value=str() as word)],
                keywords=[],
            ) if word.casefold() in {each.casefold() for each in words}:
                pattern = rf"{word}\b"
                yield node, f"bool(re.match({pattern!r}, {ast.unparse(text)}))"
