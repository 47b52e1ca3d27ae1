"""A name in a text -> is something said of it that can only be said of a file to be made?

"Give me a chart in a.png", "the output file is called b.csv", "In c.txt, write ...": no verb of
making stands close in front of these names. Where a file of the name is there, they may mean that.
"""

from __future__ import annotations

import re
from typing import Protocol


class Surroundings(Protocol):
    """What stands around a name."""

    @property
    def sentence(self) -> str:
        """What stands in front of the name in its sentence."""

    @property
    def clause(self) -> str:
        """The end of that which is about this name."""

    @property
    def after(self) -> str: ...

    @property
    def suffix(self) -> str: ...


def is_new(place: Surroundings) -> bool:
    begins = _AT_THE_BEGINNING.search(place.sentence) and _WRITES_AFTER.match(place.after)
    is_drawn = place.suffix in _PICTURES and _DRAWN.search(place.clause)
    return bool(begins or is_drawn or _SAID_BEFORE.search(place.clause))


_SAID_BEFORE = re.compile(
    r"\b(?:in|to|into|as)\s+a\s+new\s+(?:\w+\s+){1,2}(?:(?:called|named)\s+)?['\"`(]*$"
    r"|\b(?:output|result|new)(?:\s+(?:file|image|picture|page|document|workbook|table))?"
    r"\s+(?:is|shall\s+be|should\s+be|must\s+be|will\s+be)\s+(?:called|named)\s+['\"`]?$"
    r"|\b(?:output|result)\s+is\s+['\"`]?$"
    r"|\b(?:should|shall|must|will|has\s+to|have\s+to)\s+(?:all\s+)?(?:be|end\s+up|go|land|stand|appear)"
    r"\s+(?:in|into)\s+(?:(?:a|the)\s+)?(?:file\s+)?(?:(?:called|named)\s+)?['\"`]?$"
    r"|\bgive\s+me\b[^,.:;]{1,40}\b(?:in|as)\s+['\"`]?$"
    r"|\b(?:like|want|need)\s+(?:to\s+have\s+)?(?:a|an)\s+(?:\w+\s+){0,2}file\s+(?:(?:called|named)\s+)?['\"`(]*$"
    r"|\blist\s+(?:them|these|those)\s+in\s+['\"`]?$"
    r"|(?:->|=>|→)\s*['\"`]?$",
    re.IGNORECASE,
)
_DRAWN = re.compile(r"\b(?:draw|plot)s?\b[^.;:]*,\s*['\"`]?$", re.IGNORECASE)
_AT_THE_BEGINNING = re.compile(
    r"^\s*In(?:\s+(?:the|a)\s+(?:new\s+)?file)?\s+['\"`]?$", re.IGNORECASE
)
_WRITES_AFTER = re.compile(
    r"['\"`]?,?\s+(?:then\s+)?(?:write|put|save|list|store)\b", re.IGNORECASE
)
_PICTURES = frozenset("png jpg jpeg svg pdf gif webp".split())
