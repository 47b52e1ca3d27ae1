"""Source -> the same that writes the values of dicts into a table, and not their keys.

`csv.writer` goes over what it is given, and a dict that is gone over gives its keys: only
`csv.DictWriter` takes dicts (https://docs.python.org/3/library/csv.html#csv.DictWriter).
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from code_it.checks.placing import assigned
from code_it.checks.syntax import parse, parses, with_other_expressions

_WRITERS = ("csv.writer", "writer")
_READERS = ("csv.DictReader", "DictReader")


def with_values_of_dicts(source: str) -> str:
    """Only where every row of a list is known to be a dict."""
    if "writer" not in source or not parses(source):
        return source
    tree = parse(source)
    return with_other_expressions(source, list(_rows(tree)))


def _rows(tree: ast.Module) -> Iterator[tuple[ast.expr, str]]:
    writers = {name for name, value in assigned(tree) if _is_call(value, _WRITERS)}
    loops = {
        loop.target.id: loop.iter
        for loop in ast.walk(tree)
        if isinstance(loop, ast.For) and isinstance(loop.target, ast.Name)
    }
    for node in ast.walk(tree):
        match node:
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id=writer), attr=way), args=[ast.Name() as rows]
            ) if writer in writers:
                if way == "writerows" and _is_list_of_dicts(rows, tree):
                    yield rows, f"({_values(writer, tree)} for row in {rows.id})"
                looped = loops.get(rows.id)
                if way == "writerow" and looped and _is_list_of_dicts(looped, tree):
                    yield rows, f"{rows.id}.values()"


def _values(writer: str, tree: ast.Module) -> str:
    """Those of a dict `row` under the names of the header, where one is written as a list."""
    for call in ast.walk(tree):
        match call:
            case ast.Call(func=function, args=[ast.List(elts=[_, *_] as names)]) if ast.unparse(
                function
            ) == f"{writer}.writerow" and all(isinstance(name, ast.Constant) for name in names):
                told = f"({', '.join(map(ast.unparse, names))},)"
                # A header may have other names than the dicts.
                return f"[row[n] for n in {told}] if row.keys() >= set({told}) else row.values()"
    return "row.values()"


def _is_list_of_dicts(rows: ast.expr, tree: ast.Module) -> bool:
    """Is all that it is made of, and all that is put into it, a dict?"""
    if not isinstance(rows, ast.Name):
        return _makes_dicts(rows, tree)
    values = [value for name, value in assigned(tree) if name == rows.id]
    added = [
        node.args[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) == f"{rows.id}.append"
        and node.args
    ]
    others = [value for value in values if not _is_empty(value)]
    return bool(others or added) and (
        all(_makes_dicts(value, tree) for value in others)
        and all(_is_dict(value, tree) for value in added)
    )


def _makes_dicts(value: ast.expr, tree: ast.Module) -> bool:
    match value:
        case ast.List(elts=items):
            return bool(items) and all(_is_dict(item, tree) for item in items)
        case ast.ListComp(
            elt=ast.Name(id=item), generators=[ast.comprehension(target=ast.Name(id=each))]
        ) if item == each:
            return _makes_dicts(value.generators[0].iter, tree)
        case ast.ListComp(elt=item):
            return _is_dict(item, tree)
        case ast.Call(func=ast.Name(id="list" | "sorted"), args=[rows]):
            return _makes_dicts(rows, tree)
        case ast.Name(id=name):
            values = [each for other, each in assigned(tree) if other == name]
            return len(values) == 1 and _is_call(values[0], _READERS)
    return _is_call(value, _READERS)


def _is_dict(value: ast.expr, tree: ast.Module) -> bool:
    if isinstance(value, ast.Name):
        values = [each for name, each in assigned(tree) if name == value.id]
        return bool(values) and all(isinstance(each, ast.Dict) for each in values)
    return isinstance(value, ast.Dict)


def _is_empty(value: ast.expr) -> bool:
    return ast.unparse(value) in ("[]", "list()")


def _is_call(value: ast.expr, names: tuple[str, ...]) -> bool:
    return isinstance(value, ast.Call) and ast.unparse(value.func) in names
