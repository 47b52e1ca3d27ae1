"""Run an arm on a collection of problems; one JSON line per problem, written as it ends.

    python -m benchmarks --arm code_it --tasks ../shared/tasks --out results.jsonl
    python -m benchmarks --arm one_shot --humaneval HumanEvalPlus.jsonl.gz --out results.jsonl
    python -m benchmarks --table results.jsonl

The checker of a problem decides what is solved, whatever the arm claims. What stands in the results
file already is left out, so an interrupted run goes on where it stopped.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.arms import ARMS, Assignment
from benchmarks.counting import CountingLLM
from benchmarks.humaneval import humaneval
from benchmarks.problems import LARGE_ENVIRONMENT, Outcome, Problem, lay_out, task_folders
from benchmarks.results import Row, append_row, read_rows, table
from code_it.errors import CodeItError
from code_it.models import LLM, as_llm
from code_it.models.embedded import build_embedded_llm
from code_it.packages.environments import Environment, provide


def solve(
    problem: Problem,
    arm: str,
    llm: LLM,
    environment: Environment,
    seed: int,
    *,
    packages: Sequence[str] = (),
    keep: Path | None = None,
) -> Row:
    """One problem in a fresh folder, then its check.

    Args:
        packages: What is installed in `environment`.
        keep: Where a copy of the work folder goes, run record included, to look into later.
    """
    row = Row(problem.name, arm, seed)
    counting = CountingLLM(llm)
    with tempfile.TemporaryDirectory(prefix=f"{problem.name}-") as name, problem.server() as server:
        work = Path(name) / "work"
        lay_out(problem.files, work)
        text = problem.text.replace("{BASE_URL}", server.url if server else "")
        started = time.monotonic()
        assignment = Assignment(text, work, counting, environment, packages, seed)
        try:
            outcome = ARMS[arm](assignment, row)
        except CodeItError as error:
            row.reason, outcome = f"{type(error).__name__}: {error}", Outcome()
        row.seconds = round(time.monotonic() - started, 2)
        counting.fill_in(row)
        finding = problem.check(work, outcome, environment, server)
        row.solved, row.why, row.solved_base = finding.solved, finding.why, finding.solved_base
        if keep is not None:
            shutil.copytree(work, keep / f"{problem.name}-{arm}-{seed}", symlinks=True)
    return row


def main(arguments: Sequence[str] | None = None) -> None:
    options = _parser().parse_args(arguments)
    if options.table:
        print(table([row for path in options.table for row in read_rows(path)]))
        return
    rows = read_rows(options.out)
    done = {(row.task, row.arm, row.seed) for row in rows}
    problems, packages = _collection(options)
    llm = as_llm(build_embedded_llm(options.model))
    environment = provide(packages, timeout_seconds=1800.0, terms=LARGE_ENVIRONMENT)
    for seed in options.seeds:
        for problem in problems:
            if (problem.name, options.arm, seed) in done:
                continue
            row = solve(
                problem,
                options.arm,
                llm,
                environment,
                seed,
                packages=packages,
                keep=options.keep,
            )
            rows.append(row)
            append_row(options.out, row)
            mark = "solved" if row.solved else "-"
            print(
                f"{row.task:24} {mark:7} {row.verdict:9} {row.seconds:6.1f} s  {row.why}",
                flush=True,
            )
    print(table([row for row in rows if row.arm == options.arm]))


def _collection(options: argparse.Namespace) -> tuple[list[Problem], list[str]]:
    """The problems, and the packages that arms which cannot install find installed."""
    if options.humaneval:
        problems, packages = humaneval(options.humaneval), []
    else:
        problems = task_folders(options.tasks)
        requirements = options.tasks / "requirements.txt"
        packages = requirements.read_text(encoding="utf-8").split()
    if options.only:
        problems = [p for p in problems if p.name.startswith(tuple(options.only))]
    return problems[:: options.every], packages


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--tasks", type=Path, help="a folder of tasks with checkers")
    source.add_argument("--humaneval", type=Path, help="a HumanEvalPlus.jsonl.gz")
    source.add_argument("--table", type=Path, nargs="+", help="results files to compare")
    parser.add_argument("--arm", choices=sorted(ARMS), default="code_it")
    parser.add_argument("--out", type=Path, default=Path("results.jsonl"))
    parser.add_argument("--model", default="", help="a GGUF file; by default the embedded model's")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1])
    parser.add_argument("--keep", type=Path, help="a folder for copies of the work folders")
    parser.add_argument("--only", nargs="*", default=[], help="beginnings of problem names")
    parser.add_argument("--every", type=int, default=1, help="every so manieth problem only")
    return parser


if __name__ == "__main__":
    main()
