"""A script with a bracket too many, too few or of the wrong kind -> the script that is meant."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator

_OPENING, _CLOSING = "([{", ")]}"
_LEFT_OPEN = re.compile(r"does not match opening parenthesis '(?P<opening>.)'")


def with_balanced_brackets(source: str) -> str:
    """Mend one bracket on the line of which the compiler complains.

    When several ways of mending it give a script, nobody knows which is meant, and `source`
    comes back as it is; so it does when the fault lies on another line.
    """
    error = _error(source)
    if error is None or not error.lineno:
        return source
    lines = source.split("\n")
    if error.lineno > len(lines):
        return source
    above, line, below = lines[: error.lineno - 1], lines[error.lineno - 1], lines[error.lineno :]
    closed = "\n".join([*above, _closed(line, error), *below])
    if _error(closed) is None:
        return closed
    mended = {"\n".join([*above, other, *below]) for other in _variants(line, error.msg)}
    right = [script for script in mended if _error(script) is None]
    return right[0] if len(right) == 1 else source


def _error(source: str) -> SyntaxError | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(source)
    except SyntaxError as error:
        return error
    except (ValueError, RecursionError, MemoryError):
        return None
    return None


def _closed(line: str, error: SyntaxError) -> str:
    """With the bracket that one closing bracket too early misses, where several close in a row."""
    left_open, place = _LEFT_OPEN.search(error.msg), (error.offset or 0) - 1
    if left_open is None or line[place - 1 : place] not in tuple(_CLOSING):
        return line
    return line[:place] + _CLOSING[_OPENING.index(left_open["opening"])] + line[place:]


def _variants(line: str, complaint: str) -> Iterator[str]:
    if any(
        words in complaint for words in ("was never closed", "forgot a comma", "invalid syntax")
    ):
        end = len(line.rstrip().removesuffix(":"))
        for closing in _CLOSING:
            yield line[:end] + closing + line[end:]
    if "unmatched" in complaint or "does not match" in complaint:
        for place, character in enumerate(line):
            # `g(b]` is no call of `gb`.
            is_call = character in _OPENING and re.search(r"[\w)\]]$", line[:place])
            if character in _OPENING + _CLOSING and not is_call:
                yield line[:place] + line[place + 1 :]
            if character in _CLOSING:
                yield from (line[:place] + other + line[place + 1 :] for other in _CLOSING)
