"""Source -> can what it does hang on the order of a set, and on no other chance?

The order of a set of texts is another one in each run
(https://docs.python.org/3/reference/datamodel.html#object.__hash__).
"""

from __future__ import annotations

import ast
import re

from code_it.checks.syntax import parse

_OTHER_CHANCE = re.compile(
    r"random|secrets|uuid|shuffle|faker|\b(?:now|utcnow|today|time|perf_counter|monotonic|sleep"
    r"|requests|httpx|aiohttp|urllib\w*|socket|asyncio|subprocess|multiprocessing|getpid)\b|thread",
    re.IGNORECASE,
)


def can_hang_on_sets(source: str) -> bool:
    """Is there a set in it, and neither chance nor time nor anything from outside?"""
    tree = parse(source)
    return any(map(_is_set, ast.walk(tree))) and not _OTHER_CHANCE.search(_code(tree))


def _is_set(node: ast.AST) -> bool:
    called = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
    return isinstance(node, (ast.Set, ast.SetComp)) or called in ("set", "frozenset")


def _code(tree: ast.Module) -> str:
    """The names, without the texts of the script: a title may speak of the time."""
    names = [
        getattr(node, field, "") for node in ast.walk(tree) for field in ("id", "attr", "name")
    ]
    modules = [getattr(node, "module", "") or "" for node in ast.walk(tree)]
    return " ".join(name for name in (*names, *modules) if isinstance(name, str))
