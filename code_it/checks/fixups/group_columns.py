"""Source -> the script whose regular expression calls its parts as the columns are called.

`match.groupdict()` is written as a row, with the names of an example in it.
"""

from __future__ import annotations

import ast
import re

from code_it.checks.syntax import parse, parses

_GROUP = re.compile(r"\(\?P<(?P<name>\w+)>")


def with_groups_as_columns(source: str) -> str:
    """As it is where not as many groups are used for nothing as columns have no group."""
    if "groupdict()" not in source or not parses(source):
        return source
    groups = list(dict.fromkeys(match["name"] for match in _GROUP.finditer(source)))
    tree = parse(source)
    tables = [columns for node in ast.walk(tree) if (columns := _columns(node, tree))]
    if len(tables) != 1:
        return source
    missing = [name for name in tables[0] if name not in groups]
    idle = [name for name in groups if name not in tables[0] and not _is_used(name, source)]
    if len(missing) != len(idle):
        return source
    for group, column in zip(idle, missing, strict=True):
        source = source.replace(f"(?P<{group}>", f"(?P<{column}>")
    return source


def _columns(node: ast.AST, tree: ast.Module) -> list[str]:
    """The columns of a writer of dicts, where all can be names of groups."""
    if not isinstance(node, ast.Call) or not ast.unparse(node.func).endswith("DictWriter"):
        return []
    told = [keyword.value for keyword in node.keywords if keyword.arg == "fieldnames"]
    value = (*told, *node.args[1:2], None)[0]
    if isinstance(value, ast.Name):
        found = [
            each.value
            for each in ast.walk(tree)
            if isinstance(each, ast.Assign) and ast.unparse(each.targets[0]) == value.id
        ]
        value = found[0] if len(found) == 1 else None
    items = value.elts if isinstance(value, (ast.List, ast.Tuple)) else []
    names = [str(item.value) for item in items if isinstance(item, ast.Constant)]
    return names if len(names) == len(items) and all(map(str.isidentifier, names)) else []


def _is_used(group: str, source: str) -> bool:
    return re.search(rf"(['\"]){group}\1|\(\?P={group}\)", source) is not None
