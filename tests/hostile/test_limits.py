"""Hostile scripts against the machine's resources, beyond those of test_system.py."""

from __future__ import annotations

import pytest

from code_it.flow import IsolationLevel
from code_it.sandbox import Limits
from tests.hostile.conftest import Victim
from tests.sandbox.running import confining_level, every_level


@confining_level
def test_h49_memory_is_not_filled_by_way_of_files(victim: Victim, level: IsolationLevel) -> None:
    """A folder in memory has a size, or cannot be written to at all."""
    source = """
import errno, os
written = 0
try:
    with open("/dev/shm/x", "wb") as file:
        while written < 256 << 20:
            written += file.write(bytes(1 << 20))
    print("no end")
except OSError as error:
    print(errno.errorcode[error.errno], written <= 64 << 20)
"""
    expected = "ENOSPC True\n" if level == "namespaces" else "EACCES True\n"
    assert victim.attacked_by(source, level).stdout == expected


@pytest.mark.parametrize(
    "wait",
    [
        pytest.param("time.sleep(10 ** 6)", id="sleep"),
        pytest.param("signal.pause()", id="signal"),
        pytest.param("lock.acquire()", id="lock"),
        pytest.param("select.select([], [], [])", id="select"),
    ],
)
@every_level
def test_h52_waiting_for_ever_ends(victim: Victim, level: IsolationLevel, wait: str) -> None:
    """It takes no processor time, and the clock ends it."""
    source = (
        f"import select, signal, threading, time\nlock = threading.Lock()\nlock.acquire()\n{wait}"
    )
    result = victim.attacked_by(source, level, limits=Limits(time_limit_seconds=1))
    assert result.timed_out
    assert result.limit_hit == "time: 1 s"


@every_level
def test_h55_open_files_are_limited(victim: Victim, level: IsolationLevel) -> None:
    """The error is the script's, and the limit is named."""
    source = """
import os
kept = []
while True:
    kept += os.pipe()
"""
    limits = Limits(time_limit_seconds=60, open_files=200)
    result = victim.attacked_by(source, level, limits=limits)
    assert "Too many open files" in result.stderr
    assert result.limit_hit == "probably open files: 200"


@every_level
def test_h56_no_memory_is_dumped(victim: Victim, level: IsolationLevel) -> None:
    """A crash leaves no image of itself in the folder, and the signal is told."""
    source = """
import os, resource
try:
    resource.setrlimit(resource.RLIMIT_CORE, (1 << 30, 1 << 30))
    print("raised")
except (OSError, ValueError):
    pass
os.abort()
"""
    result = victim.attacked_by(source, level)
    assert result.returncode == 128 + 6
    assert result.created == ()
    if level != "process":
        assert result.stdout == ""
