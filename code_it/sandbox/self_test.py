"""A small hostile script that is run in a level to find out whether the level holds."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import socket
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from code_it.errors import SandboxError
from code_it.flow import IsolationLevel
from code_it.sandbox import landlock
from code_it.sandbox.confined import run_confined, scratch_folder
from code_it.sandbox.job import Job
from code_it.sandbox.leftovers import temporary_folder
from code_it.sandbox.limits import Limits

_VARIABLE = "CODE_IT_SELF_TEST"
_SECONDS = 20


@dataclass(frozen=True)
class Case:
    """One thing that was tried."""

    name: str
    held: bool
    found: str = ""

    @property
    def meaning(self) -> str:
        """What has to be so, in a few words."""
        return _CASES.get(self.name, self.name)


@dataclass(frozen=True)
class SelfTest:
    """What came of it."""

    cases: tuple[Case, ...]
    error: str = ""
    """Why it did not end; empty when it did."""

    @property
    def held(self) -> bool:
        return not self.error and bool(self.cases) and all(case.held for case in self.cases)

    def __str__(self) -> str:
        """What is wrong; empty when nothing is."""
        if self.error:
            return self.error
        leaks = [f"not so: {case.meaning}" for case in self.cases if not case.held]
        return f"its self-test failed: {'; '.join(leaks)}" if leaks else ""


def run_self_test(level: IsolationLevel) -> SelfTest:
    """Try at `level` what it must allow and what it must refuse."""
    nonce = secrets.token_hex(8)
    with (
        scratch_folder(_SCRIPT) as scratch,
        _listeners(nonce) as (port, unix),
        temporary_folder() as outside,
        _planted(nonce),
    ):
        (outside / "secret").write_text("secret", encoding="utf-8")
        folder = outside / "work"
        folder.mkdir()
        told = {
            "secret": str(outside / "secret"),
            "port": port,
            "unix": unix,
            "pid": os.getpid(),
            "variable": _VARIABLE,
            "nonce": nonce,
            "cases": _cases_of(level),
        }
        job = Job(
            python=Path(sys.executable),
            folder=folder,
            scratch=scratch,
            limits=Limits(time_limit_seconds=_SECONDS),
            network=False,
            arguments=(json.dumps(told),),
        )
        try:
            # Not at the lowest priority: somebody is waiting, and it is our own code.
            result = run_confined(job, level, nice=0)
        except (SandboxError, OSError) as error:
            return SelfTest((), str(error))
        cases = _read(result.stdout, nonce)
        if [case.name for case in cases] != told["cases"]:
            said = result.stderr.strip()[-300:] or "it did not end"
            return SelfTest(tuple(cases), f"its self-test failed: {said}")
        if not (folder / "written").is_file():
            cases.append(Case("write", False, "it is not in its folder"))
        return SelfTest(tuple(cases))


def _cases_of(level: IsolationLevel) -> list[str]:
    """Those that hold at `level` by its design, by their names in the script."""
    cases = [name for name in _CASES if name != "signal" or _hides_signals(level)]
    cases = [name for name in cases if name != "loopback" or level == "namespaces"]
    # macOS has neither /proc nor namespaces.
    elsewhere = {"processes", "kernel", "namespaces"} if level == "seatbelt" else set()
    return [name for name in cases if name not in elsewhere]


def _hides_signals(level: IsolationLevel) -> bool:
    return level in ("namespaces", "seatbelt") or landlock.version() >= landlock.SCOPES


def _read(stdout: str, nonce: str) -> list[Case]:
    cases = []
    for line in stdout.splitlines():
        if line.startswith(nonce):
            with contextlib.suppress(ValueError, TypeError):
                name, held, found = json.loads(line[len(nonce) :])
                cases.append(Case(str(name), held is True, str(found)))
    return cases


@contextlib.contextmanager
def _planted(nonce: str) -> Iterator[None]:
    os.environ[_VARIABLE] = nonce
    try:
        yield
    finally:
        os.environ.pop(_VARIABLE, None)


@contextlib.contextmanager
def _listeners(nonce: str) -> Iterator[tuple[int, str]]:
    """A port of this machine, and a unix socket without a name in the file system."""
    with contextlib.ExitStack() as stack:
        server = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        unix = ""
        if sys.platform == "linux":
            listener = stack.enter_context(socket.socket(socket.AF_UNIX))
            unix = f"code_it-{nonce}"
            listener.bind(f"\0{unix}")
            listener.listen()
        yield int(server.getsockname()[1]), unix


_CASES = {
    "write": "its own folder can be written to",
    "read-outside": "files outside cannot be read",
    "write-outside": "files outside cannot be written",
    "port": "services of this machine cannot be reached",
    "unix": "unix sockets of this machine cannot be reached",
    "variables": "your variables are not there",
    "processes": "your processes cannot be seen",
    "signal": "your processes cannot be signalled",
    "kernel": "settings of the kernel cannot be written",
    "namespaces": "it cannot make namespaces of its own",
    "loopback": "its own network works within",
}

_SCRIPT = """
import ctypes, glob, json, os, socket, sys, threading

told = json.loads(sys.argv[1])


def refused(action):
    try:
        action()
    except OSError as error:
        return True, type(error).__name__
    return False, "it can"


def write():
    open("written", "w").write("yes")
    return True, ""


def unix():
    if not told["unix"]:
        return True, "there are none"
    return refused(lambda: socket.socket(socket.AF_UNIX).connect("\\0" + told["unix"]))


def variables():
    if told["variable"] in os.environ:
        return False, "it is handed on"
    for path in glob.glob("/proc/[0-9]*/environ"):
        try:
            if told["nonce"].encode() in open(path, "rb").read():
                return False, path
        except OSError:
            pass
    return True, ""


def namespaces():
    made = ctypes.CDLL(None).unshare(0x10000000) == 0
    return not made, "it can" if made else ""


def loopback():
    with socket.create_server(("127.0.0.1", 0)) as server:
        client = socket.create_connection(server.getsockname(), 5)
        server.accept()[0].sendall(b"x")
        return client.recv(1) == b"x", ""


actions = {
    "write": write,
    "read-outside": lambda: refused(lambda: open(told["secret"]).read()),
    "write-outside": lambda: refused(lambda: open(told["secret"], "a").close()),
    "port": lambda: refused(lambda: socket.create_connection(("127.0.0.1", told["port"]), 2)),
    "unix": unix,
    "variables": variables,
    "processes": lambda: refused(lambda: open("/proc/%d/status" % told["pid"]).read()),
    "signal": lambda: refused(lambda: os.kill(told["pid"], 0)),
    "kernel": lambda: refused(lambda: open("/proc/sys/kernel/core_pattern", "a").close()),
    "namespaces": namespaces,
    "loopback": loopback,
}
for name in told["cases"]:
    try:
        held, found = actions[name]()
    except Exception as error:
        held, found = False, repr(error)
    print(told["nonce"] + json.dumps([name, held, found]), flush=True)
"""
