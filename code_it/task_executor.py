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

from code_it import cancelling
from code_it.agents.base import BaseAgent
from code_it.agents.coder import Coder
from code_it.agents.dependency_tracker import DependencyTracker
from code_it.agents.linter import Linter
from code_it.agents.patcher import Patcher
from code_it.agents.planner import Planner
from code_it.attempts import Attempt
from code_it.code_editor.python_editor import PythonCodeEditor
from code_it.config import TaskExecutionConfig
from code_it.errors import Cancelled, ConfigError
from code_it.flow import Requirements, Task, TaskResult, Verdict
from code_it.given_task import check_task
from code_it.models import ModelBuilder, as_llm
from code_it.models.metered import Budget, MeteredLLM
from code_it.reading import read_task
from code_it.runs.journal import Journal, secret_values
from code_it.runs.lock import hold_folder
from code_it.runs.observer import LogObserver, Observer
from code_it.runs.report import as_markdown
from code_it.sandbox import select_level
from code_it.sandbox.leftovers import BACKUPS
from code_it.sandbox.trial import TrialFolder
from code_it.script_header import with_header
from code_it.search import Agents, Search
from code_it.workbench import Stages, Workbench

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
        self._work = cancelling.Cancellable()

    def execute(self, task: str) -> TaskResult:
        """Write, run and check a script for `task`.

        A script that does not do the task is a result, `failed`; nothing in the folder has
        changed then.

        Raises:
            ConfigError: A setting is out of range, the folder cannot be used, or the task is empty,
                longer than 64 KiB or no text.
            FolderBusy: Another run is at work in the folder.
            SandboxUnavailable: The wanted isolation is not to be had.
            ModelError: The model cannot be had or does not answer.
            Cancelled: `cancel` was called; nothing in the folder has changed.
        """
        self.config.validate()
        check_task(task, "the task")
        with (
            self._work.work(),
            _logging_to_stdout(self.config.log_to_stdout),
            _Execution(self, task) as execution,
        ):
            return execution.result()

    def cancel(self) -> None:
        """End what `execute` is doing, from another thread or a signal handler.

        It ends within a second or two, unless its results are being brought back already; a task
        that begins later is carried out.
        """
        self._work.cancel()


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
        self.budget = Budget(
            self.config.max_llm_calls, self.config.max_completion_tokens, self.config.max_seconds
        )
        self.cleanup = contextlib.ExitStack()

    def __enter__(self) -> _Execution:
        if not self.folder.is_dir():
            raise ConfigError(f"work_folder is {str(self.folder)!r}, which is not a folder")
        self.level = select_level(self.config.isolation) if self.config.execute_code else "none"
        self.cleanup.enter_context(hold_folder(self.folder))
        try:
            self.journal = Journal.start(
                self.folder / ".code_it" / "runs", secrets=secret_values(os.environ)
            )
        except BaseException:
            self.cleanup.close()
            raise
        self.cleanup.callback(self.journal.close)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: object) -> None:
        try:
            if kind is not None:
                cancelled = issubclass(kind, (KeyboardInterrupt, Cancelled))
                ending = "cancelled" if cancelled else "error"
                self.journal.write(ending, error=f"{kind.__name__}: {error}")
        finally:
            self.cleanup.close()

    def result(self) -> TaskResult:
        started = time.monotonic()
        task = self._read()
        self._set_up_agents()
        self.search = self._set_up_search(task)
        result = self._deliver(task, self.search.best())
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
                show_recipes=self.config.show_recipes,
            )
        for name in task.missing_files:
            self.observer.note(f"{name} is not in {self.folder}, and the task has it read")
        self.journal.write("task", task=task)
        return task

    def _set_up_agents(self) -> None:
        with self.stage("loading", "the model"):
            llm = as_llm(self.model_builder())
            if callable(load := getattr(llm, "load", None)):
                load()
        self.llm = MeteredLLM(
            llm, self.journal, self.budget, context_tokens=self.config.context_tokens
        )
        config, show = self.config, self.observer.text
        self.agents = Agents(
            coder=self._agent(Coder, config.coder_temperature, show),
            patcher=self._agent(Patcher, config.coder_temperature, show),
            linter=self._agent(Linter, config.linter_temperature, show),
            planner=self._agent(Planner, config.planner_temperature),
        )
        self.dependency_tracker = self._agent(
            DependencyTracker, config.dependency_tracker_temperature
        )

    def _set_up_search(self, task: Task) -> Search:
        return Search(
            task=task,
            agents=self.agents,
            bench=self._set_up_bench(task),
            config=self.config,
            journal=self.journal,
            observer=self.observer,
            stage=self.stage,
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

    def _deliver(self, task: Task, best: Attempt | None) -> TaskResult:
        if best is None:
            why = self.search.stopped_because or "None of the model's replies had a script in it."
            verdict = Verdict("failed", (), why)
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
            backups=self.journal.folder / BACKUPS,
            named=task.output_files,
        )
        for name, why in delivery.skipped:
            self.observer.note(f"{name} was not brought back: {why}")
        deletions = best.trial.take_away(
            best.run.deleted,
            into=self.folder,
            delivered=delivery.delivered,
            backups=self.journal.folder / BACKUPS,
            # That the task asks for it is one of the checks.
            may_move=True,
            may_delete=self.config.allow_deletions,
        )
        for name, why in deletions.left:
            self.observer.note(f"{name} was not deleted: {why}")
        return replace(
            result,
            delivered=delivery.delivered,
            kept_aside=delivery.kept_aside,
            gone=deletions.gone,
            careful=delivery.careful,
        )

    def _summary(self, task: Task, best: Attempt | None, verdict: Verdict) -> TaskResult:
        return TaskResult(
            task=task,
            verdict=verdict,
            plan=self.search.plan,
            requirements=best.requirements if best else Requirements(),
            candidate=best.candidate if best else None,
            checks=best.report if best else None,
            run=best.run if best else None,
            attempts=self.search.attempts,
            usage=self.llm.usage,
            run_folder=str(self.journal.folder),
        )


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
