"""Outcome -> paths of requests that have the method and the protocol with them.

The line of a log has all three in one pair of quotes: "GET /index.html HTTP/1.1".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from code_it.checks.agreement import Outcome

_REQUEST = re.compile(
    r"['\"]?(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) (?P<path>(?:/|https?:)\S*)"
    r"(?: HTTP/[\d.]+)?['\"]?"
)
_OF_PATHS = re.compile(r"(?<![a-z])(?:path|url|page|resource|endpoint)s?", re.IGNORECASE)


def requests_for_paths(outcome: Outcome) -> Iterator[str]:
    """A sentence about the first of each file, under a title that speaks of paths only."""
    for name, contents in outcome.items():
        for title, value in _titled(contents):
            match = _REQUEST.fullmatch(value) if isinstance(value, str) else None
            if match and _OF_PATHS.search(title):
                more = f"which has more than the path {match['path']!r}"
                yield f"{title} in {name} is {value!r}, {more}"
                break


def _titled(contents: object) -> Iterator[tuple[str, object]]:
    """The values of an object, of a list of objects, and of a table, each with its title."""
    match contents:
        case Mapping():
            yield from ((str(title), value) for title, value in contents.items())
        case [Mapping(), *_]:
            for item in contents:
                yield from _titled(item)
        case [Sequence() as header, *rows] if not isinstance(header, str):
            titles = [str(title) for title in header]
            for row in rows:
                if isinstance(row, Sequence) and not isinstance(row, str):
                    yield from zip(titles, row, strict=False)
