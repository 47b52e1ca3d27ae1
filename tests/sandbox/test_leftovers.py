"""Removing what the dead left behind, and nothing else."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from code_it.runs.lock import hold_folder
from code_it.sandbox import leftovers
from code_it.sandbox.leftovers import noted_parts, part_name, remove_parts, temporary_folder

_MADE = """
import os, sys, time
from pathlib import Path
from code_it.sandbox.leftovers import temporary_folder
with temporary_folder(parent=Path(sys.argv[1])) as folder:
    (folder / "data").write_text("x")
    print(folder, flush=True)
    time.sleep(600)
"""


@pytest.fixture(autouse=True)
def first_look(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a program that has just been started."""
    monkeypatch.setattr(leftovers, "_looked_at", set())


def someone_at_work(parent: Path) -> tuple[subprocess.Popen[str], Path]:
    argv = [sys.executable, "-c", _MADE, str(parent)]
    process = subprocess.Popen(argv, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    return process, Path(process.stdout.readline().strip())


def test_folders_of_the_dead_go_and_those_of_the_living_stay(tmp_path: Path) -> None:
    """The first folder that is made in a place tidies it up."""
    alive, kept = someone_at_work(tmp_path)
    dead, left = someone_at_work(tmp_path)
    dead.kill()
    dead.communicate()
    assert left.exists()
    with temporary_folder(parent=tmp_path) as mine:
        assert sorted(tmp_path.iterdir()) == sorted([kept, mine])
    alive.kill()
    alive.communicate()
    assert sorted(tmp_path.iterdir()) == [kept]


def owner(**changed: object) -> str:
    return json.dumps(leftovers._identity() | changed)


@pytest.mark.parametrize(
    ("told", "goes"),
    [
        pytest.param(owner, False, id="our-own"),
        pytest.param(lambda: owner(started="1"), True, id="id-given-again"),
        pytest.param(lambda: owner(boot="another"), True, id="before-the-machine-started"),
        pytest.param(lambda: owner(namespace="pid:[1]", pid=0), False, id="another-container"),
        pytest.param(lambda: "{", False, id="damaged"),
        pytest.param(lambda: "[]", False, id="no-owner"),
        pytest.param(lambda: '{"pid": 999999999}', False, id="not-one-of-ours"),
    ],
)
def test_who_counts_as_dead(tmp_path: Path, told: object, goes: bool) -> None:
    """Only who is known to have ended."""
    assert callable(told)
    folder = tmp_path / "code_it-x"
    folder.mkdir()
    (folder / "owner.json").write_text(told())
    with temporary_folder(parent=tmp_path):
        assert folder.exists() != goes


def test_what_is_somebody_elses_stays(tmp_path: Path) -> None:
    """Files, links and folders without an owner, whatever they are called."""
    dead = owner(started="1")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "owner.json").write_text(dead)
    place = tmp_path / "place"
    (place / "code_it-notes").mkdir(parents=True)
    (place / "code_it-notes" / "mine.txt").write_text("mine")
    os.utime(place / "code_it-notes", (0, 0))
    (place / "code_it-file").write_text(dead)
    (place / "code_it-link").symlink_to(elsewhere)
    (place / "other-x").mkdir()
    (place / "other-x" / "owner.json").write_text(dead)
    (place / "code_it-empty").mkdir()
    os.utime(place / "code_it-empty", (0, 0))
    with temporary_folder(parent=place) as mine:
        names = {path.name for path in place.iterdir()} - {mine.name}
    assert names == {"code_it-notes", "code_it-file", "code_it-link", "other-x"}
    assert (elsewhere / "owner.json").exists()


def kill_while_delivering(work: Path, names: list[str]) -> None:
    source = """
import os, sys
from pathlib import Path
from code_it.sandbox.trial import TrialFolder, _Delivery
_Delivery.finish = lambda self: os.kill(os.getpid(), 9)
work, runs = Path(sys.argv[1]), Path(sys.argv[2])
trial = TrialFolder.create(work, parent=runs)
for name in sys.argv[3:]:
    (trial.path / name).parent.mkdir(parents=True, exist_ok=True)
    (trial.path / name).write_text("made")
trial.bring_back(sys.argv[3:], into=work, backups=runs / "before")
"""
    runs = work / ".code_it" / "runs" / "one"
    runs.mkdir(parents=True)
    (work / ".code_it" / "holder.json").write_text("{}")
    argv = [sys.executable, "-c", source, str(work), str(runs), *names]
    assert subprocess.run(argv).returncode == -9


def test_a_delivery_that_was_killed_leaves_nothing(tmp_path: Path) -> None:
    """Neither staged files nor folders that were made for them; the user's own are as they were."""
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "mine.txt").write_text("mine")
    kill_while_delivering(tmp_path, ["a.txt", "sub/b.txt", "new/deep/c.txt"])
    assert len(list(tmp_path.rglob("*.part"))) == 3
    with hold_folder(tmp_path):
        pass
    left = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")}
    assert {name for name in left if not name.startswith(".code_it")} == {"sub", "sub/mine.txt"}
    assert not any("trial-" in name or "delivering" in name for name in left)


def test_a_note_leads_nowhere_else(tmp_path: Path) -> None:
    """A folder from elsewhere may hold notes that name files of the user's."""
    work, outside, notes = (tmp_path / name for name in ("work", "outside", "notes"))
    for folder in (work, outside):
        folder.mkdir()
    (work / "link").symlink_to(outside)
    with noted_parts(notes, [work], into=work) as token:
        precious = outside / part_name(token)
        inside = work / part_name(token)
        (note,) = notes.iterdir()
    precious.write_text("precious")
    inside.write_text("half")
    told = {"owner": leftovers._identity() | {"started": "1"}}
    for folders in (["../outside"], [str(outside)], ["link"], "..", [["."]], [None]):
        note.write_text(json.dumps(told | {"folders": folders, "new": folders}))
        remove_parts(notes, into=work)
    assert precious.exists()
    assert inside.exists()
    note.write_text(json.dumps(told | {"folders": ["."], "new": ["link", "../outside"]}))
    remove_parts(notes, into=work)
    assert not inside.exists()
    assert precious.exists()
    assert list(notes.iterdir()) == []


def test_files_of_the_users_that_are_kept_stay(tmp_path: Path) -> None:
    """What was replaced is kept in the record, and may be hidden; half files of ours go."""
    record = tmp_path / ".code_it" / "runs" / "one"
    (record / "before" / ".github").mkdir(parents=True)
    (tmp_path / ".code_it" / "holder.json").write_text("{}")
    kept = [record / "before" / name for name in (".env", ".env.abcdefgh", ".github/.x.12345678")]
    kept.append(record / "report.md")
    half = record / ".report.md.ab_d3f5h"
    for path in (*kept, half):
        path.write_text("mine")
    with hold_folder(tmp_path):
        pass
    assert all(path.exists() for path in kept)
    assert not half.exists()


def test_a_link_in_the_records_leads_nowhere(tmp_path: Path) -> None:
    """What is removed after a kill lies in the record, and is no link."""
    precious = tmp_path / "precious"
    (precious / "trial-1").mkdir(parents=True)
    work = tmp_path / "work"
    (work / ".code_it" / "runs" / "one").mkdir(parents=True)
    (work / ".code_it" / "holder.json").write_text("{}")
    (work / ".code_it" / "runs" / "two").symlink_to(precious)
    (work / ".code_it" / "runs" / "one" / "trial-1").symlink_to(precious)
    with hold_folder(work):
        pass
    assert (precious / "trial-1").is_dir()
