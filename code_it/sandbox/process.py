"""The one place that starts processes: bounded in time and output, ended with all they started."""

from __future__ import annotations

import contextlib
import errno
import os
import select
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from code_it import cancelling
from code_it.sandbox import launcher

HEAD_BYTES = 64 * 1024
TAIL_BYTES = 192 * 1024
OUTPUT_LIMIT_BYTES = 64 * 1024 * 1024
LAUNCHER = Path(launcher.__file__)
"""Sees a process to its end; executed by itself."""

_WINDOWS = sys.platform == "win32"
# Windows has one way to end a process, and none to hold it.
_KILL: int = getattr(signal, "SIGKILL", signal.SIGTERM)
_STOP: int = getattr(signal, "SIGSTOP", signal.SIGTERM)
_TICK_SECONDS = 0.1
_GRACE_SECONDS = 2.0
# Ctrl-C and other interruptions have to be over within a second.
_INTERRUPT_GRACE_SECONDS = 0.3
_DRAIN_SECONDS = 2.0


OnOutput = Callable[[str, bytes], None]
"""Told `"stdout"` or `"stderr"`, and a piece of what was written."""


@dataclass(frozen=True)
class ProcessResult:
    """How a process ended, and what it wrote."""

    returncode: int
    """As the shell has it: 128 + N after signal N."""
    stdout: str
    """The first 64 KiB and the last 192 KiB, with a line between that says what is left out."""
    stderr: str
    timed_out: bool = False
    duration_seconds: float = 0.0
    output_overflow: bool = False
    """It wrote more than the limit and was ended for it."""
    stopped_because: str = ""
    """What `watch` said when it asked for the end."""


def run_process(
    argv: Sequence[str],
    *,
    cwd: Path | None = None,
    environment: Mapping[str, str] | None = None,
    timeout_seconds: float,
    output_limit_bytes: int = OUTPUT_LIMIT_BYTES,
    on_tick: Callable[[], None] | None = None,
    watch: Callable[[int], str] | None = None,
    nice: int = 19,
    pass_fds: Sequence[int] = (),
    on_output: OnOutput | None = None,
    supervised: bool = False,
) -> ProcessResult:
    """Run `argv` to its end, without input, in a session of its own.

    Nothing that it started outlives the call, whichever way the call ends, except a process
    that left both its parent and its session behind.

    Args:
        argv: Program and arguments; no shell reads them.
        environment: The whole environment; `None` passes on our own.
        timeout_seconds: Wall-clock limit. Then SIGTERM, and SIGKILL 2 s later.
        output_limit_bytes: For both streams together.
        on_tick: Called about ten times a second. What it raises ends the process and is raised.
        watch: Called as often with the process id; a non-empty answer ends the process.
        nice: Priority; 19 is the lowest.
        pass_fds: Descriptors to hand on; not on Windows.
        on_output: Told what is written, as it comes, from a thread for each of the streams.
        supervised: It ends, with all that it started, also when this program is killed outright;
            not on Windows. Confined runs see to that themselves.

    Raises:
        OSError: The program cannot be started: no such file, not executable, no such `cwd`.
        Cancelled: Another thread asked for the end.
    """
    started = time.monotonic()
    if supervised and not _WINDOWS:
        argv = _with_a_supervisor(argv, environment)
    process = _start(argv, cwd, environment, pass_fds)
    try:
        lower_priority(process.pid, nice)
        run = _Run(process, output_limit_bytes, on_output)
        timed_out, reason = run.wait(started + timeout_seconds, on_tick, watch)
        # The clock stops here: what follows is our own tidying up.
        duration = time.monotonic() - started
        if timed_out or reason or run.overflow.is_set():
            _end_tree(process, _GRACE_SECONDS)
        else:
            _end_leftovers(process.pid)
        stdout, stderr = run.drain()
        return ProcessResult(
            returncode=_shell_code(_reap(process)),
            stdout=stdout,
            stderr=stderr,
            timed_out=timed_out,
            duration_seconds=duration,
            output_overflow=run.overflow.is_set(),
            stopped_because=reason,
        )
    except BaseException:
        _end_tree(process, _INTERRUPT_GRACE_SECONDS)
        _reap(process)
        raise


def _with_a_supervisor(argv: Sequence[str], environment: Mapping[str, str] | None) -> list[str]:
    program = shutil.which(argv[0], path=(environment or os.environ).get("PATH"))
    if program is None:
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), argv[0])
    told = launcher.as_argument({"limits": {}, "parent": os.getpid()})
    return [sys.executable, "-I", "-S", str(LAUNCHER), told, program, *argv[1:]]


