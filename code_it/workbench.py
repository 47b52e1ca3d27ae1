"""Candidate -> Verdict: what a script needs is provided, it runs, and what it left is judged."""

from __future__ import annotations

import contextlib
import secrets
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from code_it import cancelling
from code_it.agents.dependency_tracker import DependencyTracker
from code_it.attempts import SCRIPT_IN_TRACEBACKS, Attempt
from code_it.checks import idle, scope
from code_it.checks.agreement import compare, outcome_of
from code_it.checks.complaint import error_line
from code_it.checks.edges import edge_calls, errors_of
from code_it.checks.edits import Changed, edits_of, holding_after_one_change, tell_apart
from code_it.checks.examples import (
    Answer,
    answers_of_many,
    applicable,
    driver_of_many,
    driver_source,
    function_defined,
    read_answers,
    read_driver,
)
from code_it.checks.failing_lines import failing_line
from code_it.checks.idle import Idle
from code_it.checks.installed import installed_facts
from code_it.checks.mutation import mutated_calls
from code_it.checks.outcome import judge
from code_it.checks.repairs.missing_files import facts_about_outputs
from code_it.config import TaskExecutionConfig
from code_it.errors import InstallError
from code_it.flow import (
    Candidate,
    Check,
    CheckReport,
    IsolationLevel,
    Requirements,
    RunResult,
    Task,
    Verdict,
)
from code_it.packages.environments import Environment, Terms, provide
from code_it.packages.hints import hints_in
from code_it.packages.policy import requirements_of
from code_it.runs.journal import Journal
from code_it.runs.observer import Observer
from code_it.sandbox import run_script
from code_it.sandbox.limits import Limits
from code_it.sandbox.trial import TrialFolder

SCRIPT_NAME = "main.py"
_SOON = 5.0
"""Seconds that a script may take to be run once more for what is seldom found."""


class Stages:
    """Tells an observer which stage begins, and adds up the seconds of each."""

    def __init__(self, observer: Observer) -> None:
        self._observer = observer
        self.seconds: dict[str, float] = {}

    @contextlib.contextmanager
    def __call__(self, name: str, detail: str) -> Iterator[None]:
        cancelling.check()
        self._observer.stage(name, detail)
        started = time.monotonic()
        try:
            yield
        finally:
            took = time.monotonic() - started
            self.seconds[name] = self.seconds.get(name, 0.0) + took


