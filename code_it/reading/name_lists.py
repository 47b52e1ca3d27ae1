"""Text -> the names of a list such as `a, b (in km) and c`."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ITEM = re.compile(
    r"""\s*(?:"(?P<q2>[^"]+)"|'(?P<q1>[^']+)'|`(?P<q0>[^`]+)`|(?P<bare>[^\W\d]\w*))"""
    r"""\s*(?:\((?P<note>[^)]*)\))?\s*(?P<end>,\s*and\b|,|\band\b|[.;:](?!\w)|$)"""
)


@dataclass(frozen=True)
class NamedItem:
    """A name, and what stands in parentheses behind it."""

    name: str
    note: str = ""


def parse_name_list(text: str) -> tuple[str, ...]:
    """The names of `"a, b (in km) and c, sorted by a"`: `("a", "b", "c")`.

    A list that does not clearly end, such as one with names of two words, gives `()`: it is
    better to know nothing than to ask for the wrong names. So does one of a single name.
    """
    return tuple(item.name for item in parse_items(text))


def parse_items(text: str) -> tuple[NamedItem, ...]:
    """As `parse_name_list`, with the notes."""
    items: list[NamedItem] = []
    position, last = 0, False
    while match := _ITEM.match(text, position):
        name = match["q2"] or match["q1"] or match["q0"] or match["bare"]
        items.append(NamedItem(name, (match["note"] or "").strip()))
        position = match.end()
        # ", and the rows of": something else follows; but another name may belong to the list.
        goes_on = match["end"] != "," and _ITEM.match(text, position) is not None
        is_over = last and match["end"].startswith(",") and not goes_on
        if match["end"] in (".", ";", ":", "") or is_over:
            return tuple(items) if len({item.name for item in items}) == len(items) > 1 else ()
        if last:
            return ()
        last = match["end"].endswith("and")
    return ()
