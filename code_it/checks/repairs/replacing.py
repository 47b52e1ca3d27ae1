"""FailingLines -> the same with other expressions in them, and what is told of their parts."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping, Sequence

from code_it.checks.failing_lines import FailingLines, tree_of

Rule = Callable[[FailingLines, str, Sequence[str]], str]
"""Failing lines, the last line of the traceback, the facts -> the lines put right; empty where the
rule has nothing to say."""

# Of these the lines are the head only.
_COMPOUND = (ast.For, ast.While, ast.If, ast.With, ast.Try, ast.FunctionDef, ast.ClassDef)
_KIND = re.compile(r"^(?:the|an empty|an?) (?:\w+\.)*(?P<kind>\w+)")


def told(facts: Sequence[str]) -> dict[str, str]:
    """What each part of the lines is, as the facts `"text is the str 'a'"` describe it."""
    return {part: what for part, is_, what in (fact.partition(" is ") for fact in facts) if is_}


def kinds(facts: Sequence[str]) -> dict[str, str]:
    """The type of each part of the lines, by its last name: `list`, `PosixPath`, `NoneType`."""
    found = {part: _KIND.match(what) for part, what in told(facts).items()}
    none = {part: "NoneType" for part, what in told(facts).items() if what == "None"}
    return {part: match["kind"] for part, match in found.items() if match} | none


def expression(text: str) -> ast.expr:
    return ast.parse(text, mode="eval").body


class _Changing(ast.NodeTransformer):
    def __init__(self, other: Callable[[ast.expr], ast.expr | None]) -> None:
        self._other = other
        self.found = 0

    def visit(self, node: ast.AST) -> ast.AST:
        is_read = isinstance(getattr(node, "ctx", ast.Load()), ast.Load)
        other = self._other(node) if isinstance(node, ast.expr) and is_read else None
        if other is None:
            return self.generic_visit(node)
        self.found += 1
        return other


def changed(
    failing: FailingLines, other: Callable[[ast.expr], ast.expr | None], *, once: bool = False
) -> str:
    """The lines with what `other` gives in place of expressions that are read.

    Empty where it gives nothing.

    Args:
        once: Empty also where it gives something for more than one of them.
    """
    changing = _Changing(other)
    tree = changing.visit(tree_of(failing))
    return text_of(tree) if changing.found == 1 or (changing.found and not once) else ""


def replaced(failing: FailingLines, others: Mapping[str, str]) -> str:
    """The lines with other expressions in place of some; empty when none of them is there."""
    parsed = {text: expression(other) for text, other in others.items()}
    return changed(failing, lambda node: parsed.get(ast.unparse(node)))


def text_of(tree: ast.AST) -> str:
    """The lines again; of the head of a block, the head. Empty for what cannot stand alone."""
    statements = tree.body if isinstance(tree, ast.Module) else []
    if len(statements) != 1 or isinstance(statements[0], ast.Try):
        return ""
    text = ast.unparse(ast.fix_missing_locations(tree))
    return text.rpartition("\n")[0] if isinstance(statements[0], _COMPOUND) else text
