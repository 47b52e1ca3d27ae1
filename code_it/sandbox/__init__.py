"""Candidate -> RunResult, in a confined process.

Three levels, strongest first: `namespaces`, `landlock`, and `process`, which is not a sandbox.
What each covers and what it does not stands at the top of its module, and in docs/sandbox.md.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from code_it.errors import SandboxError
from code_it.flow import IsolationLevel, RunResult
from code_it.sandbox.confined import run_confined, scratch_folder
from code_it.sandbox.files import FileState, Snapshot, disarm, snapshot
from code_it.sandbox.job import Job
from code_it.sandbox.levels import WantedLevel, select_level, why_not
from code_it.sandbox.limits import Limits
from code_it.sandbox.process import ProcessResult, run_process
from code_it.sandbox.trial import Delivery, TrialFolder

__all__ = [
    "Delivery",
    "Limits",
    "ProcessResult",
    "TrialFolder",
    "WantedLevel",
    "run_process",
    "run_script",
    "select_level",
    "why_not",
]


def run_script(
    python: Path,
    script: Path,
    *,
    folder: Path,
    limits: Limits,
    network: bool,
    level: IsolationLevel,
    readable: Sequence[Path] = (),
    arguments: Sequence[str] = (),
) -> RunResult:
    """Candidate -> RunResult, in a confined process.

    The script is run from a copy outside of `folder`, so that nothing which an earlier script
    left there is imported in place of a module; a module of the user's own beside the script is
    not found either. Afterwards devices, FIFOs, links that lead out and set-user-id bits are
    removed from `folder`.

    Args:
        python: The interpreter of the script's environment, as a path into that environment.
        folder: The script's current folder, and all that it may change.
        network: Without it no service can be reached, on this machine or another.
        level: From `select_level`.
        readable: More files and folders that the script may read, at their own paths.

    Raises:
        SandboxError: The confinement could not be set up; the script was not run.
    """
    if not os.access(python, os.X_OK):
        raise SandboxError(f"the interpreter {python} is not there or cannot be executed")
    try:
        source = script.read_bytes()
    except OSError as error:
        raise SandboxError(f"the script {script} cannot be read: {error}") from error
    with scratch_folder(source) as scratch:
        job = Job(
            python=python.absolute(),
            folder=folder.resolve(),
            scratch=scratch,
            limits=limits,
            network=network,
            readable=tuple(readable),
            arguments=tuple(arguments),
        )
        before = snapshot(folder)
        try:
            result = run_confined(job, level)
        finally:
            disarm(folder)
        return _result(result, before, snapshot(folder), level, limits)


def _result(
    result: ProcessResult,
    before: Snapshot,
    after: Snapshot,
    level: IsolationLevel,
    limits: Limits,
) -> RunResult:
    return RunResult(
        returncode=result.returncode,
        stdout=result.stdout,
        stderr=result.stderr,
        timed_out=result.timed_out,
        duration_seconds=result.duration_seconds,
        created=tuple(sorted(after.keys() - before.keys())),
        changed=tuple(
            sorted(
                name for name in after.keys() & before.keys() if _differ(before[name], after[name])
            )
        ),
        deleted=tuple(sorted(before.keys() - after.keys())),
        isolation=level,
        stopped_because=_reason(result, limits),
    )


def _differ(before: FileState, after: FileState) -> bool:
    """In what is in the file; a change of its mode alone is none."""
    return (before.inode, before.size, before.modified_ns) != (
        after.inode,
        after.size,
        after.modified_ns,
    )


def _reason(result: ProcessResult, limits: Limits) -> str:
    if result.timed_out:
        return f"it ran longer than {limits.time_limit_seconds:g} s"
    if result.output_overflow:
        mib = limits.output_bytes / (1024 * 1024)
        return f"it wrote more than {mib:g} MiB of output"
    return result.stopped_because
