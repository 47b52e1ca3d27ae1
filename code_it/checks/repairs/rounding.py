"""Source, Check -> the scripts that round what they compute before it is written or printed.

For a script that rounds nothing where the task asks for it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from code_it.checks.repairs.sorting import written_frames
from code_it.checks.syntax import parse, with_other_expressions
from code_it.flow import Check, Task

_MEANS = ("mean", "fmean", "median", "stdev", "pstdev", "std", "average")


def with_rounding(source: str, check: Check, task: Task) -> Iterator[str]:
    """A frame as a whole, or each quotient and mean that is computed with no further.

    Args:
        check: The one that has failed.
    """
    if check.name != "rounding" or task.decimals is None:
        return
    tree = parse(source)
    frames = [
        (frame, f"{ast.unparse(frame)}.round({task.decimals})") for frame in written_frames(tree)
    ]
    computed = [(node, f"round({ast.unparse(node)}, {task.decimals})") for node in _final(tree)]
    for others in (frames, computed):
        changed = with_other_expressions(source, others)
        if changed != source:
            yield changed


def _final(tree: ast.Module) -> Iterator[ast.expr]:
    """Quotients and means that are given a name or a place, or are put somewhere, as they are."""
    for node in ast.walk(tree):
        values: list[ast.expr | None] = []
        match node:
            case ast.Assign(value=value) | ast.Return(value=value):
                values = [value]
            case ast.Dict(values=several) | ast.List(elts=several) | ast.Tuple(elts=several):
                values = [*several]
            case ast.Call(func=ast.Name(id="print"), args=several):
                values = [*several]
            case ast.Call(func=ast.Attribute(attr="append"), args=several):
                values = [*several]
            case ast.DictComp(value=value):
                values = [value]
        yield from (value for value in values if value is not None and _is_fraction(value))


def _is_fraction(value: ast.expr) -> bool:
    match value:
        case ast.BinOp(op=ast.Div()):
            return True
        case ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name)):
            return name in _MEANS
        case ast.IfExp(body=body):
            return _is_fraction(body)
    return False
