"""Source, Task -> the script that takes only a to z for letters, where the task says so.

`"é".isalpha()` is true: https://docs.python.org/3/library/stdtypes.html#str.isalpha
"""

from __future__ import annotations

import ast
import re

from code_it.checks.syntax import parse, parses, with_other_expressions
from code_it.flow import Task

_PLAIN = re.compile(r"\bletters (?:from )?[aA] to [zZ]\b")


def with_plain_letters(source: str, task: Task) -> str:
    """As it is where it looks at the kind of letters itself."""
    if not _PLAIN.search(task.text) or "ascii" in source or not parses(source):
        return source
    others = [
        (node, f"({ast.unparse(node.func.value)}.isascii() and {ast.unparse(node)})")
        for node in ast.walk(parse(source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "isalpha"
    ]
    return with_other_expressions(source, others)
