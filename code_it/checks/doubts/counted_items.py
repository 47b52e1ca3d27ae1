"""Task, Outcome -> things that the task lists one by one, and that stand in one place together."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from code_it.checks.agreement import Outcome, lines_of
from code_it.checks.syntax import parse, parses, texts_in, with_other_expressions
from code_it.flow import Task
from code_it.reading.number_words import SEVERAL, number_of
from code_it.reading.task_text import sentences_of

_LISTED = re.compile(
    rf"\b(?:the|these)\s+(?P<number>{SEVERAL}|\d)\s+(?:[\w-]+\s+)?"
    r"(?:items|points|bullets|entries|lines|paragraphs|headings|steps|options)\b:?\s+"
    r"(?P<list>[^.;:\n]+)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r",\s*(?:and\s+)?|\s+and\s+")
_ENDINGS = (".docx", ".pptx", ".txt", ".md")
_SIGN = re.compile(r"^(?:[-*+\u2022]|\d+[.)])\s*")


def listed_items(task: Task) -> tuple[tuple[str, ...], ...]:
    """Lists of as many things as the task says there are: "the two items Rope and Hook"."""
    found = []
    for sentence in sentences_of(task.text):
        for match in _LISTED.finditer(sentence):
            items = tuple(filter(None, map(str.strip, _BETWEEN.split(match["list"]))))
            if len(items) == number_of(match["number"]):
                found.append(tuple(item.strip("\"'`") for item in items))
    return tuple(found)


def items_together(task: Task, outcome: Outcome) -> Iterator[str]:
    """A sentence about each file in which two of them share a line, or one has two."""
    for items in listed_items(task):
        for name in task.output_files:
            if name.lower().endswith(_ENDINGS) and name in outcome:
                lines = [_SIGN.sub("", line).strip() for line in lines_of(outcome[name])]
                yield from _found(items, name, lines)


def _found(items: tuple[str, ...], name: str, lines: list[str]) -> Iterator[str]:
    for line in lines:
        there = [item for item in items if item in line]
        if len(there) > 1:
            yield f"{there[0]!r} and {there[1]!r} stand in one line of {name}: {line[:80]!r}"
            return
    again = [item for item in items if lines.count(item) > 1]
    if again:
        yield f"{again[0]!r} stands {lines.count(again[0])} times in {name}"


def with_one_for_each(task: Task, source: str) -> str:
    """The statement that writes several of them together, once for each; empty without one."""
    for node in ast.walk(parse(source)):
        if isinstance(node, ast.Expr) and node.lineno == node.end_lineno:
            for items in listed_items(task):
                if changed := _parted(source, node, items):
                    return changed
    return ""


def _parted(source: str, statement: ast.Expr, items: tuple[str, ...]) -> str:
    found = texts_in(statement)
    together = [node for node, text in found if sum(item in text for item in items) > 1]
    if len(together) != 1:
        return ""
    lines = source.split("\n")
    line = lines[statement.lineno - 1]
    parted = []
    for item in items:
        changed = with_other_expressions(source, [(together[0], repr(item))])
        parted.append(changed.split("\n")[statement.lineno - 1])
    lines[statement.lineno - 1 : statement.lineno] = parted
    changed = "\n".join(lines)
    return changed if line not in parted and parses(changed) else ""
