"""Source -> the same without one of the lines that print something of their own.

Small models print a headline, or the first of a list once more, where only the list is asked for.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from code_it.checks.syntax import parse, parses

_FUNCTIONS = (ast.Module, ast.FunctionDef)


def with_one_print_less(source: str) -> Iterator[str]:
    """Without the last such statement, then without the first; a loop that prints stays."""
    prints = [
        statement
        for node in ast.walk(parse(source))
        if isinstance(node, _FUNCTIONS) and len(node.body) > 1
        for statement in node.body
        if _only_prints(statement)
    ]
    prints.sort(key=lambda statement: statement.lineno)
    for statement in dict.fromkeys((*prints[-1:], *prints[:1])):
        lines = source.split("\n")
        del lines[statement.lineno - 1 : statement.end_lineno]
        changed = "\n".join(lines)
        if parses(changed):
            yield changed


def _only_prints(statement: ast.stmt) -> bool:
    match statement:
        case ast.Expr(ast.Call(func=ast.Name(id="print"))):
            return True
        case ast.If(body=body, orelse=[]):
            return all(map(_only_prints, body))
    return False
