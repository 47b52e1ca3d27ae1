"""A level that held in its self-test is not tried again at the next start, unless it has to be."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from code_it import doctoring
from code_it.config import TaskExecutionConfig
from code_it.errors import SandboxError
from code_it.sandbox import Limits, landlock, levels, namespaces, remembered, seccomp, why_not
from code_it.sandbox.confined import run_confined
from code_it.sandbox.job import Job
from code_it.sandbox.self_test import Case, SelfTest

HELD = SelfTest((Case("write", True),))
LEAKED = SelfTest((Case("write", True), Case("port", False, "it can")))


class Starts:
    """Starts of the program, with a self-test that tells how often it was run."""

    def __init__(self, cache: Path) -> None:
        self.place = cache / "self-test" / "landlock.json"
        self.result = HELD
        self.tests = 0

    def test(self, _level: object) -> SelfTest:
        self.tests += 1
        return self.result

    def again(self) -> str:
        """What a new process finds out about a level."""
        levels._why_not.cache_clear()
        return why_not("landlock")


@pytest.fixture
def starts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Starts]:
    """The first one, which has tried the level and found it to hold."""
    if sys.platform == "win32":
        pytest.skip("there are no levels to try on Windows")
    monkeypatch.setenv("CODE_IT_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(landlock, "missing", lambda: "")
    started = Starts(tmp_path / "cache")
    monkeypatch.setattr(levels, "run_self_test", started.test)
    assert started.again() == ""
    assert started.tests == 1
    yield started
    levels._why_not.cache_clear()


def test_it_is_tried_once(starts: Starts) -> None:
    """The next start takes what the first one found."""
    assert [starts.again(), starts.again()] == ["", ""]
    assert starts.tests == 1


def test_one_that_did_not_hold_is_tried_again(starts: Starts) -> None:
    """It may have been mended, and what held before is not believed any more."""
    starts.place.unlink()
    starts.result = LEAKED
    assert "not so" in starts.again()
    assert "not so" in starts.again()
    assert starts.tests == 3
    assert not starts.place.exists()


def _link(place: Path) -> None:
    place.rename(place.with_name("elsewhere"))
    place.symlink_to("elsewhere")


def _fifo(place: Path) -> None:
    place.unlink()
    os.mkfifo(place)


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda place: place.write_text("{"), id="torn"),
        pytest.param(lambda place: place.write_text("true"), id="forged"),
        pytest.param(lambda place: place.write_bytes(b"[" * 60_000), id="nested"),
        pytest.param(lambda place: place.write_bytes(bytes(100)), id="zeros"),
        pytest.param(lambda place: place.chmod(0o602), id="others-may-write"),
        pytest.param(lambda place: place.chmod(0o620), id="group-may-write"),
        pytest.param(lambda place: place.parent.chmod(0o777), id="in-a-folder-of-others"),
        pytest.param(_link, id="link"),
        pytest.param(_fifo, id="fifo"),
    ],
)
def test_what_cannot_be_trusted_is_not_believed(starts: Starts, damage: object) -> None:
    """The level is tried as if nothing had been kept."""
    assert callable(damage)
    damage(starts.place)
    assert starts.again() == ""
    assert starts.tests == 2


def test_what_belongs_to_somebody_else_is_not_believed(
    starts: Starts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also when it says the right thing."""
    kept = json.loads(starts.place.read_text())
    other = os.getuid() + 1
    monkeypatch.setattr(remembered, "_circumstances", lambda: kept)
    assert remembered.held_before("landlock")
    monkeypatch.setattr(os, "getuid", lambda: other)
    assert not remembered.held_before("landlock")
    monkeypatch.undo()


@pytest.mark.parametrize(
    ("where", "name", "value"),
    [
        pytest.param(remembered, "__version__", "0", id="version"),
        pytest.param(sys, "executable", "/bin/sh", id="python"),
        pytest.param(namespaces, "PRLIMIT", "/bin/sh", id="prlimit"),
        pytest.param(landlock, "version", lambda: 99, id="abi"),
        pytest.param(remembered, "_SWITCHES", ("/proc/self/stat",), id="switches"),
    ],
)
def test_a_change_of_the_machine_means_another_try(
    starts: Starts, monkeypatch: pytest.MonkeyPatch, where: object, name: str, value: object
) -> None:
    """What the result rests on is part of it."""
    monkeypatch.setattr(where, name, value)
    assert starts.again() == ""
    assert starts.tests == 2


def test_another_bubblewrap_means_another_try(
    starts: Starts, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Also one at the same place that is newer."""
    (tmp_path / "bwrap").write_text("#!/bin/sh\n")
    (tmp_path / "bwrap").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    starts.again()
    os.utime(tmp_path / "bwrap", (1, 1))
    starts.again()
    starts.again()
    assert starts.tests == 3


def test_doctor_always_tries(starts: Starts, monkeypatch: pytest.MonkeyPatch) -> None:
    """And what it finds holds for the next start."""
    monkeypatch.setattr(doctoring, "CONFINING", ("landlock",))
    starts.result = LEAKED
    monkeypatch.setattr(doctoring, "run_self_test", starts.test)
    assert not doctoring.examine(TaskExecutionConfig(), Path()).levels[0].works
    assert starts.tests == 2
    assert "not so" in starts.again()


def test_a_set_up_that_fails_is_not_believed_again(
    starts: Starts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever has changed, the next start tries the level before it uses it."""
    (tmp_path / "code").mkdir()
    job = Job(tmp_path / "no-python", tmp_path, tmp_path, Limits(), network=False)
    monkeypatch.setattr(landlock, "_rules", lambda _job: [])
    monkeypatch.setattr(landlock, "_filter", lambda _job: seccomp.NAMESPACES)
    with pytest.raises(SandboxError, match="could not be started"):
        run_confined(job, "landlock")
    starts.again()
    assert starts.tests == 2


def test_where_nothing_can_be_kept_each_start_tries(starts: Starts) -> None:
    """A cache that cannot be written is no error."""
    folder = starts.place.parent
    starts.place.unlink()
    folder.rmdir()
    folder.write_text("a file")
    assert [starts.again(), starts.again()] == ["", ""]
    assert starts.tests == 3
