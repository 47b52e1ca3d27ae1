"""Source -> the same function with a case that was forgotten, in each usual way.

A search that finds nothing gives what it began with; a loop that takes two at a time is left with
one; nothing is returned at the end; equal items are sorted as if each were another one.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from code_it.checks.placing import is_docstring, names_in, own_nodes
from code_it.checks.syntax import parse, parses

# What a search for the smallest, or for the first, begins with.
_NOT_FOUND = re.compile(
    r"-?(?:float\(['\"][-+]?inf(?:inity)?['\"]\)|math\.inf|np\.inf|sys\.maxsize)|None"
)


def with_forgotten_cases(source: str) -> Iterator[str]:
    """The scripts with one line, or two, put in; those that do not parse are left out."""
    lines = source.split("\n")
    for function in parse(source).body:
        if isinstance(function, ast.FunctionDef):
            for number, text in _put_in(function):
                changed = "\n".join([*lines[:number], text, *lines[number:]])
                if parses(changed):
                    yield changed


_Line = tuple[int, str]
"""After how many lines what is put in."""


def _put_in(function: ast.FunctionDef) -> Iterator[_Line]:
    yield from _equal_items(function)
    for node in own_nodes(function):
        if isinstance(node, ast.While):
            yield from _ends_of_loop(node)
        if isinstance(node, ast.Return) and node.value is not None:
            yield from _not_found(function, node, node.value)
    yield from _results(function)


def _equal_items(function: ast.FunctionDef) -> Iterator[_Line]:
    """Each item once, of an argument that is sorted."""
    for node in own_nodes(function):
        match node:
            case (
                ast.Call(func=ast.Name(id="sorted"), args=[ast.Name(id=name)])
                | ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="sort"))
            ) if name in {each.arg for each in function.args.args}:
                first = next((each for each in function.body if not is_docstring(each)), None)
                if first is not None:
                    margin = " " * first.col_offset
                    yield first.lineno - 1, f"{margin}{name} = list(dict.fromkeys({name}))"


def _ends_of_loop(loop: ast.While) -> Iterator[_Line]:
    """An end where what the loop goes on with is used up before the round is over."""
    if isinstance(loop.test, ast.Constant):
        return
    for statement in loop.body[1:]:
        margin = " " * statement.col_offset
        yield statement.lineno - 1, f"{margin}if not ({ast.unparse(loop.test)}): break"


def _not_found(function: ast.FunctionDef, result: ast.Return, value: ast.expr) -> Iterator[_Line]:
    """What is returned early, where the search has found nothing either."""
    begun = {
        (name, ast.unparse(node.value))
        for node in own_nodes(function)
        if isinstance(node, ast.Assign) and _NOT_FOUND.fullmatch(ast.unparse(node.value))
        for target in node.targets
        for name in names_in(target) & names_in(value)
    }
    margin = " " * result.col_offset
    for name, start in sorted(begun):
        for early in _returned_early(function, result):
            yield result.lineno - 1, f"{margin}if {name} == {start}: return {early}"


def _returned_early(function: ast.FunctionDef, result: ast.Return) -> list[str]:
    """The constants that other lines return, in their order."""
    values = (value for value in _returned(function) if value is not result.value)
    return list(dict.fromkeys(ast.unparse(value) for value in values if _is_constant(value)))


def _returned(function: ast.FunctionDef) -> Iterator[ast.expr]:
    for node in own_nodes(function):
        if isinstance(node, ast.Return) and node.value is not None:
            yield node.value


def _is_constant(value: ast.expr) -> bool:
    return not names_in(value) and not isinstance(value, ast.Call)


def _results(function: ast.FunctionDef) -> Iterator[_Line]:
    """A result at the end, where there is none."""
    last = function.body[-1]
    if isinstance(last, (ast.Return, ast.Raise, ast.While)):
        return
    early = {ast.unparse(value) for value in _returned(function)}
    made = [
        name
        for node in own_nodes(function)
        if isinstance(node, ast.Assign)
        for target in node.targets
        for name in sorted(names_in(target))
    ]
    opposites = [other for one, other in (("True", "False"), ("False", "True")) if one in early]
    for value in dict.fromkeys([*opposites, *reversed(made)]):
        yield last.end_lineno or last.lineno, f"{' ' * last.col_offset}return {value}"
