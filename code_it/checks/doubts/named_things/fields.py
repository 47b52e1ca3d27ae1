"""Sentence, source -> the column or key that a sentence names, and a script does not."""

from __future__ import annotations

import re

# "units times unit_price": what is named there is computed with.
_COMPUTED = re.compile(
    r"\b(?P<one>[A-Za-z_]\w*)\s+(?:times|plus|minus|divided by|multiplied (?:by|with))\s+"
    r"(?:the\s+)?(?P<other>[A-Za-z_]\w*)"
)


def not_computed(sentence: str, brief: str, used: str) -> re.Match[str] | None:
    # Columns and keys of the inputs must be called by their names; other words need not be, nor
    # the columns of a sheet, which has numbers for them.
    if "openpyxl" in used:
        return None
    return next(
        (
            match
            for match in _COMPUTED.finditer(sentence)
            for name in match.group("one", "other")
            if f"'{name}'" in brief and not re.search(rf"\b{re.escape(name)}\b", used)
        ),
        None,
    )


# "a field called next" of what is read: the script looks at it by this name.
_CALLED = re.compile(
    r"\b(?:field|key|list|array|object|entry|property|element)\s+(?:called|named)\s+[\"'`]?"
    r"(?P<name>[A-Za-z_]\w*)"
)


def not_looked_at(sentence: str, brief: str, source: str) -> re.Match[str] | None:
    return next(
        (
            match
            for match in _CALLED.finditer(sentence)
            if re.search(rf"[\"']{match['name']}[\"']", brief)
            and not re.search(rf"\b{match['name']}\b", source)
        ),
        None,
    )
