"""Source, PixelSize -> the script whose figure of matplotlib is saved with so many pixels."""

from __future__ import annotations

import ast

from code_it.checks.syntax import parse, parses
from code_it.flow import PixelSize

_DOTS_PER_INCH = 100


def with_figure_size(source: str, size: PixelSize) -> str:
    """The script with the size set before the figure is saved; empty where none is saved.

    A size in inches times dots per inch is one in pixels, unless the edges are cut off.
    """
    lines = source.split("\n")
    for node in ast.walk(parse(source)):
        if not _saves(node, size.file):
            continue
        assert isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
        call = node.value
        figure = ast.unparse(call.func).rpartition(".")[0]
        figure = "plt.gcf()" if figure == "plt" else figure
        call.keywords = [k for k in call.keywords if k.arg not in ("dpi", "bbox_inches")]
        call.keywords.append(ast.keyword("dpi", ast.Constant(_DOTS_PER_INCH)))
        inches = f"{size.width / _DOTS_PER_INCH:g}, {size.height / _DOTS_PER_INCH:g}"
        text = [f"{figure}.set_size_inches({inches})", ast.unparse(call)]
        lines[node.lineno - 1 : node.end_lineno] = [" " * node.col_offset + line for line in text]
        changed = "\n".join(lines)
        return changed if parses(changed) else ""
    return ""


def _saves(node: ast.AST, file: str) -> bool:
    """A statement `plt.savefig("file")` or `figure.savefig("file")`."""
    call = node.value if isinstance(node, ast.Expr) else None
    return (
        isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr == "savefig"
        and bool(call.args)
        and isinstance(call.args[0], ast.Constant)
        and call.args[0].value == file
    )
