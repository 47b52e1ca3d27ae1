"""Source -> the script that finds what comes most often, where it counts among other things.

`max(set(row["path"] for row in rows), key=rows.count)` counts paths among rows: none is there, and
the order of the set decides.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from code_it.checks.syntax import parse, with_other_expressions

_COUNTER = re.compile(r"(?:lambda (?P<item>\w+): )?(?P<owner>.+)\.count(?:\((?P=item)\))?")


def with_mode(source: str) -> str:
    """The script with `statistics.mode` in its place; empty where there is no such thing."""
    changed = with_other_expressions(source, list(_wrongly_counted(parse(source))))
    return f"import statistics\n{changed}" if changed != source else ""


def _wrongly_counted(tree: ast.Module) -> Iterator[tuple[ast.expr, str]]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(
                func=ast.Name(id="max"),
                args=[ast.Call(func=ast.Name(id="set"), args=[items])],
                keywords=[ast.keyword(arg="key", value=key)],
            ):
                counter = _COUNTER.fullmatch(ast.unparse(key))
                if counter and counter["owner"] != ast.unparse(items):
                    yield node, f"statistics.mode({_bare(items)})"


def _bare(items: ast.expr) -> str:
    """A generator that is the only argument needs no parentheses of its own."""
    text = ast.unparse(items)
    return text[1:-1] if isinstance(items, ast.GeneratorExp) else text
