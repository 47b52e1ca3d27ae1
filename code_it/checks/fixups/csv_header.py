"""Source -> the script that writes the names of columns above the rows that it takes by them.

`csv.DictReader` takes the names out of the first line, so what is copied row by row has none.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from code_it.checks.failing_lines import FailingLines
from code_it.checks.placing import assigned
from code_it.checks.syntax import parse, parses
from code_it.flow import Task

_UNWANTED = re.compile(
    r"\b(?:without|no|not|skip|drop|remov\w*|omit\w*)\b[^.;]{0,30}\b(?:header|heading|names|first)\b",
    re.IGNORECASE,
)
_WRITERS = ("csv.writer", "writer")


def with_header_above(source: str, task: Task) -> str:
    """Only where a loop over such rows writes nothing but values of them, and no row before it.

    The names are those of the values; not where the task wants none.
    """
    if "DictReader" not in source or _UNWANTED.search(task.text) or not parses(source):
        return source
    tree = parse(source)
    written = [*_written(tree)]
    if len(written) != 1:
        return source
    loop, writer, names = written[0]
    lines = FailingLines(source, loop.lineno, loop.end_lineno or loop.lineno)
    changed = lines.preceded(f"{writer}.writerow([{', '.join(map(repr, names))}])")
    return changed if parses(changed) else source


def _written(tree: ast.Module) -> Iterator[tuple[ast.For, str, list[str]]]:
    """The loop, what it writes with, and the names; the one writing of rows of a script."""
    writers = {
        name
        for name, value in assigned(tree)
        if isinstance(value, ast.Call) and ast.unparse(value.func) in _WRITERS
    }
    calls = [node for node in ast.walk(tree) if _writes(node)]
    for loop in ast.walk(tree):
        if not isinstance(loop, ast.For) or not isinstance(loop.target, ast.Name):
            continue
        for call in ast.walk(loop):
            match call:
                case ast.Call(
                    func=ast.Attribute(value=ast.Name(id=writer), attr="writerow"),
                    args=[ast.List(elts=[_, *_] as values)],
                ) if writer in writers and len(calls) == 1:
                    names = [_name_in(value, loop.target.id) for value in values]
                    if all(names):
                        yield loop, writer, names


def _writes(node: ast.AST) -> bool:
    called = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
    return called.rpartition(".")[2] in ("writerow", "writerows", "writeheader", "write")


def _name_in(value: ast.expr, row: str) -> str:
    match value:
        case ast.Subscript(value=ast.Name(id=name), slice=ast.Constant(str(key))) if name == row:
            return key
    return ""
