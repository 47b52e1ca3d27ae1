"""Source -> the sums that begin at nothing, and that nothing is added to before they are told."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass

from code_it.checks.placing import assigned
from code_it.checks.syntax import parse

_FIGURE = re.compile(r"(?:^|_)(?:total|totals|sum|count|counter|number|amount|average|mean)(?:_|$)")
_NOTHING = re.compile(r"(?:Decimal\()?['\"]?0(?:\.0*)?['\"]?\)?")
_WRITING = re.compile(r"(?:^|\.)(?:print|write|writerow|append|dump|dumps|to_csv|drawString)$")


@dataclass(frozen=True)
class NeverAdded:
    """A sum that stays at nothing."""

    name: str
    line: int
    """Where it is told, counted from 1."""

    def __str__(self) -> str:
        return f"{self.name} on line {self.line} is always 0: nothing is added to it"


def never_added(source: str) -> tuple[NeverAdded, ...]:
    """Names of figures that are given the value 0 once, never another one, and told."""
    tree = parse(source)
    stored = [n for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)]
    named_again = {n.id for n in stored if sum(other.id == n.id for other in stored) > 1}
    named_again |= {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    figures = [
        name
        for name, value in assigned(tree)
        if _FIGURE.search(name) and _NOTHING.fullmatch(ast.unparse(value))
    ]
    return tuple(
        NeverAdded(name, line)
        for name in figures
        if name not in named_again
        for line in _told(tree, name)[:1]
    )


def _told(tree: ast.Module, name: str) -> list[int]:
    """The lines that print or write it."""
    return [
        part.lineno
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and _WRITING.search(ast.unparse(call.func))
        for argument in call.args
        for part in ast.walk(argument)
        if isinstance(part, ast.Name) and part.id == name
    ]
