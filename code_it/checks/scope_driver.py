"""A script, run again until it fails -> what the names on its failing line stand for.

The text of this file, with a call of `main` below it, is run in the sandbox in place of the script:
it imports nothing but the standard library.
"""

from __future__ import annotations

import ast
import builtins
import contextlib
import difflib
import inspect
import json
import os
import sys
import types
from collections.abc import Iterator
from typing import Any

MOST_NAMES = 6
MOST_CHARACTERS = 300
MOST_ATTRIBUTES = 40

Part = tuple[str, ast.expr]
"""An expression that can be looked up without calling anything: its text and its tree."""

DULL = (
    types.ModuleType,
    types.FunctionType,
    types.BuiltinFunctionType,
    types.MethodType,
    type,
)


def main(source: str, filename: str, marker: str) -> None:
    """Run `source` and print, on a line that begins with `marker`, what explains its error."""
    # What is told has the output for itself: what the script prints goes nowhere.
    output = os.dup(1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    module = sys.modules["__main__"] = types.ModuleType("__main__")
    module.__file__ = filename
    try:
        exec(compile(source, filename, "exec"), vars(module))
    except Exception as error:
        facts = explain(error, source, filename)
        os.write(output, (marker + json.dumps(facts) + "\n").encode())


def explain(error: Exception, source: str, filename: str) -> list[str]:
    trace = failing_frame(error.__traceback__, filename)
    if trace is None:
        return []
    names = {**vars(builtins), **trace.tb_frame.f_globals, **trace.tb_frame.f_locals}
    parts = parts_of_line(ast.parse(source), trace.tb_lineno)
    return list(dict.fromkeys([*facts_about(error, names, parts), *values(names, parts)]))


def failing_frame(trace: types.TracebackType | None, filename: str) -> types.TracebackType | None:
    """The innermost frame that is the script's own."""
    found = None
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == filename:
            found = trace
        trace = trace.tb_next
    return found


def parts_of_line(tree: ast.Module, number: int) -> list[Part]:
    """What the innermost statement at a line reads, in the order of its text."""
    around = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.stmt) and node.lineno <= number <= (node.end_lineno or 0)
    ]
    if not around:
        return []
    statement = max(around, key=lambda node: (node.lineno, node.col_offset))
    parts: list[ast.AST] = [statement]
    if hasattr(statement, "body"):
        # Of a loop or a function only its head fails at this line.
        parts = [part for _, part in ast.iter_fields(statement) if isinstance(part, ast.expr)]
        parts += [item.context_expr for item in getattr(statement, "items", [])]
    found = [
        (node.lineno, node.col_offset, ast.unparse(node), node)
        for part in parts
        for node in ast.walk(part)
        if isinstance(node, ast.expr) and is_plain(node)
    ]
    return [(text, node) for _, _, text, node in sorted(found, key=lambda item: item[:3])]


def is_plain(node: ast.expr) -> bool:
    """A name, or attributes and items of one, that is read and not written."""
    if not isinstance(getattr(node, "ctx", None), ast.Load):
        return False
    if isinstance(node, ast.Attribute):
        return is_plain(node.value)
    if isinstance(node, ast.Subscript):
        return isinstance(node.slice, (ast.Constant, ast.Name)) and is_plain(node.value)
    return isinstance(node, ast.Name)


def value_of(node: ast.expr, names: dict[str, Any]) -> Any:
    """Look a plain expression up, without running code of the script's own.

    Raises:
        LookupError, AttributeError: It has no value, or finding it would run something.
    """
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.Name):
        return names[node.id]
    if isinstance(node, ast.Subscript):
        owner = value_of(node.value, names)
        if type(owner) not in (dict, list, tuple, str):
            raise LookupError(ast.unparse(node))
        return owner[value_of(node.slice, names)]
    if isinstance(node, ast.Attribute):
        owner = value_of(node.value, names)
        if isinstance(inspect.getattr_static(type(owner), node.attr, None), property):
            raise LookupError(node.attr)
        return getattr(owner, node.attr)
    raise LookupError(ast.unparse(node))


