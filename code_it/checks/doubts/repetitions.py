"""Source, instruction -> the script that takes a step as often as it is asked for.

"After 12 generations": a small model writes the function for one of them, and calls it once.
"""

from __future__ import annotations

import ast
import re

from code_it.checks.placing import own_nodes
from code_it.checks.syntax import parse, parses

_TIMES = re.compile(
    r"\b(?P<number>\d{1,5})\s+(?:generations?|steps?|rounds?|iterations?|turns?|ticks?|cycles?"
    r"|repetitions|times)\b",
    re.IGNORECASE,
)
_Step = tuple[ast.Assign, str, ast.Call]


def with_repetition(source: str, instruction: str) -> str:
    """Empty where no number of times is told, or not exactly one step is taken, and once."""
    match = _TIMES.search(instruction)
    tree = parse(source)
    steps = _steps(tree) if match else []
    if match is None or len(steps) != 1:
        return ""
    ((statement, before, call),) = steps
    after = ast.unparse(statement.targets[0])
    call.args[0] = ast.Name(after, ast.Load())
    told = [
        *([f"{after} = {before}"] if after != before else []),
        f"for _ in range({match['number']}):",
        f"    {after} = {ast.unparse(call)}",
    ]
    lines, indent = source.split("\n"), " " * statement.col_offset
    lines[statement.lineno - 1 : statement.end_lineno] = [indent + line for line in told]
    changed = "\n".join(lines)
    return changed if parses(changed) else ""


def _steps(tree: ast.Module) -> list[_Step]:
    """Where a function of the script makes something new of a thing, once, and reads no file."""
    functions = {
        node.name: node
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and not _opens(node)
    }
    called = [ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)]
    found = []
    for scope in (tree, *(n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef))):
        repeated = {id(node) for loop in own_nodes(scope) if isinstance(loop, _LOOPS)
                    for node in ast.walk(loop)}  # fmt: skip
        for node in own_nodes(scope):
            match node:
                case ast.Assign(
                    targets=[ast.Name()],
                    value=ast.Call(func=ast.Name(id=name), args=[ast.Name(id=before), *_]) as call,
                ) if name in functions and called.count(name) == 1 and id(node) not in repeated:
                    if _builds_in_loops(functions[name]):
                        found.append((node, before, call))
    return found


def _opens(function: ast.FunctionDef) -> bool:
    return any(
        isinstance(n, ast.Call) and ast.unparse(n.func) == "open" for n in ast.walk(function)
    )


def _builds_in_loops(function: ast.FunctionDef) -> bool:
    """Does it go over what it is given, and return what it has made?"""
    nodes = list(ast.walk(function))
    goes_over = any(isinstance(node, (*_LOOPS, ast.comprehension)) for node in nodes)
    returns = [n.value for n in nodes if isinstance(n, ast.Return)]
    return goes_over and bool(returns) and not any(isinstance(n, ast.Constant) for n in returns)


_LOOPS = (ast.For, ast.While)
