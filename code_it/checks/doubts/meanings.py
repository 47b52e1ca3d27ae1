"""Task, Outcome -> columns and keys that hold other things than the task says they are.

the columns name, shifts (how many there are) and hours (their sum)
Order is the number of pieces that are missing
by_address (an object with this number for each address)
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence

from code_it.checks.agreement import Outcome, is_table
from code_it.checks.syntax import parse, with_other_expressions
from code_it.flow import Task

_COUNT = r"(?:the |total |overall )*(?:number|count) of\b|how (?:many|often)\b"
_FIGURE = (
    r"(?:the |their |its |his |her )*(?:total|sum|average|mean|median|percentage|difference)"
    r"(?= of\b|,|\)|$| in\b)"
)
_OBJECT = r"an? (?:JSON )?(?:object|dictionary|mapping)\b"
_LIST = r"an? (?:JSON )?(?:list|array)\b"
_KINDS = {
    kind: f"(?:{words})"
    for kind, words in (
        ("count", _COUNT), ("number", _FIGURE), ("object", _OBJECT), ("list", _LIST),
    )
}  # fmt: skip
_NUMBER = re.compile(r"[-+]?[$€£]?\s?(?:\d[\d., ']*|\.\d+)\s?(?:%|[A-Za-z€$£]{1,3})?")
_WORDED = re.compile(r"\b(?:in words|spelled out|as text)\b", re.IGNORECASE)


def other_than_meant(task: Task, outcome: Outcome) -> Iterator[str]:
    """A sentence about each of them; none where less than half of the values are other ones."""
    if _WORDED.search(task.text):
        return
    for file, contents in outcome.items():
        for title, values in _titled(contents, file) if file else ():
            kind, words = _meaning(task.text, title)
            odd = [value for value in values if _is_other(value, kind)]
            if odd and 2 * len(odd) >= len(values):
                what = _WANTED.get(kind, "")
                yield f"{title} in {file} is {str(odd[0])[:60]!r}, and no {what} ({words})"
            elif below := [value for value in values if kind == "count" and _is_negative(value)]:
                yield f"{title} in {file} is {below[0]}{_BELOW}"


_BELOW = ", and no number of things is below 0"


def with_meanings_met(source: str, doubt: str) -> Iterator[str]:
    """The scripts that subtract the other way round, or count what they wrote."""
    if doubt.endswith(_BELOW):
        for node in ast.walk(parse(source)):
            if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Sub):
                turned = f"{ast.unparse(node.right)} - {ast.unparse(node.left)}"
                yield with_other_expressions(source, [(node, f"({turned})")])
    told = re.fullmatch(r"(?P<title>.+?) in \S+ is '(?P<value>.*)', and no number \(.*", doubt)
    if told and re.search(rf"no number \({_COUNT}", doubt):
        yield _with_length(source, told["title"])
    if told and len(re.findall(r"\d+", told["value"])) == 1:
        yield _with_number(source, told["title"])


def _with_length(source: str, name: str) -> str:
    """The script that puts the length of `name` into a row, or an object, in its place."""
    within = [
        part
        for node in ast.walk(parse(source))
        for part in _parts(node)
        if isinstance(part, ast.Name) and part.id == name
    ]
    changed = with_other_expressions(source, [(part, f"len({name})") for part in within])
    return changed if changed != source else ""


def _with_number(source: str, title: str) -> str:
    """The script that gives `title` the one number that is in the text which it gave it."""
    given = [
        value
        for node in ast.walk(parse(source))
        for key, value in _given(node)
        if isinstance(key, ast.Constant) and key.value == title
    ]
    others = [(each, rf"int(re.search(r'\d+', str({ast.unparse(each)}))[0])") for each in given]
    changed = with_other_expressions(source, others)
    if changed == source or re.search(r"^import re$", source, re.MULTILINE):
        return changed if changed != source else ""
    return f"import re\n{changed}"


def _given(node: ast.AST) -> Iterator[tuple[ast.expr | None, ast.expr]]:
    """The keys of an object, or of a part of one that is set, with their values."""
    if isinstance(node, ast.Dict):
        yield from zip(node.keys, node.values, strict=True)
    elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Subscript):
        yield node.targets[0].slice, node.value


def _parts(node: ast.AST) -> list[ast.expr]:
    if isinstance(node, (ast.Tuple, ast.List)) and isinstance(node.ctx, ast.Load):
        return node.elts
    return node.values if isinstance(node, ast.Dict) else []


_WANTED = {"count": "number", "number": "number", "object": "object", "list": "list"}


def _meaning(text: str, title: str) -> tuple[str, str]:
    """What the task says of a column or key, and its words; empty where it does not."""
    name = rf"(?<![\w.]){re.escape(title)}['\"`]?" if title.strip() else r"(?!)"
    for kind, words in _KINDS.items():
        told = (
            rf"{name} ?\(\s*(?P<words>(?:{words})[^()]*)\)|{name} is (?P<is>(?:{words})[^.,;()]*)"
        )
        if match := re.search(told, text):
            return kind, (match["words"] or match["is"]).strip()
    return "", ""


_OF_TABLES = (".xlsx", ".xlsm", ".db", ".sqlite", ".sqlite3")


def _titled(contents: object, file: str) -> Iterator[tuple[str, list[object]]]:
    """The titles with all values below them, but for empty ones."""
    if is_table(contents):
        yield from _columns(contents)
    elif isinstance(contents, Mapping) and file.lower().endswith(_OF_TABLES):
        for rows in contents.values():
            yield from _columns(rows)
    elif isinstance(contents, Mapping):
        yield from (
            (str(title), [value]) for title, value in contents.items() if value not in (None, "")
        )
    elif isinstance(contents, list):
        objects = [item for item in contents if isinstance(item, Mapping)]
        for title in dict.fromkeys(key for item in objects for key in item):
            values = [item.get(title) for item in objects]
            yield str(title), [value for value in values if value not in (None, "")]


def _columns(rows: Sequence[Sequence[object]]) -> Iterator[tuple[str, list[object]]]:
    for number, title in enumerate(rows[0] if rows else ()):
        cells = [row[number] for row in rows[1:] if number < len(row)]
        yield str(title), [cell for cell in cells if cell not in (None, "")]


def _is_other(value: object, kind: str) -> bool:
    if kind == "object":
        return not isinstance(value, Mapping)
    if kind == "list":
        return isinstance(value, (str, int, float, Mapping))
    if kind not in ("count", "number"):
        return False
    if isinstance(value, str):
        return not _NUMBER.fullmatch(value.strip()) and not value.startswith("=")
    return isinstance(value, (Mapping, list, bool))


def _is_negative(value: object) -> bool:
    return bool(re.fullmatch(r"-\d+(?:\.\d+)?", str(value))) and float(str(value)) < 0
