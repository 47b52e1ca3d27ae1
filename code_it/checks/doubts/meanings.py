"""Task, Outcome -> columns and keys that hold other things than the task says they are.

A task may say "shifts (how many there are) and hours (their sum)", "order is the number of pieces",
"by_day (an object with it for each day)", or "result (ok or wrong)".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from code_it.checks.agreement import Outcome, is_table
from code_it.flow import Task
from code_it.reading.allowed_words import allowed_words

COUNT = r"(?:the |total |overall )*(?:number|count) of\b|how (?:many|often)\b"
_FIGURE = (
    r"(?:the |their |its |his |her )*(?:total|sum|average|mean|median|percentage|difference)"
    r"(?= of\b|,|\)|$| in\b)"
)
_OBJECT = r"an? (?:JSON )?(?:object|dictionary|mapping)\b"
_LIST = r"an? (?:JSON )?(?:list|array)\b"
_KINDS = {
    kind: f"(?:{words})"
    for kind, words in (
        ("count", COUNT), ("number", _FIGURE), ("object", _OBJECT), ("list", _LIST),
    )
}  # fmt: skip
_NUMBER = re.compile(r"[-+]?[$€£]?\s?(?:\d[\d., ']*|\.\d+)\s?(?:%|[A-Za-z€$£]{1,3})?")
_WORDED = re.compile(r"\b(?:in words|spelled out|as text)\b", re.IGNORECASE)


def other_than_meant(task: Task, outcome: Outcome) -> Iterator[str]:
    """A sentence about each of them; none where less than half of the values are other ones."""
    if _WORDED.search(task.text):
        return
    for file, contents in outcome.items():
        for title, told in _titled(contents, file) if file else ():
            yield from _none_of_words(task.text, title, told, file)
            values = [value for value in told if value not in (None, "")]
            kind, words = _meaning(task.text, title)
            odd = [value for value in values if _is_other(value, kind)]
            if odd and 2 * len(odd) >= len(values):
                what = _WANTED.get(kind, "")
                yield f"{title} in {file} is {str(odd[0])[:60]!r}, and no {what} ({words})"
            elif below := [value for value in values if kind == "count" and _is_negative(value)]:
                yield f"{title} in {file} is {below[0]}{BELOW}"


def _none_of_words(text: str, title: str, values: Sequence[object], file: str) -> Iterator[str]:
    words = allowed_words(text, title)
    odd = [value for value in values if str(value).strip() not in words]
    if words and odd and 2 * len(odd) >= len(values):
        one_of = f"{', '.join(words[:-1])} or {words[-1]}"
        yield f"{title} in {file} is {str(odd[0])[:60]!r}, and not {one_of}"


BELOW = ", and no number of things is below 0"


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
    """The titles with all values below them."""
    if is_table(contents):
        yield from _columns(contents)
    elif isinstance(contents, Mapping) and file.lower().endswith(_OF_TABLES):
        for rows in contents.values():
            yield from _columns(rows)
    elif isinstance(contents, Mapping):
        yield from ((str(title), [value]) for title, value in contents.items())
    elif isinstance(contents, list):
        objects = [item for item in contents if isinstance(item, Mapping)]
        for title in dict.fromkeys(key for item in objects for key in item):
            yield str(title), [item.get(title) for item in objects]


def _columns(rows: Sequence[Sequence[object]]) -> Iterator[tuple[str, list[object]]]:
    for number, title in enumerate(rows[0] if rows else ()):
        yield str(title), [row[number] for row in rows[1:] if number < len(row)]


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
