"""Source, error -> the script that takes the rest of a line, where it took the rest of a text.

Of a page "Order for Ann\n3 boats", `text.split("Order for ")[1]` is all that comes behind, and with
a line break in it no name of a file.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from code_it.checks.syntax import parse, with_other_expressions

_NAME_WITH_BREAK = re.compile(r"(?:FileNotFoundError|OSError): \[Errno \d+\] [^:]*: .*\\n")


def with_rest_of_line(source: str, error: str) -> str:
    """Empty where the name that is refused has no line break, or nothing is split like that."""
    if not _NAME_WITH_BREAK.match(error):
        return ""
    changed = with_other_expressions(source, list(_rests(parse(source))))
    return changed if changed != source else ""


def _rests(tree: ast.Module) -> Iterator[tuple[ast.expr, str]]:
    for node in ast.walk(tree):
        match node:
            case ast.Subscript(
                value=ast.Call(
                    func=ast.Attribute(attr="split" | "partition"),
                    args=[ast.Constant(value=str() as sign), *_],
                ),
                slice=ast.Constant(value=1 | 2) | ast.UnaryOp(operand=ast.Constant(value=1)),
            ) if "\n" not in sign and sign.strip():
                yield node, f"{ast.unparse(node)}.split({chr(10)!r})[0]"
