"""What may not be brought back, because other programs act on it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import code_it
from code_it.sandbox.output_names import Unfit, check_name

NEVER = [
    "argparse.py",
    "Random.py",
    "json/__init__.py",
    "json/tool.py",
    "_socket.cpython-311-x86_64-linux-gnu.so",
    "code_it/__init__.py",
    "code_it/cli.py",
    "code_it.toml",
    "conftest.py",
    "sub/sitecustomize.py",
    "evil.pth",
    "python311._pth",
    "sub/pyvenv.cfg",
    "Desktop.ini",
    " ",
    "report.csv ",
    "a/\u00a0b.txt",
    "../out.txt",
    "/etc/passwd",
    "-rf",
    ".bashrc",
    "a/.git/hooks/pre-commit",
    "a\nb",
    "x" * 256,
    "__pycache__/a.pyc",
]
ONLY_NAMED = [
    "requests/__init__.py",
    "numpy.py",
    "yaml.py",
    "Makefile",
    "pyproject.toml",
    "setup.py",
    "sub/package.json",
    "mypy.ini",
    "Dockerfile",
    "sub/tasks.py",
    "open me.desktop",
    "python.exe",
    "git.bat",
]
FINE = ["report.csv", "helpers.py", "game/board.py", "json.txt", "numpy.csv", "a b.html", "x.zip"]


@pytest.mark.parametrize("name", NEVER)
def test_some_names_are_never_brought_back(name: str) -> None:
    """Not even when the task names them."""
    with pytest.raises(Unfit):
        check_name(name, [name])


@pytest.mark.parametrize("name", ONLY_NAMED)
def test_some_names_have_to_be_in_the_task(name: str) -> None:
    """Otherwise nobody expects them."""
    with pytest.raises(Unfit):
        check_name(name)
    check_name(name, [name])


@pytest.mark.parametrize("name", FINE)
def test_other_names_are_fine(name: str) -> None:
    """Modules of the script's own among them."""
    check_name(name)


@pytest.mark.parametrize("name", ["argparse.py", "json.py", "requests.py"])
def test_modules_in_the_current_folder_are_not_ours(tmp_path: Path, name: str) -> None:
    """Wherever they come from: `python -m` puts that folder first."""
    (tmp_path / name).write_text("print('taken over')")
    environment = os.environ | {"PYTHONPATH": str(Path(code_it.__file__).parents[1])}
    argv = [sys.executable, "-m", "code_it", "--version"]
    done = subprocess.run(argv, cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert done.stdout.startswith("code_it ")
    assert "taken over" not in done.stdout + done.stderr
