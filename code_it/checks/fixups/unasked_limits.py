"""Source -> the script that keeps all rows where it kept the first ones, which nobody asked for.

Examples in books end with `frame.head(10)` and `LIMIT 10`. Figures of the rows before one are empty
in the first rows, which `dropna()` leaves out.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from code_it.checks.syntax import parse, parses, texts_in, with_other_expressions
from code_it.flow import Task
from code_it.reading.number_words import NUMBER_WORDS
from code_it.reading.order_words import EARLIEST, GREATEST, LATEST, LEAST

_FEW = re.compile(
    r"\b(?:few|some|several|first|last|top|best|worst|sample|preview|half|dozen|at a time"
    rf"|oldest|{GREATEST}|(?<!at )(?:{LEAST})|{LATEST}|{EARLIEST})\b",
    re.IGNORECASE,
)
_LEFT_OUT = re.compile(
    r"\b(?:drop|remov|skip|ignor|leav|omit|exclud|delet|miss|incomplete|without|only|full|known"
    r"|from the \w+ (?:row|day|line)|start|begin)",
    re.IGNORECASE,
)
_OF_ROWS_BEFORE = ("rolling", "shift", "diff", "pct_change", "expanding")
_LIMIT = re.compile(r"\s+LIMIT\s+(?P<number>\d+)(?=\s*;?\s*[\"']*$)", re.IGNORECASE)


def without_unasked_limits(source: str, task: Task) -> str:
    """As it is where the task has the number, or speaks of a few, or of the first ones."""
    if not parses(source):
        return source
    if not _LEFT_OUT.search(task.text):
        source = with_other_expressions(source, list(_drops(parse(source))))
    if _FEW.search(task.text):
        return source
    whole = with_other_expressions(source, list(_heads(parse(source), task)))
    changed = whole
    for query, all_of in _limits(whole, task):
        changed = changed.replace(query, all_of)
    return changed if parses(changed) else whole


def _heads(tree: ast.Module, task: Task) -> Iterator[tuple[ast.expr, str]]:
    """Frames that are cut; but not what is printed, to be looked at."""
    looked_at = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("print", "display")
        for part in ast.walk(node)
    }
    for node in ast.walk(tree):
        match node:
            case ast.Call(
                func=ast.Attribute(value=frame, attr="head"), args=[ast.Constant(int(number))]
            ) if id(node) not in looked_at and _is_unasked(number, task):
                yield node, ast.unparse(frame)


def _drops(tree: ast.Module) -> Iterator[tuple[ast.expr, str]]:
    """Rows that have no figure of the rows before them, where such figures are made."""
    calls = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    ]
    names = {id(call): ast.unparse(call.func).rpartition(".")[2] for call in calls}
    if not set(names.values()) & set(_OF_ROWS_BEFORE):
        return
    for call in calls:
        is_kept = not any(each.arg == "inplace" for each in call.keywords)
        if names[id(call)] == "dropna" and is_kept and isinstance(call.func, ast.Attribute):
            yield call, ast.unparse(call.func.value)


def _limits(source: str, task: Task) -> Iterator[tuple[str, str]]:
    """Queries that end with one, as they are written, and without it."""
    for node, text in texts_in(parse(source)):
        limit = _LIMIT.search(text)
        written = ast.get_source_segment(source, node) or ""
        is_query = text.lstrip().upper().startswith("SELECT")
        if limit and is_query and _is_unasked(int(limit["number"]), task):
            yield written, _LIMIT.sub("", written)


def _is_unasked(number: int, task: Task) -> bool:
    words = [word for word, value in NUMBER_WORDS.items() if value == number]
    named = "|".join([str(number), *words])
    return number > 1 and not re.search(rf"\b(?:{named})\b", task.text, re.IGNORECASE)
