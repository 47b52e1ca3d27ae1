"""Source -> the same with real numbers where SQL would divide whole ones.

`ROUND(SUM(seconds) / 60, 1)` asks for decimals, and in SQLite, PostgreSQL and others it has none:
whole numbers divided are whole.
"""

from __future__ import annotations

import ast
import re

from code_it.checks.syntax import parse, parses, texts_in

_DIVIDED = re.compile(
    r"(\bROUND\s*\(\s*(?:[^()',]|\([^()]*\))*?/\s*)(\d+)(\s*,\s*[1-9])", re.IGNORECASE
)
_QUERY = re.compile(r"\bSELECT\b", re.IGNORECASE)


def with_real_division(source: str) -> str:
    """Write what is rounded to decimals in a query as divided by a number with a point."""
    if not _QUERY.search(source) or not parses(source):
        return source
    changed = source
    for node, _ in texts_in(parse(source)):
        text = ast.get_source_segment(source, node) or ""
        if _QUERY.search(text):
            changed = changed.replace(text, _DIVIDED.sub(r"\1\2.0\3", text))
    return changed if parses(changed) else source
