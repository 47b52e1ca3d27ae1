"""Compiling the modules of an environment while scripts already run in it.

To a script the environment is read-only, so what is not compiled here is compiled again by each
run. It takes longer than everything else, and nobody has to wait for it.
"""

from __future__ import annotations

import atexit
import os
import sys
import threading
from pathlib import Path

from filelock import Timeout

from code_it.packages import stored
from code_it.packages.building import site_packages
from code_it.packages.index_settings import scrubbed_environment
from code_it.sandbox.process import run_process

_MOST_SECONDS = 1800.0
# With this Python, which is the same: that of the environment would run code of the packages as it
# starts. Tests of the packages are left out: nobody imports them, and they are most of some. It
# ends with the process that it works for.
_WORKER = r"""
import compileall, os, re, sys, threading, time

folder, parent = sys.argv[1], int(sys.argv[2])


def end_with_parent():
    while os.getppid() == parent:
        time.sleep(0.2)
    os._exit(1)


# On Windows another process may stand between the two.
if os.name != "nt":
    threading.Thread(target=end_with_parent, daemon=True).start()
compileall.compile_dir(folder, quiet=2, rx=re.compile(r"[/\\](tests?|testing)[/\\]"))
"""

_threads: dict[Path, threading.Thread] = {}
_lock = threading.Lock()
_stopping = threading.Event()


class _Stopped(Exception):
    """The program ends."""


def compile_later(environment: stored.Environment) -> None:
    """See to it that the modules of `environment` are compiled some time; returns at once."""
    if environment.compiled or not environment.all_packages:
        return
    with _lock:
        running = _threads.get(environment.path)
        if _stopping.is_set() or (running is not None and running.is_alive()):
            return
        thread = threading.Thread(
            target=_compile, args=(environment.path,), name="bytecode", daemon=True
        )
        _threads[environment.path] = thread
        thread.start()


def wait_until_compiled(seconds: float) -> None:
    """Until all that this process has begun to compile is done, for at most so long each."""
    with _lock:
        threads = list(_threads.values())
    for thread in threads:
        thread.join(seconds)


def _compile(folder: Path) -> None:
    argv = [sys.executable, "-I", "-c", _WORKER, str(site_packages(folder)), str(os.getpid())]
    try:
        with stored.built_lock(folder).acquire(blocking=False):
            result = run_process(
                argv,
                cwd=folder,
                environment=scrubbed_environment(),
                timeout_seconds=_MOST_SECONDS,
                on_tick=_stop_when_asked,
            )
            # Modules that do not compile are left as they are, and are no failure.
            if not result.timed_out and result.returncode == 0 and not _stopping.is_set():
                stored.seal_compiled(folder)
    except (OSError, Timeout, _Stopped):
        return  # somebody else is at it, or the next one will be


def _stop_when_asked() -> None:
    if _stopping.is_set():
        raise _Stopped


@atexit.register
def _stop() -> None:
    _stopping.set()
    wait_until_compiled(3.0)
