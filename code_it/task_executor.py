"""Task -> TaskResult: the whole flow, one method per arrow.

read -> write -> check -> provide -> run -> judge -> repair or resample -> deliver
"""

from __future__ import annotations

import contextlib
import logging
import os
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from code_it.agents.base import BaseAgent
from code_it.agents.coder import Coder
from code_it.agents.dependency_tracker import DependencyTracker
from code_it.agents.linter import Linter
from code_it.agents.patcher import Patcher
from code_it.agents.planner import Planner
from code_it.attempts import (
    Attempt,
    Stages,
    Workbench,
    complaint_about,
    complaint_about_lines,
    suspects_of,
)
from code_it.checks.agreement import compare, is_open_question
from code_it.checks.fixups import mend
from code_it.checks.pylint_score import check_with_pylint
from code_it.checks.suspects import Suspect
from code_it.checks.syntax import check_syntax
from code_it.code_editor.python_editor import PythonCodeEditor
from code_it.config import TaskExecutionConfig
from code_it.errors import ConfigError, ModelError, UnparsableReply
from code_it.flow import (
    Candidate,
    Check,
    CheckReport,
    Plan,
    Requirements,
    Task,
    TaskResult,
    Verdict,
)
from code_it.models import ModelBuilder, as_llm
from code_it.models.metered import MeteredLLM
from code_it.reading import read_task
from code_it.runs.journal import Journal, secret_values
from code_it.runs.observer import LogObserver, Observer
from code_it.runs.report import as_markdown
from code_it.sandbox import select_level
from code_it.sandbox.trial import TrialFolder
from code_it.script_header import with_header

__all__ = ["TaskExecutionConfig", "TaskExecutor"]

Agent = TypeVar("Agent", bound=BaseAgent)


class TaskExecutor:
    """Carries out tasks in the folder `config.work_folder`."""

    def __init__(
        self,
        code_editor: PythonCodeEditor,
        model_builder: ModelBuilder,
        config: TaskExecutionConfig | None = None,
        *,
        observer: Observer | None = None,
    ) -> None:
        """
        Args:
            code_editor: Its file receives the script.
            model_builder: Called once, when the first task is carried out.
            config: The defaults when left out; read when `execute` starts.
            observer: Told what happens; by default the story is logged.
        """
        self.code_editor = code_editor
        self.model_builder = model_builder
        self.config = config if config is not None else TaskExecutionConfig()
        self.observer: Observer = observer if observer is not None else LogObserver()

    def execute(self, task: str) -> TaskResult:
        """Write, run and check a script for `task`.

        A script that does not do the task is a result, `failed`; nothing in the folder has
        changed then.

        Raises:
            ConfigError: A setting is out of range, or the folder cannot be used.
            SandboxUnavailable: The wanted isolation is not to be had.
            ModelError: The model cannot be had or does not answer.
        """
        self.config.validate()
        if not task.strip():
            raise ConfigError("the task is empty; say in a few sentences what the script shall do")
        with _logging_to_stdout(self.config.log_to_stdout), _Execution(self, task) as execution:
            return execution.result()


