"""FailingLines, error -> the script without `with`, where a thing is no context manager.

Small models put what is saved or closed in the end, a canvas or a workbook say, into a `with`.
"""

from __future__ import annotations

import ast
import re
import textwrap

from code_it.checks.failing_lines import FailingLines
from code_it.checks.syntax import parse, parses

_NO_CONTEXT = re.compile(
    r"^TypeError: '[\w.]+' object does not support the context manager protocol"
    r"|^AttributeError: __enter__"
)


def without_context(failing: FailingLines, error: str) -> str:
    """The whole script; empty where it is about something else.

    What was in the block follows the line that makes the thing.
    """
    if not _NO_CONTEXT.search(error):
        return ""
    blocks = [
        node
        for node in ast.walk(parse(failing.source))
        if isinstance(node, ast.With) and node.lineno == failing.first and len(node.items) == 1
    ]
    if len(blocks) != 1:
        return ""
    (block,) = blocks
    made, name = block.items[0].context_expr, block.items[0].optional_vars
    lines = failing.source.split("\n")
    first, last = block.body[0].lineno - 1, block.end_lineno or block.lineno
    body = textwrap.dedent("\n".join(lines[first:last]))
    head = f"{ast.unparse(name)} = {ast.unparse(made)}" if name else ast.unparse(made)
    text = textwrap.indent(f"{head}\n{body}", " " * block.col_offset)
    changed = "\n".join([*lines[: block.lineno - 1], text, *lines[last:]])
    return changed if first >= block.lineno and parses(changed) else ""
