"""Source -> the script that pastes a picture through its own transparency."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from code_it.checks.syntax import parse, with_other_expressions


def with_masks(source: str, instruction: str) -> str:
    """Without a mask, what is transparent is pasted in the colour below it.

    Empty where the instruction is not about transparency, or nothing is pasted so.
    """
    if "transparen" not in instruction.lower():
        return ""
    changed = with_other_expressions(source, _pasted(parse(source)))
    return changed if changed != source else ""


def _pasted(tree: ast.Module) -> Iterator[tuple[ast.expr, str]]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(
                func=ast.Attribute(attr="paste"),
                args=[ast.Name(id=picture), ast.Tuple()] | [ast.Name(id=picture)],
                keywords=[],
            ):
                place = ast.unparse(node.args[1]) if len(node.args) > 1 else "(0, 0)"
                call = f"{ast.unparse(node.func)}({picture}, {place}, {picture}.convert('RGBA'))"
                yield node, call
