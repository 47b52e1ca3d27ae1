"""A script with a bracket too many, too few or of the wrong kind -> the script that is meant."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterator

_OPENING, _CLOSING = "([{", ")]}"


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


def _variants(line: str, complaint: str) -> Iterator[str]:
    if any(
        words in complaint for words in ("was never closed", "forgot a comma", "invalid syntax")
    ):
        end = len(line.rstrip().removesuffix(":"))
        for closing in _CLOSING:
            yield line[:end] + closing + line[end:]
    if "unmatched" in complaint or "does not match" in complaint:
        for place, character in enumerate(line):
            if character in _OPENING + _CLOSING:
                yield line[:place] + line[place + 1 :]
            if character in _CLOSING:
                yield from (line[:place] + other + line[place + 1 :] for other in _CLOSING)
