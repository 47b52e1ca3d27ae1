"""A home with secrets in it, and what must be so after every hostile script."""

from __future__ import annotations

import contextlib
import ctypes
import secrets
import stat
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from code_it.flow import IsolationLevel, RunResult
from code_it.sandbox import Limits
from tests.sandbox.running import PATIENT, run

_SET_CHILD_SUBREAPER = 36
CANARY = "canary-" + secrets.token_hex(8)
SECRETS = (".ssh/id_ed25519", ".aws/credentials", ".netrc", ".config/browser/cookies")


@dataclass(frozen=True)
class Victim:
    """Somebody's home, in which a hostile script is run."""

    home: Path
    folder: Path

    def attacked_by(
        self,
        source: str,
        level: IsolationLevel,
        *,
        limits: Limits = PATIENT,
        network: bool = False,
    ) -> RunResult:
        """Run a script that knows where the home is and how a process of it is called."""
        names = f"HOME = {str(self.home)!r}\n"
        result = run(names + source, self.folder, level, limits=limits, network=network)
        assert CANARY not in result.stdout + result.stderr
        return result


def picture(home: Path) -> dict[str, tuple[int, int, int, bytes]]:
    """Everything in `home`: mode, time, size and contents."""
    found = {}
    for path in sorted(home.rglob("*")):
        status = path.lstat()
        contents = path.read_bytes() if stat.S_ISREG(status.st_mode) else b""
        found[str(path)] = (status.st_mode, status.st_mtime_ns, status.st_size, contents)
    return found


@pytest.fixture
def victim(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Victim]:
    """A home that is the same afterwards, and no process that was not there before."""
    home = tmp_path / "home"
    for name in SECRETS:
        path = home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(CANARY)
    (home / ".bashrc").write_text("# mine\n")
    monkeypatch.setenv("OPENAI_API_KEY", CANARY)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("CODE_IT_CACHE", str(tmp_path / "cache"))
    before = picture(home)
    with adopting():
        yield Victim(home, tmp_path)
        assert picture(home) == before
        assert nothing_is_left()


@contextlib.contextmanager
def adopting() -> Iterator[None]:
    """Whatever outlives its parent becomes a child of the tests, and is seen."""
    if sys.platform != "linux":
        yield
        return
    library = ctypes.CDLL(None)
    assert library.prctl(_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == 0
    yield
    library.prctl(_SET_CHILD_SUBREAPER, 0, 0, 0, 0)


def nothing_is_left() -> bool:
    """No process is running below the tests, or what is left ends within the next seconds."""
    deadline = time.monotonic() + 20
    while own_children():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def own_children() -> list[psutil.Process]:
    """What is still running below the tests, which is nothing between two of them."""
    return [child for child in psutil.Process().children(recursive=True) if still_runs(child)]


def still_runs(process: psutil.Process) -> bool:
    """Whether it has not ended; it may do so between being listed and being asked."""
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
