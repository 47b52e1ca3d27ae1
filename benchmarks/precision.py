"""How often the checks that are drawn from a task's words are right.

    python -m benchmarks.precision --tasks ../shared/tasks --humaneval HumanEvalPlus.jsonl.gz

A right solution must hold every check: what refutes one is a check that is wrong. A wrong one is
there to show which checks find it. Prints a Markdown table with a row per kind of check.
"""

from __future__ import annotations

import argparse
import gzip
import json
import secrets
import tempfile
from collections import Counter
from pathlib import Path

from benchmarks.problems import LARGE_ENVIRONMENT, Problem, lay_out, task_folders
from benchmarks.running import run_source
from code_it.checks.agreement import outcome_of
from code_it.checks.doubts.gathered import (
    DOUBTS,
    doubts_of_changes,
    doubts_of_lines,
    doubts_of_outcome,
    doubts_of_script,
    doubts_when_watched,
    instructions_left_out,
)
from code_it.checks.examples import applicable, driver_source, function_defined, read_driver
from code_it.checks.idle import Idle, read_idle
from code_it.checks.idle import driver_source as driver_of_idle
from code_it.checks.outcome import judge
from code_it.flow import Check
from code_it.packages.environments import Environment, provide
from code_it.reading import read_task
from code_it.reading.task_text import read_text


def checks_of(problem: Problem, solution: Path, environment: Environment) -> tuple[Check, ...]:
    """What is said of a solution; nothing when there is no such file."""
    if not solution.is_file():
        return ()
    with tempfile.TemporaryDirectory() as name, problem.server() as server:
        work = Path(name) / "work"
        lay_out(problem.files, work)
        address = server.url if server else ""
        text = problem.text.replace("{BASE_URL}", address)
        task = read_task(text, work, read_urls=False)
        source = solution.read_text(encoding="utf-8").replace("{BASE_URL}", address)
        run = run_source(source, environment, work, network=True)
        outcome = outcome_of(task, run, work)
        before = problem.files or work / "nothing"
        doubts = (
            *doubts_of_changes(task, run, before, work),
            *doubts_of_lines(task, run, work),
            *doubts_of_script(task, source),
            *doubts_when_watched(task, _in_vain(source, environment, work)),
            *doubts_of_outcome(task, outcome, before, work),
            *instructions_left_out(task, source),
        )
        named = {doubt.name: doubt for doubt in doubts}
        held = (Check(name, True, "it gives rise to no doubt", "") for name in DOUBTS)
        return (
            *judge(task, run, work).checks,
            *(named.get(check.name, check) for check in held),
        )


def _in_vain(source: str, environment: Environment, work: Path) -> tuple[Idle, ...]:
    marker = secrets.token_hex(16)
    driver = driver_of_idle(source, "main.py", marker)
    told = run_source(driver, environment, work, network=True).stdout
    return tuple(each for each in read_idle(told, marker) if each.kind != "idle")


def checks_of_function(entry: dict[str, str], environment: Environment) -> tuple[Check, ...]:
    """What the examples of a HumanEval prompt say of its canonical solution."""
    task = read_text(entry["prompt"], Path(tempfile.gettempdir()))
    source = entry["prompt"] + entry["canonical_solution"]
    examples, marker = applicable(task.examples, source), secrets.token_hex(16)
    with tempfile.TemporaryDirectory() as work:
        driver = driver_source(source, [each.call for each in examples], marker)
        run = run_source(driver, environment, Path(work), network=False)
    defined = function_defined(source, task.function)
    return (*defined, *read_driver(run.stdout, examples, marker))


def table(right: list[tuple[str, Check]], wrong: list[tuple[str, Check]]) -> str:
    """Rows of a Markdown table, with every right solution that a check refutes below it."""
    made = Counter(check.name for _, check in right)
    held = Counter(check.name for _, check in right if check.held)
    refuted = Counter(check.name for _, check in wrong if not check.held)
    lines = ["| check | of right solutions | that hold | wrong ones refuted |"]
    lines.append("|" + " --- |" * 4)
    for name in sorted({*made, *refuted}):
        lines.append(f"| {name} | {made[name]} | {held[name]} | {refuted[name]} |")
    lines += [f"- {name}: {check}" for name, check in right if not check.held]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.precision")
    parser.add_argument("--tasks", type=Path, required=True)
    parser.add_argument("--humaneval", type=Path)
    options = parser.parse_args()
    folder = options.tasks.resolve()
    requirements = (folder / "requirements.txt").read_text(encoding="utf-8").split()
    environment = provide(requirements, timeout_seconds=1800.0, terms=LARGE_ENVIRONMENT)
    right: list[tuple[str, Check]] = []
    wrong: list[tuple[str, Check]] = []
    for problem in task_folders(folder):
        for solution, checks in (("solution.py", right), ("wrong.py", wrong)):
            found = checks_of(problem, folder / problem.name / solution, environment)
            checks += [(problem.name, check) for check in found]
    if options.humaneval:
        with gzip.open(options.humaneval, "rt", encoding="utf-8") as file:
            for entry in map(json.loads, file):
                found = checks_of_function(entry, environment)
                right += [(entry["task_id"], check) for check in found]
    print(table(right, wrong))


if __name__ == "__main__":
    main()
