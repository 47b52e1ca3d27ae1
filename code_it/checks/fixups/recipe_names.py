"""Source -> the script with what a recipe imports or defines, where it uses that and does not.

A model that was shown them takes them for a part of Python.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from code_it.checks.imports import insert_at_top, undefined_names, with_missing_imports
from code_it.checks.syntax import parse, parses
from code_it.flow import Task


def with_definitions_of_recipes(source: str, task: Task) -> str:
    """As it is where a name is still undefined with them that was not undefined before."""
    missing = undefined_names(source)
    known = dict(pair for recipe in task.recipes for pair in _definitions(recipe))
    wanted = _with_what_they_use(set(missing) & set(known), known)
    if not wanted:
        return source
    lines = [line for name, text in known.items() if name in wanted for line in text.split("\n")]
    mended = with_missing_imports(insert_at_top(source, lines))
    is_whole = parses(mended) and set(undefined_names(mended)) <= set(missing) - wanted
    return mended if is_whole else source


def _definitions(recipe: str) -> Iterator[tuple[str, str]]:
    """What a recipe imports, its functions, classes and constants, by name; not its data."""
    if not parses(recipe):
        return
    for node in parse(recipe).body:
        text = ast.get_source_segment(recipe, node) or ""
        match node:
            case ast.ImportFrom(module=module, names=names, level=0):
                yield from (
                    (each.asname or each.name, f"from {module} import {_as(each)}")
                    for each in names
                )
            case ast.Import(names=names):
                yield from ((each.asname or each.name, f"import {_as(each)}") for each in names)
            case (
                ast.FunctionDef(name=name, decorator_list=[])
                | ast.ClassDef(name=name, decorator_list=[])
            ):
                yield name, text
            case ast.Assign(targets=[ast.Name(id=name)]) if name.isupper():
                yield name, text


def _as(imported: ast.alias) -> str:
    return f"{imported.name} as {imported.asname}" if imported.asname else imported.name


def _with_what_they_use(names: set[str], known: dict[str, str]) -> set[str]:
    wanted = set(names)
    while (
        more := {used for name in wanted for used in undefined_names(known[name]) if used in known}
        - wanted
    ):
        wanted |= more
    return wanted
