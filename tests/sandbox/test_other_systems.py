"""What can be tested here of the ways that macOS and Windows have; no script is run in them."""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

import pytest

from code_it.sandbox import Limits, contained, launcher, seatbelt, why_not, windows_job
from code_it.sandbox.job import Job


@pytest.fixture
def job(tmp_path: Path) -> Job:
    for name in ('a "quoted" (folder)', "scratch/code", "scratch/home", "scratch/tmp"):
        (tmp_path / name).mkdir(parents=True)
    return Job(
        Path(sys.executable),
        tmp_path / 'a "quoted" (folder)',
        tmp_path / "scratch",
        Limits(processes=10, memory_mib=256, cpu_seconds=3),
        network=False,
    )


def test_the_rules_of_macos_hold_no_path_of_the_users(job: Job, tmp_path: Path) -> None:
    """A name with quotes in it cannot end a rule: paths are handed over beside the rules."""
    text, parameters = seatbelt.profile(job)
    assert str(tmp_path) not in text
    assert text.count("(") == text.count(")")
    assert text.startswith("(version 1)\n(deny default)\n")
    assert all(f'(param "{name}")' in text for name in parameters)
    written = text.partition("(allow file-write* (subpath")[2]
    assert written.count("WRITE_") == 3
    assert "READ_" not in written
    assert parameters["WRITE_0"] == os.path.realpath(job.folder)
    assert "network" not in text


def test_the_network_is_a_rule_of_its_own(job: Job) -> None:
    """Given as a whole, but for the sockets of other programs."""
    text, _ = seatbelt.profile(Job(**{**vars(job), "network": True}))
    assert "(allow network*)" in text
    assert "(deny network-outbound (remote unix-socket))" in text


@pytest.mark.skipif(sys.platform == "darwin", reason="it is there")
def test_elsewhere_the_level_is_not_there() -> None:
    """And says what it would take."""
    assert "macOS" in why_not("seatbelt")


@pytest.mark.skipif(ctypes.sizeof(ctypes.c_void_p) != 8, reason="the sizes are those of 64 bits")
def test_the_records_of_windows_have_their_sizes() -> None:
    """Those of the documented structures, which Windows checks."""
    assert ctypes.sizeof(windows_job.BasicLimits) == 64
    assert ctypes.sizeof(windows_job.ExtendedLimits) == 144


def test_the_limits_of_a_windows_job(job: Job) -> None:
    """All that a run is limited in, and that its end is the end of all."""
    settings = contained._windows_settings(job)
    assert settings["parent"] == os.getpid()
    limits = windows_job.limits_of(settings)
    basic = limits.BasicLimitInformation
    assert (basic.ActiveProcessLimit, limits.JobMemoryLimit) == (11, 256 << 20)
    assert basic.PerProcessUserTimeLimit == 30_000_000
    assert basic.LimitFlags == 0x2000 | 0x400 | 0x8 | 0x300 | 0x2
    unlimited = windows_job.limits_of({**settings, "memory_bytes": 0, "cpu_seconds": 0})
    assert unlimited.BasicLimitInformation.LimitFlags == 0x2000 | 0x400 | 0x8


@pytest.mark.skipif(not Path("/bin/ps").exists(), reason="there is no ps")
@pytest.mark.skipif(sys.platform == "win32", reason="there is no ps")
def test_processes_are_found_without_a_proc_folder() -> None:
    """As macOS needs it; the tool that is asked does not count."""
    found = dict(launcher._processes_by_ps())
    assert found[os.getpid()] == os.getppid()
    assert os.getpid() not in found.values()
