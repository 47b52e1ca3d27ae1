"""Problem -> Outcome: the ways of answering that are compared."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from benchmarks.front import front
from benchmarks.problems import LARGE_ENVIRONMENT, Outcome
from benchmarks.results import Row
from benchmarks.running import run_source
from code_it.agents.coder import parse_source
from code_it.code_editor.python_editor import PythonCodeEditor
from code_it.config import TaskExecutionConfig
from code_it.errors import UnparsableReply
from code_it.models import LLM, Completion, Message
from code_it.packages.environments import Environment, provide
from code_it.task_executor import TaskExecutor

_MOST_TOKENS = 1536
_SMOLAGENTS = ("smolagents[openai]==1.26.0",)
_AGENT_SECONDS = 900.0
_ASK = "Write a Python script that does this task:\n\n{text}\n\nReply with one ```python block."


@dataclass(frozen=True)
class Assignment:
    """What an arm is given."""

    text: str
    folder: Path
    """Holds the inputs, receives the outputs."""
    llm: LLM
    environment: Environment
    """For arms that cannot install: every package that the collection needs."""
    packages: Sequence[str]
    """What is in it."""
    seed: int


Arm = Callable[[Assignment, Row], Outcome]
"""Fills in what it claims and why; calls and tokens are counted outside."""


def code_it(assignment: Assignment, row: Row, **settings: object) -> Outcome:
    """The whole flow, with its default settings but for `settings`."""
    config = TaskExecutionConfig(
        work_folder=str(assignment.folder), log_to_stdout=False, seed=assignment.seed
    )
    for name, value in settings.items():
        setattr(config, name, value)
    editor = PythonCodeEditor(str(assignment.folder / "persistent_source.py"))
    result = TaskExecutor(editor, lambda: assignment.llm, config).execute(assignment.text)
    row.verdict, row.claimed = result.verdict.outcome, result.ok
    row.attempts, row.stages = result.attempts, result.seconds
    row.reason = result.verdict.reason
    source = result.candidate.source if result.candidate else ""
    return Outcome(result.run.stdout if result.run else "", source)


def one_shot(assignment: Assignment, row: Row) -> Outcome:
    """The task as the prompt, the first answer run with every package there."""
    return _samples(assignment, row, [0.0])


def first_that_runs(assignment: Assignment, row: Row) -> Outcome:
    """Of five answers, the first at temperature 0 and the others at 0.8, the first that runs."""
    return _samples(assignment, row, [0.0, 0.8, 0.8, 0.8, 0.8])


def _samples(assignment: Assignment, row: Row, temperatures: list[float]) -> Outcome:
    outcome = Outcome()
    for number, temperature in enumerate(temperatures):
        row.attempts = number + 1
        reply = _ask(assignment, temperature, assignment.seed + number)
        try:
            source, _ = parse_source(reply.text)
        except UnparsableReply as error:
            row.reason, row.verdict = str(error), "failed"
            continue
        run = run_source(source, assignment.environment, assignment.folder, network=True)
        outcome = Outcome(run.stdout, source)
        row.claimed, row.verdict = run.ok, "ran" if run.ok else "failed"
        row.reason = (run.stderr.strip().splitlines() or [""])[-1][:200]
        if run.ok:
            break
    return outcome


def _ask(assignment: Assignment, temperature: float, seed: int) -> Completion:
    return assignment.llm.complete(
        [Message("user", _ASK.format(text=assignment.text))],
        temperature=temperature,
        max_tokens=_MOST_TOKENS,
        seed=seed,
    )


def smolagents(assignment: Assignment, row: Row) -> Outcome:
    """smolagents' CodeAgent, which runs what the same model writes, step by step.

    It has no sandbox of its own with `open` in it, so it runs in this program's.
    """
    wanted = [*assignment.packages, *_SMOLAGENTS]
    environment = provide(wanted, timeout_seconds=1800.0, terms=LARGE_ENVIRONMENT)
    driver = Path(__file__).with_name("smolagents_driver.py").read_text(encoding="utf-8")
    with front(assignment.llm, seed=assignment.seed) as address:
        call = f"sys.argv[1:] = [{address!r}, 'smolagents.json']"
        start = f"import io, sys\n{call}\nsys.stdin = io.StringIO({assignment.text!r})\n"
        run = run_source(
            start + driver, environment, assignment.folder, network=True, seconds=_AGENT_SECONDS
        )
    report = assignment.folder / "smolagents.json"
    if not report.is_file():
        row.reason, row.verdict = run.stopped_because or run.stderr.strip()[-300:], "failed"
        return Outcome()
    told = json.loads(report.read_text(encoding="utf-8"))
    report.unlink()
    row.claimed, row.attempts, row.reason = told["claimed"], told["steps"], told["state"]
    row.verdict = "ran" if row.claimed else "failed"
    return Outcome(told["stdout"], told["source"])


_first_script = partial(
    code_it,
    max_coding_attempts=1,
    coding_samples=1,
    agreement_samples=0,
    repair_failures=False,
    max_patches=0,
)
"""What the first script is worth, mended without the model and not repaired."""

ARMS: dict[str, Arm] = {
    "code_it": code_it,
    "one_shot": one_shot,
    "first_that_runs": first_that_runs,
    "smolagents": smolagents,
    "first_script": _first_script,
    "first_script_no_recipes": partial(_first_script, show_recipes=False),
    "no_brief": partial(code_it, read_inputs=False, read_urls=False),
    "no_recipes": partial(code_it, show_recipes=False),
    "no_fixes": partial(code_it, apply_fixes=False),
    "no_repair": partial(code_it, repair_failures=False),
    "no_patches": partial(code_it, max_patches=0),
    "no_planner": partial(code_it, plan_retries=False),
    "no_agreement": partial(code_it, agreement_samples=0),
    "no_linter": partial(code_it, apply_linter=False),
    "no_dependency_tracker": partial(code_it, dependency_samples=0),
}
