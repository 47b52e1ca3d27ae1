"""Source -> the script that goes through the files of a folder in the order of their names.

`os.listdir` and `Path.glob` give them in an order of the file system's own
(https://docs.python.org/3/library/os.html#os.listdir).
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from code_it.checks.syntax import parse, parses, with_other_expressions

_LISTING = ("os.listdir", "listdir", "glob.glob", "glob.iglob")
_METHODS = ("glob", "rglob", "iterdir")


def with_sorted_files(source: str) -> str:
    """The listings that loops go through, and no others."""
    if not parses(source):
        return source
    listings = [node for node in _gone_through(parse(source)) if _is_listing(node)]
    return with_other_expressions(
        source, [(node, f"sorted({ast.unparse(node)})") for node in listings]
    )


def _gone_through(tree: ast.Module) -> Iterator[ast.expr]:
    for node in ast.walk(tree):
        if isinstance(node, (ast.For, ast.comprehension)):
            yield node.iter


def _is_listing(node: ast.expr) -> bool:
    if not isinstance(node, ast.Call):
        return False
    is_method = isinstance(node.func, ast.Attribute) and node.func.attr in _METHODS
    return is_method or ast.unparse(node.func) in _LISTING
