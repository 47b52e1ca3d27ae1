"""`envs`, as a user runs it."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest

from code_it import cli
from code_it.packages.environments import provide


@pytest.fixture(autouse=True)
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A store with the environment that has no packages, used forty days ago."""
    monkeypatch.setenv("CODE_IT_CACHE", str(tmp_path / "cache"))
    environment = provide([], timeout_seconds=60)
    then = time.time() - 40 * 86_400
    os.utime(environment.path / "code_it_environment.json", (then, then))


def test_environments_are_listed_with_their_sizes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And where they are."""
    assert cli.main(["envs"]) == 0
    first, total = capsys.readouterr().out.splitlines()
    assert "40 days ago" in first
    assert "no packages" in first
    assert total.startswith("1 kept, 0.")
    assert total.endswith(str(tmp_path / "cache" / "environments"))


def test_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    """One object for each."""
    assert cli.main(["envs", "--json"]) == 0
    (told,) = json.loads(capsys.readouterr().out)
    assert (told["wanted"], told["all_packages"]) == ([], [])
    assert told["bytes"] > 0
    assert Path(told["path"]).is_dir()


def test_what_nobody_used_for_a_while_is_removed(capsys: pytest.CaptureFixture[str]) -> None:
    """Thirty days, unless told."""
    assert cli.main(["envs", "--prune", "--unused-days", "50"]) == 0
    assert capsys.readouterr().out.startswith("Removed 0.\n")
    assert cli.main(["envs", "--prune"]) == 0
    assert capsys.readouterr().out.startswith("Removed 1.\n0 kept, 0.0 MiB")
