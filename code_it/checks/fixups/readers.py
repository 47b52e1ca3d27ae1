"""Source -> the source whose readers of files can be read twice, and when the file is closed.

A reader, such as `csv.DictReader(file)`, gives each row once and only while the file is open. A
second loop over it does nothing, and tells nobody.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from code_it.checks.placing import is_left_early, own_nodes
from code_it.checks.syntax import parse, parses, with_other_expressions

_READERS = ("csv.DictReader", "csv.reader", "DictReader")
_Function = ast.FunctionDef | ast.AsyncFunctionDef


def with_lists_of_rows(source: str) -> str:
    """Make a list of what a reader of CSV gives, where it is gone through twice or too late.

    Not where something else is asked of the reader: a list has no `fieldnames` and no `next`.
    """
    if not parses(source):
        return source
    places = [
        place
        for scope in _scopes(parse(source))
        for name, place, file in _readers_in(scope)
        if _is_used_up(scope, name, place, file)
    ]
    others = [(place, f"list({ast.unparse(place)})") for place in places]
    return with_other_expressions(source, others)


def _scopes(tree: ast.Module) -> Iterator[ast.Module | _Function]:
    yield tree
    yield from (node for node in ast.walk(tree) if isinstance(node, _Function))


def _readers_in(scope: ast.AST) -> Iterator[tuple[str, ast.Call, ast.With | None]]:
    """The name, the call, and the block whose file it reads, of each reader with a name."""
    nodes = list(own_nodes(scope))
    blocks = [node for node in nodes if isinstance(node, ast.With)]
    for node in nodes:
        if not isinstance(node, ast.Assign) or not isinstance(node.value, ast.Call):
            continue
        (target, *others) = node.targets
        if isinstance(target, ast.Name) and not others and _is_reader(node.value):
            around = [block for block in blocks if node in ast.walk(block)]
            yield target.id, node.value, around[-1] if around else None


def _is_reader(call: ast.Call) -> bool:
    return ast.unparse(call.func) in _READERS


def _is_used_up(scope: ast.AST, name: str, call: ast.Call, file: ast.With | None) -> bool:
    nodes = list(own_nodes(scope))
    named = [node for node in nodes if isinstance(node, ast.Name) and node.id == name]
    stored = [node for node in named if isinstance(node.ctx, ast.Store)]
    asked = {id(part) for node in nodes for part in _asked(node)}
    read = [node for node in named if isinstance(node.ctx, ast.Load) and node.lineno > call.lineno]
    if len(stored) != 1 or any(id(node) in asked for node in named):
        return False
    within = set(map(id, ast.walk(file))) if file else set(map(id, named))
    return len(read) > 1 or any(id(node) not in within for node in read)


def _asked(node: ast.AST) -> list[ast.expr]:
    """What is asked for something else than all of its rows: `reader` of `reader.x` and of
    `next(reader)`, or of a loop that ends before, so that another one goes on from there."""
    match node:
        case ast.Attribute(value=value):
            return [value]
        case ast.Call(func=called):
            return node.args if ast.unparse(called).rpartition(".")[2] in _TAKE_SOME else []
        case ast.For(iter=value):
            return [value] if is_left_early(node) else []
    return []


_TAKE_SOME = ("next", "islice", "zip", "takewhile", "dropwhile")
