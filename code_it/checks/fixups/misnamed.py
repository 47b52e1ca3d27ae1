"""Source -> the same, where what is filled has the name under which it was made.

A small model makes `found = []`, and goes on with `results.append(...)`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from code_it.checks.imports import undefined_names
from code_it.checks.placing import RUN_AS_A_WHOLE, own_nodes
from code_it.checks.syntax import parse, with_other_expressions


def with_name_of_collection(source: str) -> str:
    """Only where one name is not known, and one empty collection beside it is not looked at."""
    unknown = undefined_names(source)
    if len(unknown) != 1:
        return source
    tree = parse(source)
    uses = [node for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id in unknown]
    for scope in ast.walk(tree):
        if isinstance(scope, RUN_AS_A_WHOLE) and _has_all(scope, uses):
            unused = list(_unused_collections(scope, tree))
            if len(unused) == 1:
                return with_other_expressions(source, [(use, unused[0]) for use in uses])
    return source


def _has_all(scope: ast.AST, uses: list[ast.Name]) -> bool:
    own = {id(node) for node in own_nodes(scope)}
    return all(id(use) in own for use in uses)


def _unused_collections(scope: ast.AST, tree: ast.Module) -> Iterator[str]:
    for node in own_nodes(scope):
        match node:
            case ast.Assign(
                targets=[ast.Name(id=name)], value=ast.List(elts=[]) | ast.Dict(keys=[])
            ) if _times_named(name, tree) == 1:
                yield name


def _times_named(name: str, tree: ast.Module) -> int:
    return sum(isinstance(node, ast.Name) and node.id == name for node in ast.walk(tree))