@dataclass
class Workbench:
    """Where the scripts of one task are tried."""

    task: Task
    folder: Path
    """The user's own, in which nothing is changed here."""
    trial: TrialFolder
    config: TaskExecutionConfig
    level: IsolationLevel
    journal: Journal
    observer: Observer
    stage: Stages
    dependency_tracker: DependencyTracker
    installs: int = 0
    installed: set[tuple[str, ...]] = field(default_factory=set)
    """What was provided before costs nothing, and is no further try."""
    looked_at: dict[tuple[str, int], tuple[str, ...]] = field(default_factory=dict)
    """The facts that are known, by script and line."""
    watched: dict[str, tuple[Idle, ...]] = field(default_factory=dict)
    """The lines that did nothing, by script."""
    answered: dict[str, dict[str, Answer]] = field(default_factory=dict)
    """What functions gave for other inputs than those of the examples, by script."""
    changed: dict[str, list[Changed]] = field(default_factory=dict)
    """The scripts that hold the examples after one small change, by script."""
    emptied: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """What is said of their errors for empty inputs, by script."""

    def attempt(self, candidate: Candidate, report: CheckReport, *, number: int) -> Attempt:
        """Carry out a candidate that compiles.

        Args:
            number: Under which the run stands in the journal.
        """
        requirements = self._requirements(candidate)
        try:
            environment = self._provide(requirements)
        except InstallError as error:
            check = Check("packages", False, "what it imports is installed", str(error), False)
            verdict = Verdict("failed", (check,), str(check))
            return Attempt(candidate, report, verdict, requirements)
        examples = self._examples(candidate, environment)
        with self.stage("running", f"in a copy of the folder, {self.level}"):
            run = self._run(candidate.source, environment)
        self.journal.write("run", number=number, run=run)
        verdict = judge(self.task, run, self.trial.path, examples=examples)
        # Only what looks right is compared with anything.
        outcome = outcome_of(self.task, run, self.trial.path) if verdict.ok else {}
        return Attempt(
            candidate, report, verdict, requirements, environment, run, outcome, self.trial
        )

    def set_aside(self, attempt: Attempt) -> Attempt:
        """Keep the files of the run that was the last, so that others may follow."""
        if attempt.trial is not self.trial:
            return attempt
        return replace(attempt, trial=self.trial.set_aside())

    def repeats(self, attempt: Attempt) -> bool:
        """Does it do the same when it runs again? With chance in it, or the time, it does not.

        The files of the last run are lost, where they are not set aside.
        """
        if attempt.environment is None:
            return True
        with self.stage("running", "the script once more, to see whether it does the same"):
            run = self._run(attempt.candidate.source, attempt.environment)
        again = outcome_of(self.task, run, self.trial.path)
        return compare(attempt.outcome, again) != "different"

    def facts(self, attempt: Attempt, line: int | None = None) -> tuple[str, ...]:
        """What the parts of a line stand for, and what explains the error, by running it again.

        Args:
            line: Counted from 1; by default the one that raised the error.
        """
        run, environment = attempt.run, attempt.environment
        if run is None or environment is None or run.stopped_because:
            return ()
        source = attempt.candidate.source
        if line is None:
            line = failing_line(source, run.stderr, SCRIPT_IN_TRACEBACKS)
        error = error_line(run.stderr)
        known = (*installed_facts(error, environment), *facts_about_outputs(error, self.task))
        if line is None:
            return known
        if (source, line) not in self.looked_at:
            self.looked_at[source, line] = self._facts(attempt.candidate, environment, line)
        return (*known, *self.looked_at[source, line])

    def _facts(self, candidate: Candidate, environment: Environment, line: int) -> tuple[str, ...]:
        marker = secrets.token_hex(16)
        source = scope.driver_source(candidate.source, SCRIPT_NAME, marker, line)
        with self.stage("looking", "at the values on the failing line"):
            return scope.read_facts(self._run(source, environment).stdout, marker)

    def idle(self, attempt: Attempt) -> tuple[Idle, ...]:
        """The lines that did nothing, by running it again."""
        source, environment = attempt.candidate.source, attempt.environment
        if environment is None:
            return ()
        if source not in self.watched:
            marker = secrets.token_hex(16)
            driver = idle.driver_source(source, SCRIPT_NAME, marker)
            with self.stage("looking", "for lines that did nothing"):
                told = self._run(driver, environment).stdout
            self.watched[source] = idle.read_idle(told, marker)
        return self.watched[source]

    def in_vain(self, attempt: Attempt) -> tuple[Idle, ...]:
        """Comparisons and patterns that miss what they are for, where it costs little to look."""
        run = attempt.run
        if run is None or run.network or run.duration_seconds > _SOON:
            return ()
        return tuple(each for each in self.idle(attempt) if each.kind != "idle")

    def edges(self, attempt: Attempt) -> tuple[str, ...]:
        """The calls with empty inputs that end in an error, where the examples hold."""
        source = attempt.candidate.source
        if source not in self.emptied:
            calls = edge_calls(applicable(self.task.examples, source))
            self.emptied[source] = errors_of(calls, self._answers(attempt, calls, "empty inputs"))
        return self.emptied[source]

    def answers(self, attempt: Attempt) -> dict[str, Answer]:
        """What it gives for calls like those of the examples; nothing where there are none."""
        source = attempt.candidate.source
        if source not in self.answered:
            calls = mutated_calls(applicable(self.task.examples, source), self.task.text)
            answers = self._answers(attempt, calls, "other inputs")
            self.answered[source] = dict(zip(calls, answers, strict=True))
        return self.answered[source]

    def edited(self, attempt: Attempt) -> list[Changed]:
        """The scripts that are one small change away from it and hold all examples.

        None where something else than an example is wrong, or the examples all give the same.
        """
        source = attempt.candidate.source
        if source not in self.changed:
            self.changed[source] = self._holding_after_one_change(attempt)
        return self.changed[source]

    def changed_anyhow(self, attempt: Attempt) -> list[Changed]:
        """All scripts that are one small change away from it, whatever they give."""
        source, environment = attempt.candidate.source, attempt.environment
        calls = tuple(self.answers(attempt))
        if environment is None or not calls:
            return []
        others = edits_of(source)
        return list(zip(others, self._answers_of_many(others, calls, environment), strict=True))

    def _holding_after_one_change(self, attempt: Attempt) -> list[Changed]:
        failed = {check.name for check in attempt.verdict.checks if not check.held}
        source, environment = attempt.candidate.source, attempt.environment
        if failed != {"example"} or environment is None:
            return []
        examples = applicable(self.task.examples, source)
        if not tell_apart(examples):
            return []

        def ask(sources: Sequence[str], calls: Sequence[str]) -> list[tuple[Answer, ...]]:
            return self._answers_of_many(sources, calls, environment)

        return holding_after_one_change(source, examples, ask)

    def _answers_of_many(
        self, sources: Sequence[str], calls: Sequence[str], environment: Environment
    ) -> list[tuple[Answer, ...]]:
        if not sources or not calls:
            return [()] * len(sources)
        marker = secrets.token_hex(16)
        with self.stage("checking", f"{len(sources)} scripts with small changes"):
            run = self._run(driver_of_many(sources, calls, marker), environment)
        return answers_of_many(run.stdout, len(sources), len(calls), marker)

    def _answers(self, attempt: Attempt, calls: Sequence[str], what: str) -> tuple[Answer, ...]:
        marker = secrets.token_hex(16)
        if not calls or attempt.environment is None:
            return read_answers("", len(calls), marker)
        with self.stage("checking", f"{len(calls)} {what}"):
            driver = driver_source(attempt.candidate.source, calls, marker)
            run = self._run(driver, attempt.environment)
        return read_answers(run.stdout, len(calls), marker)

    def _requirements(self, candidate: Candidate) -> Requirements:
        hints = list(hints_in(candidate.source))
        found = requirements_of(
            candidate.source, folder=self.folder, config=self.config, hints=hints
        )
        samples = self.config.dependency_samples
        for sample in range(samples):
            if not found.refused or not self.config.install_dependencies:
                break
            with self.stage("asking", "which package provides an unknown module"):
                for refusal in found.refused:
                    name = self.dependency_tracker.package_of(
                        refusal.name, sample=sample, samples=samples - sample
                    )
                    hints.append(name)
            found = requirements_of(
                candidate.source,
                folder=self.folder,
                config=self.config,
                hints=[hint for hint in hints if hint],
            )
        self.journal.write("requirements", requirements=found, hints=hints)
        for refusal in found.refused:
            self.observer.note(refusal.reason)
        return found

    def _provide(self, requirements: Requirements) -> Environment:
        wanted = requirements.allowed if self.config.install_dependencies else ()
        if wanted and wanted not in self.installed:
            self.installs += 1
        if self.installs > self.config.dependency_install_attempts:
            raise InstallError(
                f"{', '.join(wanted)} were not installed: dependency_install_attempts is "
                f"{self.config.dependency_install_attempts}"
            )
        with self.stage("installing", ", ".join(wanted) or "nothing"):
            environment = provide(
                wanted,
                timeout_seconds=self.config.install_time_limit_seconds,
                terms=Terms.of(self.config),
                on_note=self.observer.note,
            )
        self.installed.add(wanted)
        return environment

    def _run(self, source: str, environment: Environment) -> RunResult:
        allowed = self.config.network
        network = allowed == "on" or (allowed == "auto" and self.task.needs_network)
        self.trial.restore()
        for name in set(self.task.output_files) - set(self.task.input_files):
            # What an earlier run has left must not pass for what this one makes.
            left = self.trial.path / name
            if not left.is_dir() or left.is_symlink():
                left.unlink(missing_ok=True)
        script = self.journal.save(f"run/{SCRIPT_NAME}", source, as_it_is=True)
        return run_script(
            environment.python,
            script,
            folder=self.trial.path,
            limits=Limits.of(self.config, time_limit_seconds=self._time_limit),
            network=network,
            level=self.level,
        )

    @property
    def _time_limit(self) -> float:
        """Shorter where only a function is asked for: its examples are small, and tried often."""
        limit = self.config.time_limit_seconds
        only_function = self.task.examples and not self.task.output_files
        return min(limit, self.config.example_time_limit_seconds) if only_function else limit

    def _examples(self, candidate: Candidate, environment: Environment) -> tuple[Check, ...]:
        defined = function_defined(candidate.source, self.task.function)
        examples = applicable(self.task.examples, candidate.source)
        if not examples:
            return defined
        marker = secrets.token_hex(16)
        with self.stage("checking", f"{len(examples)} examples of the task"):
            calls = [example.call for example in examples]
            run = self._run(driver_source(candidate.source, calls, marker), environment)
        return (*defined, *read_driver(run.stdout, examples, marker))
