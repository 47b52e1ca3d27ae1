"""Run an arm on a folder of tasks; one JSON line per task, written as it ends.

    python -m benchmarks.tasks --arm code_it --tasks ../shared/tasks --out results.jsonl

A task's folder holds `task.txt`, `check.py`, and optionally `files/` and `server.json`. The checker
decides what is solved, whatever the arm claims. A task that is in the results file already is left
out, so an interrupted run goes on where it stopped.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib.util
import json
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

from code_it.agents.coder import parse_source
from code_it.code_editor.python_editor import PythonCodeEditor
from code_it.config import TaskExecutionConfig
from code_it.errors import CodeItError, UnparsableReply
from code_it.models import LLM, Message, as_llm
from code_it.models.embedded import build_embedded_llm
from code_it.packages.environments import Environment, provide
from code_it.sandbox import run_script, select_level
from code_it.sandbox.limits import Limits
from code_it.sandbox.process import run_process
from code_it.task_executor import TaskExecutor

_CHECK_SECONDS = 120.0
_RUN_SECONDS = 120.0


@dataclass
class Row:
    """What an arm made of one task."""

    task: str
    arm: str
    seed: int
    solved: bool = False
    """By the task's own checker."""
    why: str = ""
    verdict: str = ""
    claimed: bool = False
    """The arm says that it is done."""
    attempts: int = 0
    llm_calls: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    seconds: float = 0.0
    stages: dict[str, float] = field(default_factory=dict)
    reason: str = ""


@dataclass(frozen=True)
class Outcome:
    """What an arm leaves: its claim, and the output and source that the checker looks at."""

    row: Row
    stdout: str = ""
    source: str = ""


Arm = Callable[[str, Path, LLM, Environment, Row], Outcome]


def code_it(text: str, folder: Path, llm: LLM, environment: Environment, row: Row) -> Outcome:
    """The whole flow with its default settings."""
    del environment
    config = TaskExecutionConfig(work_folder=str(folder), log_to_stdout=False, seed=row.seed)
    editor = PythonCodeEditor(str(folder / "persistent_source.py"))
    result = TaskExecutor(editor, lambda: llm, config).execute(text)
    row.verdict, row.claimed = result.verdict.outcome, result.ok
    row.attempts, row.stages = result.attempts, result.seconds
    row.llm_calls = result.usage.llm_calls
    row.prompt_tokens = result.usage.prompt_tokens
    row.completion_tokens = result.usage.completion_tokens
    row.reason = result.verdict.reason
    source = result.candidate.source if result.candidate else ""
    return Outcome(row, result.run.stdout if result.run else "", source)


def one_shot(text: str, folder: Path, llm: LLM, environment: Environment, row: Row) -> Outcome:
    """The task as the prompt, the first answer run with every package there."""
    ask = f"Write a Python script that does this task:\n\n{text}\n\nReply with one ```python block."
    reply = llm.complete([Message("user", ask)], temperature=0.0, max_tokens=1536, seed=row.seed)
    row.attempts = row.llm_calls = 1
    row.prompt_tokens, row.completion_tokens = reply.prompt_tokens, reply.completion_tokens
    try:
        source, _ = parse_source(reply.text)
    except UnparsableReply as error:
        row.reason = str(error)
        return Outcome(row)
    with tempfile.TemporaryDirectory() as aside:
        script = Path(aside) / "main.py"
        script.write_text(source, encoding="utf-8")
        run = run_script(
            environment.python,
            script,
            folder=folder,
            limits=Limits(time_limit_seconds=_RUN_SECONDS),
            network=True,
            level=select_level("auto"),
        )
    row.claimed, row.verdict = run.ok, "ran" if run.ok else "failed"
    row.reason = (run.stderr.strip().splitlines() or [""])[-1][:200]
    return Outcome(row, run.stdout, source)


ARMS: dict[str, Arm] = {"code_it": code_it, "one_shot": one_shot}


def run_task(
    task: Path, arm: str, llm: LLM, environment: Environment, seed: int, keep: Path | None = None
) -> Row:
    """One task in a fresh folder, then its check.

    Args:
        keep: Where a copy of the work folder goes, run record included, to look into later.
    """
    row = Row(task.name, arm, seed)
    with tempfile.TemporaryDirectory(prefix=f"{task.name}-") as name, _server(task) as server:
        work, aside = Path(name) / "work", Path(name) / "aside"
        aside.mkdir()
        lay_out(task / "files", work)
        text = (task / "task.txt").read_text(encoding="utf-8")
        started = time.monotonic()
        try:
            filled = text.replace("{BASE_URL}", server.url if server else "")
            outcome = ARMS[arm](filled, work, llm, environment, row)
        except CodeItError as error:
            row.reason = f"{type(error).__name__}: {error}"
            outcome = Outcome(row)
        row.seconds = round(time.monotonic() - started, 2)
        row.solved, row.why = _check(task, work, aside, outcome, environment, server)
        if keep is not None:
            shutil.copytree(work, keep / f"{task.name}-{arm}-{seed}", symlinks=True)
    return row


