"""Names of files -> one regular expression that takes them apart, where many are built alike.

What a name tells (a date, a number, a customer) stands between separators, and what these are can
be read off the names.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import PurePosixPath

from code_it.reading.line_pattern import LinePattern

_FEWEST_NAMES, _SHARE = 3, 0.5
_FEWEST_GROUPS, _MOST_GROUPS = 2, 10
_PARTS = re.compile(r"[^\W\d_]+|\d+|[\W_]")


def name_pattern(names: Sequence[str]) -> LinePattern | None:
    """The pattern of most of the names; `None` where they are not built alike, or tell nothing.

    Args:
        names: Without their folders.
    """
    if len(names) < _FEWEST_NAMES:
        return None
    shapes = [_shape(name) for name in names]
    shape, count = Counter(shapes).most_common(1)[0]
    alike = [name for name, other in zip(names, shapes, strict=True) if other == shape]
    if count < max(_FEWEST_NAMES, _SHARE * len(names)):
        return None
    regex = _regex(alike)
    first = re.fullmatch(regex, alike[0])
    told = [group for group in first.groups() if not group.startswith(".")] if first else []
    if first is None or not _FEWEST_GROUPS <= len(told) <= _MOST_GROUPS:
        return None
    matched = sum(re.fullmatch(regex, name) is not None for name in names)
    return LinePattern(regex, matched, len(names), first.groups())


def _shape(name: str) -> tuple[str, ...]:
    """Its kinds of characters, and what stands between them."""
    stem = PurePosixPath(name).stem
    return tuple(re.sub(r"\d+", "0", re.sub(r"[^\W\d_]+", "a", part)) for part in _parts(stem))


def _parts(stem: str) -> list[str]:
    return _PARTS.findall(stem)


def _regex(names: Sequence[str]) -> str:
    """The one that fits names of one shape."""
    paths = [PurePosixPath(name) for name in names]
    columns = list(zip(*(_parts(path.stem) for path in paths), strict=True))
    regex = ""
    for number, column in enumerate(columns):
        is_time = number > 1 and _are_dates(columns[number - 2])
        regex += _part(column, is_time=is_time)
    endings = {path.suffix for path in paths}
    return regex + (re.escape(endings.pop()) if len(endings) == 1 else r"(\.\w+)")


def _part(column: Sequence[str], *, is_time: bool) -> str:
    """What stands at one place of all names."""
    if len(set(column)) == 1:
        return re.sub(r"\\([ -])", r"\1", re.escape(column[0]))
    if not column[0].isdigit():
        return r"([^\W\d_]+)" if not all(map(str.isascii, column)) else "([A-Za-z]+)"
    if _are_dates(column):
        return r"(\d{4})(\d{2})(\d{2})"
    lengths = set(map(len, column))
    if is_time and lengths == {6}:
        return r"(\d{2})(\d{2})(\d{2})"
    if lengths == {1}:
        return r"(\d)"
    return rf"(\d{{{lengths.pop()}}})" if len(lengths) == 1 else r"(\d+)"


def _are_dates(column: Sequence[str]) -> bool:
    return all(len(text) == 8 and _is_date(text) for text in column)


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(f"{text[:4]}-{text[4:6]}-{text[6:]}")
    except ValueError:
        return False
    return True
