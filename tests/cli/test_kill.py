"""The program killed outright, at many moments, and what the next start makes of what is left."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from code_it.packages.store import neutral_folder
from code_it.runs.journal import read_journal
from tests.cli.test_cli import (
    GOOD,
    ROOT,
    TASK,
    ModelServer,
    SilentIndex,
    ask,
    names_in,
    processes_with,
    wait_until,
)
from tests.hostile.conftest import adopting
from tests.sandbox.running import every_level, need

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs to adopt what is left")

# Kills itself at the n-th thing that it does to a file or with a process.
DOOMED = """
import os, signal, sys
left = int(sys.argv.pop(1))
seen = 0
EVENTS = {"subprocess.Popen", "os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.chmod",
          "os.utime", "os.symlink"}
def watch(event, _arguments):
    global seen
    if event in EVENTS:
        seen += 1
        if seen == left:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(watch)
from code_it import cli
code = cli.main(sys.argv[1:])
print("events:", seen, file=sys.stderr)
sys.exit(code)
"""


@dataclass(frozen=True)
class Place:
    """A work folder, and a folder for temporary files of its own."""

    work: Path
    temporary: Path
    environment: dict[str, str]

    def start(
        self, *arguments: str, at: int = 0, variables: dict[str, str] | None = None
    ) -> subprocess.Popen[str]:
        """The program, in its folder; killed at the moment `at`, if that is not 0."""
        return subprocess.Popen(
            [sys.executable, "-c", DOOMED, str(at), *arguments],
            cwd=self.work,
            env=self.environment | (variables or {}),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )

    def records(self) -> list[Path]:
        return sorted((self.work / ".code_it" / "runs").glob("*-*"))

    def is_sound(self) -> bool:
        """No half file under a name of its own, nothing of the user's changed, records readable."""
        for record in self.records():
            if (record / "journal.jsonl").stat().st_size:
                assert read_journal(record)[0]["event"] == "start"
        assert (self.work / "mine.txt").read_text() == "mine"
        for made, whole in (("greeting.txt", "hello\n"), ("persistent_source.py", None)):
            if (self.work / made).exists():
                text = (self.work / made).read_text()
                assert text == whole if whole else "greeting.txt" in text
        return True

    def grow_old(self) -> None:
        """Let time pass for what was made a moment before a kill, which nobody may own yet."""
        for path in self.temporary.iterdir():
            if path.is_file():
                # Python's own, which tries whether it can write there.
                path.unlink()
            else:
                os.utime(path, (0, 0))

    def is_tidy(self) -> bool:
        """Nothing is left of any run but its record and its results."""
        kept = {"mine.txt", "greeting.txt", "persistent_source.py", ".code_it"}
        assert names_in(self.work) <= kept
        assert list(self.temporary.iterdir()) == []
        for record in self.records():
            for left in record.rglob("*"):
                assert not left.name.startswith((".", "trial-", "delivering-")), left
        return True


@pytest.fixture
def place(tmp_path: Path) -> Place:
    work, temporary = tmp_path / "work", tmp_path / "temporary"
    work.mkdir()
    temporary.mkdir()
    (work / "mine.txt").write_text("mine")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CODE_IT_")}
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    own = {"TMPDIR": str(temporary), "CODE_IT_CACHE": str(tmp_path / "cache"), "PYTHONPATH": path}
    return Place(work, temporary, kept | own)


@pytest.fixture(autouse=True)
def adopted() -> Iterator[None]:
    """Whatever outlives its parent becomes a child of the tests, and is seen."""
    with adopting():
        yield


def survivors() -> list[psutil.Process]:
    children = psutil.Process().children(recursive=True)
    found = []
    for child in children:
        try:
            if child.status() == psutil.STATUS_ZOMBIE:
                child.wait(1)
            else:
                found.append(child)
        except (psutil.Error, OSError):
            continue
    return found


