"""Task, Outcome -> tables that have not a row for each row of the input that they are about."""

from __future__ import annotations

import ast
import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from code_it.checks.agreement import Outcome
from code_it.checks.syntax import parse, with_other_expressions
from code_it.flow import Task
from code_it.reading.input_brief import decode
from code_it.reading.task_text import sentences_of

_ROW_FOR_EACH = re.compile(
    r"\bone (?:row|line) (?:for (?:each|every)|per)\s+(?:[\w-]+\s+){1,3}?(?:in|of|from)\s+"
    r"(?:the file\s+)?(?P<file>[\w./-]+\.csv)\b",
    re.IGNORECASE,
)
_LEFT_OUT = re.compile(
    r"\b(?:left out|leave out|leav(?:es|ing) out|skip\w*|ignor\w*|except|remov\w*|drop\w*|only"
    r"|filter\w*|do(?:es)? not count|twice|duplicates?|unique|distinct)\b",
    re.IGNORECASE,
)
# "Customers without any order are in it too".
_ALL_OF_THEM = re.compile(
    r"\b(?:without|with no)\s+(?:an?\s+|any\s+)?[\w-]+\s+[^.;]*"
    r"\b(?:too|also|as well|still|0|zero)\b",
    re.IGNORECASE,
)
_MOST_BYTES = 5_000_000


def rows_missing(task: Task, outcome: Outcome, before: Path) -> Iterator[str]:
    """A sentence where the table has another number of rows.

    Only where nothing says that rows are left out, or that those without a match are there, too.
    """
    file = _asked(task)
    table = outcome.get(task.output_files[0]) if file else None
    path = before / file
    if not isinstance(table, tuple) or not path.is_file() or path.stat().st_size > _MOST_BYTES:
        return
    text = decode(path.read_bytes())
    wanted = sum(any(row) for row in csv.reader(io.StringIO(text, newline=""))) - 1
    if len(table) - 1 != wanted:
        yield (
            f"{task.output_files[0]} has {len(table) - 1} rows below its header, and {file} has"
            f" {wanted}"
        )


def _asked(task: Task) -> str:
    """The input that the first output has a row for each row of; empty without one."""
    if not task.output_files or not task.output_files[0].lower().endswith(".csv"):
        return ""
    sentences = sentences_of(task.text)
    found = [match for each in sentences for match in _ROW_FOR_EACH.finditer(each)]
    others = [each for each in sentences if _LEFT_OUT.search(each)]
    is_whole = not others or any(_ALL_OF_THEM.search(each) for each in sentences)
    files = {match["file"] for match in found if match["file"] in task.input_files}
    return files.pop() if len(files) == 1 and is_whole else ""


def with_rows_without_match(task: Task, source: str) -> str:
    """Frames are merged so that the rows of that input stay; empty where none is merged."""
    file = _asked(task)
    changed = with_all_rows_of(file, source) if file else source
    return changed if changed != source else ""


def with_all_rows_of(file: str, source: str) -> str:
    """Frames are merged so that the rows of the one that is read from `file` stay."""
    tree = parse(source)
    frames = {name for node in ast.walk(tree) for name in _read_from(node, file)}
    return with_other_expressions(source, list(_merged(tree, frames)))


def _read_from(node: ast.AST, file: str) -> Iterator[str]:
    match node:
        case ast.Assign(
            targets=[ast.Name(id=name)],
            value=ast.Call(
                func=ast.Attribute(attr="read_csv"), args=[ast.Constant(value=path), *_]
            ),
        ):
            if path == file:
                yield name


def _merged(tree: ast.Module, frames: set[str]) -> Iterator[tuple[ast.expr, str]]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(value=owner, attr="merge"), args=args, keywords=told):
                frames_merged = [ast.unparse(each) for each in (owner, *args)][-2:]
                how = [keyword for keyword in told if keyword.arg == "how"]
                if not how and frames_merged[0] in frames:
                    yield node, f"{ast.unparse(node)[:-1]}, how='left')"
                elif not how and frames_merged[-1] in frames:
                    yield node, f"{ast.unparse(node)[:-1]}, how='right')"