def _start(
    argv: Sequence[str],
    cwd: Path | None,
    environment: Mapping[str, str] | None,
    pass_fds: Sequence[int],
) -> subprocess.Popen[bytes]:
    options: dict[str, Any] = {"start_new_session": True, "pass_fds": tuple(pass_fds)}
    if sys.platform == "win32":
        options = {
            "creationflags": subprocess.CREATE_NEW_PROCESS_GROUP
            | subprocess.CREATE_NO_WINDOW
            | subprocess.IDLE_PRIORITY_CLASS
        }
    return subprocess.Popen(
        list(argv),
        cwd=cwd,
        env=None if environment is None else dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        bufsize=0,
        **options,
    )


def lower_priority(pid: int, nice: int) -> bool:
    """Of the group and of the session of a process; `False` when the latter has to be tried again.

    Where the kernel groups processes by session, nice counts only within a session, and a new one
    is level with ours until its group is made nicer too.
    """
    if sys.platform == "win32":
        return True
    with contextlib.suppress(OSError):
        # Only ever downwards: raising it again needs privileges.
        nice = max(nice, os.getpriority(os.PRIO_PROCESS, 0))
        os.setpriority(os.PRIO_PGRP, os.getpgid(pid), nice)
    try:
        Path(f"/proc/{pid}/autogroup").write_text(str(nice), encoding="ascii")
    except BlockingIOError:
        # The kernel takes a few of these in a second, of all users together.
        return False
    except OSError:
        return True
    return True


class _Kept:
    """The head and the tail of a stream, in bounded memory."""

    def __init__(self) -> None:
        self.head = b""
        self.tail = bytearray()
        self.total = 0

    def add(self, data: bytes) -> None:
        self.total += len(data)
        room = HEAD_BYTES - len(self.head)
        if room > 0:
            self.head += data[:room]
            data = data[room:]
        self.tail += data
        # Trimmed at twice the size, so that a flood of small writes is not copied each time.
        if len(self.tail) > 2 * TAIL_BYTES:
            del self.tail[:-TAIL_BYTES]

    def text(self) -> str:
        tail = bytes(self.tail[-TAIL_BYTES:])
        left_out = self.total - len(self.head) - len(tail)
        if left_out <= 0:
            return (self.head + tail).decode("utf-8", "replace")
        head_text = self.head.decode("utf-8", "replace")
        tail_text = tail.decode("utf-8", "replace")
        return f"{head_text}\n[... {left_out} bytes left out ...]\n{tail_text}"


class _Run:
    """A started process and the threads that read what it writes."""

    def __init__(
        self,
        process: subprocess.Popen[bytes],
        output_limit_bytes: int,
        on_output: OnOutput | None,
    ) -> None:
        self.process = process
        self._on_output = on_output
        self.overflow = threading.Event()
        self._limit = output_limit_bytes
        self._abandoned = False
        self._kept = (_Kept(), _Kept())
        assert process.stdout is not None and process.stderr is not None
        pipes: tuple[IO[bytes], IO[bytes]] = (process.stdout, process.stderr)
        self._threads = [
            threading.Thread(target=self._read, args=(name, pipe, kept), daemon=True)
            for name, pipe, kept in zip(("stdout", "stderr"), pipes, self._kept, strict=True)
        ]
        for thread in self._threads:
            thread.start()

    def _read(self, name: str, pipe: IO[bytes], kept: _Kept) -> None:
        # The thread owns its pipe: closing it from elsewhere would not wake the read.
        with pipe, contextlib.suppress(OSError, ValueError):
            while not self._abandoned and (data := os.read(pipe.fileno(), 65536)):
                # Past the limit it is still read: a closed pipe would look like another failure.
                if not self.overflow.is_set():
                    kept.add(data)
                    if self._on_output is not None:
                        self._on_output(name, data)
                if sum(each.total for each in self._kept) > self._limit:
                    self.overflow.set()

    def wait(
        self,
        deadline: float,
        on_tick: Callable[[], None] | None,
        watch: Callable[[int], str] | None,
    ) -> tuple[bool, str]:
        """Until it ends or has to be ended: whether time is up, and what `watch` said."""
        with _Waiter(self.process) as waiter:
            while True:
                remaining = deadline - time.monotonic()
                if waiter.ended_within(max(0.0, min(_TICK_SECONDS, remaining))):
                    return False, ""
                if self.overflow.is_set():
                    return False, ""
                if remaining <= 0:
                    return True, ""
                cancelling.check()
                if on_tick is not None:
                    on_tick()
                if watch is not None and (reason := watch(self.process.pid)):
                    return False, reason

    def drain(self) -> tuple[str, str]:
        """What was written, without waiting for a stray process that holds a pipe open."""
        deadline = time.monotonic() + _DRAIN_SECONDS
        for thread in self._threads:
            thread.join(max(0.0, deadline - time.monotonic()))
        self._abandoned = True
        stdout, stderr = (kept.text() for kept in self._kept)
        return stdout, stderr


