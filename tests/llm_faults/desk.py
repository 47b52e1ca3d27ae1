"""Somebody's work folder, in which code_it asks a model server that misbehaves."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import code_it
from code_it import cli
from code_it.code_editor.python_editor import PythonCodeEditor
from code_it.errors import CodeItError
from code_it.flow import TaskResult
from code_it.models import ModelBuilder
from code_it.runs.journal import read_journal
from code_it.task_executor import TaskExecutionConfig, TaskExecutor
from tests.models.answers import end, lines, piece

KEY = "canary-" + secrets.token_hex(8)
TASK = "Write the word hello into greeting.txt."
SCRIPT = "from pathlib import Path\n\nPath('greeting.txt').write_text('hello\\n')\n"
GOOD = f"```python\n{SCRIPT}```"
OLLAMA_GOOD = lines(piece(GOOD), end())
# No sandbox and no linter: what is looked at here is what happens before a script runs.
QUICK: Mapping[str, Any] = {
    "isolation": "process",
    "apply_linter": False,
    "log_to_stdout": False,
    "time_limit_seconds": 60.0,
}


@dataclass(frozen=True)
class Run:
    """What a user sees of a run, and its record."""

    code: int
    out: str
    err: str
    record: tuple[Mapping[str, Any], ...]

    @property
    def message(self) -> str:
        """How it ended: the last line on standard error."""
        return self.err.splitlines()[-1]

    @property
    def verdict(self) -> str:
        return self.out.partition(":")[0]

    def events(self, kind: str) -> list[Mapping[str, Any]]:
        return [event for event in self.record if event["event"] == kind]

    @property
    def sources(self) -> list[str]:
        """The scripts that were tried, in order."""
        return [event["candidate"]["source"] for event in self.events("candidate")]


@dataclass(frozen=True)
class Desk:
    """Every run leaves the user's files alone, keeps the key to itself, and shows no traceback."""

    folder: Path
    url: str
    capsys: pytest.CaptureFixture[str]

    def code_it(
        self, *arguments: str, backend: str = "openai", url: str = "", task: str = TASK
    ) -> Run:
        """Carry out a task by the command line, in this process."""
        argv = ["--backend", backend, "--url", url or self.url, "--task", task]
        argv += ["--isolation", "process", "--no-apply-linter", *arguments]
        self.capsys.readouterr()
        before = self.picture()
        code = cli.main(argv)
        out, err = self.capsys.readouterr()
        self.look_over(before, out + err, succeeded=code == 0)
        return Run(code, out, err, tuple(self.record()))

    def execute(self, builder: ModelBuilder) -> TaskResult:
        """Carry out a task by the library, with a model client of one's own."""
        config = TaskExecutionConfig(**QUICK, work_folder=str(self.folder))
        editor = PythonCodeEditor(str(self.folder / "persistent_source.py"))
        self.capsys.readouterr()
        before = self.picture()
        succeeded = False
        try:
            result = TaskExecutor(editor, builder, config).execute(TASK)
            succeeded = result.ok
        except CodeItError as error:
            assert KEY not in str(error)
            raise
        finally:
            self.look_over(before, "".join(self.capsys.readouterr()), succeeded=succeeded)
        return result

    def start(
        self, *arguments: str, backend: str = "openai", folder: Path | None = None
    ) -> subprocess.Popen[str]:
        """Begin to carry out a task in a process of its own, which really waits."""
        command = [sys.executable, "-m", "code_it", "--backend", backend, "--url", self.url]
        command += ["--task", TASK, "--isolation", "process", "--no-apply-linter", *arguments]
        return subprocess.Popen(
            command,
            cwd=folder or self.folder,
            env=os.environ | {"PYTHONPATH": str(Path(code_it.__file__).parents[1])},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def picture(self) -> dict[str, bytes]:
        """Every file of the user's, without the run record."""
        return {
            str(path.relative_to(self.folder)): path.read_bytes()
            for path in sorted(self.folder.rglob("*"))
            if path.is_file() and ".code_it" not in path.parts
        }

    def record(self) -> list[dict[str, Any]]:
        """The events of the last run; none when none began."""
        journals = self.folder.glob(".code_it/runs/*/journal.jsonl")
        newest = max(journals, key=lambda journal: journal.stat().st_mtime_ns, default=None)
        return read_journal(newest) if newest else []

    def look_over(self, before: Mapping[str, bytes], shown: str, *, succeeded: bool) -> None:
        """What must hold after every run; one that succeeded may have made files."""
        assert "Traceback" not in shown
        assert KEY not in shown
        for path in self.folder.rglob("*"):
            assert not (path.is_file() and KEY.encode() in path.read_bytes()), path
        after = self.picture()
        if succeeded:
            after = {name: content for name, content in after.items() if name in before}
        assert after == before
