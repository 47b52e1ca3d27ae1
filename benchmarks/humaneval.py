"""HumanEval+ -> Problems: complete a function; only the examples of its docstring are shown.

The data is EvalPlus's (https://github.com/evalplus/evalplus, v0.1.10): `base_input` are the inputs
of HumanEval, `plus_input` those that EvalPlus adds, and the right answers are what the canonical
solution gives. Answers are compared as EvalPlus does: equal, or close where floats are told.
"""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

from benchmarks.problems import Finding, Outcome, Problem
from benchmarks.running import run_source
from code_it.packages.environments import Environment

_ASK = "Complete this Python function:\n\n{prompt}"


def humaneval(path: Path) -> list[Problem]:
    """The 164 problems of a `HumanEvalPlus.jsonl.gz`, in its order."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [_problem(json.loads(line)) for line in file]


def _problem(entry: dict[str, Any]) -> Problem:
    def check(work: Path, outcome: Outcome, environment: Environment, server: Any) -> Finding:
        del server
        return _answers(entry, work.parent / "aside", outcome.source, environment)

    return Problem(
        name=entry["task_id"].replace("/", "_"),
        text=_ASK.format(prompt=entry["prompt"].strip()),
        check=check,
    )


def _answers(entry: dict[str, Any], folder: Path, source: str, environment: Environment) -> Finding:
    folder.mkdir()
    wanted = ("prompt", "canonical_solution", "entry_point", "base_input", "plus_input", "atol")
    problem = {**{key: entry[key] for key in wanted}, "source": source}
    (folder / "problem.json").write_text(json.dumps(problem), encoding="utf-8")
    run = run_source(_COMPARE, environment, folder, network=False)
    lines = run.stdout.splitlines()
    base = "base holds" in lines
    failures = [line for line in lines if line.startswith("wrong")]
    why = failures[0] if failures else (run.stopped_because or run.stderr.strip()[-200:])
    return Finding(base and "plus holds" in lines and run.ok, why[:300], base)


_COMPARE = """\
import contextlib, copy, io, json, math

problem = json.load(open("problem.json"))
name = problem["entry_point"]
right, tried = {}, {"__name__": "tried"}
exec(problem["prompt"] + problem["canonical_solution"], right)


def is_floats(value):
    if isinstance(value, (list, tuple)):
        return bool(value) and all(isinstance(item, float) for item in value)
    return isinstance(value, float)


def close(found, expected, atol):
    if type(found) is not type(expected):
        return False
    if isinstance(expected, (list, tuple)):
        pairs = zip(found, expected)
        return len(found) == len(expected) and all(close_number(a, b, atol) for a, b in pairs)
    return close_number(found, expected, atol)


def close_number(found, expected, atol):
    if not isinstance(found, (int, float)) or not isinstance(expected, (int, float)):
        return found == expected
    # As numpy.allclose has it, with rtol=1e-7.
    return math.isclose(found, expected) or abs(found - expected) <= atol + 1e-7 * abs(expected)


def same(found, expected, inputs):
    atol = problem["atol"]
    if name == "find_zero":
        return abs(right["poly"](*copy.deepcopy(inputs), found)) <= max(atol, 1e-4)
    if found == expected:
        return True
    if atol == 0 and is_floats(expected):
        atol = 1e-6
    return atol != 0 and close(found, expected, atol)


def holds(kind):
    for inputs in problem[kind]:
        expected = right[name](*copy.deepcopy(inputs))
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                found = tried[name](*copy.deepcopy(inputs))
            if same(found, expected, inputs):
                continue
        except BaseException as error:
            found = error
        print(f"wrong for {str(inputs)[:80]}: {str(found)[:60]!r}, not {str(expected)[:60]!r}")
        return False
    return True


try:
    with contextlib.redirect_stdout(io.StringIO()):
        exec(compile(problem["source"], "tried.py", "exec"), tried)
except BaseException as error:
    print(f"wrong: {type(error).__name__}: {error}")
if holds("base_input"):
    print("base holds")
    if name == "find_zero" or holds("plus_input"):
        print("plus holds")
"""
