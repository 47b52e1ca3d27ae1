"""A name in a text, and what stands around it -> does the text say that the file is read?

The words in front of the name say so, or those behind it tell what the file holds.
"""

from __future__ import annotations

import re

from code_it.reading.roles import Place, is_doubtful

_READ = re.compile(
    r"\b(?:reads?|opens?|loads?|parses?|takes?|sorts?|counts?|converts?|turns?|resizes?|rotates?|"
    r"crops?|copy|copies|merges?|joins?|of|in|from|inside)\s+(?:(?:the|my|our|a|an)\s+)?"
    r"(?:(?:lines|rows|words|numbers|text|data|contents?)\s+(?:of|in|from)\s+)?(?:the\s+)?"
    r"(?:\w+\s+)?(?:file\s+)?['\"`]?$",
    re.IGNORECASE,
)
_DESCRIBED = re.compile(
    r"\W?\s+(?:has|holds|contains|lists|maps|shows|says|comes from|is (?:the|a|an|my|our))\b",
    re.IGNORECASE,
)
_HAS_SUBJECT = re.compile(r"^\W*(?:(?:the|my|our)\s+)?(?:\w+\s+)?(?:file\s+)?['\"`]?$", re.I)


def is_read(place: Place) -> bool:
    """Do the words around a name say that the file is there to be read?"""
    if place.is_there or is_doubtful(place):
        return False
    is_subject = _HAS_SUBJECT.search(place.clause) and _DESCRIBED.match(place.after)
    return bool(is_subject or _READ.search(place.clause))
