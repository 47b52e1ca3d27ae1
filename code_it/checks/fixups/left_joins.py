"""Source -> the same with the rows of a JOIN that have no match, where the task wants them.

A plain JOIN leaves them out; and so does `a LEFT JOIN b ON ... WHERE b.day = '2025-03-01'`, for
there `b.day` is NULL and equal to nothing (https://www.sqlite.org/lang_select.html): the condition
belongs behind ON.
"""

from __future__ import annotations

import ast
import re

from code_it.checks.syntax import parse, parses, texts_in
from code_it.flow import Task
from code_it.reading.task_text import sentences_of

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
# "Members who did not come have 0": those of them are wanted.
_KEPT = re.compile(
    r"\b(?P<who>[a-z_]+)\s+(?:(?:without|with no)\b|(?:who|that|which)\s+(?:never\b|\w+n't\b"
    r"|(?:have|has|had|did|do|does|were|was|are|is)\s+(?:not|no|never)\b))"
    r"[^.;]*\b(?:too|also|as well|still|included?|0|zero|none|empty|blank)\b",
    re.IGNORECASE,
)
_LEFT_OUT = re.compile(
    r"\b(?:leav\w*|left) out\b|\b(?:skip|ignor|except|exclud|remov|drop)\w*", re.IGNORECASE
)
_PLAIN = re.compile(
    r"\bFROM\s+(?P<first>(?P<one>\w+)(?:\s+(?:AS\s+)?(?P<as_one>(?!(?:INNER|JOIN)\b)\w+))?)"
    r"\s+(?:INNER\s+)?JOIN\s+(?P<second>(?P<two>\w+)(?:\s+(?:AS\s+)?(?P<as_two>(?!ON\b)\w+))?)"
    r"\s+ON\b",
    re.IGNORECASE,
)


def with_unmatched_rows(source: str, task: Task) -> str:
    """Joins keep the rows of a table that the task wants all of; conditions on the joined table
    alone go behind ON, and sums of it are 0 without a match.

    Only where the task speaks of what has none, and in queries with one JOIN, whose conditions
    are all about the table that it adds.
    """
    if "JOIN" not in source.upper() or not _WANTED.search(task.text) or not parses(source):
        return source
    kept = kept_things(task)
    changed = source
    for node, _ in texts_in(parse(source)):
        text = ast.get_source_segment(source, node) or ""
        query = _with_all_of(text, kept) if len(_ANY_JOIN.findall(text)) == 1 else text
        if len(_JOIN.findall(query)) == 1:
            changed = changed.replace(text, _with_zeros(_with_condition_at_join(query)))
    return changed if parses(changed) else source


_ANY_JOIN = re.compile(r"\bJOIN\b", re.IGNORECASE)


def kept_things(task: Task) -> set[str]:
    """The things that are wanted even where there is nothing about them, in small letters."""
    return {
        match["who"].lower()
        for sentence in sentences_of(task.text)
        if not _LEFT_OUT.search(sentence)
        for match in _KEPT.finditer(sentence)
    }


def _with_all_of(query: str, kept: set[str]) -> str:
    """The query that has every row of the table of that name; a plain JOIN leaves some out."""
    join = _PLAIN.search(query)
    if join is None or len(tables := {join["one"].lower(), join["two"].lower()} & kept) != 1:
        return query
    if join["one"].lower() in tables:
        all_of, other, joined = join["first"], join["second"], join["as_two"] or join["two"]
    else:
        all_of, other, joined = join["second"], join["first"], join["as_one"] or join["one"]
    after = query[join.end() :]
    matched = re.search(rf"\b{re.escape(joined)}\.\w+", after)
    before = query[: join.start()]
    if matched is not None:
        before = re.sub(r"\bCOUNT\(\s*\*\s*\)", f"COUNT({matched[0]})", before, flags=re.IGNORECASE)
    return f"{before}FROM {all_of} LEFT JOIN {other} ON{after}"


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
