"""Source -> the names of an earlier loop that a later one uses: each has its last value there.

A small model that makes something of each item in one loop takes it for there in the next.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from code_it.checks.placing import blocks, names_in
from code_it.checks.syntax import parse, parses


@dataclass(frozen=True)
class Stale:
    """A name that does not change in the loop that uses it."""

    name: str
    made: ast.For
    """The loop that gives it a value for each item."""
    used: ast.For
    line: int
    """Where it is used, counted from 1."""

    def __str__(self) -> str:
        return (
            f"{self.name} on line {self.line} is always that of the last item of the loop on line"
            f" {self.made.lineno}"
        )


def stale_names(source: str) -> tuple[Stale, ...]:
    """The names that are given a value for each item of one loop only, and used in a later one.

    What a loop that is left early has found is meant to stay, and so is what has a value before.
    """
    tree = parse(source)
    found = [
        stale
        for block in blocks(tree)
        for number, made in enumerate(block)
        if isinstance(made, ast.For) and not _is_left_early(made)
        for used in _loops(block[number + 1 :])
        for stale in _between(tree, made, used)
    ]
    return tuple(sorted(found, key=lambda stale: stale.line))


def with_names_made_again(source: str, stale: Stale) -> str:
    """The script in which the later loop gives the name a value too; empty where it has not what
    that is made of, or makes the same for itself: then it may be meant to be held against the last.
    """
    first = stale.used.body[0]
    making = _making(stale)
    if first.lineno == stale.used.lineno or making is None:
        return ""
    made = {ast.unparse(node) for node in ast.walk(stale.used) if isinstance(node, ast.expr)}
    if any(ast.unparse(node.value) in made for node in making if not _is_name(node.value)):
        return ""
    lines = source.split("\n")
    indent = " " * first.col_offset
    lines[first.lineno - 1 : first.lineno - 1] = [indent + ast.unparse(node) for node in making]
    changed = "\n".join(lines)
    return changed if parses(changed) else ""


def _loops(statements: Sequence[ast.stmt]) -> Iterator[ast.For]:
    """Those that run with the statements, not when a function is called."""
    for statement in statements:
        if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            continue
        if isinstance(statement, ast.For):
            yield statement
        else:
            yield from _loops([node for node in ast.iter_child_nodes(statement)
                               if isinstance(node, ast.stmt)])  # fmt: skip


def _between(tree: ast.Module, made: ast.For, used: ast.For) -> Iterator[Stale]:
    within = set(map(id, ast.walk(made)))
    stored_elsewhere = {
        name for node in ast.walk(tree) if id(node) not in within for name in _stored(node)
    }
    for name in _made_of_items(made) - stored_elsewhere:
        lines = [
            node.lineno
            for statement in used.body
            for node in ast.walk(statement)
            if isinstance(node, ast.Name) and node.id == name
        ]
        if lines:
            yield Stale(name, made, used, min(lines))


def _made_of_items(loop: ast.For) -> set[str]:
    """The names that each round gives a value which comes from its item."""
    names = names_in(loop.target)
    made = set[str]()
    for node in loop.body:
        if isinstance(node, ast.Assign) and names_in(node.value) & names:
            new = {name for target in node.targets for part in ast.walk(target)
                   for name in _stored(part)}  # fmt: skip
            made |= new
            names = names | new
    return made


def _making(stale: Stale) -> list[ast.Assign] | None:
    """The assignments that make it of what the later loop has; none where that has it not."""
    wanted, making = {stale.name}, list[ast.Assign]()
    there = names_in(stale.used.target)
    for node in reversed(stale.made.body):
        if not isinstance(node, ast.Assign) or len(node.targets) != 1:
            continue
        target = node.targets[0]
        if isinstance(target, ast.Name) and target.id in wanted:
            making.insert(0, node)
            wanted = (wanted - {target.id}) | (names_in(node.value) & _local(stale.made))
    return making if making and wanted <= there else None


def _is_name(node: ast.expr) -> bool:
    return isinstance(node, (ast.Name, ast.Constant))


def _local(loop: ast.For) -> set[str]:
    return {name for node in ast.walk(loop) for name in _stored(node)}


def _stored(node: ast.AST) -> tuple[str, ...]:
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        return (node.id,)
    if isinstance(node, ast.arg):
        return (node.arg,)
    return ()


def _is_left_early(loop: ast.For) -> bool:
    return any(isinstance(node, (ast.Break, ast.Return)) for node in ast.walk(loop))
