"""A LangChain tool that has a whole coding task done."""

from __future__ import annotations

import contextlib
import shutil
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from code_it.cancelling import Cancellable
from code_it.code_editor.python_editor import PythonCodeEditor
from code_it.config import TaskExecutionConfig
from code_it.flow import TaskResult
from code_it.langchain.progress import ProgressObserver, Report
from code_it.langchain.tools import TextTool, make_tool, plain
from code_it.models import ModelBuilder

_SCRIPT = "persistent_source.py"
_DESCRIPTION = (
    "Writes a Python script for a task, installs the packages that it needs, runs it and checks "
    "the outcome. The input is the task in plain words, not code. The answer begins with "
    "'Task Success' or 'Task Failed' and holds what the script printed."
)
_EXAMPLE = """
Action: ExecuteCodingTask
Action Input: Print the mean of the column "price" of orders.csv.
Observation: Task Success: Program Succeeded
Stdout:12.5
Stderr:
"""
_LARGEST_INPUT_BYTES = 64 * 1024 * 1024


class CodeItTool:
    """Gives an agent the power to have coding tasks done.

    It may be used from several threads: a task that comes while another one is at work gets a
    folder of its own below the work folder, with the input files that it names.
    """

    def __init__(
        self, model_builder: ModelBuilder, config: TaskExecutionConfig | None = None
    ) -> None:
        """
        Args:
            model_builder: Makes the model that writes the scripts; the agent's own is another.
            config: The defaults when left out; read anew for each task.
        """
        self.model_builder = model_builder
        self.config = config if config is not None else TaskExecutionConfig()
        self._work = Cancellable()
        self._in_use: set[Path] = set()
        self._lock = threading.Lock()

    def build_execute_task(self) -> TextTool:
        """The tool `ExecuteCodingTask`: a task in, the text of a `TaskResult` out.

        The `TaskResult` itself is the artifact of the tool's message.
        """
        return make_tool(
            "ExecuteCodingTask",
            self._answer,
            _DESCRIPTION,
            _EXAMPLE,
            field="task",
            meaning="what the script is to do, in plain words",
            with_artifact=True,
            reports=True,
        )

    def cancel(self) -> None:
        """End the tasks that are being carried out, from another thread or a signal handler.

        The tool then raises `Cancelled`, which ends the agent. A task that begins later is carried
        out. A coroutine (`ainvoke`) is cancelled as any other, and needs this only to end all.
        """
        self._work.cancel()

    def execute_task(self, task: str) -> str:
        """Carry out `task` with an editor of its own; the text of the `TaskResult`.

        Raises:
            CodeItError: The task could not be tried at all; the tool answers with the message.
            Cancelled: `cancel` was called.
        """
        return str(self._result(task, lambda _: None))

    def _answer(self, task: str, report: Report) -> tuple[str, TaskResult]:
        result = self._result(plain(task), report)
        lines = [str(result).rstrip()]
        if result.verdict.outcome == "ran":
            lines.append(f"Note: {result.verdict.reason}")
        elif not result.ok:
            lines += [f"Not so: {check}" for check in result.verdict.checks if not check.held]
        if result.delivered:
            lines.append(f"Files: {', '.join(result.delivered)}")
        return "\n".join(lines), result

    def _result(self, task: str, report: Report) -> TaskResult:
        from code_it.task_executor import TaskExecutor

        with self._work.work(), self._folder_for(task) as folder:
            config = replace(self.config, work_folder=str(folder))
            editor = PythonCodeEditor(filename=str(folder / _SCRIPT))
            observer = ProgressObserver(report, folder.resolve())
            executor = TaskExecutor(editor, self.model_builder, config, observer=observer)
            return executor.execute(task)

    @contextlib.contextmanager
    def _folder_for(self, task: str) -> Iterator[Path]:
        """The work folder, or one below it while another task is at work there."""
        base = Path(self.config.work_folder)
        with self._lock:
            folder = base if base.resolve() not in self._in_use else _new_folder(base)
            self._in_use.add(folder.resolve())
        try:
            if folder != base:
                _copy_named_files(task, base, folder)
            yield folder
        finally:
            with self._lock:
                self._in_use.discard(folder.resolve())


def _new_folder(base: Path) -> Path:
    number = 2
    while True:
        folder = base / f"task-{number}"
        with contextlib.suppress(FileExistsError):
            folder.mkdir()
            return folder
        number += 1


def _copy_named_files(task: str, base: Path, folder: Path) -> None:
    for path in sorted(base.iterdir()):
        named = path.name in task and path.is_file() and not path.is_symlink()
        if named and path.stat().st_size <= _LARGEST_INPUT_BYTES:
            shutil.copyfile(path, folder / path.name)
