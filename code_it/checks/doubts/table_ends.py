"""Task, Outcome -> the first, last and new columns that the task names and a table has not, and
headers that stand twice; and the script that gives a column its name."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping

from code_it.checks.agreement import Outcome
from code_it.checks.failing_lines import statement_at
from code_it.checks.placing import names_in
from code_it.checks.syntax import parse, parses
from code_it.flow import Task

# "called Mean after the last", but "called Days late.": several words only down to the end.
_SEVERAL_WORDS = r"(?-i:[A-Z])\w*(?: \w+){1,2}(?=['\"`]?(?:[.;:)\n]|$))"
_NAMED = (
    r"\s+(?:(?-i:[A-Z])\s+)?(?:is\s+|are\s+|be\s+)?"
    r"(?:called|named|titled|with the (?:name|title|heading))\s+"
    rf"['\"`]?(?P<name>{_SEVERAL_WORDS}|[A-Za-z_]\w*)['\"`]?(?=[\s,.;:)]|$)"
)
_FIRST = re.compile(r"\bfirst column" + _NAMED, re.IGNORECASE)
_LAST = re.compile(r"\blast column" + _NAMED, re.IGNORECASE)
_NEW = re.compile(
    r"\b(?:another|(?:one )?more|new|further|additional|extra"
    r"|add(?:s|ing)? (?:a|an|the) (?:\w+ )?) ?column" + _NAMED,
    re.IGNORECASE,
)


def columns_left_out(task: Task, outcome: Outcome) -> tuple[str, ...]:
    """A sentence for each column that no table, or the wrong end of one, has."""
    headers = list(_headers(outcome))
    if not headers:
        return ()
    found = [
        *_missing(_FIRST, task.text, [header[:1] for header in headers], "the first column of"),
        *_missing(_LAST, task.text, [header[-1:] for header in headers], "the last column of"),
        *_missing(_NEW, task.text, headers, "a column of"),
    ]
    first = headers[0]
    return tuple(f"{what}; the columns are {', '.join(first)[:200]}" for what in found)


def header_again(outcome: Outcome) -> tuple[str, ...]:
    """A sentence for each CSV file in which the row of names stands once more."""
    tables = {
        name: rows
        for name, rows in outcome.items()
        if name.lower().endswith((".csv", ".tsv")) and isinstance(rows, tuple)
    }
    return tuple(
        f"the row of names of {name} stands in it {rows.count(rows[0])} times"
        for name, rows in tables.items()
        if rows and _is_header(rows[0]) and rows.count(rows[0]) > 1
    )


def _is_header(row: object) -> bool:
    """Texts only, and several ones."""
    if not isinstance(row, tuple) or len(row) < 2:
        return False
    return all(isinstance(cell, str) and cell for cell in row)


def with_header_cell(source: str, doubt: str) -> str:
    """The name of the new column put into the first row of a sheet; empty where none is filled.

    Args:
        doubt: What `columns_left_out` found.
    """
    name = doubt.partition(_NOT_THERE)[0] if _NOT_THERE in doubt else ""
    tree = parse(source)
    found = {
        (ast.unparse(call.func), number)
        for loop in ast.walk(tree)
        if isinstance(loop, ast.For)
        for call in ast.walk(loop)
        if isinstance(call, ast.Call)
        for number in _filled_column(call, loop)
    }
    lines = [node.lineno for node in ast.walk(tree) if isinstance(node, ast.For)]
    if not name or len(found) != 1:
        return ""
    ((cell, column),) = found
    first = statement_at(source, min(lines))
    if first is None:
        return ""
    changed = first.preceded(f"{cell}(row=1, column={column}, value={name!r})")
    return changed if parses(changed) else ""


_NOT_THERE = " is not a column of"


def _filled_column(call: ast.Call, loop: ast.For) -> Iterator[int]:
    """The number of the column that `sheet.cell(row=row, column=4, value=...)` fills in a loop."""
    told = {keyword.arg: keyword.value for keyword in call.keywords}
    match told:
        case {"row": row, "column": ast.Constant(value=int(column)), "value": _}:
            if ast.unparse(call.func).endswith(".cell") and names_in(row) & names_in(loop.target):
                yield column


def _missing(
    pattern: re.Pattern[str], text: str, places: list[list[str]], where: str
) -> Iterator[str]:
    for match in pattern.finditer(text):
        word = match["name"].lower().split()[0]
        if not any(cell.startswith(word) for place in places for cell in place):
            yield f"{match['name']} is not {where} what was written"


def _headers(outcome: Outcome) -> Iterator[list[str]]:
    """The first rows of the tables, in small letters."""
    for name, contents in outcome.items():
        tables = [contents]
        if isinstance(contents, Mapping) and name.lower().endswith((".xlsx", ".xlsm")):
            tables = list(contents.values())
        elif not name.lower().endswith((".csv", ".tsv")):
            continue
        for rows in tables:
            if isinstance(rows, (list, tuple)) and rows and isinstance(rows[0], (list, tuple)):
                yield [str(cell).strip().lower() for cell in rows[0]]
