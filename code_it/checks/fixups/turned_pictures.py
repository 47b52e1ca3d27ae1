"""Source -> the script that turns pictures as the task says, with nothing cut off."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from code_it.checks.syntax import parse, parses, with_other_expressions
from code_it.flow import Task

_TOLD = re.compile(
    r"(?P<degrees>\d+)\s*(?:degrees?|°)\s*(?:to the right|(?P<against>counter-?|anti-?)?clockwise)",
    re.IGNORECASE,
)
_RIGHT_ANGLES = (90, 270)


def with_pictures_turned(source: str, task: Task) -> str:
    """Write `rotate(-90, expand=True)` where the task says "by 90 degrees clockwise".

    Without `expand` a picture that is turned on its side loses what does not fit into its old size.
    """
    told = _TOLD.search(task.text)
    if told is None or not re.search(r"\bPIL\b", source) or not parses(source):
        return source
    degrees = int(told["degrees"])
    angle = degrees if told["against"] else -degrees
    return with_other_expressions(source, _turned(parse(source), angle))


def _turned(tree: ast.Module, angle: int) -> Iterator[tuple[ast.expr, str]]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(
                func=ast.Attribute(attr="rotate") as rotate, args=[given], keywords=words
            ):
                if _number(given) in (angle, -angle):
                    rest = [f"{word.arg}={ast.unparse(word.value)}" for word in words if word.arg]
                    if abs(angle) in _RIGHT_ANGLES and not any(w.arg == "expand" for w in words):
                        rest.append("expand=True")
                    yield node, f"{ast.unparse(rotate)}({', '.join([str(angle), *rest])})"


def _number(node: ast.expr) -> float | None:
    try:
        value = ast.literal_eval(node)
    except ValueError:
        return None
    return value if isinstance(value, (int, float)) else None
