"""Outcome -> lists of pairs in JSON, which `dict.items()` leaves, and the script without them."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from code_it.checks.agreement import Outcome
from code_it.checks.syntax import parse, with_other_expressions

_FEWEST = 2


def pairs_in_lists(outcome: Outcome) -> Iterator[str]:
    """A sentence about each list of nothing but keys with a list, or an object, behind each."""
    for name, contents in outcome.items():
        items = contents if isinstance(contents, list) else []
        if len(items) >= _FEWEST and all(map(_is_pair, items)):
            yield f"{name} holds pairs of a key and its value, as items() gives them"


def _is_pair(item: object) -> bool:
    return (
        isinstance(item, list)
        and len(item) == 2
        and isinstance(item[0], str)
        and isinstance(item[1], (list, dict))
    )


def with_values_of_pairs(source: str) -> str:
    """The script that writes the values alone; empty where it writes no such pairs."""
    tree = parse(source)
    pairs = {
        target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and ".items()" in ast.unparse(node.value)
        and not isinstance(node.value, (ast.DictComp, ast.ListComp))
        for target in node.targets
        if isinstance(target, ast.Name)
    }  # fmt: skip
    written = [
        node.args[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) in ("json.dump", "json.dumps")
        and node.args
        and ast.unparse(node.args[0]) in pairs
    ]
    others = [(name, f"[_value for _, _value in {ast.unparse(name)}]") for name in written]
    changed = with_other_expressions(source, others)
    return changed if changed != source else ""
