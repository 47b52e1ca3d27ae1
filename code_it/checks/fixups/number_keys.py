"""Source -> the script that sorts the rows of a CSV file by numbers, and not by texts.

The csv module gives text, and `"9"` comes behind `"10"`.
"""

from __future__ import annotations

import ast
import csv
import re
from collections.abc import Iterator

from code_it.checks.syntax import parse, parses, with_other_expressions
from code_it.flow import Task

_TABLE = re.compile(
    r"^\S.*: CSV (?!without)[^\n]*?(?:delimiter '(?P<delimiter>[^']+)'[^\n]*)?\n"
    r"(?P<rows>(?:  .*\n?)+)",
    re.MULTILINE,
)
_EMPTY = re.compile(r"'(?P<name>[^'\n]+)' is empty in some rows")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?")
_SORTING = frozenset("sorted sort max min nlargest nsmallest".split())


def with_number_keys(source: str, task: Task) -> str:
    """The columns that are numbers in the first rows of the inputs, as numbers in `key=`.

    As it is where the script makes numbers of such a column by itself.
    """
    if "csv.DictReader" not in source or "key=" not in source or not parses(source):
        return source
    numbers = {name for name in _numbers(task.brief) if not re.search(_made_a_number(name), source)}
    keys = [key for node in ast.walk(parse(source)) for key in _keys(node)]
    return with_other_expressions(
        source, [pair for key in keys for pair in _looked_up(key, numbers)]
    )


def _numbers(brief: str) -> set[str]:
    empty = {match["name"] for match in _EMPTY.finditer(brief)}
    return {
        name
        for table in _TABLE.finditer(brief)
        for name, cells in _columns(table["rows"], table["delimiter"] or ",")
        if name not in empty and cells and all(map(_NUMBER.fullmatch, cells))
    }


def _columns(shown: str, delimiter: str) -> Iterator[tuple[str, list[str]]]:
    lines = [line[2:] for line in shown.splitlines()]
    header, *rows = csv.reader(lines, delimiter=delimiter.replace("\\t", "\t"))
    for number, name in enumerate(header):
        # A row that is shortened has fewer cells.
        yield name, [row[number] for row in rows if len(row) == len(header)]


def _made_a_number(name: str) -> str:
    return rf"\b(?:float|int|Decimal|Fraction)\([^()\n]*\[['\"]{re.escape(name)}['\"]\]"


def _keys(node: ast.AST) -> Iterator[ast.expr]:
    if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in _SORTING:
        yield from (keyword.value for keyword in node.keywords if keyword.arg == "key")


def _looked_up(key: ast.expr, numbers: set[str]) -> Iterator[tuple[ast.expr, str]]:
    match key:
        case ast.Lambda(body=body):
            for node in ast.walk(body):
                match node:
                    case ast.Subscript(slice=ast.Constant(str(name))) if name in numbers:
                        yield node, f"float({ast.unparse(node)})"
        case ast.Call(func=called, args=[ast.Constant(str(name))]) if name in numbers:
            if ast.unparse(called).rpartition(".")[2] == "itemgetter":
                yield key, f"lambda row: float(row[{name!r}])"