class _Waiter:
    """Waits for the end of a process without reaping it, so that its id cannot be reused yet."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._pidfd = -1

    def __enter__(self) -> _Waiter:
        if sys.platform == "linux":
            with contextlib.suppress(OSError):
                self._pidfd = os.pidfd_open(self._process.pid)
        return self

    def __exit__(self, *_: object) -> None:
        if self._pidfd >= 0:
            os.close(self._pidfd)

    def ended_within(self, seconds: float) -> bool:
        if self._pidfd >= 0:
            poll = select.poll()
            poll.register(self._pidfd, select.POLLIN)
            return bool(poll.poll(seconds * 1000))
        deadline = time.monotonic() + seconds
        while not (ended := _has_ended(self._process)) and time.monotonic() < deadline:
            time.sleep(0.01)
        return ended


def _has_ended(process: subprocess.Popen[bytes]) -> bool:
    if sys.platform == "win32" or not hasattr(os, "waitid"):
        return process.poll() is not None
    try:
        options = os.WEXITED | os.WNOHANG | os.WNOWAIT
        return os.waitid(os.P_PID, process.pid, options) is not None
    except ChildProcessError:
        return True


def _reap(process: subprocess.Popen[bytes]) -> int:
    try:
        return process.wait(timeout=5)
    except subprocess.TimeoutExpired:
        # Killed, but stuck in the kernel (a dead network drive): it is not worth hanging for.
        return -9


def _shell_code(returncode: int) -> int:
    return 128 - returncode if returncode < 0 and not _WINDOWS else returncode


def _end_tree(process: subprocess.Popen[bytes], grace_seconds: float) -> None:
    """End a process and all that it started: politely first, then for certain."""
    try:
        members = _tree(process.pid)
        for pid in (process.pid, *members):
            _signal(pid, signal.SIGTERM)
        deadline = time.monotonic() + grace_seconds
        while time.monotonic() < deadline:
            if _has_ended(process) and not any(map(_is_running, members)):
                break
            time.sleep(0.02)
    finally:
        # Also when a second Ctrl-C cuts the grace short.
        _kill_tree(process.pid)


def _kill_tree(leader: int) -> None:
    held: set[int] = set()
    # What is stopped cannot start another process between the look and the kill.
    for _ in range(20):
        new = {leader, *_tree(leader)} - held
        for pid in new:
            _signal(pid, _STOP)
        held |= new
        if not new:
            break
    for pid in held:
        _signal(pid, _KILL)


def _end_leftovers(pid: int) -> None:
    """Kill what is left of a session whose leader has ended, but is not reaped yet."""
    if _WINDOWS:
        return
    for member in _session(pid):
        _signal(member, _KILL)


def _session(leader: int) -> list[int]:
    """The other processes in the session of `leader`."""
    if sys.platform == "win32":
        return []
    return [pid for pid in _all_pids() if pid != leader and _session_of(pid) == leader]


def _session_of(pid: int) -> int:
    if sys.platform == "win32":
        return -1
    try:
        return os.getsid(pid)
    except OSError:
        return -1


def _all_pids() -> list[int]:
    try:
        return [int(name) for name in os.listdir("/proc") if name.isdigit()]  # noqa: PTH208
    except OSError:
        import psutil

        return psutil.pids()


def _tree(pid: int) -> list[int]:
    """Descendants of `pid` and the members of its session, without itself."""
    import psutil

    try:
        children = [child.pid for child in psutil.Process(pid).children(recursive=True)]
    except psutil.Error:
        children = []
    running = {*children, *_session(pid)}
    return sorted(member for member in running if _is_running(member))


def _is_running(pid: int) -> bool:
    import psutil

    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.Error:
        return False


def _signal(pid: int, number: int) -> None:
    with contextlib.suppress(OSError):
        os.kill(pid, number)
