"""Task, source -> is the script a recipe that was shown, and not one for the task?"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Sequence

from code_it.checks.syntax import parse, parses
from code_it.flow import Task

_TEXT = re.compile(r"""(["'])(?P<text>[^"'\n]{3,80})\1""")


def is_copied(task: Task, source: str) -> bool:
    """Does it name a file or folder of a recipe, and none of those that the task is about?"""
    files = (*task.output_files, *task.input_files)
    is_named = any(name in source for name in files)
    return bool(files) and not is_named and bool(borrowed(task, source))


def is_followed(recipes: Sequence[str], source: str) -> bool:
    """Has the script a comment of a recipe in it? Then it was copied line by line.

    What the recipe does may stand in place of what the task asks for.
    """
    told = _comments(source)
    return any(told & _comments(recipe) for recipe in recipes)


def _comments(source: str) -> set[str]:
    if not parses(source):
        return set()
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return {token.string for token in tokens if token.type == tokenize.COMMENT}


def borrowed(task: Task, source: str) -> set[str]:
    """The files and folders that only a recipe names; `*.txt` may be any."""
    shown = {match["text"] for recipe in task.recipes for match in _TEXT.finditer(recipe)}
    given = f"{task.text}\n{task.brief}"
    return {
        path
        for path in _paths(source)
        if any(part in shown and part not in given for part in (path, path.rpartition("/")[0]))
    }


def _paths(source: str) -> set[str]:
    """What is opened, looked for, or written to."""
    if not parses(source):
        return set()
    return {
        argument.value
        for node in ast.walk(parse(source))
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in _OPENING
        for argument in node.args[:1]
        if isinstance(argument, ast.Constant)
        and isinstance(argument.value, str)
        and not argument.value.startswith("*")
    }


_OPENING = frozenset(
    "open Path glob rglob listdir scandir walk mkdir makedirs read_csv read_excel read_json save"
    " load_workbook connect to_csv to_excel to_json ZipFile savefig Document PdfReader".split()
)
