"""`exec`, as a user runs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest

import code_it
from code_it import cli
from code_it.packages import index
from code_it.runs.lock import hold_folder
from code_it.sandbox import why_not

ROOT = Path(code_it.__file__).parents[1]
posix = pytest.mark.skipif(sys.platform == "win32", reason="exit codes of signals are POSIX")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of the user's, on a machine that can confine a script."""
    if reason := why_not("namespaces"):
        pytest.skip(reason)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CODE_IT_CACHE", str(tmp_path / ".cache"))
    monkeypatch.setattr(index, "is_on_index", lambda _name: True)
    return tmp_path


def run(
    capsys: pytest.CaptureFixture[str], source: str, *arguments: str
) -> tuple[int, dict[str, Any]]:
    """Its exit code and what `--json` tells of `script.py`."""
    Path("script.py").write_text(source, encoding="utf-8")
    code = cli.main(["exec", "--json", "script.py", *arguments])
    return code, json.loads(capsys.readouterr().out)


def test_files_come_back_and_arguments_arrive(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What lies beside the script is found, and what follows `--` is the script's own."""
    (here / "helper.py").write_text("TEXT = 'from the helper'")
    (here / "in.txt").write_text("read")
    source = (
        "import sys, helper\nfrom pathlib import Path\n"
        "text = Path(__file__).with_name('in.txt').read_text()\n"
        "Path('out.txt').write_text(f'{text} {helper.TEXT}')\nprint(sys.argv[1:])"
    )
    code, told = run(capsys, source, "--", "--json", "-x")
    assert (code, told["returncode"], told["exit_code"]) == (0, 0, 0)
    assert told["stdout"] == "['--json', '-x']\n"
    assert (told["delivered"], told["isolation"], told["network"]) == (
        ["out.txt"],
        "namespaces",
        False,
    )
    assert (here / "out.txt").read_text() == "read from the helper"
    assert told["limits"]["time_limit_seconds"] == 120.0


@pytest.mark.parametrize(
    ("source", "code"),
    [("raise SystemExit(7)", 7), ("1 / 0", 1), ("import os; os.kill(os.getpid(), 9)", 137)],
)
@posix
def test_the_exit_code_is_the_scripts_own(
    here: Path, capsys: pytest.CaptureFixture[str], source: str, code: int
) -> None:
    """What it made before comes back all the same."""
    ended, told = run(capsys, f"open('made.txt', 'w').close()\n{source}")
    assert (ended, told["returncode"]) == (code, code)
    assert (here / "made.txt").exists()


def test_at_a_limit_nothing_comes_back(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And the exit code says that it was stopped."""
    source = "import time\nopen('made.txt', 'w').close()\ntime.sleep(60)"
    code, told = run(capsys, source, "--time-limit", "2")
    assert (code, told["limit_hit"]) == (6, "time: 2 s")
    assert not (here / "made.txt").exists()


def test_a_replaced_file_is_kept_and_the_script_stays(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A script that writes over itself changes its copy."""
    (here / "data.txt").write_text("mine")
    source = "open('data.txt', 'w').write('new'); open('script.py', 'w').write('evil')"
    _, told = run(capsys, source)
    assert told["kept_aside"] == ["data.txt"]
    assert (Path(told["run_folder"]) / "before" / "data.txt").read_text() == "mine"
    assert (here / "data.txt").read_text() == "new"
    assert (here / "script.py").read_text() == source


@pytest.mark.parametrize("flags", [(), ("--allow-deletions",)])
def test_what_it_deletes_goes_only_where_that_is_allowed(
    here: Path, capsys: pytest.CaptureFixture[str], flags: tuple[str, ...]
) -> None:
    """Also what it moves: no task says that it may."""
    (here / "a.txt").write_text("a")
    (here / "b.txt").write_text("b")
    source = "import os; os.rename('a.txt', 'c.txt'); os.remove('b.txt')"
    _, told = run(capsys, source, *flags)
    names = ["a.txt", "b.txt"]
    assert (told["gone"], [each["name"] for each in told["left"]]) == (
        (names, []) if flags else ([], names)
    )
    assert [(here / name).exists() for name in (*names, "c.txt")] == [not flags, not flags, True]


def test_it_is_confined(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What lies outside of the folder is not there."""
    outside = here.parent / f"{here.name}-secret"
    outside.write_text("canary")
    code, told = run(capsys, f"print(open({str(outside)!r}).read())")
    assert code == 1
    assert "FileNotFoundError" in told["stderr"]


@pytest.mark.parametrize(
    ("source", "code", "says"),
    [
        ('# /// script\n# dependencies = ["nobody-knows-this"]\n# ///\n', 5, "nobody-knows-this"),
        ("import nobody_knows_this\n", 5, "Refused to install"),
        ('# /// script\n# requires-python = "<3"\n# ///\n', 2, "asks for Python <3"),
        ("# /// script\n# dependencies = 3\n# ///\n", 2, "no list of texts"),
        ("# /// script\n# nonsense [\n# ///\n", 2, "inline metadata of script.py"),
        ("# /// script\n# dependencies = []\n", 2, "is opened and not closed"),
        (2 * "# /// script\n# dependencies = []\n# ///\n\n", 2, "2 blocks of inline metadata"),
    ],
)
def test_what_it_asks_for_in_vain(
    capsys: pytest.CaptureFixture[str], source: str, code: int, says: str
) -> None:
    """It is not run then."""
    ended, told = run(capsys, source + "print('ran')")
    assert (ended, told["exit_code"]) == (code, code)
    assert says in told["error"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["exec"], "SCRIPT.py"),
        (["exec", "missing.py"], "there is no script missing.py"),
        (["exec", "."], ". is a folder"),
        (["exec", "nowhere.py"], "nowhere.py is a link that leads nowhere"),
        (["exec", "cells.ipynb"], "cells.ipynb is a notebook"),
        (["exec", "binary.py"], "binary.py holds binary data"),
        (["exec", "noise.py"], "noise.py is not the text of a script"),
        (["exec", "--", "-x.py"], "./-x.py"),
        (["exec", "script.py", "more"], "unrecognized arguments: more"),
        (["exec", "script.py", "--time-limit", "-1"], "time_limit_seconds"),
    ],
)
def test_wrong_arguments(
    capsys: pytest.CaptureFixture[str], arguments: list[str], says: str
) -> None:
    """One line."""
    Path("script.py").write_text("print('ran')")
    Path("nowhere.py").symlink_to("missing")
    Path("cells.ipynb").write_text("{}")
    Path("binary.py").write_bytes(b"print(1)\0")
    Path("noise.py").write_bytes(b"\xff\xfe\xff")
    assert cli.main([arguments[0], "--quiet", *arguments[1:]]) == 2
    told = capsys.readouterr()
    assert says in told.err
    assert told.err.count("\n") == 1
    assert told.out == ""


def test_markers_and_kept_scripts(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is not meant for this Python is not needed, and a script may lie in a run record."""
    source = "# /// script\n# dependencies = [\"tomli; python_version < '3'\"]\n# ///\nprint(1)\n"
    assert run(capsys, source)[1]["stdout"] == "1\n"
    kept = here / ".code_it" / "runs" / "kept.py"
    kept.write_text("open('made.txt', 'w').close()")
    assert cli.main(["exec", "--quiet", str(kept)]) == 0
    assert (here / "made.txt").exists()


def test_a_script_may_say_how_its_text_is_to_be_read(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As Python reads it."""
    (here / "latin.py").write_bytes(b"# coding: latin-1\nprint(len('\xe9'))\n")
    assert cli.main(["exec", "--json", "latin.py"]) == 0
    assert json.loads(capsys.readouterr().out)["stdout"] == "1\n"


def test_a_script_that_waits_for_input_is_told_that_there_is_none(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In a line after its own error."""
    (here / "asks.py").write_text("input()")
    assert cli.main(["exec", "asks.py"]) == 1
    assert "Input: a confined script has none" in capsys.readouterr().err


def test_a_script_in_a_folder_that_is_closed(tmp_path: Path) -> None:
    """And a task there: what cannot be looked at is named."""
    source = """
import os, sys
from pathlib import Path
from code_it.cli.exec_command import check_script
from code_it.cli.inputs import check_output, read_task
from code_it.errors import ConfigError
if os.geteuid() == 0:
    os.setgid(65534), os.setuid(65534)  # root may look into everything
os.chdir(sys.argv[1])
os.mkdir("closed", 0)
for look in (check_script, read_task, lambda path: check_output(path, None)):
    try:
        look(Path("closed/file"))
    except ConfigError as error:
        print(error)
os.rmdir("closed")
"""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o777)
        done = subprocess.run(
            [sys.executable, "-c", source, name],
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
        )
    told = "closed/file cannot be looked at: Permission denied\n"
    assert done.stdout == 3 * told, done.stderr


def test_a_folder_that_is_gone(tmp_path: Path) -> None:
    """It is a message, whichever command it is."""
    gone = tmp_path / "gone"
    gone.mkdir()
    command = f'cd "{gone}" && rmdir "{gone}" && exec "{sys.executable}" -m code_it '
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    for words in ("exec script.py", "doctor", "--task x"):
        done = subprocess.run(
            ["/bin/sh", "-c", command + words], env=environment, capture_output=True, text=True
        )
        gone.mkdir(exist_ok=True)
        assert done.returncode == 2
        assert done.stderr.startswith("code_it: the current folder is gone")
        assert done.stderr.count("\n") == 1


def test_a_folder_in_use_says_who_uses_it(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is changed in it."""
    with hold_folder(here):
        code, told = run(capsys, "open('made.txt', 'w').close()")
    assert code == 75
    assert f"process {os.getpid()}" in told["error"]
    assert not (here / "made.txt").exists()
    assert run(capsys, "")[0] == 0


def test_output_goes_where_it_belongs(here: Path) -> None:
    """As it is to a file; what is told about the run goes to standard error."""
    (here / "script.py").write_bytes(
        b"import sys\nsys.stdout.buffer.write(b'\\x1b[2J\\xff\\n')\n"
        b"print('wrong', file=sys.stderr)\n"
    )
    argv = [sys.executable, "-m", "code_it", "exec", "script.py"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(argv, cwd=here, env=environment, capture_output=True)
    assert done.stdout == b"\x1b[2J\xff\n"
    lines = done.stderr.decode().splitlines()
    assert lines[-2:] == ["wrong", "Isolation: namespaces; network off; 0 files brought back."]


@pytest.mark.parametrize("command", ["exec", "doctor", "models", "packages", "allow", "envs"])
def test_every_command_has_help(capsys: pytest.CaptureFixture[str], command: str) -> None:
    """And the main one lists it."""
    assert cli.main([command, "--help"]) == 0
    assert capsys.readouterr().out.startswith(f"usage: code-it {command}")
    assert cli.main(["--help"]) == 0
    assert f"code-it {command}" in capsys.readouterr().out
