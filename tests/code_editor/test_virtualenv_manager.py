"""Dependencies are collected, and installed if the policy lets them through."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from code_it.code_editor.virtualenv_manager import VirtualenvManager
from code_it.packages.environments import provide
from tests.packages.loopback_index import Index


def manager_for(dependency: str, name: str = "", base_path: str = "") -> VirtualenvManager:
    manager = VirtualenvManager(name, base_path)
    manager.allowed_packages = ("goodpkg", "evilpkg")
    manager.add_dependency(dependency)
    return manager


def test_an_environment_without_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is made when it is first needed, and its interpreter works."""
    manager = VirtualenvManager()
    manager.create_env()
    assert isinstance(manager.path, str)
    assert isinstance(manager.python_interpreter, str)
    argv = [manager.python_interpreter, "-c", "import sys; print(sys.prefix)"]
    assert subprocess.run(argv, capture_output=True, text=True).stdout == f"{manager.path}\n"


def test_what_was_added_is_installed(index: Index) -> None:
    """The outcome is like that of a process, and a second time costs nothing."""
    manager = manager_for("goodpkg")
    manager.add_dependency("goodpkg")
    assert manager.dependencies == ["goodpkg"]
    outcome = manager.install_dependencies()
    assert isinstance(outcome, subprocess.CompletedProcess)
    assert (outcome.returncode, outcome.stdout) == (0, "Installed: goodpkg==1.1")
    assert manager.environment.packages == ("goodpkg==1.1",)
    assert manager_for("goodpkg").install_dependencies().returncode == 0


def test_a_refused_dependency_installs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The reason is in `stderr`; no installer is started."""

    def never(*_: object, **__: object) -> None:
        raise AssertionError("a process was started")

    monkeypatch.setattr(subprocess, "Popen", never)
    manager = manager_for("goodpkg")
    manager.add_dependency("./evil")
    manager.add_dependency("flask-jwt-authz")
    outcome = manager.install_dependencies()
    assert outcome.returncode == 1
    assert "'./evil' is not the name of a package." in outcome.stderr
    assert "flask-jwt-extended" in outcome.stderr


def test_a_failed_install_is_an_outcome(index: Index, marker: Path) -> None:
    """`stderr` has the sentence, `stdout` what the installer wrote."""
    outcome = manager_for("evilpkg").install_dependencies()
    assert outcome.returncode == 1
    assert '"evilpkg" has no wheel' in outcome.stderr
    assert "evilpkg" in outcome.stdout
    assert not marker.exists()


def test_an_environment_in_a_place_of_ones_own(index: Index, tmp_path: Path) -> None:
    """With a base path it is there, under the name given or a random one."""
    manager = manager_for("goodpkg", name="mine", base_path=str(tmp_path / "envs"))
    assert manager.path == str(tmp_path / "envs" / "mine")
    manager.create_env()
    assert manager.install_dependencies().returncode == 0
    assert manager.python_interpreter.startswith(manager.path)
    argv = [manager.python_interpreter, "-c", "import goodpkg; print(goodpkg.value)"]
    assert subprocess.run(argv, capture_output=True, text=True).stdout == "2\n"
    first, second = (VirtualenvManager(base_path=tmp_path) for _ in range(2))
    assert first.path != second.path


def test_a_ready_environment_can_be_used(index: Index) -> None:
    """Its packages stay when more are added, although only it vouches for them."""
    manager = VirtualenvManager()
    manager.use_environment(provide(["goodpkg<1.1"], timeout_seconds=60))
    assert manager.dependencies == ["goodpkg==1.0"]
    outcome = manager.install_dependencies()
    assert (outcome.returncode, outcome.stdout) == (0, "Installed: goodpkg==1.0")
