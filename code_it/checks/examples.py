"""Candidate, Examples -> Checks, by calling what the script defines."""

from __future__ import annotations

import ast
import builtins
import json
from collections.abc import Sequence

from code_it.flow import Check, Example


def driver_source(script_source: str, examples: Sequence[Example], marker: str) -> str:
    """A script that defines what `script_source` does and reports on each example.

    Args:
        marker: A word that the script cannot know; the lines of the report begin with it.
    """
    pairs = [(example.call, example.expected) for example in examples]
    return _DRIVER_TEMPLATE.format(source=script_source, pairs=pairs, marker=marker)


_DRIVER_TEMPLATE = """\
import ast, json, math, os, sys, types

# The report has the output for itself: what the script prints goes nowhere.
_output = os.dup(1)
os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _report(held, found):
    os.write(_output, ({marker!r} + json.dumps([held, found[:200]]) + "\\n").encode())


def _same(found, expected):
    for kind in (list, tuple):
        if isinstance(found, kind) and isinstance(expected, kind):
            return len(found) == len(expected) and all(map(_same, found, expected))
    if isinstance(found, dict) and isinstance(expected, dict):
        return found.keys() == expected.keys() and all(
            _same(found[key], expected[key]) for key in expected
        )
    if isinstance(found, float) or isinstance(expected, float):
        try:
            return math.isclose(found, expected, rel_tol=1e-9, abs_tol=1e-9)
        except (TypeError, ValueError, OverflowError):
            pass
    return found == expected


# A module, because dataclasses and pickle look for the one that a class belongs to.
_module = sys.modules["script"] = types.ModuleType("script")
_module.__file__ = __file__
try:
    exec(compile({source!r}, "script.py", "exec"), vars(_module))
except SystemExit:
    pass
for _call, _expected in {pairs!r}:
    try:
        _found = eval(_call, vars(_module))
        _report(bool(_same(_found, ast.literal_eval(_expected))), repr(_found))
    except BaseException as error:
        _report(False, f"{{type(error).__name__}}: {{error}}")
"""


def read_driver(stdout: str, examples: Sequence[Example], marker: str) -> tuple[Check, ...]:
    """The report in a driver's output; an example that is not in it did not hold."""
    lines = [line for line in stdout.splitlines() if line.startswith(marker)]
    found = [_answer(line[len(marker) :]) for line in lines]
    found += [_NO_ANSWER] * (len(examples) - len(found))
    return tuple(
        Check("example", held, f"{example.call} gives {example.expected}", value)
        for example, (held, value) in zip(examples, found, strict=False)
    )


_NO_ANSWER = (False, "no answer")


def _answer(report: str) -> tuple[bool, str]:
    try:
        held, found = json.loads(report)
    except (ValueError, TypeError):
        return _NO_ANSWER
    return held is True, str(found)


def function_defined(source: str, function: str) -> tuple[Check, ...]:
    """Is the function there whose head the task gives? No check when it gives none."""
    if not function:
        return ()
    held = function.partition("(")[0] in _defined_names(source)
    found = "" if held else "there is no such function"
    return (Check("function", held, f"the script defines {function}", found, from_task=False),)


def applicable(examples: Sequence[Example], source: str) -> tuple[Example, ...]:
    """Those that call something which the script defines, and nothing that is unknown."""
    defined = _defined_names(source)
    return tuple(
        example
        for example in examples
        if (called := _called_names(example.call)) & defined and called <= defined | _BUILTINS
    )


_BUILTINS = frozenset(dir(builtins))


def _called_names(call: str) -> frozenset[str]:
    nodes = ast.walk(ast.parse(call, mode="eval"))
    return frozenset(node.id for node in nodes if isinstance(node, ast.Name))


def _defined_names(source: str) -> frozenset[str]:
    """The functions and classes at the top of a script."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return frozenset(node.name for node in ast.parse(source).body if isinstance(node, kinds))
