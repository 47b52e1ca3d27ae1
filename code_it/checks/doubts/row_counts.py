"""Task, Outcome -> tables that have not a row for each row of the input that they are about."""

from __future__ import annotations

import ast
import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from code_it.checks.agreement import Outcome
from code_it.checks.fixups.left_merges import with_all_rows_of
from code_it.checks.syntax import parse, with_other_expressions
from code_it.flow import Task
from code_it.reading.input_brief import decode
from code_it.reading.task_text import sentences_of

_ROW_FOR_EACH = re.compile(
    r"\bone (?:row|line) (?:for (?:each|every)|per)\s+(?:[\w-]+\s+){1,3}?(?:in|of|from)\s+"
    r"(?:the file\s+)?(?P<file>[\w./-]+\.csv)\b",
    re.IGNORECASE,
)
# "The first 4 rows have an empty average", "Keep all rows".
_ALL_KEPT = re.compile(
    r"\b(?:first|last)(?:\s+\w+)?\s+(?:rows?|lines?|days?|months?)\b[^.;]*\b(?:empty|blank)\b"
    r"|\b(?:empty|blank)\s+(?:in|for)\s+the\s+(?:first|last)\b"
    r"|\bkeep\s+(?:all|every)\s+(?:the\s+)?(?:rows?|lines?)\b"
    r"(?!\s+(?:where|that|which|whose|with|for|if|from|of)\b)"
    r"|\b(?:all|every)\s+(?:the\s+)?(?:rows?|lines?)\s+(?:are|is|must be|should be)\s+kept\b",
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
    files = {m["file"] for each in sentences for m in _ROW_FOR_EACH.finditer(each)}
    if not files and any(_ALL_KEPT.search(each) for each in sentences):
        files = {name for name in task.input_files if name.lower().endswith(".csv")}
    files &= set(task.input_files)
    others = [each for each in sentences if _LEFT_OUT.search(each)]
    is_whole = not others or any(_ALL_OF_THEM.search(each) for each in sentences)
    return files.pop() if len(files) == 1 and is_whole else ""


def with_rows_without_match(task: Task, source: str) -> str:
    """Frames are merged so that the rows of that input stay; empty where none is merged."""
    file = _asked(task)
    changed = with_all_rows_of(file, source) if file else source
    return changed if changed != source else ""


def with_rows_kept(source: str) -> str:
    """Frames are not cut behind their first rows, nor left without those with an empty cell."""
    return with_other_expressions(source, list(_cut_frames(parse(source))))


def _cut_frames(tree: ast.Module) -> Iterator[tuple[ast.expr, str]]:
    for node in ast.walk(tree):
        match node:
            case ast.Subscript(
                value=ast.Attribute(value=frame, attr="iloc"),
                slice=ast.Slice(lower=ast.Constant(), upper=None, step=None),
            ):
                yield node, ast.unparse(frame)
            case ast.Call(func=ast.Attribute(value=frame, attr="dropna")):
                yield node, ast.unparse(frame)
