"""Runs one command within limits, and ends all that it started when it ends.

This file is executed by itself (`python -I -S launcher.py SETTINGS COMMAND...`), so it imports
nothing of code_it. The process that is started first stays as the supervisor: orphans become
its children, it ends them with the command, and it ends everything when the process that
started it goes away. The command runs in its child, which sets the limits, shuts out what is
not allowed and becomes the command.

SETTINGS is `as_argument` of a dict: `limits` (names of `resource` and numbers), `parent` (process
id), perhaps `status` (a descriptor on which a failure of the set-up is reported), and for the level
`landlock` also `rules` (pairs of path and rights), `handled`, `scoped` and `filter` (bytes).
"""

from __future__ import annotations

import contextlib
import ctypes
import marshal
import os
import select
import signal
import struct
import sys
import time

# A script waits for each module that is imported here, and `typing` and `json` take longest.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_SET_PARENT_DEATH_SIGNAL = 1
_SET_DUMPABLE = 4
_SET_SECCOMP = 22
_DROP_BOUNDING_CAPABILITY = 24
_SET_CHILD_SUBREAPER = 36
_SET_NO_NEW_PRIVILEGES = 38
_SECCOMP_MODE_FILTER = 2

_LANDLOCK_CREATE_RULESET = 444
_LANDLOCK_ADD_RULE = 445
_LANDLOCK_RESTRICT_SELF = 446
_RULE_PATH_BENEATH = 1
# What can be granted on something that is no folder: run, write, read, truncate, ioctl.
_FILE_RIGHTS = 0x1 | 0x2 | 0x4 | 1 << 14 | 1 << 15

_IS_LINUX = sys.platform == "linux"
_GRACE_SECONDS = 1.0


def main() -> int:
    settings: dict[str, Any] = marshal.loads(bytes.fromhex(sys.argv[1]))
    command = sys.argv[2:]
    status = settings.get("status", -1)
    if status >= 0:
        os.set_inheritable(status, False)
    _supervise(settings["parent"])
    events = _Events()
    supervisor = os.getpid()
    child = os.fork()
    if child == 0:
        _become(command, settings, supervisor)
    if status >= 0:
        os.close(status)
    code = _wait_for(child, settings["parent"], events)
    _end_descendants()
    return code


def as_argument(settings: dict[str, Any]) -> str:
    """For this file, run by the same Python."""
    return marshal.dumps(settings).hex()


def _supervise(parent: int) -> None:
    if _IS_LINUX:
        _prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGTERM)
        _prctl(_SET_CHILD_SUBREAPER, 1)
        _prctl(_SET_DUMPABLE, 0)
    if os.getppid() != parent:
        sys.exit(143)


def _become(command: list[str], settings: dict[str, Any], supervisor: int) -> None:
    try:
        # Python ignores the last two, and a command would inherit that.
        for name in ("SIGTERM", "SIGHUP", "SIGINT", "SIGCHLD", "SIGPIPE", "SIGXFSZ"):
            signal.signal(getattr(signal, name), signal.SIG_DFL)
        if _IS_LINUX:
            _prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGKILL)
            # The command may be asked about like any other process.
            _prctl(_SET_DUMPABLE, 1)
        if os.getppid() != supervisor:
            return
        if "rules" in settings:
            _drop_capabilities()
            _prctl(_SET_NO_NEW_PRIVILEGES, 1)
            _restrict_files(settings["rules"], settings["handled"], settings["scoped"])
        _set_limits(settings["limits"])
        if "filter" in settings:
            _restrict_calls(settings["filter"])
        os.execv(command[0], command)
    except BaseException as error:
        # Without one, the command's own error output is all there is.
        os.write(settings.get("status", 2), f"{type(error).__name__}: {error}".encode())
    finally:
        os._exit(127)


def _set_limits(limits: dict[str, int]) -> None:
    import resource

    for name, value in limits.items():
        number = getattr(resource, name, None)
        if number is None:
            continue
        hard = resource.getrlimit(number)[1]
        allowed = value if hard == resource.RLIM_INFINITY else min(value, hard)
        # macOS refuses some limits on address space.
        with contextlib.suppress(OSError, ValueError):
            # At the hard limit of processor time the end comes without a signal that tells why.
            room = name == "RLIMIT_CPU" and (hard == resource.RLIM_INFINITY or allowed + 2 <= hard)
            resource.setrlimit(number, (allowed, allowed + 2 if room else allowed))


def _library() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _prctl(option: int, *values: int) -> None:
    arguments = [ctypes.c_ulong(value) for value in (*values, 0, 0, 0, 0)[:4]]
    if _library().prctl(option, *arguments) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"prctl {option}: {os.strerror(number)}")


def _drop_capabilities() -> None:
    """Root becomes an owner of files like any other."""
    for capability in range(64):
        # Beyond the last one that the kernel knows, and for everyone but root.
        with contextlib.suppress(OSError):
            _prctl(_DROP_BOUNDING_CAPABILITY, capability)


