"""Task, folder -> values in JSON and YAML that are text where numbers are asked for."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from code_it.checks.syntax import parse, with_other_expressions
from code_it.flow import Task
from code_it.reading.input_brief import decode

_NUMBERS = re.compile(
    r"\b(?P<names>[a-z_]\w*(?:(?:, | and |, and )(?:the )?[a-z_]\w*)*)"
    r"(?: (?:must|should|shall|have to|are to) be|,? as| is| are)"
    r" (?:a )?(?:real |whole )?numbers?\b(?! of\b)"
)
# "servings is how many it is for (a number)": no text will do, be there a number in it or not.
_DESCRIBED = re.compile(
    r"\b(?P<name>[a-z_]\w*) is [^.;(),]{1,120}\((?:as )?an? (?:whole |real )?(?:number|integer)\)"
)
_NUMBER_IN_QUOTES = r"(?P<value>['\"]-?\d+(?:\.\d+)?['\"])"
_QUOTED = r"(?P<value>\"[^\"\n]{1,80}\"|'[^'\n]{1,80}')"
_FILES = (".json", ".yaml", ".yml")
_MOST_BYTES = 2_000_000


def numbers_as_text(task: Task, folder: Path) -> Iterator[str]:
    """A sentence about each such name that has a number in quotes, or a text."""
    wanted = [(key, _NUMBER_IN_QUOTES) for key in _keys(task.text)]
    wanted += [(match["name"], _QUOTED) for match in _DESCRIBED.finditer(task.text)]
    for name in task.output_files:
        path = folder / name
        is_small = path.is_file() and path.stat().st_size <= _MOST_BYTES
        if path.suffix.lower() not in _FILES or not is_small:
            continue
        text = decode(path.read_bytes())
        for key, value in wanted:
            if found := re.search(rf"\b{key}['\"]?: ?{value}", text):
                yield f"{key} in {name} is the text {found['value']}, and no number"


def _keys(text: str) -> list[str]:
    found = (re.split(r", and |, | and ", match["names"]) for match in _NUMBERS.finditer(text))
    return [name.removeprefix("the ") for names in found for name in names]


def with_numbers_read(task: Task, source: str) -> str:
    """The rows of the one CSV reader with numbers in those columns; empty without such a reader."""
    readers = [
        node
        for node in ast.walk(parse(source))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("csv.DictReader", "DictReader")
    ]
    keys = [key for key in _keys(task.text) if f"'{key}'" in task.brief]
    if len(readers) != 1 or not keys:
        return ""
    kind = "float" if re.search(r"^  .*\d\.\d", task.brief, re.MULTILINE) else "int"
    numbers = ", ".join(f"{key!r}: {kind}(_row[{key!r}])" for key in dict.fromkeys(keys))
    rows = f"[{{**_row, {numbers}}} for _row in {ast.unparse(readers[0])}]"
    changed = with_other_expressions(source, [(readers[0], rows)])
    return changed if changed != source else ""
