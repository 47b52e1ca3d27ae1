"""A script runs with the packages that were added for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from code_it.code_editor.python_editor import PythonCodeEditor
from code_it.packages.environments import provide
from tests.packages.loopback_index import Index


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, which is empty."""
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    return work


def test_a_script_runs_in_an_environment_of_its_own() -> None:
    """What is installed beside code_it is not there."""
    editor = PythonCodeEditor()
    assert editor.filename == "persistent_source.py"
    editor.overwrite_code("import packaging")
    assert "ModuleNotFoundError" in editor.run_code()


def test_a_script_finds_what_was_installed_for_it(index: Index) -> None:
    """As published scripts do it: add, create, install, run."""
    editor = PythonCodeEditor("script.py")
    editor.virtualenv.allowed_packages = ("goodpkg",)
    editor.add_dependency("goodpkg")
    editor.create_env()
    assert editor.install_dependencies().returncode == 0
    editor.add_code("import goodpkg\nprint(goodpkg.value)\n")
    assert editor.run_code() == "Program Succeeded\nStdout:2\n\nStderr:"
    assert editor.venv is editor.virtualenv


def test_an_environment_can_be_handed_over(index: Index) -> None:
    """Runs use it from then on."""
    editor = PythonCodeEditor("script.py")
    editor.use_environment(provide(["goodpkg<1.1"], timeout_seconds=60))
    editor.overwrite_code("import goodpkg\nprint(goodpkg.value)\n")
    assert editor.run().stdout == "1\n"
