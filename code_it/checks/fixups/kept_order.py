"""Source -> the script whose sets keep the order in which things came in.

The order of a set is another one in each run; a dict without values has each thing once, too, and
in the order of its first appearance (https://docs.python.org/3/library/stdtypes.html#dict).
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from code_it.checks.syntax import parents_of, parse, with_other_expressions

_Place = tuple[ast.expr, str]
# What picks one of them, as `max` does, may be wrong in another way, which this would hide.
_LOOKS_THROUGH = frozenset(
    "list tuple sorted len enumerate join any all writelines extend print DataFrame Series".split()
)


def with_order_kept(source: str) -> str:
    """Sets that are only gone through, counted or asked for what they hold become dicts.

    Empty where there is none, or one is used as a set.
    """
    tree = parse(source)
    parents = parents_of(tree)
    sets = [node for node in ast.walk(tree) if _meant(node)]
    places: list[_Place] = []
    for node in sets:
        found = list(_places(node, tree, parents))
        if not found:
            return ""
        places += found
    changed = with_other_expressions(source, places)
    return changed if changed != source else ""


def _meant(node: ast.AST) -> str:
    """A dict of the same things; empty for what is no set."""
    match node:
        case ast.Call(func=ast.Name(id="set"), args=[], keywords=[]):
            return "{}"
        case ast.Call(func=ast.Name(id="set"), args=[ast.GeneratorExp() as items]):
            return f"dict.fromkeys{ast.unparse(items)}"
        case ast.Call(func=ast.Name(id="set"), args=[items]):
            return f"dict.fromkeys({ast.unparse(items)})"
        case ast.SetComp(elt=item, generators=generators):
            return f"dict.fromkeys{ast.unparse(ast.GeneratorExp(item, generators))}"
    return ""


def _places(node: ast.AST, tree: ast.Module, parents: dict[int, ast.AST]) -> Iterator[_Place]:
    """The set and what is added to it; nothing where it is used as a set."""
    assert isinstance(node, ast.expr)
    parent = parents[id(node)]
    added: list[_Place] = []
    match parent:
        case ast.Assign(targets=[ast.Name(id=name)]):
            uses = [n for n in ast.walk(tree) if isinstance(n, ast.Name) and n.id == name
                    and isinstance(n.ctx, ast.Load)]  # fmt: skip
            for use in uses:
                call = _adding(use, parents)
                if call is not None:
                    added.append((call, f"{name}.setdefault({ast.unparse(call.args[0])})"))
                elif not _is_looked_through(use, parents[id(use)]):
                    return
        case _ if not _is_looked_through(node, parent):
            return
    yield node, _meant(node)
    yield from added


def _adding(use: ast.Name, parents: dict[int, ast.AST]) -> ast.Call | None:
    """`names.add(name)`."""
    attribute = parents[id(use)]
    call = parents.get(id(attribute))
    is_adding = isinstance(attribute, ast.Attribute) and attribute.attr == "add"
    return call if is_adding and isinstance(call, ast.Call) and len(call.args) == 1 else None


def _is_looked_through(node: ast.expr, parent: ast.AST) -> bool:
    match parent:
        case ast.For(iter=items) | ast.comprehension(iter=items):
            return items is node
        case ast.Compare(ops=[ast.In() | ast.NotIn()], comparators=[items]):
            return items is node
        case ast.Call(func=called):
            return called is not node and _name(called) in _LOOKS_THROUGH
        case ast.Starred() | ast.If() | ast.While() | ast.FormattedValue():
            return True
    return False


def _name(called: ast.expr) -> str:
    return ast.unparse(called).rpartition(".")[2]
