"""Source -> the same, where a loop over pages asks for the next page.

A loop that goes on while there is an answer, finds the address of the next one, and never asks for
it goes round and round with the first.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from code_it.checks.placing import blocks, is_left_early, names_in, put_behind
from code_it.checks.syntax import parse, parses


def with_next_answer(source: str) -> str:
    """The question before the loop is put again at its end, with what the loop has found."""
    if "while " not in source or not parses(source):
        return source
    lines = source.split("\n")
    for loop, question, address in _going_round(parse(source)):
        text = f"if not {address}:\n    break\n{ast.unparse(question)}"
        put_behind(lines, loop.body, text)
        break
    changed = "\n".join(lines)
    return changed if parses(changed) else source


def _going_round(tree: ast.Module) -> Iterator[tuple[ast.While, ast.Assign, str]]:
    """Loops that hang on an answer and change only what it was asked with."""
    for block in blocks(tree):
        for number, loop in enumerate(block):
            if isinstance(loop, ast.While) and not is_left_early(loop):
                changed = set(_given_in(loop))
                for question in reversed(block[:number]):
                    match question:
                        case ast.Assign(
                            targets=[ast.Name(id=answer)], value=ast.Call(args=[*asked]) as call
                        ):
                            given = [*asked, *(keyword.value for keyword in call.keywords)]
                            found = {each.id for each in given if isinstance(each, ast.Name)}
                            is_old = answer in names_in(loop.test) and answer not in changed
                            if is_old and len(found & changed) == 1:
                                yield loop, question, (found & changed).pop()


def _given_in(loop: ast.While) -> Iterator[str]:
    for node in ast.walk(loop):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
