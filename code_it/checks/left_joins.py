"""Source -> the same with conditions where a LEFT JOIN keeps the rows without a match.

`a LEFT JOIN b ON ... WHERE b.day = '2025-03-01'` leaves out what has no match in b, for there
`b.day` is NULL and equal to nothing (https://www.sqlite.org/lang_select.html): the condition
belongs behind ON.
"""

from __future__ import annotations

import ast
import re

from code_it.checks.syntax import parse, parses, texts_in
from code_it.flow import Task

_JOIN = re.compile(
    r"\bLEFT\s+(?:OUTER\s+)?JOIN\s+(?P<table>\w+)(?:\s+(?:AS\s+)?(?P<alias>(?!ON\b)\w+))?\s+ON\b",
    re.IGNORECASE,
)
_WHERE = re.compile(
    r"\s+WHERE\s+(?P<conditions>.+?)"
    r"(?=\s+(?:GROUP|ORDER|HAVING|LIMIT|UNION)\b|\s*;?\s*\Z)",
    re.IGNORECASE | re.DOTALL,
)
_ELSEWHERE = re.compile(r"\bJOIN\b|\bOR\b|\bSELECT\b|\bNULL\b|\bNOT\b", re.IGNORECASE)
_NAMED = re.compile(r"\b(?P<table>[A-Za-z_]\w*)\.\w+")
# What has no match is wanted where it has a 0, or is spoken of.
_WANTED = re.compile(
    r"(?<![\w.,])0(?![\w.,]\w)|\bzeros?\b"
    r"|\b(?:also|even|includ\w+)\b[^.]{0,40}\b(?:without|with no|who (?:did|do) not|never|none)\b",
    re.IGNORECASE,
)


def with_unmatched_rows(source: str, task: Task) -> str:
    """Conditions on the joined table alone go behind ON, and sums of it are 0 without a match.

    Only where the task speaks of what has none, and in queries with one LEFT JOIN, whose
    conditions are all about the table that it adds.
    """
    if "JOIN" not in source.upper() or not _WANTED.search(task.text) or not parses(source):
        return source
    changed = source
    for node, _ in texts_in(parse(source)):
        text = ast.get_source_segment(source, node) or ""
        if len(_JOIN.findall(text)) == 1:
            changed = changed.replace(text, _with_zeros(_with_condition_at_join(text)))
    return changed if parses(changed) else source


def _with_condition_at_join(query: str) -> str:
    join = _JOIN.search(query)
    quotes = re.search(r"[\"']+\Z", query)
    end = quotes.start() if quotes else len(query)
    where = _WHERE.search(query[:end], join.end()) if join else None
    if join is None or where is None:
        return query
    between, conditions = query[join.end() : where.start()], where["conditions"].strip()
    tables = {match["table"].lower() for match in _NAMED.finditer(conditions)}
    own = {name.lower() for name in join.group("table", "alias") if name}
    if _ELSEWHERE.search(between + conditions) or not tables or not tables <= own:
        return query
    on = f"{query[: where.start()]} AND {conditions}"
    return on + query[where.end() :]


def _with_zeros(query: str) -> str:
    """Sums of the joined table, which are NULL where there is nothing to add, are 0."""
    join = _JOIN.search(query)
    names = [name for name in join.group("table", "alias") if name] if join else []
    of_table = "|".join(map(re.escape, names))
    summed = re.compile(rf"(?<!COALESCE\()(?<!IFNULL\()\bSUM\((?:{of_table})\.\w+\)", re.IGNORECASE)
    return summed.sub(lambda match: f"COALESCE({match[0]}, 0)", query) if names else query
