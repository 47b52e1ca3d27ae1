"""What an arm is asked and how its answer is checked, whichever collection it comes from."""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from code_it.packages.environments import Environment, Terms
from code_it.sandbox.process import run_process

# Everything that any task may need is in one environment.
LARGE_ENVIRONMENT = Terms(max_packages=1000, max_mib=0)
_CHECK_SECONDS = 120.0


@dataclass(frozen=True)
class Outcome:
    """What an arm leaves: the output of its script, and the script."""

    stdout: str = ""
    source: str = ""


@dataclass(frozen=True)
class Finding:
    """What a checker says of an outcome."""

    solved: bool
    why: str = ""
    solved_base: bool = False
    """HumanEval: right for the inputs that its authors gave."""


Check = Callable[[Path, Outcome, Environment, Any], Finding]
"""From the work folder, what the arm left, an interpreter, and the server; may take a minute."""


@dataclass(frozen=True)
class Problem:
    """One thing to be solved."""

    name: str
    text: str
    """As a user would write it; `{BASE_URL}` stands for the address of its server."""
    check: Check
    files: Path | None = None
    """A folder of inputs."""
    routes: Path | None = None
    """What its server answers, for the `serve.py` that lies two folders above."""

    @contextlib.contextmanager
    def server(self) -> Iterator[Any]:
        """Its server while the context lasts; none when it needs none."""
        if self.routes is None:
            yield None
            return
        module = _load(self.routes.parent.parent / "serve.py")
        with module.serve(json.loads(self.routes.read_text(encoding="utf-8"))) as server:
            yield server


def task_folders(folder: Path) -> list[Problem]:
    """The tasks of a folder, by name.

    A task's folder holds `task.txt`, `check.py`, and optionally `files/` and `server.json`.
    """
    return [_task(path.parent) for path in sorted(folder.resolve().glob("*/task.txt"))]


def _task(folder: Path) -> Problem:
    def check(work: Path, outcome: Outcome, environment: Environment, server: Any) -> Finding:
        return _run_check(folder / "check.py", work, outcome, environment, server)

    files, routes = folder / "files", folder / "server.json"
    return Problem(
        name=folder.name,
        text=(folder / "task.txt").read_text(encoding="utf-8"),
        check=check,
        files=files if files.is_dir() else None,
        routes=routes if routes.is_file() else None,
    )


def lay_out(files: Path | None, work: Path) -> None:
    """A copy of `files` that may be written to, also when the originals may not."""
    work.mkdir()
    if files is None:
        return
    for path in sorted(files.rglob("*")):
        target = work / path.relative_to(files)
        if path.is_dir():
            target.mkdir()
        else:
            shutil.copyfile(path, target)


def _run_check(
    script: Path, work: Path, outcome: Outcome, environment: Environment, server: Any
) -> Finding:
    aside = work.parent / "aside"
    aside.mkdir()
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
        [str(environment.python), str(script)],
        cwd=work,
        environment=variables,
        timeout_seconds=_CHECK_SECONDS,
    )
    return Finding(result.returncode == 0, (result.stdout + result.stderr).strip()[:300])


def _load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} is no module")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
