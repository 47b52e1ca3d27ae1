"""FailingLines, error, facts -> the lines put right that give several names to other many values.

Of `key, value = line.split(":")` and a line with two colons, the last name has all that comes
behind the first one; a line with none is passed over.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from code_it.checks.failing_lines import FailingLines, innermost_loop, tree_of
from code_it.checks.repairs.replacing import Rule, kinds

_PAIRS = re.compile(r"^ValueError: (?:too many|not enough) values to unpack \(expected 2")
_TOO_MANY = re.compile(r"^ValueError: too many values to unpack \(expected (?P<number>\d+)")
_TOO_FEW = re.compile(r"^ValueError: not enough values to unpack \(expected (?P<number>\d+)")


def _items(failing: FailingLines, error: str, facts: Sequence[str]) -> str:
    """Two names for each item of a dict are its key and its value."""
    head = re.fullmatch(r"for (\w+, ?\w+) in ([\w.]+):", failing.text.strip())
    if not head or not _PAIRS.search(error) or kinds(facts).get(head[2]) != "dict":
        return ""
    return f"for {head[1]} in {head[2]}.items():"


def _first_ones(failing: FailingLines, error: str, facts: Sequence[str]) -> str:
    """As many parts of a line, or groups of a match, as there are names for them."""
    del facts
    match = _TOO_MANY.search(error)
    given = _unpacked(failing, int(match["number"])) if match else None
    if given is None:
        return ""
    names, call, method = given
    if method == "groups":
        return f"{names} = {ast.unparse(call)}[:{match['number'] if match else ''}]"
    if len(call.args) > 1 or call.keywords:
        return ""
    most = ast.keyword("maxsplit", ast.Constant(names.count(",")))
    return f"{names} = {ast.unparse(ast.Call(call.func, call.args, [most]))}"


RULES: tuple[Rule, ...] = (_items, _first_ones)


def short_line_skipped(failing: FailingLines, error: str) -> str:
    """What stands before the failing lines so that a line with too few parts is passed over."""
    match = _TOO_FEW.search(error)
    given = _unpacked(failing, int(match["number"])) if match else None
    if match is None or given is None or innermost_loop(failing) is None:
        return ""
    _, call, method = given
    if method == "groups":
        return ""
    return f"if len({ast.unparse(call)}) < {match['number']}:\n    continue"


def _unpacked(failing: FailingLines, number: int) -> tuple[str, ast.Call, str] | None:
    """The names, the call that gives their values, and its method: `split` or `groups`."""
    match tree_of(failing).body:
        case [
            ast.Assign(
                targets=[ast.Tuple(elts=names)],
                value=ast.Call(func=ast.Attribute(attr="split" | "groups" as method)) as call,
            )
        ] if len(names) == number and all(isinstance(name, ast.Name) for name in names):
            return ", ".join(map(ast.unparse, names)), call, method
    return None
