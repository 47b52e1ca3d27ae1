"""Lines of text -> one regular expression that takes them apart, where they are all built alike.

Small models guess how a line of a log is built, and guess wrong. What all lines have in common can
be read off: kinds of fields, and what stands between them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

_FEWEST_LINES, _MOST_LINES = 3, 400
_FEWEST_GROUPS, _MOST_GROUPS = 2, 14
_FEWEST_SEPARATORS = 2
_MOST_CHARACTERS = 220
_SHARE = 0.8
"""Of the lines, so many must be built alike: a log has a traceback here and there."""

# The first that fits all lines is taken, so those that say more come first.
_VALUES = (
    r"(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)",
    r"(\d{4}-\d{2}-\d{2})",
    r"(\d{1,2}[./]\d{1,2}[./]\d{2,4})",
    r"(\d{1,2}/[A-Z][a-z]{2}/\d{4})",
    r"(\d{1,2}:\d{2}:\d{2}[.,]\d+)",
    r"(\d{1,2}:\d{2}:\d{2})",
    r"(\d{1,2}:\d{2})",
    r"(\d{1,3}(?:\.\d{1,3}){3})",
    r"(-?\d+\.\d+)",
    r"(-?\d+)",
    r"(-?\d+(?:\.\d+)?)",
    r'"([^"]*)"',
)
_WORDS = (r"([A-Za-z]\w*(?:[.-]\w+)*)", r"([\w./%?&=@:+~-]+)")
_SPACES = (" ", " +")
_TEXT, _REST = "(.*?)", "(.*)"
_SHORTER = {
    _VALUES[0]: r"(\S+)",
    _VALUES[1]: r"([\d-]+)",
    _VALUES[3]: r"([\w/]+)",
    _VALUES[4]: r"([\d:.,]+)",
    _VALUES[5]: r"([\d:]+)",
    _VALUES[6]: r"([\d:]+)",
    _VALUES[7]: r"([\d.]+)",
    _VALUES[10]: r"([\d.-]+)",
    _WORDS[0]: r"([\w.-]+)",
    _WORDS[1]: r"(\S+)",
}


@dataclass(frozen=True)
class LinePattern:
    """How the lines of a file are built."""

    regex: str
    """For `re.match`; it holds to the end of the line."""
    matched: int
    """Lines that it fits, of `lines`."""
    lines: int
    """Lines that are not blank."""
    groups: tuple[str, ...]
    """What its groups are in the first line that it fits."""

    @property
    def text(self) -> str:
        """The expression as it stands in a script."""
        if "'" not in self.regex:
            return f"r'{self.regex}'"
        return f'r"{self.regex}"' if '"' not in self.regex else repr(self.regex)


def line_pattern(lines: Sequence[str], *, complete: bool) -> LinePattern | None:
    """The pattern of most of the lines; `None` where they are not built alike, or too simple.

    Args:
        complete: There are no further lines, in which a word might be another one.
    """
    filled = [line.rstrip() for line in lines if line.strip()][:_MOST_LINES]
    if len(filled) < _FEWEST_LINES:
        return None
    alike = _likeliest(filled)
    regex = _built(alike, complete and len(filled) < _MOST_LINES)
    if regex is None or len(regex) > _MOST_CHARACTERS:
        return None
    found = [match for line in filled if (match := re.fullmatch(regex, line))]
    if len(found) < max(_FEWEST_LINES, _SHARE * len(filled)):
        return None
    return LinePattern(regex, len(found), len(filled), tuple(found[0].groups()))


def _likeliest(lines: Sequence[str]) -> list[str]:
    """The lines that begin as most do, as far as their kinds of characters go."""
    kinds = [_kind(line) for line in lines]
    most = max(set(kinds), key=lambda kind: (kinds.count(kind), -kinds.index(kind)))
    return [line for line, kind in zip(lines, kinds, strict=True) if kind == most]


def _kind(line: str) -> str:
    start = re.match(r"[^\s:,;|=]*", line)
    text = start[0] if start else ""
    return re.sub(r"[A-Za-z]+", "a", re.sub(r"\d+", "0", text))


def _built(lines: Sequence[str], complete: bool) -> str | None:
    """The pattern that fits all of `lines`; `None` where it has too few fields, or too many.

    Where one separator stands between all fields, to split at it is simpler.
    """
    parts = _without_words_at_end(_parts_of(lines))
    if complete:
        parts = _with_constants(parts, lines)
    parts = _simplified(parts, lines)
    fields = re.compile("".join(parts)).groups
    separators = {
        "".join(group).strip() for is_field, group in groupby(parts, _is_field) if not is_field
    }
    if len(separators) < _FEWEST_SEPARATORS or not _FEWEST_GROUPS <= fields <= _MOST_GROUPS:
        return None
    return "".join(parts)


def _escaped(text: str) -> str:
    """As a person would write it."""
    return re.sub(r"\\([ -])", r"\1", re.escape(text))


def _is_field(part: str) -> bool:
    return re.compile(part).groups > 0


def _with_constants(parts: list[str], lines: Sequence[str]) -> list[str]:
    """Words that are the same in all lines stand for themselves."""
    numbers = {number for number, part in enumerate(parts) if part in _WORDS}
    order = [number for number, part in enumerate(parts) if _is_field(part)]
    rows = [match.groups() for line in lines if (match := re.fullmatch("".join(parts), line))]
    constant = {
        number: _escaped(rows[0][place])
        for place, number in enumerate(order)
        if number in numbers and rows and len({row[place] for row in rows}) == 1
    }
    return [constant.get(number, part) for number, part in enumerate(parts)]


def _simplified(parts: list[str], lines: Sequence[str]) -> list[str]:
    """Shorter fields, where they take the lines apart in the same way."""
    shorter = [_SHORTER.get(part, part) for part in parts]
    for line in lines:
        one, other = (re.fullmatch("".join(each), line) for each in (parts, shorter))
        if (one and one.groups()) != (other and other.groups()):
            return parts
    return shorter


def _parts_of(lines: Sequence[str]) -> list[str]:
    """Fields and what stands between them, as far as all of `lines` go together."""
    parts: list[str] = []
    before: list[list[str]] = []
    rests = list(lines)
    while any(rests):
        found = _next_part(rests)
        if found is None:
            # What began as words was the beginning of a text.
            while _ends_in_words(parts):
                rests = before.pop()
                parts.pop()
            found = None if parts[-1:] == [_TEXT] else _text_up_to_anchor(rests)
        part, following = found or (_REST, [])
        parts.append(part)
        before.append(rests)
        rests = following
    return parts


def _ends_in_words(parts: Sequence[str]) -> bool:
    behind_word = parts[-2:-1] and parts[-2] in _WORDS and parts[-1] in _SPACES
    return bool(parts) and (parts[-1] in _WORDS or bool(behind_word))


def _next_part(rests: Sequence[str]) -> tuple[str, list[str]] | None:
    """What all of them begin with, and what is left of them."""
    for field in (*_VALUES, _WORDS[0]):
        if (left := _behind(field, rests)) is not None:
            return field, left
    first = rests[0][:1]
    if first == " " and all(rest.startswith(" ") for rest in rests):
        single = not any(rest.startswith("  ") for rest in rests)
        return " " if single else " +", [rest.lstrip(" ") for rest in rests]
    if first and not first.isalnum() and first != "/" and all(r.startswith(first) for r in rests):
        return _escaped(first), [rest[1:] for rest in rests]
    if (left := _behind(_WORDS[1], rests)) is not None:
        return _WORDS[1], left
    return None


def _behind(field: str, rests: Sequence[str]) -> list[str] | None:
    """What is left of them behind a field; `None` where one has no such field, or more of it."""
    left = []
    for rest in rests:
        match = re.match(field, rest)
        after = rest[match.end() :] if match else ""
        if match is None or re.match(r"\w|\.\d", after):
            return None
        left.append(after)
    return left


def _text_up_to_anchor(rests: Sequence[str]) -> tuple[str, list[str]] | None:
    """A text that ends where the same separator, or a value, begins in all of them."""
    separators = (match[0] for match in re.finditer(r" *[^\w\s]+ *", rests[0]))
    anchors = [*map(re.escape, separators), *(f" {field}(?!\\w)" for field in _VALUES)]
    found = [
        places for anchor in anchors if all(places := [_place(anchor, rest) for rest in rests])
    ]
    if not found:
        return None
    places = min(found, key=lambda places: places[0])
    return _TEXT, [rest[place:] for rest, place in zip(rests, places, strict=True)]


def _place(anchor: str, rest: str) -> int:
    """Where it begins, behind at least one character; 0 for nowhere."""
    match = re.compile(anchor).search(rest, 1)
    return match.start() if match else 0


def _without_words_at_end(parts: list[str]) -> list[str]:
    """A text at the end is one field, although it has the same number of words in every line."""
    start = len(parts)
    while start and parts[start - 1] in (*_WORDS, *_SPACES, _REST, r"(-?\d+)"):
        start -= 1
    end = parts[start:]
    while end and end[0] not in (*_WORDS, _REST):
        start, end = start + 1, end[1:]
    fields = [part for part in end if part not in _SPACES]
    return [*parts[:start], _REST] if start and len(fields) > 1 else parts
