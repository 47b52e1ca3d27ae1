"""FailingLines, a file that was not found -> the same with the file that was meant.

Small models read files of their own invention, or open a name that `os.listdir` gave as if it lay
in the current folder.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from code_it.checks.failing_lines import FailingLines
from code_it.checks.syntax import parse, with_other_expressions
from code_it.flow import Task

_IMPORT = re.compile(r"^import (?:\w+, )*os(?:,.*)?$", re.MULTILINE)
_NOT_FOUND = re.compile(r"^FileNotFoundError: .*?No such file or directory: '(?P<name>[^']+)'$")


def with_file_that_is_there(failing: FailingLines, error: str, task: Task) -> str:
    """The whole script; empty where it is not clear which file was meant."""
    match = _NOT_FOUND.search(error)
    if match is None:
        return ""
    name, source = match["name"], failing.source
    if _is_listed(name, source):
        return _with_folder(source)
    return _with_folder_of(failing, name, task) or _with_input(source, name, task)


def facts_about_outputs(error: str, task: Task) -> tuple[str, ...]:
    """What explains that an output was not found: nothing is there before the script makes it."""
    match = _NOT_FOUND.search(error)
    if match is None or match["name"] not in task.output_files:
        return ()
    return (f"{match['name']} is for the script to make; it is not there before.",)


_NO_PICTURE = re.compile(r"UnidentifiedImageError: cannot identify image file '(?P<name>[^']+)'")


def with_pictures_only(failing: FailingLines, error: str) -> str:
    """The whole script, which passes over files of that ending where it lists a folder."""
    match = _NO_PICTURE.search(error)
    ending = PurePosixPath(match["name"]).suffix if match else ""
    if not ending:
        return ""
    others = [
        (node, f"[_name for _name in {ast.unparse(node)} if not str(_name).endswith({ending!r})]")
        for node in ast.walk(parse(failing.source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("listdir", "iterdir", "glob", "rglob")
    ]
    changed = with_other_expressions(failing.source, others)
    return changed if changed != failing.source else ""


def _with_input(source: str, name: str, task: Task) -> str:
    """The only input of that kind in place of one that is not there."""
    ending = PurePosixPath(name).suffix.lower()
    alike = [file for file in task.input_files if PurePosixPath(file).suffix.lower() == ending]
    named = [
        node
        for node in ast.walk(parse(source))
        if isinstance(node, ast.Constant) and node.value == name
    ]
    if not ending or len(alike) != 1 or name in task.output_files or alike[0] == name:
        return ""
    changed = with_other_expressions(source, [(node, repr(alike[0])) for node in named])
    return changed if changed != source else ""


def _with_folder_of(failing: FailingLines, name: str, task: Task) -> str:
    """The folder that the brief says the file is in, put before the name that is opened."""
    told = re.search(rf"^(?P<folder>\S+)/ is a folder with .*[:,] {re.escape(name)}(?![\w.-])",
                     task.brief, re.MULTILINE)  # fmt: skip
    tree = parse(failing.source)
    within = range(failing.first, failing.last + 1)
    opened = {
        node.args[0].id
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and node.lineno in within
        and node.args
        and isinstance(node.args[0], ast.Name)
    }
    if told is None:
        return ""
    others = [pair for each in opened for pair in _opened(tree, each, repr(told["folder"]))]
    return _with_os(failing.source, with_other_expressions(failing.source, others))


def _with_os(source: str, changed: str) -> str:
    """The changed script with the module that it needs then; empty where nothing is changed."""
    if changed == source:
        return ""
    return changed if _IMPORT.search(source) else f"import os\n{changed}"


def _is_listed(name: str, source: str) -> bool:
    return "/" not in name and repr(name)[1:-1] not in source and "listdir(" in source


def _with_folder(source: str) -> str:
    """The folder put before the names that `for name in os.listdir(folder)` gives."""
    tree = parse(source)
    others = [
        pair
        for loop in ast.walk(tree)
        if isinstance(loop, ast.For) and isinstance(loop.target, ast.Name)
        and (folder := _listed_folder(loop.iter))
        for pair in _opened(loop, loop.target.id, folder)
    ]  # fmt: skip
    return _with_os(source, with_other_expressions(source, others))


def _listed_folder(items: ast.expr) -> str:
    match items:
        case ast.Call(func=ast.Attribute(attr="listdir"), args=[folder]):
            return ast.unparse(folder)
        case ast.Call(func=ast.Name(id="sorted"), args=[inner]):
            return _listed_folder(inner)
    return ""


def _opened(tree: ast.AST, name: str, folder: str) -> Iterator[tuple[ast.expr, str]]:
    """The names that stand alone as the first argument of what opens a file."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=called, args=[ast.Name(id=first) as argument, *_]) if first == name:
                if ast.unparse(called).rpartition(".")[2] in _OPENING:
                    yield argument, f"os.path.join({folder}, {name})"


_OPENING = frozenset(
    "open load_workbook read_csv read_excel read_json read_text remove rename getsize ZipFile"
    " PdfReader Document move copy copy2 parse getmtime".split()
)
