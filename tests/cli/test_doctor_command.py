"""`doctor`, as a user runs it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from code_it import cli, doctoring
from code_it.packages import installers
from code_it.runs.lock import hold_folder
from code_it.sandbox import landlock, namespaces, why_not
from code_it.sandbox.self_test import Case, SelfTest


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder and a cache of one's own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CODE_IT_CACHE", str(tmp_path / "cache"))
    return tmp_path


def ask(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, Any]]:
    code = cli.main(["doctor", "--json", *arguments])
    return code, json.loads(capsys.readouterr().out)


def test_each_level_is_tried_case_by_case(capsys: pytest.CaptureFixture[str]) -> None:
    """The strongest that holds is the one that a run takes."""
    if reason := why_not("namespaces") or why_not("landlock"):
        pytest.skip(reason)
    code, told = ask(capsys)
    assert (code, told["ok"], told["level"]) == (0, True, "namespaces")
    assert [level["level"] for level in told["levels"]] == ["namespaces", "landlock"]
    assert all(level["works"] and len(level["cases"]) >= 9 for level in told["levels"])
    assert {finding["name"] for finding in told["findings"]} == {
        "model (embedded)",
        "packages",
        "environments",
        "folder",
    }
    assert not (Path("cache") / "models").exists()


def test_what_is_missing_comes_with_a_command(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """And the exit code is that of a run."""
    monkeypatch.setattr(namespaces, "missing", lambda: "bubblewrap is not installed (...)")
    monkeypatch.setattr(landlock, "missing", lambda: "the kernel is too old")
    code, told = ask(capsys)
    assert (code, told["ok"], told["level"]) == (3, False, None)
    assert "bubblewrap" in told["levels"][0]["advice"]
    assert ask(capsys, "--isolation", "process")[0] == 0


def test_a_level_that_leaks_is_told_by_its_case(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A level with a hole is none."""
    leak = SelfTest((Case("write", True), Case("port", False, "it can")))
    monkeypatch.setattr(doctoring, "missing", lambda _level: "")
    monkeypatch.setattr(doctoring, "run_self_test", lambda _level: leak)
    assert cli.main(["doctor"]) == 3
    told = capsys.readouterr().out
    assert "NOT services of this machine cannot be reached (it can)" in told
    assert "no script would be run" in told


def test_without_a_packages_tool(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Scripts that need packages could not be run."""
    monkeypatch.setattr(installers, "available", tuple)
    monkeypatch.setattr(doctoring, "CONFINING", ())
    code, told = ask(capsys, "--isolation", "process")
    assert code == 5
    assert [f["advice"] for f in told["findings"] if not f["ready"]] == ["pip install uv"]


def test_the_folder_is_looked_at(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Who is at work in it, and modules that stand in the way of Python's own."""
    (here / "random.py").touch()
    assert "random.py would be imported" in ask(capsys)[1]["findings"][3]["found"]
    with hold_folder(here):
        assert "another run is at work" in ask(capsys)[1]["findings"][3]["found"]
