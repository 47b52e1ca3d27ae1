"""Source -> the script that cuts the middle out of a picture of any size.

A small model writes `image.crop((50, 50, 150, 150))`, which is the middle of a picture of 200 by
200 pixels only (https://pillow.readthedocs.io/en/stable/reference/Image.html#PIL.Image.Image.crop).
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from code_it.checks.syntax import parse, parses, with_other_expressions
from code_it.flow import Task

_MIDDLE = re.compile(r"\b(?:out of|from|of|in|at)\s+(?:the\s+|its\s+)?(?:middle|cent(?:er|re))\b"
                     r"|\b(?:middle|cent(?:er|re))\s+of\b|\bcentral\b", re.IGNORECASE)  # fmt: skip


def with_middle_cropped(source: str, task: Task) -> str:
    """As it is where the task speaks of no middle, or the size of the part is not written there."""
    if "crop(" not in source or not _MIDDLE.search(task.text) or not parses(source):
        return source
    return with_other_expressions(source, list(_boxes(parse(source), task)))


def _boxes(tree: ast.Module, task: Task) -> Iterator[tuple[ast.expr, str]]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id=image), attr="crop"), args=[ast.Tuple() as box]
            ):
                if (size := _size(box)) and all(re.search(rf"\b{n}\b", task.text) for n in size):
                    yield box, _middle_of(image, *size)


def _size(box: ast.Tuple) -> tuple[int, int] | None:
    """Of four whole numbers the width and the height."""
    numbers = [each.value for each in box.elts if isinstance(each, ast.Constant)]
    match numbers:
        case [int(left), int(top), int(right), int(bottom)] if left < right and top < bottom:
            return right - left, bottom - top
    return None


def _middle_of(image: str, width: int, height: int) -> str:
    left, top = f"({image}.width - {width}) // 2", f"({image}.height - {height}) // 2"
    return f"({left}, {top}, {left} + {width}, {top} + {height})"
