"""One confined run at a given level, from the command to the end of its processes."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from code_it.errors import SandboxError
from code_it.flow import IsolationLevel
from code_it.sandbox import contained, landlock, namespaces, remembered
from code_it.sandbox.job import Command, Job
from code_it.sandbox.leftovers import temporary_folder
from code_it.sandbox.process import OnOutput, ProcessResult, run_process
from code_it.sandbox.watch import Watch


@contextlib.contextmanager
def scratch_folder(source: str | bytes) -> Iterator[Path]:
    """A temporary folder with `source` as its script; removed whatever the script did to it."""
    with temporary_folder() as scratch:
        for name in ("code", "home", "tmp"):
            (scratch / name).mkdir()
        data = source.encode("utf-8") if isinstance(source, str) else source
        (scratch / "code" / "main.py").write_bytes(data)
        yield scratch


def run_confined(
    job: Job, level: IsolationLevel, *, nice: int = 19, on_output: OnOutput | None = None
) -> ProcessResult:
    """Run the job's script at `level`.

    Raises:
        SandboxError: The confinement could not be set up, so the script was not run.
    """
    if level == "namespaces":
        with namespaces.prepare(job) as (command, setup):
            result = _run(job, command, nice, on_output)
            if not _ended_by_us(result) and setup.failed():
                remembered.remember(level, held=False)
                raise SandboxError(f"bubblewrap could not start: {result.stderr.strip()[-500:]}")
        return result
    if level not in ("landlock", "process"):
        raise SandboxError(f"nothing can be run at the level {level!r}")
    prepare = landlock.prepare if level == "landlock" else contained.prepare
    with prepare(job) as (command, report):
        result = _run(job, command, nice, on_output)
        if report is not None and (failure := report.failure()):
            remembered.remember(level, held=False)
            raise SandboxError(f"the script could not be started: {failure}")
    return result


def _run(job: Job, command: Command, nice: int, on_output: OnOutput | None) -> ProcessResult:
    limits = job.limits
    return run_process(
        command.argv,
        cwd=command.cwd,
        environment=command.environment,
        timeout_seconds=limits.time_limit_seconds,
        output_limit_bytes=limits.output_bytes,
        watch=Watch(limits, (job.folder, job.scratch)),
        nice=nice,
        pass_fds=command.pass_fds,
        on_output=on_output,
    )


def _ended_by_us(result: ProcessResult) -> bool:
    return bool(result.timed_out or result.output_overflow or result.stopped_because)
