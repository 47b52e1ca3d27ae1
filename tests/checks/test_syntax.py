"""What the compiler says of a script."""

from __future__ import annotations

import sys
import warnings
from pathlib import Path

import pytest

from code_it.checks.syntax import check_syntax
from code_it.flow import CheckReport
from code_it.sandbox.process import run_process


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("", id="empty"),
        pytest.param("print(1)", id="no-newline"),
        pytest.param("x = 1\r\nprint(x)\r\n", id="windows-lines"),
        pytest.param("größe = 1\nprint(größe)\n", id="unicode"),
        pytest.param("from __future__ import annotations\nprint(1)\n", id="future"),
        pytest.param("print('\\d')\n", id="odd-escape"),
        pytest.param("print(1 is 1)\n", id="odd-comparison"),
        pytest.param("match 1:\n    case 1:\n        print(1)\n", id="match"),
    ],
)
def test_what_python_runs_compiles(tmp_path: Path, source: str) -> None:
    """A script that the interpreter takes is taken here too, without a warning of ours."""
    (tmp_path / "script.py").write_bytes(source.encode())
    argv = [sys.executable, "script.py"]
    assert run_process(argv, cwd=tmp_path, timeout_seconds=60).returncode == 0
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert check_syntax(source) == CheckReport(compiles=True)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        pytest.param("x = 1\ny = = 2\n", "line 2: `y = = 2`: SyntaxError: invalid", id="sign"),
        pytest.param("s = '\u2028'\ny = = 2\n", "line 2: `y = = 2`: SyntaxError: invalid syntax",
                     id="line-separator-in-a-string"),
        pytest.param("print('a\n", "line 1: `print('a`: SyntaxError: unterminated", id="string"),
        pytest.param("if 1:\nprint(1)\n", "line 2: `print(1)`: IndentationError: ", id="block"),
        pytest.param("if 1:\n\tx = 1\n        y = 2\n", "line 3: `y = 2`: TabError: ", id="tabs"),
        pytest.param("return 1\n", "line 1: `return 1`: SyntaxError: 'return'", id="return"),
        pytest.param("await f()\n", "line 1: `await f()`: SyntaxError: 'await'", id="await"),
        pytest.param("print 'a'\n", "line 1: `print 'a'`: SyntaxError: Missing", id="python-2"),
        pytest.param("x = (\n", "line 1: `x = (`: SyntaxError: '(' was never closed", id="bracket"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_line(source: str, message: str) -> None:
    """The line, as it stands in the script, and what the compiler calls the mistake."""
    report = check_syntax(source)
    assert not report.compiles
    assert len(report.messages) == 1
    assert report.messages[0].startswith(message)


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("x = 1\0\n", id="nul"),
        pytest.param("x = '\ud800'\n", id="half-a-character"),
        pytest.param("(" * 100_000, id="nesting"),
        pytest.param("-" * 200_000 + "1", id="signs"),
        pytest.param("x = " + "9" * 10_000, id="huge-number"),
    ],
)
def test_what_cannot_be_compiled_raises_nothing(source: str) -> None:
    """Text that makes the compiler give up is a report like any other."""
    report = check_syntax(source)
    assert not report.compiles
    assert report.messages[0]


def test_a_long_line_is_shortened() -> None:
    """The message stays short enough for a prompt."""
    report = check_syntax("x = [" + "1, " * 10_000 + "= ]\n")
    assert len(report.messages[0]) < 400
