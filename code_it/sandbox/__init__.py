"""Candidate -> RunResult, in a confined process.

Three levels, strongest first: `namespaces`, `landlock`, and `process`, which is not a sandbox.
What each covers and what it does not stands at the top of its module, and in docs/sandbox.md.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

from code_it.errors import SandboxError
from code_it.flow import IsolationLevel, RunResult
from code_it.sandbox.confined import OUT_OF_MEMORY, run_confined, scratch_folder
from code_it.sandbox.files import FileState, Snapshot, disarm, remove_tree, snapshot, unlock
from code_it.sandbox.job import Job
from code_it.sandbox.levels import WantedLevel, select_level, why_not
from code_it.sandbox.limits import Limits
from code_it.sandbox.process import OnOutput, ProcessResult, run_process
from code_it.sandbox.trial import Delivery, TrialFolder
from code_it.sandbox.watch import too_much

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
    in_its_place: bool = False,
    on_output: OnOutput | None = None,
) -> RunResult:
    """Candidate -> RunResult, in a confined process.

    The script is run from a copy outside of `folder`, so that nothing which an earlier script
    left there is imported in place of a module; a module of the user's own beside the script is
    not found either. Afterwards devices, FIFOs, links that lead out and set-user-id bits are
    removed from `folder`; one that was filled beyond what can be looked through is emptied.

    Args:
        python: The interpreter of the script's environment, as a path into that environment.
        folder: The script's current folder, and all that it may change.
        network: Without it no service can be reached, on this machine or another.
        level: From `select_level`.
        readable: More files and folders that the script may read, at their own paths.
        in_its_place: The script lies in `folder` and is run there, so that it finds what lies
            beside it; for scripts of the user's own, in a folder where none has run before.
        on_output: Told what it writes, as it comes.

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
            script=script.resolve().relative_to(folder.resolve()).as_posix()
            if in_its_place
            else "",
        )
        before = snapshot(folder)
        try:
            result = run_confined(job, level, on_output=on_output)
        finally:
            unlock(folder)
            reason = too_much(folder, limits)
            if reason:
                # What cannot be looked through cannot be made harmless.
                remove_tree(folder)
                folder.mkdir(mode=0o700)
            disarm(folder)
        if reason and not result.stopped_because:
            result = replace(result, stopped_because=reason)
        return _result(result, before, snapshot(folder), level, job)


def _result(
    result: ProcessResult,
    before: Snapshot,
    after: Snapshot,
    level: IsolationLevel,
    job: Job,
) -> RunResult:
    reason = _reason(result, job.limits)
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
        stopped_because=reason,
        limit_hit=_limit_hit(result, reason, job.limits),
        network=job.network,
        limits=asdict(job.limits),
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
        return f"it wrote more than {limits.output_bytes / _MIB:g} MiB of output"
    if result.returncode == _PROCESSOR_TIME_SIGNAL:
        return f"it used more than {limits.whole_cpu_seconds:g} s of processor time"
    return result.stopped_because


def _limit_hit(result: ProcessResult, reason: str, limits: Limits) -> str:
    """Which limit ended it, or is the likely cause of the error that did."""
    for sign, told in _LIMITS_BY_REASON:
        if sign in reason:
            return told.format(limits=limits, output=limits.output_bytes / _MIB)
    last_line = result.stderr.rstrip().rpartition("\n")[2]
    for sign, told in _LIMITS_BY_ERROR if result.returncode else ():
        if last_line.startswith(sign):
            # The script itself says so, and could say anything.
            return f"probably {told.format(limits=limits)}"
    return ""


_MIB = 1024 * 1024
_PROCESSOR_TIME_SIGNAL = 128 + 24
_LIMITS_BY_REASON = (
    (OUT_OF_MEMORY, "memory: all that the machine had left"),
    ("no memory left", "memory: all that the machine had left"),
    ("left on the disk", "disk: all that the machine had left"),
    ("ran longer", "time: {limits.time_limit_seconds:g} s"),
    ("of output", "output: {output:g} MiB"),
    ("of processor time", "processor time: {limits.whole_cpu_seconds:g} s"),
    ("of memory", "memory: {limits.memory_mib} MiB"),
    ("processes", "processes: {limits.processes}"),
    ("MiB of files", "folder: {limits.folder_mib} MiB"),
    ("files and folders", "files: {limits.files}"),
    ("nested folders", "folders within folders"),
    ("locked a folder", "folders that can be looked into"),
)
_LIMITS_BY_ERROR = (
    ("MemoryError", "memory: {limits.memory_mib} MiB"),
    ("OSError: [Errno 27]", "file size: {limits.file_size_mib} MiB"),
    ("BlockingIOError: [Errno 11]", "processes: {limits.processes}"),
    ("RuntimeError: can't start new thread", "processes: {limits.processes}"),
    ("OSError: [Errno 24]", "open files: {limits.open_files}"),
)
