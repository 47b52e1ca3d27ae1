"""A script, run again -> its loops that go through nothing, its conditions that never hold,
its comparisons of things that are never equal, and its patterns that miss some of the lines.

The text of this file, with a call of `main` below it, is run in the sandbox in place of the script:
it imports nothing but the standard library.
"""

from __future__ import annotations

import ast
import contextlib
import copy
import datetime
import json
import os
import sys
import types
from collections.abc import Iterable, Iterator
from typing import Any

MOST_VALUES, SHOWN_VALUES = 40, 4
MOST_CHARACTERS = 60

LOOP, TEST, EQUAL = "__loop_of_code_it__", "__test_of_code_it__", "__equal_of_code_it__"
MATCH = "__match_of_code_it__"
# A pattern that fits fewer may be there to choose among the lines.
LEAST_SHARE = 0.5
# What may be asked twice: it changes nothing.
PLAIN_CALLS = frozenset(
    "len str int float strip lower upper get get_text startswith endswith isdigit round".split()
)


def main(source: str, filename: str, marker: str) -> None:
    """Run `source` and print, on a line that begins with `marker`, what did nothing.

    That is a list with, for each, the number of its line, counted from 1, a sentence about it, what
    its condition looked at, what that was, as Python writes it, and what it is: `mixed` for a
    comparison of two kinds of things, `partial` for a pattern that misses lines, `idle` for others.
    """
    # What is told has the output for itself: what the script prints goes nowhere.
    output = os.dup(1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    module = sys.modules["__main__"] = types.ModuleType("__main__")
    module.__file__ = filename
    watch = Watch()
    tree = ast.fix_missing_locations(watch.visit(ast.parse(source)))
    watched = {LOOP: watch.loop, TEST: watch.test, EQUAL: watch.equal, MATCH: watch.match}
    module.__dict__.update(watched)
    with contextlib.suppress(Exception, SystemExit):
        exec(compile(tree, filename, "exec"), vars(module))
    told = [*watch.mixed(), *watch.partial(), *watch.idle()]
    os.write(output, (marker + json.dumps(told) + "\n").encode())


Told = tuple[int, str, str, list[str], str]


class Watch(ast.NodeTransformer):
    """Counts how often a loop goes round and a condition holds, and keeps what it looked at."""

    def __init__(self) -> None:
        self._texts: list[tuple[int, str, str]] = []
        self._begun: dict[int, str] = {}
        self._rounds: dict[int, int] = {}
        self._tested: dict[int, int] = {}
        self._held: dict[int, int] = {}
        self._values: dict[int, list[str]] = {}
        self._mixed: dict[int, str] = {}
        self._alike: set[int] = set()
        self._fitting: dict[int, int] = {}
        self._missed: dict[int, list[str]] = {}

    def mixed(self) -> list[Told]:
        """The comparisons whose sides were never of one kind, in the order of the script."""
        found = [(self._texts[n], why) for n, why in self._mixed.items() if n not in self._alike]
        return sorted(
            (line, f"`{text}` is never true: {why}", "", [], "mixed")
            for (line, text, _), why in found
        )

    def partial(self) -> list[Told]:
        """The patterns that fit most of the texts that they are tried on, and not all."""
        found: list[Told] = []
        for number, missed in self._missed.items():
            fitting, (line, text, _) = self._fitting.get(number, 0), self._texts[number]
            tried = fitting + len(missed)
            if fitting and fitting >= LEAST_SHARE * tried:
                why = f"does not fit {len(missed)} of {tried} lines, such as {short(missed[0])}"
                found.append((line, f"`{text}` {why}", "", [], "partial"))
        return sorted(found)

    def idle(self) -> list[Told]:
        """What did nothing, in the order of the script."""
        found: list[Told] = []
        for number, (line, text, looked_at) in enumerate(self._texts):
            if number in self._begun and not self._rounds.get(number):
                what = f"there is nothing in {text}, which is {self._begun[number]}"
                found.append((line, what, "", [], "idle"))
            if self._tested.get(number) and not self._held.get(number):
                values = self._values.get(number, [])
                told = f"; {looked_at} was {', '.join(values[:SHOWN_VALUES])}" if values else ""
                found.append((line, f"`{text}` was never true{told}", looked_at, values, "idle"))
        return sorted(found)

    def loop(self, number: int, items: Iterable[Any]) -> Iterator[Any]:
        self._begun.setdefault(number, kind_of(items))
        for item in items:
            self._rounds[number] = self._rounds.get(number, 0) + 1
            yield item

    def test(self, number: int, held: Any, looked_at: Any = None) -> Any:
        self._tested[number] = self._tested.get(number, 0) + 1
        self._held[number] = self._held.get(number, 0) + bool(held)
        seen = self._values.setdefault(number, [])
        if looked_at is not None and len(seen) < MOST_VALUES:
            text = short(looked_at())
            if text not in seen:
                seen.append(text)
        return held

    def equal(self, number: int, left: Any, right: Any, is_member: bool) -> bool:
        """The comparison itself; it is noted whether its two sides could be equal."""
        if (why := never_equal(left, right, is_member)) is None:
            self._alike.add(number)
        else:
            self._mixed.setdefault(number, why)
        return left in right if is_member else left == right

    def match(self, number: int, function: Any, *arguments: Any) -> Any:
        """The match itself; it is noted whether there is one."""
        found = function(*arguments)
        if found is not None:
            self._fitting[number] = self._fitting.get(number, 0) + 1
        elif isinstance(arguments[-1], str) and arguments[-1].strip():
            self._missed.setdefault(number, []).append(arguments[-1].strip())
        return found

    def visit_Call(self, node: ast.Call) -> ast.Call:
        written = copy.deepcopy(node)
        self.generic_visit(node)
        is_match = isinstance(node.func, ast.Attribute) and node.func.attr in ("match", "fullmatch")
        is_plain = node.args and not any(isinstance(each, ast.Starred) for each in node.args)
        if not is_match or not is_plain or node.keywords:
            return node
        number = ast.Constant(self._noted(written, ""))
        return ast.Call(ast.Name(MATCH, ast.Load()), [number, node.func, *node.args], [])

    def visit_Compare(self, node: ast.Compare) -> ast.expr:
        written = copy.deepcopy(node)
        self.generic_visit(node)
        if len(node.ops) > 1 or not isinstance(node.ops[0], (ast.Eq, ast.In)):
            return node
        number = self._noted(written, "")
        is_member = ast.Constant(isinstance(node.ops[0], ast.In))
        sides = [node.left, node.comparators[0]]
        return ast.Call(ast.Name(EQUAL, ast.Load()), [ast.Constant(number), *sides, is_member], [])

    def visit_For(self, node: ast.For) -> ast.For:
        written = copy.deepcopy(node.iter)
        self.generic_visit(node)
        node.iter = self._watched_loop(node.iter, written)
        return node

    def visit_If(self, node: ast.If) -> ast.If:
        written = copy.deepcopy(node.test)
        self.generic_visit(node)
        node.test = self._watched_test(node.test, written)
        return node

    def visit_comprehension(self, node: ast.comprehension) -> ast.comprehension:
        written = copy.deepcopy(node)
        self.generic_visit(node)
        if not node.is_async:
            node.iter = self._watched_loop(node.iter, written.iter)
            tests = zip(node.ifs, written.ifs, strict=True)
            node.ifs = [self._watched_test(test, before) for test, before in tests]
        return node

    def _watched_loop(self, items: ast.expr, written: ast.expr) -> ast.expr:
        number = self._noted(written, "")
        return ast.Call(ast.Name(LOOP, ast.Load()), [ast.Constant(number), items], [])

    def _watched_test(self, test: ast.expr, written: ast.expr) -> ast.expr:
        looked_at = looked_at_in(written)
        number = self._noted(written, ast.unparse(looked_at) if looked_at else "")
        arguments: list[ast.expr] = [ast.Constant(number), test]
        if looked_at is not None:
            nothing = ast.arguments([], [], None, [], [], None, [])
            arguments.append(ast.Lambda(nothing, looked_at))
        return ast.Call(ast.Name(TEST, ast.Load()), arguments, [])

    def _noted(self, written: ast.expr, looked_at: str) -> int:
        self._texts.append((written.lineno, ast.unparse(written), looked_at))
        return len(self._texts) - 1


def looked_at_in(test: ast.expr) -> ast.expr | None:
    """What a comparison looks at, where it can be asked once more; `None` where there is none."""
    first = test.values[0] if isinstance(test, ast.BoolOp) else test
    if isinstance(first, ast.UnaryOp):
        first = first.operand
    looked_at = first.left if isinstance(first, ast.Compare) else first
    if isinstance(first, ast.Compare) and isinstance(first.ops[0], (ast.In, ast.NotIn)):
        looked_at = first.comparators[0] if isinstance(first.left, ast.Constant) else first.left
    return looked_at if is_plain(looked_at) else None


def is_plain(node: ast.expr) -> bool:
    calls = [part.func for part in ast.walk(node) if isinstance(part, ast.Call)]
    names = {ast.unparse(called).rpartition(".")[2] for called in calls}
    odd = (ast.NamedExpr, ast.Await, ast.Yield, ast.YieldFrom, ast.Lambda)
    return names <= PLAIN_CALLS and not any(isinstance(part, odd) for part in ast.walk(node))


# Of two of these, no two values are equal. Any other type may say what it likes.
KINDS: tuple[tuple[type, ...], ...] = (
    (str,), (bytes,), (int, float, complex), (datetime.datetime,), (datetime.date,),
    (datetime.time,), (list,), (tuple,), (dict,),
)  # fmt: skip


def never_equal(left: Any, right: Any, is_member: bool) -> str | None:
    """Why the two sides of a comparison cannot be equal; `None` when they can."""
    others = [right]
    if is_member:
        if not isinstance(right, (list, tuple, set, frozenset, dict)) or not right:
            return None
        others = list(right)[:MOST_VALUES]
    kind = kind_number(left)
    kinds = {kind_number(other) for other in others}
    # What is empty is compared with to see whether there is anything at all.
    if kind is None or None in kinds or kind in kinds or is_nothing(left) or is_nothing(right):
        return None
    what = "holds" if is_member else "is"
    return f"{short(left)} is a {type(left).__name__}, and the other {what} {short(others[0])}"


def is_nothing(value: Any) -> bool:
    """Is it empty, or one of the words for a value that is not there?"""
    return isinstance(value, str) and value.strip().lower() in NOTHING


NOTHING = ("", "n/a", "na", "nan", "none", "null", "-", "--", "?", "unknown", "missing", "invalid")


def kind_number(value: object) -> int | None:
    if type(value).__module__ not in ("builtins", "datetime"):
        return None
    return next((n for n, types in enumerate(KINDS) if isinstance(value, types)), None)


def kind_of(items: object) -> str:
    """A collection that is empty, as it is written; of others the kind."""
    with contextlib.suppress(Exception):
        if len(items) == 0:  # type: ignore[arg-type]
            return f"an empty {type(items).__name__}"
    return f"a {type(items).__name__}"


def short(value: object) -> str:
    try:
        text = " ".join(repr(value).split())
    except Exception:
        text = f"a {type(value).__name__}"
    return text if len(text) <= MOST_CHARACTERS else text[:MOST_CHARACTERS] + "..."
