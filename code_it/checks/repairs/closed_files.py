"""FailingLines, a file or database that is closed -> the script that still has it open there.

Small models leave the block of a `with` too early, and go on writing behind it; and they close a
database before they are done with it.
"""

from __future__ import annotations

import ast
import re

from code_it.checks.failing_lines import FailingLines
from code_it.checks.placing import blocks, names_in, with_pass
from code_it.checks.syntax import parse, parses

_CLOSED = ("ValueError: I/O operation on closed file", "ValueError: write to closed file")


def with_file_open(failing: FailingLines, error: str) -> str:
    """The whole script, with what comes behind the block in it; empty where that is not clear."""
    if not error.startswith(_CLOSED):
        return ""
    for block in blocks(parse(failing.source)):
        for number, opened in enumerate(block):
            if not isinstance(opened, ast.With) or not _names_of(opened) & _names_in(failing):
                continue
            for later in block[number + 1 :]:
                if later.lineno <= failing.first <= (later.end_lineno or 0):
                    return _with_more_in_it(failing.source, opened, later)
    return ""


_CLOSED_DATABASE = re.compile(
    r"^sqlite3\.ProgrammingError: Cannot operate on a closed (?:database|cursor)"
)


def with_database_open(failing: FailingLines, error: str) -> str:
    """The whole script, which does not close a database; it is closed when the script ends."""
    if not _CLOSED_DATABASE.match(error):
        return ""
    tree = parse(failing.source)
    opened = {
        ast.unparse(node.targets[0])
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and re.search(r"\b(?:connect|cursor)\(", ast.unparse(node))
    }
    closing = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and ast.unparse(node).removesuffix(".close()") in opened
    ]
    changed = with_pass(failing.source, closing)
    return changed if changed != failing.source and parses(changed) else ""


def _names_of(opened: ast.With) -> set[str]:
    """The name of the file, and of what is made of it in the block, such as a writer."""
    names = {ast.unparse(item.optional_vars) for item in opened.items if item.optional_vars}
    for node in opened.body:
        if isinstance(node, ast.Assign) and names & names_in(node.value):
            names |= {ast.unparse(target) for target in node.targets}
    return names


def _names_in(failing: FailingLines) -> set[str]:
    lines = range(failing.first, failing.last + 1)
    nodes = ast.walk(parse(failing.source))
    return {node.id for node in nodes if isinstance(node, ast.Name) and node.lineno in lines}


def _with_more_in_it(source: str, opened: ast.With, last: ast.stmt) -> str:
    first, end = (opened.end_lineno or 0) + 1, last.end_lineno or last.lineno
    indent = " " * (opened.body[0].col_offset - opened.col_offset)
    lines = source.split("\n")
    for number in {*range(first - 1, end)} - _within_texts(source):
        lines[number] = indent + lines[number] if lines[number].strip() else ""
    changed = "\n".join(lines)
    same = parses(changed) and _texts(changed) == _texts(source)
    return changed if same and indent else ""


def _within_texts(source: str) -> set[int]:
    """The lines, counted from 0, that begin within a text of several lines, such as a query."""
    nodes = ast.walk(parse(source))
    texts = [node for node in nodes if isinstance(node, (ast.Constant, ast.JoinedStr))]
    return {line for text in texts for line in range(text.lineno, text.end_lineno or text.lineno)}


def _texts(source: str) -> list[str]:
    """The values in it, which are the same ones afterwards."""
    nodes = ast.walk(parse(source))
    return sorted(repr(node.value) for node in nodes if isinstance(node, ast.Constant))
