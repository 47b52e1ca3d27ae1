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
import itertools
import json
import os
import sys
import types
from collections.abc import Iterator
from typing import Any

MOST_NAMES = 24
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


def main(source: str, filename: str, marker: str, line: int) -> None:
    """Run `source` and print, on a line that begins with `marker`, what explains its error.

    That is what belongs to the error, and what the parts of the statement at `line` were when it
    was carried out last.
    """
    # What is told has the output for itself: what the script prints goes nowhere.
    output = os.dup(1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    module = sys.modules["__main__"] = types.ModuleType("__main__")
    module.__file__ = filename
    tree = ast.parse(source)
    recorder = Recorder(statement_at(tree, line))
    module.__dict__[RECORD] = recorder.record
    facts: list[str] = []
    try:
        exec(compile(recorder.recorded(tree), filename, "exec"), vars(module))
    except Exception as error:
        facts = explain(error, source, filename)
    except SystemExit:
        pass
    facts = list(dict.fromkeys([*facts, *recorder.facts()]))
    os.write(output, (marker + json.dumps(facts) + "\n").encode())


RECORD = "__record_of_code_it__"


class Recorder(ast.NodeTransformer):
    """Has the parts of one statement tell what they are, each as it is computed.

    Nothing is computed twice: what is asked for again may be another (the next line of a file).
    """

    def __init__(self, statement: ast.stmt | None) -> None:
        self._statement = statement
        self._texts: list[str] = []
        self._values: dict[int, Any] = {}

    def record(self, number: int, value: Any) -> Any:
        self._values[number] = value
        return value

    def facts(self) -> list[str]:
        told: dict[str, str] = {}
        for number, value in sorted(self._values.items()):
            # What a statement gives that is nothing but a call is left where it is.
            is_dropped = number == 0 and isinstance(self._statement, ast.Expr)
            if not is_dropped and not isinstance(value, DULL) and len(told) < MOST_NAMES:
                text = self._texts[number]
                # Whatever a value does when it is looked at, the others are told.
                with contextlib.suppress(Exception):
                    told.setdefault(text, f"{text} is {describe(value)}")
        return list(told.values())

    def recorded(self, tree: ast.Module) -> ast.Module:
        """The tree, in which that statement, or the head of it, tells its parts."""
        for name, part in ast.iter_fields(self._statement) if self._statement else ():
            if name in HEADS and isinstance(part, ast.expr):
                setattr(self._statement, name, self.visit(part))
            elif name in HEADS and isinstance(part, list):
                setattr(self._statement, name, [self.visit(item) for item in part])
        return ast.fix_missing_locations(tree)

    def visit_Call(self, node: ast.Call) -> ast.expr:
        text, number = ast.unparse(node), self._next()
        # A function is of no interest, and `super` and `locals` look at who calls them.
        if isinstance(node.func, ast.Attribute):
            node.func.value = self.visit(node.func.value)
        node.args = [self.visit(argument) for argument in node.args]
        node.keywords = [self.visit(keyword) for keyword in node.keywords]
        return self._telling(node, text, number)

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return self._told(node)

    visit_Attribute = visit_Subscript = visit_BinOp = visit_Name  # type: ignore[assignment]

    def visit_Lambda(self, node: ast.Lambda) -> ast.expr:
        return node

    def _told(self, node: ast.expr) -> ast.expr:
        text, number = ast.unparse(node), self._next()
        self.generic_visit(node)
        if not isinstance(getattr(node, "ctx", ast.Load()), ast.Load):
            return node
        return self._telling(node, text, number)

    def _next(self) -> int:
        self._texts.append("")
        return len(self._texts) - 1

    def _telling(self, node: ast.expr, text: str, number: int) -> ast.expr:
        self._texts[number] = text
        record = ast.Name(RECORD, ast.Load())
        return ast.copy_location(ast.Call(record, [ast.Constant(number), node], []), node)


# The fields of a statement that hold what it computes itself, and not other statements.
HEADS = ("value", "test", "iter", "items", "targets", "target", "msg", "subject")


def explain(error: Exception, source: str, filename: str) -> list[str]:
    trace = failing_frame(error.__traceback__, filename)
    if trace is None:
        return []
    names = {**vars(builtins), **trace.tb_frame.f_globals, **trace.tb_frame.f_locals}
    statement = statement_at(ast.parse(source), trace.tb_lineno)
    return list(facts_about(error, names, parts_of(statement) if statement else []))


def failing_frame(trace: types.TracebackType | None, filename: str) -> types.TracebackType | None:
    """The innermost frame that is the script's own."""
    found = None
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == filename:
            found = trace
        trace = trace.tb_next
    return found


def statement_at(tree: ast.Module, number: int) -> ast.stmt | None:
    """The innermost statement at a line; none when there is none."""
    around = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.stmt) and node.lineno <= number <= (node.end_lineno or 0)
    ]
    return max(around, key=lambda node: (node.lineno, node.col_offset)) if around else None


def parts_of(statement: ast.stmt) -> list[Part]:
    """What a statement reads, in the order of its text; of one with others in it only the head."""
    parts: list[ast.AST] = [statement]
    if hasattr(statement, "body"):
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
        yield from owners(error.name, names)
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


def owners(name: str, names: dict[str, Any]) -> Iterator[str]:
    """Which of the script's own objects have what another one has not."""
    found = (
        key
        for key, value in names.items()
        if key not in vars(builtins)
        and not key.startswith("_")
        and not isinstance(value, (types.ModuleType, type, types.FunctionType))
        and inspect.getattr_static(value, name, None) is not None
    )
    yield from (f"{key} has .{name}" for key in itertools.islice(found, 2))


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
    # Objects that answer to every name are no frames and no arrays.
    columns, shape = getattr(value, "columns", None), getattr(value, "shape", None)
    if columns is not None and isinstance(shape, tuple) and hasattr(value, "dtypes"):
        told = f"a {kind} of {len(value)} rows with the columns {short(list(columns))}"
        index = [name for name in getattr(value.index, "names", ()) if name is not None]
        # What is the index is no column, and many do not know how it becomes one.
        note = f"; {short(index)} is its index and no column, reset_index() makes it one"
        return told + (note if index else "")
    if isinstance(shape, tuple) and hasattr(value, "dtype"):
        told = f"a {kind} of shape {shape} and type {value.dtype}"
        return told + (f", which begins with {short(list(value[:3]))}" if len(value) else "")
    module = type(value).__module__
    keys = keys_of_rows(value, f"{module}.{kind}")
    if keys:
        return f"a {module}.{kind} with the keys {short(keys)}"
    if module == "__main__" and hasattr(value, "__dict__"):
        return f"a {kind} with the attributes {short(vars(value))}"
    return f"a {kind if module == 'builtins' else f'{module}.{kind}'}: {short(value)}"


def keys_of_rows(value: Any, kind: str) -> list[Any]:
    """The names that a reader of rows, or a row, has; none of what is neither."""
    try:
        if kind == "csv.DictReader":
            return list(value.fieldnames or ())
        return list(value.keys()) if kind == "sqlite3.Row" else []
    except Exception:
        # Its file may be closed.
        return []


def short(value: object) -> str:
    try:
        return cut(repr(value))
    except Exception as error:
        return f"something that cannot be shown ({type(error).__name__})"


def cut(text: str) -> str:
    text = " ".join(text[: 4 * MOST_CHARACTERS].split())
    return text if len(text) <= MOST_CHARACTERS else text[: MOST_CHARACTERS - 3] + "..."
