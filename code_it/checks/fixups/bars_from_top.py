"""Source -> the same, where a horizontal bar chart begins at the top.

Matplotlib draws the first of the bars of `barh` at the bottom
(https://matplotlib.org/stable/gallery/lines_bars_and_markers/barh.html).
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from code_it.checks.syntax import parse, parses
from code_it.flow import Task

_LARGEST_FIRST = re.compile(
    r"\b(?:highest|tallest|largest|biggest|longest|greatest|most\b[^.]{0,30}|best)\b"
    r"[^.]{0,40}\b(?:at|on) (?:the )?top\b",
    re.IGNORECASE,
)
_FALLING = re.compile(r"\breverse=True\b|\bascending=False\b|\.nlargest\(|\.most_common\(")
_TURNED = re.compile(r"\binvert_yaxis\(|\bset_ylim\(|\bylim\(|\[::-1\]|\breversed\(|\.iloc\[::-1\]")


def with_bars_from_top(source: str, task: Task) -> str:
    """Only where the bars fall, the task has the largest at the top, and nothing turns them."""
    if not _LARGEST_FIRST.search(task.text) or not parses(source):
        return source
    if not _FALLING.search(source) or _TURNED.search(source):
        return source
    drawn = list(_drawn(parse(source)))
    if len(drawn) != 1:
        return source
    statement, axes = drawn[0]
    turning = "plt.gca().invert_yaxis()" if axes == "plt" else f"{axes}.invert_yaxis()"
    lines = source.split("\n")
    end = statement.end_lineno or statement.lineno
    lines.insert(end, " " * statement.col_offset + turning)
    changed = "\n".join(lines)
    return changed if parses(changed) else source


def _drawn(tree: ast.Module) -> Iterator[tuple[ast.stmt, str]]:
    """The statements that draw horizontal bars, and what on."""
    for node in ast.walk(tree):
        match node:
            case (
                ast.Expr(value=ast.Call(func=ast.Attribute(value=axes, attr="barh")))
                | ast.Assign(value=ast.Call(func=ast.Attribute(value=axes, attr="barh")))
            ):
                yield node, ast.unparse(axes)
