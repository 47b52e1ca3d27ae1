"""What a script says it needs besides importing it: read, and never carried out."""

from __future__ import annotations

import re

from packaging.requirements import InvalidRequirement, Requirement

_MOST_CHARACTERS = 200
# No two repetitions stand side by side that could share blanks: models write thousands of them.
_LINE = re.compile(
    r"^[ \t]*(?:[#!%$][ \t]*){0,3}(?:(?:python[\d.]*[ \t]+-m[ \t]+)?(?:uv[ \t]+)?pip[\d.]*"
    r"[ \t]+install|uv[ \t]+add|requirements?[ \t]*:|dependencies[ \t]*:)"
    r"[ \t]+(?P<rest>[^\n]+)$",
    re.IGNORECASE | re.MULTILINE,
)
# The list of PEP 723, which stands in comments.
_INLINE = re.compile(
    r"^#[ \t]*dependencies[ \t]*=[ \t]*\[(?P<rest>(?:[^\]\"']|\"[^\"\n]*\"|'[^'\n]*')*)\]",
    re.MULTILINE,
)


def hints_in(source: str) -> tuple[str, ...]:
    """Requirements in `pip install` lines, `# requirements:` comments and PEP 723 metadata.

    Each once, in order. Options, paths and addresses are left out; the script need not parse.
    """
    found: list[str] = []
    for match in _LINE.finditer(source):
        found += re.split(r"[,\s]+", match["rest"].partition(" #")[0])
    for match in _INLINE.finditer(source):
        found += re.findall(r"""["']([^"'\n]+)["']""", match["rest"])
    names = (each.strip("`'\"();") for each in found)
    return tuple(dict.fromkeys(name for name in names if _is_name(name)))


def _is_name(text: str) -> bool:
    if len(text) > _MOST_CHARACTERS:
        return False
    try:
        return Requirement(text).url is None
    except InvalidRequirement:
        return False
