"""Source -> the script that takes the files of the task where it looked for others.

A model that is shown how the files of a folder are found looks in that folder, which is not there,
or takes all files that are there, in the order of their names.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import PurePosixPath

from code_it.checks.copied import borrowed
from code_it.checks.syntax import parse, parses, texts_in, with_other_expressions
from code_it.flow import Task


def with_own_files(source: str, task: Task) -> str:
    """As it is where the script makes that folder itself, or it is not clear what was meant."""
    if not parses(source) or not (strange := borrowed(task, source)):
        return source
    tree = parse(source)
    searches = [each for each in _searches(tree) if each.where.value in strange]
    others = [pair for each in searches if (pair := _meant(each, task)) is not None]
    named = [node for node, text in texts_in(tree) if text in strange]
    is_whole = len(others) == len(named)
    return with_other_expressions(source, others) if is_whole else source


def with_files_in_order(source: str, task: Task) -> str:
    """The files that the task names, where it says "in this order" of two or more."""
    if not parses(source) or not _IN_THIS_ORDER.search(task.text):
        return source
    others = [
        (search.whole, _listed(files, search))
        for search in _searches(parse(source))
        if str(search.where.value) in (".", "./", search.pattern, f"./{search.pattern}")
        and len(files := _files(search, task)) > 1
    ]
    return with_other_expressions(source, others)


_IN_THIS_ORDER = re.compile(r"\bin (?:exactly |just )?(?:this|that) order\b", re.IGNORECASE)


@dataclass(frozen=True)
class _Search:
    """A call that finds the files of a folder."""

    whole: ast.Call
    """With the `sorted` around it."""
    where: ast.Constant
    """The folder, with `pattern` behind it where `item` is a text."""
    pattern: str
    """What the names look like; empty where all are found."""
    item: str
    """How a file is written that is found, with its name in place of `{}`."""


def _searches(tree: ast.AST) -> Iterator[_Search]:
    around = {
        node.args[0]: node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "sorted" and len(node.args) == 1
    }
    for node in ast.walk(tree):
        match node:
            case ast.Call(
                func=ast.Attribute(
                    value=ast.Call(func=ast.Name("Path"), args=[ast.Constant(str()) as where]),
                    attr="glob" | "rglob",
                ),
                args=[ast.Constant(str(pattern))],
            ):
                yield _Search(around.get(node, node), where, pattern, "Path({!r})")
            case ast.Call(func=called, args=[ast.Constant(str(path)) as where]):
                if ast.unparse(called) in _GLOBS:
                    yield _Search(around.get(node, node), where, PurePosixPath(path).name, "{!r}")
                if ast.unparse(called) in _LISTING:
                    yield _Search(around.get(node, node), where, "", "{!r}")


_GLOBS = ("glob.glob", "glob.iglob", "glob", "iglob")
_LISTING = ("os.listdir", "os.scandir", "os.walk")


def _meant(search: _Search, task: Task) -> tuple[ast.expr, str] | None:
    """What to write in place of what: the only folder of the task, or the files that it names."""
    folders = [name for name in task.input_files if not PurePosixPath(name).suffix]
    if len(folders) == 1:
        path = str(search.where.value)
        end = f"/{search.pattern}" if path.endswith(f"/{search.pattern}") else ""
        return search.where, repr(folders[0] + end)
    files = _files(search, task)
    return (search.whole, _listed(files, search)) if files else None


def _files(search: _Search, task: Task) -> list[str]:
    return [name for name in task.input_files if fnmatch(name, search.pattern)]


def _listed(files: list[str], search: _Search) -> str:
    return f"[{', '.join(map(search.item.format, files))}]"
