"""Scripts that a model wrote for HumanEval -> how many of the wrong ones are one change away.

    python -m benchmarks --arm code_it --humaneval HumanEvalPlus.jsonl.gz --out F --keep RUNS
    python -m benchmarks.small_changes RUNS --humaneval HumanEvalPlus.jsonl.gz

Looks at every script in the journals that does not hold the examples of its docstring.
"""

from __future__ import annotations

import argparse
import secrets
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.humaneval import humaneval
from benchmarks.problems import LARGE_ENVIRONMENT, Outcome, Problem
from benchmarks.running import run_source
from code_it.checks.edits import holding_after_one_change, likeliest, tell_apart
from code_it.checks.examples import Answer, all_right, answers_of_many, applicable, driver_of_many
from code_it.checks.syntax import parses
from code_it.packages.environments import Environment, provide
from code_it.reading.task_text import read_text


def written_for(problem: Problem, runs: Sequence[Path]) -> Iterator[str]:
    """The scripts that were tried for it, by the journals, each once."""
    found = (
        file.read_text(encoding="utf-8")
        for folder in runs
        for file in sorted(folder.glob(f"{problem.name}-*/.code_it/runs/*/candidate-*.py"))
    )
    yield from dict.fromkeys(source for source in found if parses(source))


def changed_once(problem: Problem, source: str, environment: Environment) -> str | None:
    """What holds the examples after one change; empty without one, none where they hold or are
    too few to tell."""

    def ask(sources: Sequence[str], calls: Sequence[str]) -> list[tuple[Answer, ...]]:
        marker = secrets.token_hex(16)
        with tempfile.TemporaryDirectory() as folder:
            driver = driver_of_many(sources, calls, marker)
            run = run_source(driver, environment, Path(folder), network=False)
        return answers_of_many(run.stdout, len(sources), len(calls), marker)

    with tempfile.TemporaryDirectory() as folder:
        examples = applicable(read_text(problem.text, Path(folder)).examples, source)
    (row,) = ask([source], [example.call for example in examples])
    if not tell_apart(examples) or all_right(row, examples):
        return None
    return likeliest([holding_after_one_change(source, examples, ask)])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("runs", type=Path, nargs="+", help="folders that --keep has filled")
    parser.add_argument("--humaneval", type=Path, required=True, help="HumanEvalPlus.jsonl.gz")
    options = parser.parse_args()
    environment = provide([], timeout_seconds=600.0, terms=LARGE_ENVIRONMENT)
    wrong, holding, right = 0, 0, 0
    for problem in humaneval(options.humaneval):
        for source in written_for(problem, options.runs):
            changed = changed_once(problem, source, environment)
            wrong += changed is not None
            if changed:
                holding += 1
                right += _is_right(problem, changed, environment)
                print(f"{problem.name}: {holding} of {wrong} hold, {right} are right", flush=True)
    print(f"{wrong} do not hold; {holding} do after one change, and {right} of these are right")


def _is_right(problem: Problem, source: str, environment: Environment) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder) / "work"
        work.mkdir()
        return problem.check(work, Outcome(source=source), environment, None).solved


if __name__ == "__main__":
    main()