def _restrict_files(rules: list[tuple[str, int]], handled: int, scoped: int) -> None:
    attributes = struct.pack("=QQQ", handled, 0, scoped)
    # Older kernels know a shorter form.
    length = 24 if scoped else 8
    ruleset = _system_call(_LANDLOCK_CREATE_RULESET, attributes, length, 0)
    for path, rights in rules:
        try:
            place = os.open(path, os.O_PATH | os.O_CLOEXEC)
        except OSError:
            continue
        fitting = handled if os.path.isdir(path) else handled & _FILE_RIGHTS  # noqa: PTH112
        rule = struct.pack("=Qi", rights & fitting, place)
        _system_call(_LANDLOCK_ADD_RULE, ruleset, _RULE_PATH_BENEATH, rule, 0)
        os.close(place)
    _system_call(_LANDLOCK_RESTRICT_SELF, ruleset, 0)
    os.close(ruleset)


def _system_call(number: int, *values: int | bytes) -> int:
    arguments = [
        ctypes.c_char_p(value) if isinstance(value, bytes) else ctypes.c_long(value)
        for value in values
    ]
    result = int(_library().syscall(ctypes.c_long(number), *arguments))
    if result < 0:
        error = ctypes.get_errno()
        raise OSError(error, f"system call {number}: {os.strerror(error)}")
    return result


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("code", ctypes.c_char_p))


def _restrict_calls(code: bytes) -> None:
    program = _Program(len(code) // 8, code)
    _prctl(_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.addressof(program))


class _Events:
    """Wakes the supervisor when a child ends or when it is told to stop."""

    def __init__(self) -> None:
        self.told: list[int] = []
        self._read_end, write_end = os.pipe()
        os.set_blocking(self._read_end, False)
        os.set_blocking(write_end, False)
        signal.set_wakeup_fd(write_end, warn_on_full_buffer=False)
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
            signal.signal(number, self._tell)
        signal.signal(signal.SIGCHLD, lambda *_: None)

    def _tell(self, number: int, _frame: object) -> None:
        self.told.append(number)

    def wait(self) -> None:
        # The timeout is for systems that do not tell of the parent's end.
        select.select([self._read_end], [], [], 0.5)
        with contextlib.suppress(BlockingIOError):
            os.read(self._read_end, 512)


def _wait_for(child: int, parent: int, events: _Events) -> int:
    """The exit code of `child`, reaping whoever else ends; or that of being told to stop."""
    while True:
        ended = _reap()
        if child in ended:
            return ended[child]
        if events.told or os.getppid() != parent:
            _let_end()
            return 128 + (events.told[0] if events.told else signal.SIGTERM)
        events.wait()


def _reap() -> dict[int, int]:
    ended: dict[int, int] = {}
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return ended
        if pid == 0:
            return ended
        code = os.waitstatus_to_exitcode(status)
        ended[pid] = code if code >= 0 else 128 - code


def _let_end() -> None:
    deadline = time.monotonic() + _GRACE_SECONDS
    _signal(_descendants(), signal.SIGTERM)
    while time.monotonic() < deadline and _descendants():
        _reap()
        time.sleep(0.02)


def _end_descendants() -> None:
    deadline = time.monotonic() + 2 * _GRACE_SECONDS
    held: set[int] = set()
    # What is stopped cannot start another process between the look and the kill.
    while (new := set(_descendants()) - held) and time.monotonic() < deadline:
        _signal(new, signal.SIGSTOP)
        held |= new
    while (left := _descendants()) and time.monotonic() < deadline:
        _signal(left, signal.SIGKILL)
        _reap()
        time.sleep(0.002)
    _reap()


def _signal(pids: list[int] | set[int], number: int) -> None:
    for pid in pids:
        with contextlib.suppress(OSError):
            os.kill(pid, number)


def _descendants() -> list[int]:
    """All processes below this one."""
    children: dict[int, list[int]] = {}
    for pid, parent in _processes():
        children.setdefault(parent, []).append(pid)
    found: list[int] = []
    waiting = [os.getpid()]
    while waiting:
        below = children.get(waiting.pop(), [])
        found += below
        waiting += below
    return found


def _processes() -> list[tuple[int, int]]:
    """Each process and its parent. A zombie has nothing left to end, nor children of its own."""
    try:
        names = [name for name in os.listdir("/proc") if name.isdigit()]  # noqa: PTH208
    except OSError:
        return _processes_by_ps()
    found = []
    for name in names:
        with contextlib.suppress(OSError, ValueError, IndexError):
            with open(f"/proc/{name}/stat", "rb") as file:  # noqa: PTH123
                state, parent = file.read().rpartition(b")")[2].split()[:2]
            if state != b"Z":
                found.append((int(name), int(parent)))
    return found


def _processes_by_ps() -> list[tuple[int, int]]:
    """The same on macOS, which has no /proc."""
    import subprocess

    argv = ["/bin/ps", "-A", "-o", "pid=,ppid=,state="]
    with subprocess.Popen(argv, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL) as tool:
        lines = [line.split() for line in tool.communicate()[0].decode("ascii").splitlines()]
    rows = [(int(pid), int(parent)) for pid, parent, state in lines if not state.startswith("Z")]
    return [(pid, parent) for pid, parent in rows if pid != tool.pid]


if __name__ == "__main__":
    sys.exit(main())
