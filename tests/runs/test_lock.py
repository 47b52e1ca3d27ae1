"""One run at a time in a folder."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from code_it.errors import ConfigError, FolderBusy
from code_it.runs.lock import hold_folder, holder_of

_HOLD = """
import sys, time
from pathlib import Path
from code_it.runs.lock import hold_folder
with hold_folder(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def test_the_second_is_told_who_holds_it(tmp_path: Path) -> None:
    """In this process or another; the next one may when the first is done."""
    with hold_folder(tmp_path):
        with pytest.raises(FolderBusy, match=f"process {os.getpid()} on .* since") as caught:
            hold_folder(tmp_path).__enter__()
        assert caught.value.exit_code == 75
        assert str(os.getpid()) in holder_of(tmp_path)
    assert holder_of(tmp_path) == ""
    with hold_folder(tmp_path):
        pass


def test_the_lock_ends_with_its_process(tmp_path: Path) -> None:
    """However that ends."""
    argv = [sys.executable, "-c", _HOLD, str(tmp_path)]
    with subprocess.Popen(argv, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        with pytest.raises(FolderBusy, match=f"process {process.pid} "):
            hold_folder(tmp_path).__enter__()
        process.kill()
    with hold_folder(tmp_path):
        pass


def test_links_are_not_written_through(tmp_path: Path) -> None:
    """A folder that comes from elsewhere may hold one that leads to the user's own files."""
    precious = tmp_path / "precious"
    precious.write_text("mine")
    work = tmp_path / "work"
    (work / ".code_it").mkdir(parents=True)
    (work / ".code_it" / "holder.json").symlink_to(precious)
    with hold_folder(work):
        pass
    assert precious.read_text() == "mine"
    other = tmp_path / "other"
    other.mkdir()
    (other / ".code_it").symlink_to(tmp_path)
    with pytest.raises(ConfigError, match="is a link"):
        hold_folder(other).__enter__()


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """As elsewhere."""
    (tmp_path / ".code_it").write_text("")
    with pytest.raises(ConfigError, match=r"\.code_it"):
        hold_folder(tmp_path).__enter__()
