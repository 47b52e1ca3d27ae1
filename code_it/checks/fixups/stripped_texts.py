"""Source -> the script that takes the texts of a web page as a browser shows them.

Between its tags and within its words a page may have any blanks and line breaks, of which a browser
makes single blanks, or none (https://www.w3.org/TR/CSS22/text.html#white-space-model).
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from code_it.checks.syntax import parents_of, parse, parses, with_other_expressions

_SOUP = re.compile(r"^\s*(?:from bs4\b|import bs4\b)", re.MULTILINE)
# Here the blanks are what is looked at, or lines are.
_BLANKS_COUNT = re.compile(r"['\"]pre['\"]|\bprettify\b|\bwrap\(|splitlines|split\(['\"]\\n")
# The whole page, or what a server has answered.
_WHOLE = re.compile(
    r"\b(?:requests|httpx)\.|^(?:\w*resp\w*|r|res|result|page|answer|soup|body|article|main|html)$"
)


def with_texts_stripped(source: str) -> str:
    """`.get_text()` and `.text` of elements, where nothing else is done with the text at once."""
    if not _SOUP.search(source) or _BLANKS_COUNT.search(source) or not parses(source):
        return source
    return with_other_expressions(source, list(_texts(parse(source))))


def _texts(tree: ast.Module) -> Iterator[tuple[ast.expr, str]]:
    parents = parents_of(tree)
    # Another pair of quotes has no place in a text of its own.
    within = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
        for part in ast.walk(node)
    }
    for node in ast.walk(tree):
        if id(node) in within or not isinstance(node, ast.expr) or not _is_text(node):
            continue
        whole = _stripped(node, parents)
        if not isinstance(parents[id(whole)], (ast.Attribute, ast.Subscript)):
            yield whole, f"' '.join({ast.unparse(node)}.split())"


def _is_text(node: ast.expr) -> bool:
    match node:
        case ast.Call(func=ast.Attribute(value=element, attr="get_text")):
            return not _WHOLE.search(ast.unparse(element))
        case ast.Attribute(value=element, attr="text", ctx=ast.Load()):
            return not _WHOLE.search(ast.unparse(element))
    return False


def _stripped(node: ast.expr, parents: dict[int, ast.AST]) -> ast.expr:
    """With the `.strip()` behind it."""
    method = parents[id(node)]
    call = parents.get(id(method))
    match call:
        case ast.Call(func=ast.Attribute(attr="strip") as func, args=[]) if func is method:
            return call
    return node
