"""A script with f-strings of a newer Python -> the script that older ones read, too.

Until Python 3.12, what stands in the braces of an f-string holds neither a backslash nor the quotes
that the string is written in. `str.format` has no such limits.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass

from code_it.checks.syntax import parses

_START = re.compile(r"(?<![\w'\"])(?P<prefix>[fF][rR]?|[rR][fF])(?P<quote>\"\"\"|'''|\"|')")
_PLAIN = re.compile(r"(?P<quote>\"\"\"|'''|\"|')")
_FIELD_END = re.compile(r"(?P<conversion>![rsa])?(?P<spec>:[^{}\"'\\]*)?")


@dataclass(frozen=True)
class _Field:
    expression: str
    ending: str
    """Conversion and format, as `str.format` takes them too: `!r:>5`."""


def with_plain_fstrings(source: str) -> str:
    """Write f-strings that this Python does not read as calls of `format`.

    `source` comes back as it is when it parses, and when that does not make it parse.
    """
    if parses(source):
        return source
    changed: list[str] = []
    place = 0
    while place < len(source):
        end = _after_comment_or_string(source, place)
        if end is not None:
            changed.append(source[place:end])
        elif (match := _START.match(source, place)) and (read := _read(source, match)):
            text, end = read
            changed.append(text)
        else:
            end = place + 1
            changed.append(source[place])
        place = end
    mended = "".join(changed)
    return mended if parses(mended) else source


def _after_comment_or_string(source: str, place: int) -> int | None:
    if source[place] == "#":
        end = source.find("\n", place)
        return len(source) if end < 0 else end
    match = _PLAIN.match(source, place)
    return _end_of_string(source, match) if match else None


def _end_of_string(source: str, start: re.Match[str]) -> int | None:
    quote, place = start["quote"], start.end()
    while place < len(source):
        if source.startswith(quote, place):
            return place + len(quote)
        if source[place] == "\n" and len(quote) == 1:
            return None
        place += 2 if source[place] == "\\" else 1
    return None


def _read(source: str, start: re.Match[str]) -> tuple[str, int] | None:
    """The f-string at `start` as a call where it needs to be one, and where it ends."""
    quote, place = start["quote"], start.end()
    text: list[str] = []
    fields: list[_Field] = []
    while place < len(source) and not source.startswith(quote, place):
        if source.startswith(("{{", "}}", "\\"), place):
            text.append(source[place : place + 2])
            place += 2
        elif source[place] == "{":
            read = _read_field(source, place + 1)
            if read is None:
                return None
            field, place = read
            fields.append(field)
            text.append(f"{{{field.ending}}}")
        elif source[place] == "\n" and len(quote) == 1:
            return None
        else:
            text.append(source[place])
            place += 1
    end = place + len(quote)
    if not any("\\" in field.expression or quote in field.expression for field in fields):
        return source[start.start() : end], end
    prefix = start["prefix"].strip("fF")
    # In brackets: in a call, commas part arguments.
    arguments = ", ".join(
        f"({field.expression})" if _is_bare(field.expression) else field.expression
        for field in fields
    )
    return f"{prefix}{quote}{''.join(text)}{quote}.format({arguments})", end


def _is_bare(expression: str) -> bool:
    """Would it be more, or something else, among the arguments of a call?"""
    try:
        body = ast.parse(f"({expression})", mode="eval").body
    except SyntaxError:
        return False
    in_brackets = expression.startswith("(") and expression.endswith(")")
    return isinstance(body, (ast.Tuple, ast.GeneratorExp)) and not in_brackets


def _read_field(source: str, place: int) -> tuple[_Field, int] | None:
    start, depth = place, 0
    while place < len(source) and source[place] != "\n":
        character = source[place]
        if depth == 0 and (character == "}" or _ends_expression(source, place)):
            ending = _FIELD_END.match(source, place)
            if ending is None or not source.startswith("}", ending.end()):
                return None
            return _Field(source[start:place].strip(), ending[0]), ending.end() + 1
        if match := _PLAIN.match(source, place):
            end = _end_of_string(source, match)
            if end is None:
                return None
            place = end
            continue
        depth += (character in "([{") - (character in ")]}")
        place += 1
    return None


def _ends_expression(source: str, place: int) -> bool:
    if source[place] == "!":
        return source[place + 1 : place + 2] != "="
    return source[place] == ":"
