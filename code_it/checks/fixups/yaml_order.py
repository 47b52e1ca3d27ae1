"""Source -> the script whose YAML keeps the order of the keys, and letters of all languages.

`yaml.dump` sorts the keys of dicts and escapes what is not ASCII, unless it is told otherwise
(https://pyyaml.org/wiki/PyYAMLDocumentation).
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from code_it.checks.syntax import parse, parses, with_other_expressions
from code_it.flow import Task

_SORTED_KEYS = re.compile(r"\b(?:sort\w*|alphabet\w*)\b", re.IGNORECASE)
_DUMPING = ("yaml.dump", "yaml.safe_dump", "yaml.dump_all", "yaml.safe_dump_all")


def with_order_of_keys(source: str, task: Task) -> str:
    """As it is where the task has anything sorted."""
    is_about_it = "yaml" in source and not _SORTED_KEYS.search(task.text)
    if not is_about_it or not parses(source):
        return source
    return with_other_expressions(source, list(_dumped(parse(source))))


def _dumped(tree: ast.Module) -> Iterator[tuple[ast.expr, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in _DUMPING:
            told = {keyword.arg for keyword in node.keywords}
            wanted = {"sort_keys": "False", "allow_unicode": "True"}
            more = "".join(f", {name}={how}" for name, how in wanted.items() if name not in told)
            if more and None not in told:
                yield node, f"{ast.unparse(node)[:-1]}{more})"
