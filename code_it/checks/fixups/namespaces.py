"""Source, Task -> the same, with tags that are found in whatever namespace they are.

In a file with `xmlns="..."` ElementTree finds no tag by its bare name.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from code_it.checks.syntax import parse, parses, with_other_expressions
from code_it.flow import Task
from code_it.reading.input_brief import has_default_namespace

_FINDING = ("find", "findall", "findtext", "iterfind", "iter")
_PATH = re.compile(r"(?P<start>\.//|\./|//|)(?P<steps>[A-Za-z_][\w-]*(?:/[A-Za-z_][\w-]*)*)")


def with_any_namespace(source: str, task: Task) -> str:
    """The names of tags that the brief shows, as `{*}name`; of other readers than ElementTree and
    lxml nothing is changed."""
    if not has_default_namespace(task.brief) or not parses(source):
        return source
    imports = [ast.unparse(node) for node in ast.walk(parse(source))
               if isinstance(node, (ast.Import, ast.ImportFrom))]  # fmt: skip
    reads_xml = any(re.search(r"ElementTree|etree", text) for text in imports)
    if not reads_xml or any("bs4" in text for text in imports):
        return source
    return with_other_expressions(source, list(_found(parse(source), task.brief)))


def _found(tree: ast.Module, brief: str) -> Iterator[tuple[ast.expr, str]]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(
                func=ast.Attribute(value=owner, attr=way), args=[ast.Constant(value=str(path))]
            ) if way in _FINDING and (open_path := _open(path, brief)):
                # `iter` knows no namespace that is left open.
                if way == "iter":
                    owned = f"{ast.unparse(owner)}.iterfind"
                    yield node, f"{owned}({'.//' + open_path.removeprefix('.//')!r})"
                else:
                    yield node.args[0], repr(open_path)
            case ast.Compare(
                left=ast.Attribute(attr="tag") as tag, comparators=[ast.Constant(value=str(name))]
            ) if _open(name, brief):
                yield tag, f"{ast.unparse(tag)}.rpartition('}}')[2]"


def _open(path: str, brief: str) -> str:
    """The path in any namespace; empty for one that is not of bare names that the brief shows."""
    match = _PATH.fullmatch(path)
    if not match or not all(f"<{name}" in brief for name in match["steps"].split("/")):
        return ""
    return match["start"] + "/".join(f"{{*}}{name}" for name in match["steps"].split("/"))


def with_elements_anywhere(source: str, line: int) -> str:
    """The script whose `findall("item")` of a line looks below all elements, not at the top only.

    Empty where that line has none.
    """
    others = []
    for node in ast.walk(parse(source)):
        match node:
            case ast.Call(
                func=ast.Attribute(attr="findall" | "iterfind"),
                args=[ast.Constant(value=str(path)) as place],
            ) if node.lineno == line and re.match(r"[A-Za-z_{]", path):
                others.append((place, repr(f".//{path}")))
    changed = with_other_expressions(source, others)
    return changed if changed != source else ""
