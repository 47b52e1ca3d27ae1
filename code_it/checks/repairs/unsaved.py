"""Source, file -> the script that also saves what it has made for that file.

Small models build a document to its end and forget the line that writes it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import PurePosixPath

from code_it.checks.placing import blocks, put_behind
from code_it.checks.syntax import parse, parses

PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp", ".tif", ".tiff")
# How what a call makes is written, by the last name of what is called.
_WRITTEN: dict[str, tuple[tuple[str, ...], str]] = {
    "Document": ((".docx",), "{name}.save({file!r})"),
    "Workbook": ((".xlsx", ".xlsm"), "{name}.save({file!r})"),
    "load_workbook": ((".xlsx", ".xlsm"), "{name}.save({file!r})"),
    "Presentation": ((".pptx",), "{name}.save({file!r})"),
    "PdfWriter": ((".pdf",), "{name}.write({file!r})"),
    "FPDF": ((".pdf",), "{name}.output({file!r})"),
    "Canvas": ((".pdf",), "{name}.save()"),
    "new": (PICTURES, "{name}.save({file!r})"),
    "DataFrame": ((".csv",), "{name}.to_csv({file!r}, index=False)"),
}
_LOOPS = (ast.For, ast.While, ast.AsyncFor)
_FIGURE = (*PICTURES, ".svg", ".pdf")
_SAVING = frozenset({"save", "write", "output", "savefig", "to_csv", "to_excel", "to_json"})


def with_saving(source: str, file: str) -> str:
    """The script with a line that writes `file`; empty where it is not clear what to write.

    It is clear where one object of the kind that such a file holds is made, and never written.
    """
    tree = parse(source)
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    if any(isinstance(c.func, ast.Attribute) and c.func.attr in _SAVING for c in calls):
        return ""
    ending = PurePosixPath(file).suffix.lower()
    found = list(_made(tree, ending))
    lines = source.split("\n")
    if len(found) == 1:
        name, template, block = found[0]
        put_behind(lines, block, template.format(name=name, file=file))
    elif not found and ending in _FIGURE and _draws(calls):
        _put_before_show(lines, tree, f"plt.savefig({file!r})")
    else:
        return ""
    changed = "\n".join(lines)
    return changed if parses(changed) else ""


def _made(tree: ast.Module, ending: str) -> Iterator[tuple[str, str, list[ast.stmt]]]:
    """Names that hold such an object, how it is written, and the block that they belong to."""
    repeated = [node.body for node in ast.walk(tree) if isinstance(node, _LOOPS)]
    for block in blocks(tree):
        if block in repeated:
            continue
        for statement in block:
            match statement:
                case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(func=called)):
                    last = ast.unparse(called).rpartition(".")[2]
                    endings, template = _WRITTEN.get(last, ((), ""))
                    if ending in endings:
                        yield name, template, block


def _draws(calls: list[ast.Call]) -> bool:
    return any(ast.unparse(call.func).startswith("plt.") for call in calls)


def _put_before_show(lines: list[str], tree: ast.Module, text: str) -> None:
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and ast.unparse(node) in ("plt.show()", "plt.close()"):
            lines.insert(node.lineno - 1, " " * node.col_offset + text)
            return
    put_behind(lines, tree.body, text)