def kill(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate(timeout=60)


def run_to_the_end(place: Place, server: ModelServer) -> str:
    process = place.start("--task", TASK, *ask(server))
    stderr = process.communicate(timeout=240)[1]
    assert process.returncode == 0, stderr
    return stderr


def test_kills_at_moments_all_along_a_run(place: Place) -> None:
    """After each no process is left and no half file; the next run is as if nothing had been."""
    with ModelServer(GOOD) as server:
        for _ in range(2):
            # The first one also builds the environment.
            stderr = run_to_the_end(place, server)
            (place.work / "greeting.txt").unlink()
            (place.work / "persistent_source.py").unlink()
        events = int(stderr.rpartition("events:")[2])
        moments = sorted({max(1, round(events * n / 10)) for n in range(1, 10)})
        killed = 0
        for moment in moments:
            process = place.start("--task", TASK, *ask(server), at=moment)
            process.communicate(timeout=240)
            killed += process.returncode == -9
            assert wait_until(lambda: not survivors()), survivors()
            assert place.is_sound()
        assert killed >= len(moments) - 1
        place.grow_old()
        run_to_the_end(place, server)
    assert place.is_sound()
    assert place.is_tidy()
    assert (place.work / "greeting.txt").read_text() == "hello\n"


@every_level
def test_a_kill_while_the_script_runs(place: Place, level: str) -> None:
    """The script and all that it started end, and its trial folder goes at the next start."""
    need(level)  # type: ignore[arg-type]
    mark = f"86400.{os.getpid()}"
    reply = f"```python\nimport subprocess\n\nsubprocess.run(['sleep', '{mark}'])\n```"
    arguments = ["--task", TASK, "--isolation", level]
    with ModelServer(reply) as server:
        process = place.start(*arguments, *ask(server))
        assert wait_until(lambda: processes_with(mark))
        assert list(place.temporary.iterdir())
        kill(process)
    assert wait_until(lambda: not survivors()), survivors()
    assert not processes_with(mark)
    assert place.is_sound()
    assert list(place.records()[0].glob("trial-*"))
    with ModelServer(GOOD) as server:
        run_to_the_end(place, server)
    assert place.is_tidy()


def test_a_kill_while_the_model_writes(place: Place) -> None:
    """Nothing is left but a record."""
    with ModelServer(GOOD) as server:
        server.stall.clear()
        process = place.start("--task", TASK, *ask(server))
        assert server.asked.wait(120)
        kill(process)
        assert wait_until(lambda: not survivors()), survivors()
        assert place.is_sound()
        server.stall.set()
        run_to_the_end(place, server)
    assert place.is_tidy()


def test_a_kill_while_packages_are_fetched(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither pip nor uv goes on by itself."""
    index = SilentIndex()
    variables = {
        "PIP_INDEX_URL": index.url,
        "UV_INDEX_URL": index.url,
        "UV_DEFAULT_INDEX": index.url,
        "UV_CACHE_DIR": str(place.work.parent / "uv"),
        "PIP_CONFIG_FILE": os.devnull,
        "UV_NO_CONFIG": "1",
    }
    with ModelServer("```python\nimport requests\n\nprint(requests)\n```") as server:
        process = place.start("--task", TASK, *ask(server), variables=variables)
        assert index.asked()
        assert survivors()
        kill(process)
        assert wait_until(lambda: not survivors()), survivors()
    index.close()
    assert place.is_sound()
    with ModelServer(GOOD) as server:
        run_to_the_end(place, server)
    assert place.is_tidy()
    # Where installers are started is tidied up when the next one is.
    monkeypatch.setenv("CODE_IT_CACHE", place.environment["CODE_IT_CACHE"])
    with neutral_folder() as folder:
        assert list(folder.parent.glob(".empty-*")) == [folder]


def test_a_run_that_is_alive_is_left_alone(place: Place) -> None:
    """A start in another folder tidies up after the dead only."""
    mark = f"86401.{os.getpid()}"
    reply = f"```python\nimport subprocess\n\nsubprocess.run(['sleep', '{mark}'])\n```"
    other = place.work.parent / "other"
    other.mkdir()
    (other / "mine.txt").write_text("mine")
    with ModelServer(reply) as slow, ModelServer(GOOD) as server:
        process = place.start("--task", TASK, *ask(slow))
        assert wait_until(lambda: processes_with(mark))
        before = sorted(place.temporary.iterdir())
        assert before
        run_to_the_end(Place(other, place.temporary, place.environment), server)
        assert sorted(place.temporary.iterdir()) == before
        assert processes_with(mark)
        kill(process)
    assert wait_until(lambda: not survivors())
