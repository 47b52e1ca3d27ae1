"""Source -> the script that takes the texts of a web page without the blanks around them.

A page may have any blanks between its tags and its words, and a browser shows none of them.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from code_it.checks.syntax import parse, parses, with_other_expressions

_SOUP = re.compile(r"^\s*(?:from bs4\b|import bs4\b)", re.MULTILINE)
# Here the blanks are what is looked at.
_BLANKS_COUNT = re.compile(r"['\"]pre['\"]|\bprettify\b|\bwrap\(")


def with_texts_stripped(source: str) -> str:
    """`.get_text()` and `.text` of elements, where nothing is done with the text at once."""
    if not _SOUP.search(source) or _BLANKS_COUNT.search(source) or not parses(source):
        return source
    return with_other_expressions(source, list(_texts(parse(source))))


def _texts(tree: ast.Module) -> Iterator[tuple[ast.expr, str]]:
    parents = {id(part): node for node in ast.walk(tree) for part in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        is_text = False
        match node:
            case ast.Call(func=ast.Attribute(attr="get_text"), args=[], keywords=[]):
                is_text = True
            case ast.Attribute(value=element, attr="text", ctx=ast.Load()):
                is_text = not _is_answer(element)
        if is_text and isinstance(node, ast.expr) and not _is_treated(parents[id(node)]):
            yield node, f"{ast.unparse(node)}.strip()"


def _is_answer(node: ast.expr) -> bool:
    """Is it what a server has answered, and no element of its page?"""
    written = ast.unparse(node)
    return bool(
        re.search(r"\b(?:requests|httpx)\.|^(?:\w*resp\w*|r|res|result|page|answer)$", written)
    )


def _is_treated(parent: ast.AST) -> bool:
    is_method = isinstance(parent, (ast.Attribute, ast.Subscript))
    is_soup = isinstance(parent, ast.Call) and ast.unparse(parent.func).endswith("BeautifulSoup")
    return is_method or is_soup