def lay_out(files: Path, work: Path) -> None:
    """A copy of `files` that may be written to, also when the originals may not."""
    work.mkdir()
    if not files.is_dir():
        return
    for path in sorted(files.rglob("*")):
        target = work / path.relative_to(files)
        if path.is_dir():
            target.mkdir()
        else:
            shutil.copyfile(path, target)


@contextlib.contextmanager
def _server(task: Path) -> Iterator[Any]:
    routes = task / "server.json"
    if not routes.is_file():
        yield None
        return
    module = _load(task.parent / "serve.py")
    with module.serve(json.loads(routes.read_text(encoding="utf-8"))) as server:
        yield server


def _load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} is no module")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _check(
    task: Path, work: Path, aside: Path, outcome: Outcome, environment: Environment, server: Any
) -> tuple[bool, str]:
    (aside / "stdout.txt").write_text(outcome.stdout, encoding="utf-8")
    (aside / "source.py").write_text(outcome.source, encoding="utf-8")
    variables = {
        **os.environ,
        "CODE_IT_STDOUT": str(aside / "stdout.txt"),
        "CODE_IT_SOURCE": str(aside / "source.py"),
        "CODE_IT_PYTHON": str(environment.python),
        "MPLBACKEND": "Agg",
    }
    if server:
        requests = "".join(json.dumps(entry) + "\n" for entry in server.log)
        (aside / "requests.jsonl").write_text(requests, encoding="utf-8")
        variables["CODE_IT_REQUESTS"] = str(aside / "requests.jsonl")
        variables["CODE_IT_BASE_URL"] = server.url
    result = run_process(
        [str(environment.python), str(task / "check.py")],
        cwd=work,
        environment=variables,
        timeout_seconds=_CHECK_SECONDS,
    )
    return result.returncode == 0, (result.stdout + result.stderr).strip()[:300]


def table(rows: list[Row]) -> str:
    """The figures of a run, as a Markdown table."""
    solved = [row for row in rows if row.solved]
    false_claims = [row for row in rows if row.claimed and not row.solved]
    false_verified = [row for row in false_claims if row.verdict == "verified"]
    tokens = sum(row.completion_tokens for row in rows)
    figures = [
        ("tasks", len(rows)),
        ("solved", len(solved)),
        ("claimed", sum(row.claimed for row in rows)),
        ("claimed and wrong", len(false_claims)),
        ("of these `verified`", len(false_verified)),
        ("solved and not claimed", sum(not row.claimed for row in solved)),
        ("median seconds", _median([row.seconds for row in rows])),
        ("median seconds of a solved task", _median([row.seconds for row in solved])),
        ("model calls", sum(row.llm_calls for row in rows)),
        ("completion tokens per solved task", round(tokens / max(len(solved), 1))),
    ]
    return "\n".join(
        ["| figure | value |", "| --- | --- |", *(f"| {a} | {b} |" for a, b in figures)]
    )


def _median(values: list[float]) -> float:
    return round(statistics.median(values), 1) if values else 0.0


def read_rows(path: Path) -> list[Row]:
    """The rows of a results file; none when it is not there."""
    if not path.is_file():
        return []
    return [Row(**json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--arm", choices=sorted(ARMS), default="code_it")
    parser.add_argument("--tasks", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--model", default="", help="a GGUF file; by default the embedded model's")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="a folder for copies of the work folders")
    parser.add_argument("--only", nargs="*", default=[], help="beginnings of task names")
    options = parser.parse_args()

    tasks = options.tasks.resolve()
    rows = read_rows(options.out)
    done = {(row.task, row.arm, row.seed) for row in rows}
    llm = as_llm(build_embedded_llm(options.model))
    requirements = (tasks / "requirements.txt").read_text(encoding="utf-8").split()
    environment = provide(requirements, timeout_seconds=1800.0)
    for task in sorted(path.parent for path in tasks.glob("*/task.txt")):
        wanted = not options.only or any(task.name.startswith(start) for start in options.only)
        if not wanted or (task.name, options.arm, options.seed) in done:
            continue
        row = run_task(task, options.arm, llm, environment, options.seed, options.keep)
        rows.append(row)
        with options.out.open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(row)) + "\n")
        mark = "solved" if row.solved else "-"
        print(f"{row.task:24} {mark:7} {row.verdict:9} {row.seconds:6.1f} s  {row.why}", flush=True)
    print(table([row for row in rows if (row.arm, row.seed) == (options.arm, options.seed)]))


if __name__ == "__main__":
    main()
