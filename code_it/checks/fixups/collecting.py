"""Source -> the same, where what collects the items of a loop is made before the loop.

Made anew in each round, and used behind the loop, it holds no more than the last item.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from code_it.checks.placing import RUN_AS_A_WHOLE, is_left_early, names_in, own_nodes
from code_it.checks.syntax import parse, parses

_DONE_WITH = ("save", "write", "output", "close", "savefig", "build")
_MOST_MOVES = 5


def with_collections_before_loops(source: str) -> str:
    """Only what is filled in the loop, and looked at behind it and nowhere else, is moved."""
    if not parses(source):
        return source
    for _ in range(_MOST_MOVES):
        moved = next(_moved(source), source)
        if moved == source or not parses(moved):
            break
        source = moved
    return source


def _moved(source: str) -> Iterator[str]:
    for scope in ast.walk(parse(source)):
        if isinstance(scope, RUN_AS_A_WHOLE):
            for loop in own_nodes(scope):
                # One that is left early, such as one that tries again, means the last round.
                if isinstance(loop, ast.For) and not is_left_early(loop):
                    for made in loop.body:
                        if _is_alone(made, loop) and _collects(scope, loop, made):
                            yield _before(source, loop, made)


def _is_alone(made: ast.stmt, loop: ast.For) -> bool:
    """Does nothing else stand in its lines?"""
    lines = {*range(made.lineno, (made.end_lineno or made.lineno) + 1)}
    others = {n for each in loop.body if each is not made for n in (each.lineno, each.end_lineno)}
    return lines.isdisjoint({loop.lineno, *others})


def _collects(scope: ast.AST, loop: ast.For, made: ast.stmt) -> bool:
    match made:
        case ast.Assign(targets=[ast.Name(id=name)], value=value) if _is_new(value, loop):
            pass
        case _:
            return False
    uses = [node for node in own_nodes(scope) if isinstance(node, ast.Name) and node.id == name]
    within = {id(node) for node in ast.walk(loop)}
    filling = sum(_fills(node, name) for node in ast.walk(loop))
    inside = sum(id(use) in within for use in uses)
    outside = [use for use in uses if id(use) not in within]
    end = loop.end_lineno or loop.lineno
    return (
        # One use makes it, each of the others fills it, and none is left.
        filling == inside - 1 > 0
        and bool(outside)
        and all(isinstance(use.ctx, ast.Load) and use.lineno > end for use in outside)
    )


def _is_new(value: ast.expr, loop: ast.For) -> bool:
    """Is it empty, or a thing of a class, and made of nothing that the loop gives?"""
    match value:
        case ast.List(elts=[]) | ast.Dict(keys=[]):
            return True
        case ast.Call(func=called):
            words = ast.unparse(called).split(".")
            is_class = any(word[:1].isupper() for word in words)
            given = {node.id for node in ast.walk(loop)
                     if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}  # fmt: skip
            used = names_in(value)
            is_empty = words[-1] in ("list", "dict", "set", "defaultdict") and len(value.args) < 2
            return (is_class or is_empty) and not used & given
    return False


def _fills(node: ast.AST, name: str) -> bool:
    match node:
        case ast.Expr(ast.Call(func=ast.Attribute(value=ast.Name(id=owner), attr=way))):
            return owner == name and way not in _DONE_WITH and not way.startswith("to_")
        case ast.Assign(targets=[ast.Subscript(value=ast.Name(id=owner))]):
            return owner == name
        case ast.AugAssign(target=ast.Subscript(value=ast.Name(id=owner))):
            return owner == name
    return False


def _before(source: str, loop: ast.For, made: ast.stmt) -> str:
    lines = source.split("\n")
    first, last = made.lineno - 1, made.end_lineno or made.lineno
    del lines[first:last]
    lines.insert(loop.lineno - 1, " " * loop.col_offset + ast.unparse(made))
    return "\n".join(lines)
