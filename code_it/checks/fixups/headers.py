"""Source -> the source that takes the first row of a table for what it is: names, or data.

`csv.DictReader` has taken the names already, so what skips a row of it loses data; every other
way to read a table gives them as a row, at which a number is looked for in vain.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from code_it.checks.failing_lines import FailingLines, statement_at, tree_of
from code_it.checks.placing import assigned
from code_it.checks.syntax import parse, parses, with_other_expressions
from code_it.flow import Task

_NO_NUMBER = re.compile(
    r"^ValueError: (?:could not convert string to float: |time data "
    r"|invalid literal for int\(\) with base 10: )(?P<text>'[^']*')"
)
_READER = re.compile(r"(?:csv\.)?DictReader")
_PASSED_OVER = re.compile(
    r"\b(?:skip|ignor|omit|leav)\w*\b[^.]{0,60}\b(?:row|line|entry|record)s?\b|\bunits\b"
    r"|\b(?:first|second) (?:row|line|entry|record)\b"
    # "The first row holds the column names".
    r"(?!\s+(?:\w+\s+){1,4}(?:names|headers?|headings?|titles?)\b)"
    r"|\bunder the header\b",
    re.IGNORECASE,
)


def header_skipped(failing: FailingLines, error: str, task: Task) -> tuple[FailingLines, str]:
    """The head of the loop that takes names of columns for numbers, and how it begins later.

    The text is empty where that is not what has failed.
    """
    match = _NO_NUMBER.search(error)
    if not match or not _is_column(match["text"], task):
        return failing, ""
    tree = tree_of(failing)
    for part in ast.walk(tree):
        if isinstance(part, ast.comprehension):
            part.iter = _from_second(part.iter)
            return failing, ast.unparse(tree)
    loop = _loop_around(failing)
    head = statement_at(failing.source, loop.lineno) if loop else None
    if loop is None or head is None:
        return failing, ""
    beginning = f"for {ast.unparse(loop.target)} in {ast.unparse(_from_second(loop.iter))}:"
    return head, beginning


def _is_column(quoted: str, task: Task) -> bool:
    listed = re.findall(r"with the columns ([^\n]*)", task.brief)
    name = quoted[1:-1].removesuffix("\\n").strip()
    return bool(name) and any(repr(name) in names for names in listed)


def _from_second(rows: ast.expr) -> ast.expr:
    return ast.parse(f"list({ast.unparse(rows)})[1:]", mode="eval").body


def _loop_around(lines: FailingLines) -> ast.For | None:
    loops = [
        node
        for node in ast.walk(parse(lines.source))
        if isinstance(node, ast.For) and node.lineno < lines.first <= (node.end_lineno or 0)
    ]
    return max(loops, key=lambda node: node.lineno) if loops else None


def with_first_row(source: str, task: Task) -> str:
    """Leave out what skips the first row of a `csv.DictReader`, as if that were the header.

    Not where the task speaks of rows that are to be passed over.
    """
    if _PASSED_OVER.search(task.text) or not _READER.search(source) or not parses(source):
        return source
    tree = parse(source)
    return with_other_expressions(source, [*_skipping_statements(tree), *_skipping_slices(tree)])


_Place = tuple[ast.expr, str]
"""An expression, and what stands there instead."""


def _skipping_statements(tree: ast.Module) -> Iterator[_Place]:
    """`next(reader)` as a statement of its own."""
    readers = _readers(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            text = ast.unparse(node.value)
            if any(text in (f"next({name})", f"next({name}, None)") for name in readers):
                yield node.value, "pass"


def _skipping_slices(tree: ast.Module) -> Iterator[_Place]:
    """`rows[1:]` that is looped over, where of `rows[0]` only the keys are asked for."""
    readers = _readers(tree)
    for name, _ in assigned(tree):
        values = [other for other_name, other in assigned(tree) if other_name == name]
        if not all(_is_list_of(other, readers) for other in values):
            continue
        taken = [
            node
            for node in ast.walk(tree)
            if isinstance(node, ast.Subscript) and ast.unparse(node.value) == name
        ]
        names = {id(node) for node in _asked_for_keys(tree)}
        looped = {id(node) for node in _looped_over(tree)}
        rows = [node for node in taken if ast.unparse(node.slice) == "1:"]
        heads = [node for node in taken if ast.unparse(node.slice) == "0"]
        all_known = len(rows) + len(heads) == len(taken)
        if all_known and all(id(n) in looped for n in rows) and all(id(n) in names for n in heads):
            yield from ((node, name) for node in rows)


def _readers(tree: ast.Module) -> set[str]:
    """The names that stand for such a reader, and nowhere for anything else."""
    others = {name for name, value in assigned(tree) if not _is_reader(value)}
    return {name for name, _ in assigned(tree)} - others


def _is_reader(value: ast.expr) -> bool:
    """Is it a reader that takes the names from the first row, and is not given them?"""
    if not isinstance(value, ast.Call) or not _READER.fullmatch(ast.unparse(value.func)):
        return False
    given = {keyword.arg for keyword in value.keywords}
    return len(value.args) == 1 and given.isdisjoint({"fieldnames", None})


def _is_list_of(value: ast.expr, readers: set[str]) -> bool:
    """`list(reader)` or `[row for row in reader]`, of a reader with a name or without one."""
    if isinstance(value, ast.Call) and ast.unparse(value.func) == "list" and value.args:
        rows = value.args[0]
    elif isinstance(value, ast.ListComp) and not value.generators[0].ifs:
        rows = value.generators[0].iter
    else:
        return False
    return _is_reader(rows) or ast.unparse(rows) in readers


def _looped_over(tree: ast.Module) -> Iterator[ast.expr]:
    for node in ast.walk(tree):
        if isinstance(node, (ast.For, ast.comprehension)):
            yield node.iter
            if isinstance(node.iter, ast.Call) and ast.unparse(node.iter.func) == "enumerate":
                yield from node.iter.args[:1]


def _asked_for_keys(tree: ast.Module) -> Iterator[ast.expr]:
    """What is looped over, is a list or has a length as a dict, or is asked for its keys."""
    yield from _looped_over(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr == "keys":
            yield node.value
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("list", "len"):
            yield from node.args
