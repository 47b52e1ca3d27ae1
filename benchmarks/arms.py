"""Problem -> Outcome: the ways of answering that are compared."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from benchmarks.problems import Outcome
from benchmarks.results import Row
from code_it.agents.coder import parse_source
from code_it.code_editor.python_editor import PythonCodeEditor
from code_it.config import TaskExecutionConfig
from code_it.errors import UnparsableReply
from code_it.flow import RunResult
from code_it.models import LLM, Completion, Message
from code_it.packages.environments import Environment
from code_it.sandbox import run_script, select_level
from code_it.sandbox.limits import Limits
from code_it.task_executor import TaskExecutor

_RUN_SECONDS = 120.0
_MOST_TOKENS = 1536
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
        run = _run(assignment, source)
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


def _run(assignment: Assignment, source: str) -> RunResult:
    with tempfile.TemporaryDirectory() as aside:
        script = Path(aside) / "main.py"
        script.write_text(source, encoding="utf-8")
        return run_script(
            assignment.environment.python,
            script,
            folder=assignment.folder,
            limits=Limits(time_limit_seconds=_RUN_SECONDS),
            network=True,
            level=select_level("auto"),
        )


ARMS: dict[str, Arm] = {
    "code_it": code_it,
    "one_shot": one_shot,
    "first_that_runs": first_that_runs,
    "no_agreement": partial(code_it, agreement_samples=0),
    "no_linter": partial(code_it, apply_linter=False),
    "no_dependency_tracker": partial(code_it, dependency_samples=0),
}
