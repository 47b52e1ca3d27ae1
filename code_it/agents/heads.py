"""Source -> the beginning that another script for the same task may have, too."""

from __future__ import annotations

import ast

from code_it.checks.syntax import parse, parses


def head_of(source: str, function: str) -> str:
    """The imports of `source`, and the head of its function of that name with the docstring.

    Without an end of the line; `""` where there is no such function, or it stands in one line.
    """
    if not parses(source):
        return ""
    tree = parse(source)
    named = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    target = next((node for node in named if node.name == function), None)
    if target is None:
        return ""
    lines = source.splitlines()
    first = target.body[0]
    if ast.get_docstring(target) is not None and first.end_lineno is not None:
        head = lines[target.lineno - 1 : first.end_lineno]
    else:
        head = lines[target.lineno - 1 : first.lineno - 1]
    while head and (not head[-1].strip() or head[-1].lstrip().startswith("#")):
        head.pop()
    imports = [node for node in tree.body if isinstance(node, (ast.Import, ast.ImportFrom))]
    told = [ast.unparse(node) for node in imports]
    return "\n".join([*told, *([""] if told else []), *head]) if head else ""
