"""Task, Outcome -> columns called as what each line of an input is, which hold something else.

    games.txt holds one game per line. Write results.csv with the columns game and result.

A model that counts the lines may write their numbers there.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from code_it.checks.agreement import Outcome, is_table
from code_it.checks.syntax import parse, with_other_expressions
from code_it.flow import Task
from code_it.reading.input_brief import decode

_HELD = re.compile(
    r"(?<![\w./])(?P<file>[\w./-]+\.\w+) (?:holds|has|contains|lists) one (?P<thing>\w+)\b"
    r"[^.:;]{0,40}? (?:per|on each|in each) line\b",
    re.IGNORECASE,
)
_MOST_BYTES = 5_000_000


def columns_of_no_line(task: Task, outcome: Outcome, before: Path) -> Iterator[str]:
    """A sentence about each of which no cell is a line of the input.

    Args:
        before: The user's folder, as it was.
    """
    for match in _HELD.finditer(task.text):
        path = before / match["file"]
        if match["file"] not in task.input_files or not path.is_file():
            continue
        if path.stat().st_size > _MOST_BYTES:
            continue
        lines = {_plain(line) for line in decode(path.read_bytes()).splitlines()}
        for name, contents in outcome.items():
            rows = contents if name and is_table(contents) else ()
            for number, title in enumerate(rows[0] if len(rows) > 1 else ()):
                cells = [_plain(row[number]) for row in rows[1:] if number < len(row)]
                is_meant = cells and str(title).lower() == match["thing"].lower()
                if is_meant and lines.isdisjoint(cells):
                    what = f"and no line of {match['file']}"
                    yield f"{title} in {name} is {cells[0][:60]!r}, {what}"


def _plain(value: object) -> str:
    """A number to as many digits as numbers of an outcome have."""
    text = str(value).strip()
    return f"{float(text):.6g}" if re.fullmatch(r"-?\d+(?:\.\d+)?", text) else text


def with_lines_for_numbers(source: str, doubt: str) -> str:
    """The script that writes the item of a loop where it wrote its number; empty without one."""
    told = re.fullmatch(r"(?P<title>\w+) in \S+ is '\d+', and no line of .*", doubt)
    tree = parse(source)
    numbers = {
        ast.unparse(number): ast.unparse(item)
        for node in ast.walk(tree)
        if isinstance(node, (ast.For, ast.comprehension))
        and isinstance(node.target, ast.Tuple)
        and ast.unparse(node.iter).startswith("enumerate(")
        for number, item in [node.target.elts]
    }
    others = [
        (part, numbers[part.id])
        for node in ast.walk(tree)
        if isinstance(node, (ast.List, ast.Tuple)) and isinstance(node.ctx, ast.Load)
        for part in node.elts
        if told and isinstance(part, ast.Name) and numbers.get(part.id) == told["title"]
    ]
    changed = with_other_expressions(source, others)
    return changed if changed != source else ""
