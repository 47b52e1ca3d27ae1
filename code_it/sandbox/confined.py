"""One confined run at a given level, from the command to the end of its processes."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from code_it.errors import SandboxError
from code_it.flow import IsolationLevel
from code_it.sandbox import contained, landlock, namespaces, remembered, seatbelt
from code_it.sandbox.job import Command, Job
from code_it.sandbox.leftovers import temporary_folder
from code_it.sandbox.process import OnOutput, ProcessResult, run_process
from code_it.sandbox.watch import Watch

OUT_OF_MEMORY = "the machine ran out of memory, and the system killed it"
KILLED_FROM_OUTSIDE = "it was killed from outside the sandbox"
_BY_A_SIGNAL = 128
_KILLED = _BY_A_SIGNAL + 9


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
    victims = ended_for_memory()
    result = _run_at(job, level, nice, on_output)
    if _was_killed(result) and ended_for_memory() > victims:
        return replace(result, stopped_because=OUT_OF_MEMORY)
    return result


def _run_at(
    job: Job, level: IsolationLevel, nice: int, on_output: OnOutput | None
) -> ProcessResult:
    if level == "namespaces":
        with namespaces.prepare(job) as (command, setup):
            result = _run(job, command, nice, on_output)
            if _ended_by_us(result) or not setup.failed():
                return result
            if result.returncode > _BY_A_SIGNAL and setup.began():
                # Signals of the script's own arrive as its exit code.
                return replace(result, stopped_because=KILLED_FROM_OUTSIDE)
            remembered.remember(level, held=False)
            raise SandboxError(f"bubblewrap could not start: {result.stderr.strip()[-500:]}")
    ways = {
        "landlock": landlock.prepare,
        "seatbelt": seatbelt.prepare,
        "process": contained.prepare,
    }
    if level not in ways:
        raise SandboxError(f"nothing can be run at the level {level!r}")
    with ways[level](job) as (command, report):
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
        watch=Watch(limits, (job.folder, job.scratch), nice=nice),
        nice=nice,
        pass_fds=command.pass_fds,
        on_output=on_output,
    )


def ended_for_memory() -> int:
    """How many processes the kernel has killed to get memory back, here or in a container."""
    try:
        lines = Path("/proc/vmstat").read_bytes().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith(b"oom_kill "))


def _was_killed(result: ProcessResult) -> bool:
    by_others = {result.stopped_because} <= {"", KILLED_FROM_OUTSIDE}
    return result.returncode == _KILLED and by_others and not result.timed_out


def _ended_by_us(result: ProcessResult) -> bool:
    return bool(result.timed_out or result.output_overflow or result.stopped_because)
