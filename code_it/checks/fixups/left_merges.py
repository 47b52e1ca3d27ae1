"""Source -> the script that merges frames so that what has no match stays, where it is wanted.

`one.merge(other)` leaves out the rows of `one` that have no match in `other`
(https://pandas.pydata.org/docs/reference/api/pandas.merge.html: `how`).
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from code_it.checks.fixups.left_joins import kept_things
from code_it.checks.syntax import parse, parses, with_other_expressions
from code_it.flow import Task

_COLUMNS = re.compile(r"^(?P<file>\S.*): CSV [^\n]*?with the columns (?P<columns>'[^\n(]*)", re.M)


def with_unmatched_rows_merged(source: str, task: Task) -> str:
    """As it is where the task speaks of none of the things that one of its tables is about."""
    if "merge(" not in source or not parses(source):
        return source
    file = _table_of(kept_things(task), task.brief)
    return with_all_rows_of(file, source) if file else source


def _table_of(kept: set[str], brief: str) -> str:
    """The only table that is called like them, or else has a column for them; empty without one."""
    tables = [(match["file"], match["columns"]) for match in _COLUMNS.finditer(brief)]
    called = {file for file, _ in tables if file.partition(".")[0].lower() in kept}
    found = called or {file for file, columns in tables if kept & _names(columns)}
    return found.pop() if len(found) == 1 else ""


def _names(columns: str) -> set[str]:
    """The columns, and what they are called of many things."""
    names = {name.lower() for name in re.findall(r"'([^']+)'", columns)}
    return names | {f"{name}s" for name in names}


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
