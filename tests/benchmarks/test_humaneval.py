"""HumanEval+: a function is right when it gives what the canonical solution gives."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.humaneval import humaneval
from benchmarks.problems import Finding, Outcome
from code_it.packages.environments import Environment, provide

ENTRY: dict[str, Any] = {
    "task_id": "Test/1",
    "prompt": 'def half(x):\n    """Half of x.\n    >>> half(4)\n    2.0\n    """\n',
    "entry_point": "half",
    "canonical_solution": "    return x / 2\n",
    "test": "",
    "base_input": [[4]],
    "plus_input": [[3]],
    "atol": 0,
}


@pytest.fixture(scope="module")
def environment() -> Environment:
    return provide([], timeout_seconds=60)


def finding(source: str, folder: Path, environment: Environment, **changes: Any) -> Finding:
    data = folder / "data.jsonl.gz"
    with gzip.open(data, "wt", encoding="utf-8") as file:
        file.write(json.dumps({**ENTRY, **changes}) + "\n")
    (problem,) = humaneval(data)
    assert "half(4)" in problem.text
    (folder / "work").mkdir()
    return problem.check(folder / "work", Outcome(source=source), environment, None)


@pytest.mark.parametrize(
    ("source", "base", "solved"),
    [
        ("def half(x):\n    return x / 2\n", True, True),
        ("def half(x):\n    return x / 2 + 1e-9\n", True, True),
        ("def half(x):\n    return float(x // 2)\n", True, False),
        ("def half(x):\n    return x\n", False, False),
        ("def half(x):\n    return str(x / 2)\n", False, False),
        ("def half(x):\n    raise SystemExit(0)\n", False, False),
        ("def half(x):\n", False, False),
        ("print('base holds')\nprint('plus holds')\n", False, False),
        ("", False, False),
    ],
)
def test_base_and_plus_inputs_decide(
    source: str, base: bool, solved: bool, tmp_path: Path, environment: Environment
) -> None:
    """What is right for the authors' inputs can still be wrong; what it prints counts nothing."""
    found = finding(source, tmp_path, environment)
    assert (found.solved_base, found.solved) == (base, solved)


def test_a_list_is_no_tuple(tmp_path: Path, environment: Environment) -> None:
    """As EvalPlus has it: equal means equal."""
    source = "def half(x):\n    return [x, x]\n"
    found = finding(source, tmp_path, environment, canonical_solution="    return (x, x)\n")
    assert not found.solved
    assert "[4, 4]" in found.why