class _Execution:
    """One task on its way from its text to its result."""

    def __init__(self, executor: TaskExecutor, text: str) -> None:
        self.config = executor.config
        self.observer = executor.observer
        self.code_editor = executor.code_editor
        self.model_builder = executor.model_builder
        self.text = text
        self.folder = Path(self.config.work_folder).resolve()
        self.stage = Stages(self.observer)
        self.attempts = 0
        self.has_examples = False
        self.patches_asked = 0
        self.patches_tried = 0
        self.samples = 0
        self.plan: Plan | None = None
        self.seen: set[str] = set()
        self.reports: dict[str, CheckReport] = {}
        self.cleanup = contextlib.ExitStack()

    def __enter__(self) -> _Execution:
        if not self.folder.is_dir():
            raise ConfigError(f"work_folder is {str(self.folder)!r}, which is not a folder")
        self.level = select_level(self.config.sandbox) if self.config.execute_code else "none"
        self.journal = Journal.start(
            self.folder / ".code_it" / "runs", secrets=secret_values(os.environ)
        )
        self.cleanup.callback(self.journal.close)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: object) -> None:
        try:
            if kind is not None:
                ending = "cancelled" if issubclass(kind, KeyboardInterrupt) else "error"
                self.journal.write(ending, error=f"{kind.__name__}: {error}")
        finally:
            self.cleanup.close()

    def result(self) -> TaskResult:
        started = time.monotonic()
        task = self._read()
        self._set_up_agents()
        self.bench = self._set_up_bench(task)
        best = self._search(task)
        result = self._deliver(task, best)
        seconds = {**self.stage.seconds, "total": time.monotonic() - started}
        result = replace(result, seconds=seconds)
        self.journal.write("result", result=result)
        self.journal.save("report.md", as_markdown(result))
        return result

    # The arrows

    def _read(self) -> Task:
        with self.stage("reading", "the task and its inputs"):
            task = read_task(
                self.text,
                self.folder,
                read_urls=self.config.read_urls,
                read_inputs=self.config.read_inputs,
            )
        self.has_examples = bool(task.examples)
        self.journal.write("task", task=task)
        return task

    def _set_up_agents(self) -> None:
        with self.stage("loading", "the model"):
            llm = as_llm(self.model_builder())
            if callable(load := getattr(llm, "load", None)):
                load()
        self.llm = MeteredLLM(llm, self.journal)
        config, show = self.config, self.observer.text
        self.coder = self._agent(Coder, config.coder_temperature, show)
        self.patcher = self._agent(Patcher, config.coder_temperature, show)
        self.linter = self._agent(Linter, config.linter_temperature, show)
        self.planner = self._agent(Planner, config.planner_temperature)
        self.dependency_tracker = self._agent(
            DependencyTracker, config.dependency_tracker_temperature
        )

    def _set_up_bench(self, task: Task) -> Workbench | None:
        """The place where scripts are tried; none when they are not to be run."""
        if not self.config.execute_code:
            return None
        named = (*task.input_files, *task.may_change)
        trial = TrialFolder.create(
            self.folder,
            parent=self.journal.folder,
            named=[name for name in named if (self.folder / name).exists()],
        )
        self.cleanup.callback(trial.remove)
        if trial.note:
            self.observer.note(trial.note)
        return Workbench(
            task=task,
            folder=self.folder,
            trial=trial,
            config=self.config,
            level=self.level,
            journal=self.journal,
            observer=self.observer,
            stage=self.stage,
            dependency_tracker=self.dependency_tracker,
        )

    def _agent(
        self, kind: type[Agent], temperature: float, on_text: Callable[[str], None] | None = None
    ) -> Agent:
        return kind(
            self.llm,
            temperature=temperature,
            max_tokens=self.config.max_tokens,
            seed=self.config.seed,
            on_text=on_text,
        )

    def _search(self, task: Task) -> Attempt | None:
        """Try fresh starts and repairs until one is right or the attempts are used up."""
        best: Attempt | None = None
        for start in self._fresh_starts(task):
            attempt: Attempt | None = self._attempt_with_patches(task, start)
            while attempt is not None:
                best = attempt if best is None or attempt.rank > best.rank else best
                attempt = None if attempt.verdict.ok else self._attempt_rewrite(task, attempt)
            if best is not None and best.verdict.ok:
                return self._settle(task, best)
        return best

    def _settle(self, task: Task, first: Attempt) -> Attempt:
        """Let scripts that are written afresh say whether a right-looking one is right.

        One that does the same confirms it, and of three the two that agree are right. When none
        does the same, nothing is known: the first one is kept, and not verified.
        """
        wanted = self.config.agreement_samples
        if self.bench is None or not wanted or self._repairs_only:
            return first
        if task.examples:
            return self._sturdier(task, self.bench, first)
        if first.needs_no_opinion:
            return first
        is_open = is_open_question(task, first.candidate.source, first.outcome)
        opinions = min(wanted, self._attempts_left) if is_open else 0
        if opinions <= 0:
            # Lines that were put in until it ran may have made it run and no more.
            unseen = first.candidate.is_patched and not first.outcome
            return first.doubted() if is_open or unseen else first
        tried, in_doubt = [self.bench.set_aside(first)], False
        for rival in self._rivals(task, first, opinions):
            if not rival.verdict.ok:
                in_doubt = True
                continue
            for other in tried:
                if compare(rival.outcome, other.outcome) == "same":
                    return other.confirmed()
            in_doubt = in_doubt or compare(rival.outcome, first.outcome) == "different"
            tried.append(self.bench.set_aside(rival))
        return tried[0].doubted() if in_doubt and self.bench.repeats(first) else tried[0]

    def _sturdier(self, task: Task, bench: Workbench, first: Attempt) -> Attempt:
        """One that holds the examples and raises nothing for empty inputs, if there is one."""
        errors = bench.edges(first)
        if not errors or self._attempts_left <= 0:
            return first
        first = bench.set_aside(first)
        complaint = "\n".join([_EMPTY_INPUTS, *(f"- {error}" for error in errors)])
        rewritten = self._rewritten(task, first, complaint)
        if rewritten is None:
            return first
        other = self._attempt(rewritten)
        return other if other.verdict.ok and not bench.edges(other) else first

    def _rivals(self, task: Task, first: Attempt, number: int) -> Iterator[Attempt]:
        """What becomes of scripts that are written afresh; `first` when it is written again."""
        for _ in range(number):
            try:
                candidate = self._write(task, sample=self.samples)
            except ModelError as error:
                # What was found before is not lost with the model.
                self.observer.note(f"No second opinion: {error}")
                return
            if candidate is None:
                continue
            if candidate.source == first.candidate.source:
                yield first
            elif candidate.source not in self.seen:
                # As it was written: what is put in until it runs confirms nothing.
                yield self._attempt(candidate)

    def _fresh_starts(self, task: Task) -> Iterator[Candidate]:
        first = self._write(task, sample=0)
        if first is not None:
            yield first
        while self._attempts_left > 0 and self.samples < self._most_samples:
            for candidate in self._ranked_samples(task):
                if self._attempts_left > 0 and candidate.source not in self.seen:
                    yield candidate

    def _ranked_samples(self, task: Task) -> Iterator[Candidate]:
        """As many fresh samples as are drawn at a time; the last of the first ones has a plan.

        One that pylint finds no error in cannot be beaten by one that is not drawn yet, so it
        comes at once. The others wait for the end, the tidiest first.
        """
        waiting: list[tuple[tuple[bool, float], Candidate]] = []
        with_plan = self.config.coding_samples - 1 if self.config.plan_retries else None
        for number in range(self.samples, self.samples + self.config.coding_samples - 1):
            if self._attempts_left <= 0:
                break
            plan = self._make_plan(task) if with_plan == number else None
            candidate = self._write(task, sample=number, plan=plan)
            if candidate is None:
                continue
            report = self._check(candidate)
            if report.compiles and not report.messages:
                yield candidate
            else:
                waiting.append((report.rank, candidate))
        waiting.sort(key=lambda pair: pair[0], reverse=True)
        yield from (candidate for _, candidate in waiting)

    def _write(self, task: Task, *, sample: int, plan: Plan | None = None) -> Candidate | None:
        """Draw a script; the first is the likeliest, and each further one is warmer."""
        self.samples = sample + 1
        with self.stage("writing", "a script" if sample == 0 else f"fresh script {sample}"):
            try:
                written = self.coder.write(
                    task, plan=plan, sample=sample, temperature=self._warmth(sample)
                )
            except UnparsableReply as error:
                self.observer.note(f"The model's reply had no code: {error.reply[:80]!r}")
                self.attempts += 1
                return None
        return self._mended(written)

    def _warmth(self, sample: int) -> float:
        """The temperature of a sample, counted from 0."""
        if sample == 0:
            return self.config.coder_temperature
        warmer = (sample - 1) * self.config.sampling_temperature_multiplier
        start = max(self.config.coder_temperature, self.config.sampling_temperature)
        return min(start + warmer, 2.0)

    def _make_plan(self, task: Task) -> Plan | None:
        with self.stage("planning", "another way"):
            try:
                plan = self.planner.plan(task)
            except UnparsableReply:
                return None
        self.plan = plan
        self.journal.write("plan", plan=plan)
        return plan

    def _mended(self, candidate: Candidate) -> Candidate:
        mended = mend(candidate) if self.config.apply_fixes else candidate
        if mended.fixes != candidate.fixes:
            self.observer.note("Mended without the model: " + ", ".join(mended.fixes))
        return mended

    def _attempt(self, candidate: Candidate) -> Attempt:
        self.attempts += 1
        self.seen.add(candidate.source)
        candidate, report = self._checked(candidate)
        self.journal.write("candidate", number=self.attempts, candidate=candidate, report=report)
        self.journal.save(f"candidate-{self.attempts}.py", candidate.source)
        attempt = self._carried_out(candidate, report)
        self.journal.write("verdict", number=self.attempts, verdict=attempt.verdict)
        self.observer.note(f"Try {self.attempts}: {attempt.verdict.reason}")
        return attempt

    def _checked(self, candidate: Candidate) -> tuple[Candidate, CheckReport]:
        report = self._check(candidate)
        if report.compiles or not self.config.apply_linter:
            return candidate, report
        with self.stage("linting", report.messages[0]):
            try:
                candidate = self._mended(self.linter.mend(candidate, report))
            except UnparsableReply:
                return candidate, report
        self.seen.add(candidate.source)
        return candidate, self._check(candidate)

    def _check(self, candidate: Candidate) -> CheckReport:
        source = candidate.source
        if source not in self.reports:
            with self.stage("checking", "the script before it runs"):
                report = check_syntax(source)
                if report.compiles and self.config.apply_linter:
                    report = check_with_pylint(source)
            self.reports[source] = report
        return self.reports[source]

    def _carried_out(self, candidate: Candidate, report: CheckReport) -> Attempt:
        if not report.compiles:
            check = Check("syntax", False, "it compiles", report.messages[0], from_task=False)
            return Attempt(candidate, report, Verdict("failed", (check,), str(check)))
        if self.bench is None:
            return Attempt(candidate, report, Verdict("written", (), _NOT_RUN))
        return self.bench.attempt(candidate, report, number=self.attempts)

    def _attempt_with_patches(self, task: Task, candidate: Candidate) -> Attempt:
        """Try a script, and put other lines in place of those that fail while that leads on."""
        attempt = self._attempt(candidate)
        met = {attempt.mark}
        while not attempt.verdict.ok:
            patched = self._attempt_patches(task, attempt, met)
            if patched is None:
                break
            attempt = patched
            met.add(attempt.mark)
        return attempt

    def _attempt_patches(self, task: Task, attempt: Attempt, met: set[str]) -> Attempt | None:
        """The first of the patches that leads on, to no failure that was `met`; or none."""
        if not self.config.repair_failures or self.bench is None:
            return None
        asked: list[Suspect] = []
        for suspect in suspects_of(attempt, task, self.bench.facts(attempt)):
            patched: Candidate | None = None
            if suspect.ready:
                patched = attempt.candidate.patched(suspect.lines.preceded(suspect.ready))
            elif len(asked) < self.config.patch_samples:
                patched = self._ask_for_patch(task, attempt, suspect, asked.count(suspect))
                asked.append(suspect)
            if patched is not None and patched.source not in self.seen:
                self.patches_tried += 1
                following = self._attempt(patched)
                if following.is_progress_over(attempt) and following.mark not in met:
                    return following
        return None

    def _ask_for_patch(
        self, task: Task, attempt: Attempt, suspect: Suspect, times: int
    ) -> Candidate | None:
        """The script with lines that the model writes; `times` that it was asked the same."""
        if self.bench is None or self.patches_asked >= self.config.max_patches:
            return None
        self.patches_asked += 1
        facts = self.bench.facts(attempt, suspect.lines.first)
        with self.stage("patching", attempt.verdict.reason):
            try:
                patched = self.patcher.patch(
                    task,
                    attempt.candidate,
                    suspect,
                    complaint_about_lines(attempt, facts),
                    # The likeliest answer was there before when the question was.
                    temperature=self._warmth(times),
                    seed=self.config.seed + times,
                )
            except UnparsableReply:
                return None
        return self._mended(patched)

    def _attempt_rewrite(self, task: Task, attempt: Attempt) -> Attempt | None:
        """Write a failed script anew and try that; nothing when it leads nowhere."""
        if self._attempts_left <= 0 or not self.config.repair_failures:
            return None
        if self.patches_asked and suspects_of(attempt, task):
            # Where other lines did not help, the same script again does not either.
            return None
        facts = self.bench.facts(attempt) if self.bench else ()
        repaired = self._rewritten(task, attempt, complaint_about(attempt, facts))
        if repaired is None:
            return None
        following = self._attempt_with_patches(task, repaired)
        goes_on = self._repairs_only or following.is_progress_over(attempt)
        return following if goes_on else None

    def _rewritten(self, task: Task, attempt: Attempt, complaint: str) -> Candidate | None:
        """The script without a mistake; none when it is one that was tried before."""
        with self.stage("repairing", attempt.verdict.reason):
            try:
                repaired = self.coder.repair(task, attempt.candidate, complaint)
            except UnparsableReply:
                self.attempts += 1
                return None
        repaired = self._mended(repaired)
        if repaired.source in self.seen:
            self.observer.note("The repair is a script that was tried before.")
            return None
        return repaired

    def _deliver(self, task: Task, best: Attempt | None) -> TaskResult:
        if best is None:
            verdict = Verdict("failed", (), "None of the model's replies had a script in it.")
            return self._summary(task, None, verdict)
        if not best.verdict.ok:
            self.journal.save("best.py", best.candidate.source)
            return self._summary(task, best, best.verdict)
        with self.stage("delivering", self.code_editor.filename):
            packages = best.environment.packages if best.environment else ()
            result = self._bring_back(task, best)
            target = Path(self.code_editor.filename)
            if target.is_file():
                before = target.read_bytes().decode("utf-8", "surrogateescape")
                self.journal.save(f"before/{target.name}", before, as_it_is=True)
            self.code_editor.overwrite_code(with_header(best.candidate.source, packages))
            if best.environment is not None:
                self.code_editor.use_environment(best.environment)
        return replace(result, source_file=self.code_editor.filename, packages=packages)

    def _bring_back(self, task: Task, best: Attempt) -> TaskResult:
        result = self._summary(task, best, best.verdict)
        if best.run is None or best.trial is None:
            return result
        delivery = best.trial.bring_back(
            [*best.run.created, *best.run.changed],
            into=self.folder,
            backups=self.journal.folder / "before",
        )
        for name, why in delivery.skipped:
            self.observer.note(f"{name} was not brought back: {why}")
        return replace(result, delivered=delivery.delivered, kept_aside=delivery.kept_aside)

    def _summary(self, task: Task, best: Attempt | None, verdict: Verdict) -> TaskResult:
        return TaskResult(
            task=task,
            verdict=verdict,
            plan=self.plan,
            requirements=best.requirements if best else Requirements(),
            candidate=best.candidate if best else None,
            checks=best.report if best else None,
            run=best.run if best else None,
            attempts=self.attempts,
            usage=self.llm.usage,
            run_folder=str(self.journal.folder),
        )

    @property
    def _repairs_only(self) -> bool:
        """One line of repairs, and no script that is written afresh."""
        return self.config.code_sampling_strategy == "NO_SAMPLING"

    @property
    def _most_samples(self) -> int:
        """Scripts to draw; one that was drawn before costs a reply, and is no attempt."""
        if self._repairs_only or self.config.coding_samples == 1:
            return 1
        return 2 * self._most_attempts

    @property
    def _attempts_left(self) -> int:
        """Scripts that may still be written; lines put in place of others are counted apart."""
        return self._most_attempts - (self.attempts - self.patches_tried)

    @property
    def _most_attempts(self) -> int:
        """More where examples tell at once, and surely, which script is right."""
        if self.has_examples:
            return max(self.config.max_coding_attempts, self.config.max_attempts_with_examples)
        return self.config.max_coding_attempts


_EMPTY_INPUTS = "It raises errors for empty inputs; it must not, unless the task says so:"
_NOT_RUN = "It compiles; it was not run, because execute_code is off."


@contextlib.contextmanager
def _logging_to_stdout(wanted: bool) -> Iterator[None]:
    """Show the story on standard output, unless the program has set up logging itself."""
    logger = logging.getLogger("code_it")
    if not wanted or logger.hasHandlers():
        yield
        return
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(logging.Formatter("%(message)s"))
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
