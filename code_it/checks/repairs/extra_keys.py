"""Source, Check -> the script whose objects leave out keys that nobody asked for."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from code_it.checks.syntax import parse, parses, with_other_expressions
from code_it.flow import Check


def without_extra_keys(source: str, check: Check) -> str:
    """Empty where names are missing, too, or one of the keys stands in no object that is told."""
    if check.name != "keys" or check.missing or not check.strange:
        return ""
    found = list(_objects_with(parse(source), check.strange))
    told = {key.value for _, keys in found for key in keys}
    if told != set(check.strange):
        return ""
    short = [(told, _without(told, keys)) for told, keys in found if told.lineno == told.end_lineno]
    source = with_other_expressions(source, short)
    lines = source.split("\n")
    for number in sorted(_own_lines(found), reverse=True):
        del lines[number - 1]
    changed = "\n".join(lines)
    return changed if parses(changed) else ""


def _objects_with(
    tree: ast.Module, names: Sequence[str]
) -> Iterator[tuple[ast.Dict, list[ast.Constant]]]:
    """The objects that have some of the keys, and others."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Dict):
            constants = [key for key in node.keys if isinstance(key, ast.Constant)]
            extra = [key for key in constants if key.value in names]
            if extra and len(extra) < len(node.keys):
                yield node, extra


def _without(told: ast.Dict, keys: Sequence[ast.Constant]) -> str:
    kept = [(key, value) for key, value in zip(told.keys, told.values, strict=True)
            if key not in keys]  # fmt: skip
    return ast.unparse(ast.Dict([key for key, _ in kept], [value for _, value in kept]))


def _own_lines(found: Sequence[tuple[ast.Dict, Sequence[ast.Constant]]]) -> Iterator[int]:
    """The lines of the keys, with their values, of objects that have several lines."""
    for told, keys in found:
        for key, value in zip(told.keys, told.values, strict=True):
            if told.lineno != told.end_lineno and key is not None and key in keys:
                yield from range(key.lineno, (value.end_lineno or value.lineno) + 1)
