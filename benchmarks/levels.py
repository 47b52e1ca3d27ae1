"""Do the right solutions of tasks work at every level of confinement?

    python -m benchmarks.levels --tasks ../shared/tasks

Each `solution.py` is run at each level that this machine has, and the task's own checker looks at
what it left. Prints a Markdown table, and exits with 1 when they do not work at all levels alike.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from typing import Literal

from benchmarks.problems import LARGE_ENVIRONMENT, Outcome, Problem, lay_out, task_folders
from benchmarks.running import run_source
from code_it.packages.environments import Environment, provide
from code_it.reading.task_text import read_text
from code_it.sandbox import why_not

Level = Literal["namespaces", "landlock", "process"]
LEVELS: tuple[Level, ...] = ("namespaces", "landlock", "process")


def works(problem: Problem, solution: Path, environment: Environment, level: Level) -> str:
    """Empty when it does; else what is wrong with it."""
    with tempfile.TemporaryDirectory() as name, problem.server() as server:
        work = Path(name) / "work"
        lay_out(problem.files, work)
        address = server.url if server else ""
        source = solution.read_text(encoding="utf-8").replace("{BASE_URL}", address)
        network = read_text(problem.text.replace("{BASE_URL}", address), work).needs_network
        run = run_source(source, environment, work, network=network, level=level)
        if not run.ok:
            return run.stopped_because or run.stderr.strip()[-200:] or f"exit {run.returncode}"
        finding = problem.check(work, Outcome(run.stdout, source), environment, server)
        return "" if finding.solved else finding.why


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.levels")
    parser.add_argument("--tasks", type=Path, required=True)
    folder = parser.parse_args().tasks.resolve()
    requirements = (folder / "requirements.txt").read_text(encoding="utf-8").split()
    environment = provide(requirements, timeout_seconds=1800.0, terms=LARGE_ENVIRONMENT)
    levels = [level for level in LEVELS if not why_not(level)]
    for level in LEVELS:
        if level not in levels:
            print(f"{level} is left out: {why_not(level)}\n")
    wrong: list[str] = []
    worked = dict.fromkeys(levels, 0)
    problems = task_folders(folder)
    for problem in problems:
        for level in levels:
            found = works(problem, folder / problem.name / "solution.py", environment, level)
            worked[level] += not found
            wrong += [f"- {problem.name} at {level}: {' '.join(found.split())}"] if found else []
    print("| level | solutions that work |\n| --- | --- |")
    for level in levels:
        print(f"| {level} | {worked[level]} of {len(problems)} |")
    print("\n".join(wrong))
    return int(len({*worked.values()}) > 1)


if __name__ == "__main__":
    sys.exit(main())