def facts_about(error: Exception, names: dict[str, Any], parts: list[Part]) -> Iterator[str]:
    """What belongs to the error itself: near names, the signature of what was called."""
    if isinstance(error, AttributeError) and error.name:
        yield from attributes(error.name, error.obj)
    if isinstance(error, ImportError) and error.name in sys.modules:
        wanted = str(error).partition("'")[2].partition("'")[0]
        near = difflib.get_close_matches(wanted, dir(sys.modules[error.name]), 6, 0.5)
        if near:
            yield f"{error.name} has, among others: {', '.join(near)}"
    if isinstance(error, TypeError) and "()" in str(error) and "argument" in str(error):
        called = str(error).partition("()")[0].split(".")[-1].split()[-1]
        for text, node in parts:
            if called in (text.rpartition(".")[2], "__init__"):
                yield from signature(text, node, names)


def attributes(name: str, owner: object) -> Iterator[str]:
    there = [attribute for attribute in dir(owner) if not attribute.startswith("_")]
    near = difflib.get_close_matches(name, there, 6, 0.6)
    is_module = isinstance(owner, types.ModuleType)
    what = f"the module {owner.__name__}" if is_module else describe(owner)  # type: ignore[attr-defined]
    yield f"there is no .{name} in {what}"
    if elsewhere := homes_of(name, owner):
        yield f"there is {', '.join(elsewhere)}"
    elif near or len(there) <= MOST_ATTRIBUTES:
        yield f"it has: {', '.join(near or there) or 'nothing'}"


def homes_of(name: str, owner: object) -> list[str]:
    """Where else a name that is looked for in a module stands: its classes, other modules."""
    if not isinstance(owner, types.ModuleType):
        return []
    classes = [
        f"{owner.__name__}.{key}.{name}"
        for key, value in list(vars(owner).items())
        if isinstance(value, type) and value.__module__ == owner.__name__ and hasattr(value, name)
    ]
    modules = [
        f"{key}.{name}"
        for key, module in list(sys.modules.items())
        if isinstance(module, types.ModuleType)
        and not key.startswith("_")
        and "." not in key
        and callable(vars(module).get(name))
    ]
    return (classes + modules)[:3]


def signature(text: str, node: ast.expr, names: dict[str, Any]) -> Iterator[str]:
    with contextlib.suppress(LookupError, AttributeError, ValueError, TypeError):
        yield f"{text} takes {cut(str(inspect.signature(value_of(node, names))))}"


def values(names: dict[str, Any], parts: list[Part]) -> Iterator[str]:
    told: set[str] = set()
    for text, node in parts:
        try:
            value = value_of(node, names)
        except (LookupError, AttributeError, TypeError):
            continue
        if text not in told and not isinstance(value, DULL) and len(told) < MOST_NAMES:
            told.add(text)
            yield f"{text} is {describe(value)}"


def describe(value: Any) -> str:
    """What a value is, in the words that its user needs: keys, columns, length, type."""
    kind = type(value).__name__
    if value is None:
        return "None"
    if isinstance(value, dict):
        return f"a dict with the keys {short(list(value))}" if value else "an empty dict"
    if isinstance(value, (list, tuple, set, frozenset)):
        if not value:
            return f"an empty {kind}"
        first = next(iter(value))
        inside = describe(first) if isinstance(first, (dict, list, tuple)) else short(first)
        return f"a {kind} of {len(value)}, the first is {inside}"
    if isinstance(value, (str, bytes, int, float, complex)):
        return f"the {kind} {short(value)}"
    return described_object(value, kind)


def described_object(value: Any, kind: str) -> str:
    columns = getattr(value, "columns", None)
    if columns is not None and hasattr(value, "dtypes"):
        told = f"a {kind} of {len(value)} rows with the columns {short(list(columns))}"
        index = [name for name in getattr(value.index, "names", ()) if name is not None]
        return told + (f" and the index {short(index)}" if index else "")
    if hasattr(value, "dtype") and hasattr(value, "shape"):
        told = f"a {kind} of shape {tuple(value.shape)} and type {value.dtype}"
        return told + (f", which begins with {short(list(value[:3]))}" if len(value) else "")
    module = type(value).__module__
    if module == "__main__" and hasattr(value, "__dict__"):
        return f"a {kind} with the attributes {short(vars(value))}"
    return f"a {kind if module == 'builtins' else f'{module}.{kind}'}: {short(value)}"


def short(value: object) -> str:
    try:
        return cut(repr(value))
    except Exception as error:
        return f"something that cannot be shown ({type(error).__name__})"


def cut(text: str) -> str:
    text = " ".join(text[: 4 * MOST_CHARACTERS].split())
    return text if len(text) <= MOST_CHARACTERS else text[: MOST_CHARACTERS - 3] + "..."
