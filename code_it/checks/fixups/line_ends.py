"""Source -> the script that looks at lines of a file without the line break at their end.

    words = file.readlines()
    found = [word for word in words if word.isalpha()]

No line but the last one is made of letters only then, or is equal to a word.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from code_it.checks.placing import assigned
from code_it.checks.syntax import parse, parses, with_other_expressions

_NO_BREAK_WITHIN = ("isalpha", "isdigit", "isnumeric", "isalnum", "isdecimal", "isidentifier")


def with_lines_without_breaks(source: str) -> str:
    """As it is where no line of a file is looked at like that, or the name has another value."""
    if not parses(source):
        return source
    tree = parse(source)
    others = [
        (use, _without_break(within, use.id))
        for within, target in _loops(tree)
        if isinstance(target, ast.Name) and not _is_given_anew(tree, target.id)
        for use in _looked_at(within, target.id)
    ]
    return with_other_expressions(source, others)


def _without_break(within: ast.AST, name: str) -> str:
    """As the line is looked at elsewhere in the loop, if it is."""
    stripped = f"{name}.strip()"
    return stripped if stripped in ast.unparse(within) else f"{name}.rstrip('\\n')"


def _loops(tree: ast.Module) -> Iterator[tuple[ast.AST, ast.expr]]:
    """Those that go through the lines of a file, each with its break, and what they call them."""
    files = set(_names_of_files(tree))
    lines = {name for name, value in assigned(tree) if _are_lines(value, files)}
    for node in ast.walk(tree):
        if isinstance(node, ast.For) and _gives_lines(node.iter, files, lines):
            yield node, node.target
        for inner in getattr(node, "generators", ()):
            if _gives_lines(inner.iter, files, lines):
                yield node, inner.target


def _names_of_files(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        for item in node.items if isinstance(node, ast.With) else ():
            opened = isinstance(item.context_expr, ast.Call) and item.context_expr
            if opened and ast.unparse(opened.func) == "open" and item.optional_vars:
                yield ast.unparse(item.optional_vars)


def _are_lines(value: ast.expr, files: set[str]) -> bool:
    return ast.unparse(value) in {f"{file}.readlines()" for file in files}


def _gives_lines(items: ast.expr, files: set[str], lines: set[str]) -> bool:
    return ast.unparse(items) in files | lines or _are_lines(items, files)


def _is_given_anew(tree: ast.Module, name: str) -> bool:
    return any(given == name for given, _ in assigned(tree))


def _looked_at(within: ast.AST, name: str) -> Iterator[ast.Name]:
    """The uses of a whole line that its break spoils."""
    for node in ast.walk(within):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name() as use, attr=way), args=arguments):
                ends = [each.value for each in arguments if isinstance(each, ast.Constant)]
                is_end = way == "endswith" and ends and "\n" not in str(ends[0])
                if use.id == name and (way in _NO_BREAK_WITHIN or is_end):
                    yield use
            case ast.Compare(left=ast.Name() as use, ops=[ast.Eq() | ast.NotEq()]):
                wanted = node.comparators[0]
                is_word = isinstance(wanted, ast.Constant) and isinstance(wanted.value, str)
                if use.id == name and is_word and "\\n" not in ast.unparse(wanted):
                    yield use
            case ast.Compare(left=ast.Call(func=ast.Name("len"), args=[ast.Name() as use])):
                if use.id == name:
                    yield use
            case ast.Subscript(value=ast.Name() as use, slice=ast.Slice()):
                if use.id == name and ast.unparse(node.slice) == "::-1":
                    yield use
