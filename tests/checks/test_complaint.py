"""The words in which a model is told what is wrong."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from code_it.checks.complaint import complain, error_line, failure_mark
from code_it.checks.outcome import judge
from code_it.flow import (
    Check,
    CheckReport,
    Refusal,
    Requirements,
    RunResult,
    Task,
    Verdict,
)
from tests.sandbox.running import run

NAME = "code/main.py"
FAILED = Verdict("failed", (), "the reason")


def complaint_of(source: str, folder: Path) -> str:
    """What is said of a script that really runs."""
    ran = run(source, folder, "process")
    return complain(source, script_name=NAME, run=ran, verdict=judge(Task(""), ran, folder))


def test_the_failing_line_and_the_error_are_shown(tmp_path: Path) -> None:
    """The model sees its own line with the lines around it, and the error, and no traceback."""
    source = "a = {}\nb = 1\nprint(a['rain'])\nc = 2\nd = 3\n"
    assert complaint_of(source, tmp_path) == (
        "It fails in this line: `print(a['rain'])`, which stands here:\n"
        "b = 1\nprint(a['rain'])\nc = 2\n"
        "The error is: KeyError: 'rain'"
    )


def test_its_own_line_is_shown_and_not_that_of_a_library(tmp_path: Path) -> None:
    """The innermost line of the script counts, although the error arose deeper."""
    text = complaint_of("import json\n\ndef load():\n    json.loads('{')\n\nload()\n", tmp_path)
    assert "It fails in this line: `json.loads('{')`" in text
    assert "JSONDecodeError: Expecting property name" in text
    for internal in ("Traceback", "decoder.py", "raw_decode", "File "):
        assert internal not in text


def test_the_last_of_two_chained_errors_is_shown(tmp_path: Path) -> None:
    """Of an error while another one is handled the last is the one that ended the script."""
    source = "try:\n    int('x')\nexcept ValueError:\n    print(missing)\n"
    text = complaint_of(source, tmp_path)
    assert "`print(missing)`" in text
    assert "NameError: name 'missing' is not defined" in text
    assert "ValueError: invalid" not in text


@pytest.mark.parametrize(
    ("source", "hint"),
    [
        ("float('1,299.00')", "leave it out"),
        ("float('$12,500')", "separates thousands"),
        ("float('€ 1250.0')", "of a currency"),
        pytest.param("input('name? ')", "do not use input()", id="input"),
        pytest.param("import zz_no_such_module", "Do it without that module.", id="module"),
        pytest.param("open('missing.csv')", "Read only files that are there", id="file"),
        pytest.param("open('out/a.txt', 'w')", "make a folder before you write", id="folder"),
        pytest.param(
            "import os\nopen(os.path.join(os.path.dirname(__file__), 'data.csv'))",
            "Use paths relative to the current folder, without __file__.",
            id="beside-the-script",
        ),
    ],
)
def test_hints(tmp_path: Path, source: str, hint: str) -> None:
    """What a model cannot know about the place where its script runs is added."""
    assert hint in complaint_of(source, tmp_path)


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("open('code/data.csv')", id="a-folder-called-code"),
        pytest.param("open('source/code/data.csv')", id="deeper"),
    ],
)
def test_a_hint_is_not_given_in_vain(tmp_path: Path, source: str) -> None:
    """A relative path is not said to depend on where the script lies."""
    assert "__file__" not in complaint_of(source, tmp_path)


def test_an_end_without_an_error_shows_the_output(tmp_path: Path) -> None:
    """When nothing but the exit status tells of a failure, the last output is shown."""
    text = complaint_of("print('nothing found')\nraise SystemExit(2)", tmp_path)
    assert text == "It ends with exit status 2.\nIt printed: nothing found"
    text = complaint_of("raise SystemExit(2)", tmp_path)
    assert text == "It ends with exit status 2.\nIt printed: nothing"


def test_an_error_with_exit_status_0_is_shown_like_any_other(tmp_path: Path) -> None:
    """A caught and printed error is shown with its line."""
    source = (
        "import traceback\ntry:\n    1 / 0\nexcept Exception:\n    traceback.print_exc()\n"
        "print('ok')\n"
    )
    text = complaint_of(source, tmp_path)
    assert "`1 / 0`" in text
    assert "The error is: ZeroDivisionError: division by zero" in text


def test_a_stopped_run_says_why() -> None:
    """The reason comes first, and then the line at which an interrupted script was."""
    stderr = f'  File "/sandbox/{NAME}", line 2, in <module>\nKeyboardInterrupt\n'
    ran = RunResult(130, "", stderr, True, stopped_because="it ran longer than 5 s")
    text = complain("a = 1\nwait()\n", script_name=NAME, run=ran, verdict=FAILED)
    assert text.startswith(
        "It was stopped: it ran longer than 5 s.\nIt fails in this line: `wait()`"
    )


def test_checks_that_do_not_hold_are_listed() -> None:
    """Of a script that ran well the checks are told that failed, and only these."""
    checks = (
        Check("file", True, "a.txt is made", "3 bytes"),
        Check("file", False, "b.txt is made", "there is no such file"),
        Check("example", False, "f(1) gives 2", "3"),
    )
    verdict = Verdict("failed", checks, "the reason")
    text = complain("x = 1", script_name=NAME, run=RunResult(0, "", ""), verdict=verdict)
    assert text == (
        "- expected: b.txt is made; found: there is no such file\n"
        "- expected: f(1) gives 2; found: 3"
    )


def test_refusals_come_first_and_the_linter_last() -> None:
    """A package that is not to be had is the likeliest cause; three messages are enough."""
    ran = RunResult(1, "", "Traceback (most recent call last):\nKeyError: 'a'\n")
    complaint = complain(
        "x = 1",
        script_name=NAME,
        run=ran,
        verdict=FAILED,
        report=CheckReport(True, messages=("m1", "m2", "m3", "m4")),
        requirements=Requirements(refused=(Refusal("zz", "nobody knows it"),)),
    )
    assert complaint.splitlines() == [
        "zz: nobody knows it",
        "The error is: KeyError: 'a'",
        "The linter says:",
        "m1",
        "m2",
        "m3",
    ]


def test_a_script_that_was_not_run() -> None:
    """Without a run the verdict speaks: its checks, or else its reason."""
    check = Check("syntax", False, "it compiles", "line 1: SyntaxError", from_task=False)
    verdict = Verdict("failed", (check,), str(check))
    text = complain("x = = 1", script_name=NAME, run=None, verdict=verdict)
    assert text == "- expected: it compiles; found: line 1: SyntaxError"
    assert complain("x", script_name=NAME, run=None, verdict=FAILED) == "the reason"


def test_a_long_line_does_not_hide_the_error() -> None:
    """A line of many characters and a message of many lines still leave the error in sight."""
    source = "x = [" + "1, " * 5000 + "]\n"
    stderr = (
        f'Traceback (most recent call last):\n  File "{NAME}", line 1, in <module>\n'
        f"ValueError: {'long ' * 1000}\n" + "more\n" * 1000
    )
    ran = RunResult(1, "out " * 1000, stderr)
    report = CheckReport(True, messages=("m" * 1000,) * 3)
    text = complain(source, script_name=NAME, run=ran, verdict=FAILED, report=report)
    assert "The error is: ValueError: long long" in text
    assert len(text) <= 1500


def test_what_steers_a_terminal_becomes_visible(tmp_path: Path) -> None:
    """Escape and direction characters of an error reach neither the prompt nor the screen."""
    text = complaint_of(
        r"raise ValueError('\x1b]0;title\x07 \x1b[31mred\x1b[0m \u202e!')", tmp_path
    )
    assert r"ValueError: \x1b]0;title\x07 red \u202e!" in text
    assert not set(text) & set("\x1b\x07\u202e")


@pytest.mark.parametrize(
    ("stderr", "error"),
    [
        pytest.param("", "", id="nothing"),
        pytest.param("\n \n", "", id="blank"),
        pytest.param("no data\n", "no data", id="message-of-sys-exit"),
        pytest.param(
            "usage: main.py [-h] file\nmain.py: error: file is required\n",
            "main.py: error: file is required",
            id="usage",
        ),
        pytest.param(
            '  File "main.py", line 1\n    x =\n       ^\nSyntaxError: invalid syntax\n',
            "SyntaxError: invalid syntax",
            id="syntax-error",
        ),
        pytest.param(
            'Traceback (most recent call last):\n  File "a.py", line 1\n    f()\nAssertionError\n',
            "AssertionError",
            id="no-message",
        ),
        pytest.param(
            "Traceback (most recent call last):\n  File\na.b.Error: one\n  two\nHint: three\n",
            "a.b.Error: one two Hint: three",
            id="several-lines-of-any-look",
        ),
        pytest.param(
            "Traceback (most recent call last):\n  File\nE: 1\n\nDuring handling of the above "
            "exception, another exception occurred:\n\n"
            "Traceback (most recent call last):\n  File\nE: 2\n",
            "E: 2",
            id="chained",
        ),
        pytest.param(
            "Traceback (most recent call last):\n  File\nE: 1\n1\n2\n3\n4\n",
            "E: 1 1 2 3",
            id="four",
        ),
        pytest.param(
            "100%\rTraceback (most recent call last):\n  File\nE: 1\n", "E: 1", id="progress-bar"
        ),
        pytest.param(
            "  + Exception Group Traceback (most recent call last):\n  | E: two (1 sub)\n",
            "E: two (1 sub)",
            id="group",
        ),
        pytest.param("x" * 1000, "x" * 400, id="long"),
    ],
)
def test_error_line(stderr: str, error: str) -> None:
    """The exception with its message, joined to one line."""
    assert error_line(stderr) == error


@pytest.mark.parametrize("line", [0, 7, 10**9])
def test_a_line_that_is_not_there_is_not_shown(line: int) -> None:
    """A traceback that does not fit the script raises nothing."""
    stderr = f'Traceback (most recent call last):\n  File "{NAME}", line {line}\nE: 1\n'
    ran = RunResult(1, "", stderr)
    text = complain("x = 1\n", script_name=NAME, run=ran, verdict=FAILED)
    assert text == "The error is: E: 1"


def test_progress_can_be_seen() -> None:
    """The same failure has the same mark; another error, line or reason has another one.

    Lines that are put in above a line change its number, and not the failure.
    """

    def where(error: str, line: int, verdict: Verdict = FAILED, source: str = "a\nb\n") -> str:
        stderr = f'Traceback (most recent call last):\n  File "{NAME}", line {line}\n{error}\n'
        return failure_mark(source, RunResult(1, "", stderr), verdict, NAME)

    marks = [
        where("E: 1", 1),
        where("E: 2", 1),
        where("E: 1", 2),
        where("E: 1", 1, replace(FAILED, reason="other")),
    ]
    assert where("E: 1", 1) == where("E: 1", 2, source="new\na\n") == marks[0]
    assert len(set(marks)) == 4
