"""Choosing a level, and saying why one does not work."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from code_it.errors import SandboxError, SandboxUnavailable
from code_it.flow import IsolationLevel, RunResult
from code_it.sandbox import (
    Limits,
    confined,
    landlock,
    levels,
    namespaces,
    run_script,
    select_level,
    why_not,
)
from code_it.sandbox.job import Job
from code_it.sandbox.places import interpreter_paths
from tests.sandbox.running import every_level, need


@pytest.fixture
def fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What was found out about the levels is forgotten before and after."""
    monkeypatch.setenv("CODE_IT_CACHE", str(tmp_path / "cache"))
    levels._why_not.cache_clear()
    yield
    levels._why_not.cache_clear()


@pytest.mark.usefixtures("fresh")
def test_without_bubblewrap_the_next_level_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """`auto` goes down one level; who asks for the upper one is told what to install."""
    need("landlock")
    monkeypatch.setenv("PATH", "/nonexistent")
    assert select_level("auto") == "landlock"
    with pytest.raises(SandboxUnavailable, match="bubblewrap is not installed"):
        select_level("namespaces")


@pytest.mark.usefixtures("fresh")
def test_with_nothing_to_confine_a_script_it_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    """`auto` never means the level that is no sandbox; the message says how to go on."""
    monkeypatch.setattr(namespaces, "missing", lambda: "it is not there")
    monkeypatch.setattr(landlock, "missing", lambda: "the kernel is too old")
    with pytest.raises(SandboxUnavailable) as caught:
        select_level("auto")
    for part in (
        "it is not there",
        "the kernel is too old",
        "--isolation process",
        "not a sandbox",
    ):
        assert part in str(caught.value)
    assert select_level("process") == "process"


@pytest.mark.usefixtures("fresh")
def test_a_level_that_leaks_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """The self-test runs for real: a level that lets a script read files outside fails it."""
    need("process")
    monkeypatch.setattr(landlock, "missing", lambda: "")
    monkeypatch.setattr(landlock, "prepare", levels_without_rules)
    assert "not so: files outside cannot be read" in why_not("landlock")


def levels_without_rules(job: Job) -> object:
    from code_it.sandbox import contained

    return contained.prepare(job)


@pytest.mark.parametrize(
    ("message", "cause"),
    [
        pytest.param("bwrap: setting up uid map: Permission denied", "AppArmor", id="apparmor"),
        pytest.param(
            "bwrap: Creating new namespace failed: No space left on device",
            "max_user_namespaces",
            id="switched-off",
        ),
        pytest.param("bwrap: Can't mount proc on /newroot/proc", "container", id="container"),
        pytest.param("bwrap: something else", "bwrap: something else", id="unknown"),
    ],
)
def test_known_causes_are_named(message: str, cause: str) -> None:
    """What bubblewrap says is kept, with what is known about it in front."""
    assert cause in levels.explain(message)
    assert message in levels.explain(message)


def test_a_script_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    """Nothing is run when there is nothing to run."""
    with pytest.raises(SandboxError, match="cannot be read"):
        run_script(
            Path(sys.executable),
            tmp_path / "missing.py",
            folder=tmp_path,
            limits=Limits(),
            network=False,
            level="process",
        )


@every_level
def test_a_failed_set_up_is_no_failed_script(level: IsolationLevel, tmp_path: Path) -> None:
    """An interpreter that cannot be started raises; it does not look like a failed script."""
    need(level)
    (tmp_path / "script.py").write_text("print('never')")
    (tmp_path / "work").mkdir()
    with pytest.raises(SandboxError, match="cannot be executed"):
        run_script(
            tmp_path / "environment" / "bin" / "python",
            tmp_path / "script.py",
            folder=tmp_path / "work",
            limits=Limits(time_limit_seconds=60),
            network=False,
            level=level,
        )


def test_an_interpreter_in_the_home_does_not_open_the_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a wide prefix only what belongs to the interpreter is readable."""
    home = tmp_path / "home"
    for folder in ("bin", "lib/python3.11", "documents"):
        (home / folder).mkdir(parents=True)
    (home / "bin" / "python3").write_text("")
    monkeypatch.setenv("HOME", str(home))
    paths = interpreter_paths(home / "bin" / "python3")
    assert paths == [home / "bin" / "python3", home / "lib" / "python3.11"]


@pytest.mark.parametrize(
    ("shown", "folder"),
    [
        pytest.param(["/usr", "/srv/sandbox/python"], "/sandbox", id="free"),
        pytest.param(["/sandbox"], "/sandbox-1", id="taken"),
        pytest.param(["/sandbox/work/venv", "/sandbox-1/venv"], "/sandbox-2", id="below"),
    ],
)
def test_folders_of_the_run_hide_nothing_that_the_script_needs(
    shown: list[str], folder: str
) -> None:
    """An interpreter may lie where the work folder would be shown."""
    assert namespaces.free_folder([Path(path) for path in shown]) == Path(folder)


def test_a_sandbox_that_was_killed_is_no_failed_set_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For want of memory, as the kernel's count tells, or by somebody."""
    need("namespaces")
    (tmp_path / "script.py").write_text("import time; print('on', flush=True); time.sleep(600)")
    (tmp_path / "work").mkdir()

    def kill(_name: str, _data: bytes) -> None:
        for child in psutil.Process().children():
            if child.name() == "bwrap":
                child.kill()

    def once() -> RunResult:
        return run_script(
            Path(sys.executable),
            tmp_path / "script.py",
            folder=tmp_path / "work",
            limits=Limits(time_limit_seconds=60),
            network=False,
            level="namespaces",
            on_output=kill,
        )

    killed = once()
    assert killed.stopped_because == "it was killed from outside the sandbox"
    assert not killed.ok
    counts = itertools.count()
    monkeypatch.setattr(confined, "ended_for_memory", lambda: next(counts))
    starved = once()
    assert starved.stopped_because == "the machine ran out of memory, and the system killed it"
    assert starved.limit_hit == "memory: all that the machine had left"
    assert not starved.timed_out
