"""Source -> the script that has no empty line behind the last one of a file.

`text.split("\\n")` gives an empty text behind the newline that ends a file; `splitlines()` does not
(https://docs.python.org/3/library/stdtypes.html#str.splitlines).
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from code_it.checks.syntax import parse, parses, with_other_expressions


def with_lines_split(source: str) -> str:
    """What is read from a file and parted at once; a text of another kind may be anything."""
    if not parses(source):
        return source
    return with_other_expressions(source, list(_parted(parse(source))))


def _parted(tree: ast.Module) -> Iterator[tuple[ast.expr, str]]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(
                func=ast.Attribute(
                    value=ast.Call(func=ast.Attribute(attr="read" | "read_text")) as text,
                    attr="split",
                ),
                args=[ast.Constant("\n")],
            ):
                yield node, f"{ast.unparse(text)}.splitlines()"
