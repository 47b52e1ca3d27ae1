"""Source -> the script that leaves things in the order in which they come, where that is told."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from code_it.checks.fixups.kept_order import with_order_kept
from code_it.checks.syntax import parse, parses, with_other_expressions
from code_it.flow import Task

_AS_IT_COMES = re.compile(
    r"\bin the order (?:in which|that) they\b|\bin (?:their|the) (?:original|given) order\b"
    r"|\border of (?:their |its |the )?(?:first )?appearance\b"
    r"|\bin the (?:same )?order (?:of|as in) (?:the|this)"
    r" (?:file|input|page|list|table|text|document)\b",
    re.IGNORECASE,
)
_SORTED = re.compile(
    r"\b(?:sort|alphabet|ascending|descending|rank)\w*|\border(?:ed)? by\b|\bin order of\b"
    r"|\b\w+est\s+(?:\w+\s+){0,2}first\b|\b(?:top|first|last) (?:\d+|two|three|five|ten)\b"
    r"|\bby name\b|\bmedian\b",
    re.IGNORECASE,
)
# What finds files gives them in no order at all.
_FILES = re.compile(r"\b(?:glob|rglob|iglob|iterdir|listdir|scandir|walk|namelist|getnames)\b")


def without_unasked_sorting(source: str, task: Task) -> str:
    """As it is where the task speaks of any other order as well."""
    if not _AS_IT_COMES.search(task.text) or _SORTED.search(task.text) or not parses(source):
        return source
    if _FILES.search(source):
        return source
    changed = with_other_expressions(source, list(_sorted(parse(source))))
    # A set of things that were sorted afterwards has no order without that.
    return changed if changed == source else with_order_kept(changed) or changed


def _sorted(tree: ast.Module) -> Iterator[tuple[ast.expr, str]]:
    """What is sorted to be gone through, kept or written; not what is compared, as letters are."""
    for node in ast.walk(tree):
        match node:
            case (
                ast.For(iter=items)
                | ast.comprehension(iter=items)
                | ast.Assign(value=items)
                | ast.Return(value=ast.Call() as items)
                | ast.Call(func=ast.Attribute(attr="writelines"), args=[items])
            ):
                yield from _without_sorted(items)
            case ast.Call(
                func=ast.Attribute(value=ast.Constant(str(between)), attr="join"), args=[items]
            ) if between.strip(" ,;") or "\n" in between:
                yield from _without_sorted(items)
            case ast.Expr(value=ast.Call(func=ast.Attribute(attr="sort"), args=[]) as call):
                yield call, "pass"
            case ast.Call(func=ast.Attribute(attr="groupby"), args=[_], keywords=told):
                if all(keyword.arg != "sort" for keyword in told):
                    yield node, f"{ast.unparse(node)[:-1]}, sort=False)"


def _without_sorted(node: ast.expr) -> Iterator[tuple[ast.expr, str]]:
    match node:
        case ast.Call(func=ast.Name("sorted"), args=[items], keywords=[]):
            yield node, f"list({ast.unparse(items)})"
