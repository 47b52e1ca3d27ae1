"""pylint, really asked."""

from __future__ import annotations

import json

import pytest

from code_it.checks import pylint_score
from code_it.checks.pylint_score import check_with_pylint, parse_report
from code_it.errors import ToolError
from code_it.flow import CheckReport


def test_a_tidy_script_scores_full_marks() -> None:
    """A script without a fault gets 10 and no messages."""
    report = check_with_pylint('"""Says hello."""\n\nprint("größe")\n')
    assert report == CheckReport(compiles=True, score=10.0)


def test_an_untidy_script_ranks_below_a_tidy_one() -> None:
    """Style costs points and gives no messages."""
    untidy = check_with_pylint("import os,sys\nX=1;print( X )\n")
    assert untidy.messages == ()
    assert 0 <= untidy.score < 10
    assert check_with_pylint('"""Text."""\n\nprint(1)\n').rank > untidy.rank


def test_errors_are_told_with_their_lines() -> None:
    """What is certain to fail is a message: the line and pylint's words."""
    report = check_with_pylint("x = 1\nprint(größe)\nlen(1, 2, 3)\n")
    assert report.compiles
    assert "line 2: Undefined variable 'größe'" in report.messages


def test_packages_that_are_not_here_are_no_errors() -> None:
    """pylint does not look into the script's environment, so it is not asked about packages."""
    source = "import zz_no_such_module\nfrom os import zz_no_such_name\nzz_no_such_module.go()\n"
    assert check_with_pylint(source).messages == ()


def test_messages_are_few() -> None:
    """A script with a mistake in every line does not fill the prompt."""
    source = "".join(f"print(missing_{number})\n" for number in range(50))
    assert len(check_with_pylint(source).messages) == 8


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("", id="empty"),
        pytest.param("# a comment\n", id="comment"),
        pytest.param("x = " + "1 + " * 900 + "1\n", id="too-deep-for-pylint"),
        pytest.param("x = " + "[" * 90 + "]" * 90 + "\n", id="nested"),
        pytest.param("# pylint: disable=all\nprint(x)\n", id="switched-off"),
    ],
)
def test_odd_scripts_are_no_errors_of_pylint(source: str) -> None:
    """Scripts that pylint says nothing about, or falls over, get a report without messages."""
    report = check_with_pylint(source)
    assert report.compiles
    assert report.messages == ()
    assert 0 <= report.score <= 10


def test_a_script_that_takes_pylint_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without an answer in time nothing is said against the script."""
    monkeypatch.setattr(pylint_score, "_TIME_LIMIT_SECONDS", 0.0)
    assert check_with_pylint("print(missing)\n") == CheckReport(compiles=True)


def test_a_script_is_not_run(capfd: pytest.CaptureFixture[str]) -> None:
    """Looking at a script does not start it."""
    report = check_with_pylint("raise SystemExit(print('started'))\n")
    assert report.compiles
    assert "started" not in "".join(capfd.readouterr())


@pytest.mark.parametrize("score", [7.5, -3, 0])
def test_reading_a_report(score: float) -> None:
    """Fatal and error messages are kept, in their order; the rest is in the score."""
    found = [
        {"type": kind, "line": n, "message": f"m{n}", "symbol": symbol}
        for n, (kind, symbol) in enumerate(
            [("error", "a"), ("warning", "b"), ("fatal", "c"), ("fatal", "astroid-error")]
        )
    ]
    report = parse_report(json.dumps({"messages": found, "statistics": {"score": score}}))
    assert report == CheckReport(True, score, ("line 0: m0", "line 2: m2"))


@pytest.mark.parametrize(
    ("stdout", "stderr", "said"),
    [
        pytest.param("", "python: No module named pylint\n", "No module named pylint", id="none"),
        pytest.param("", "", "it said nothing", id="silent"),
        pytest.param("[]", "", "it said nothing", id="another-shape"),
        pytest.param('{"messages": []}', "", "it said nothing", id="no-score"),
        pytest.param('{"messages": [', "killed", "killed", id="cut"),
    ],
)
def test_without_a_report_the_tool_has_failed(stdout: str, stderr: str, said: str) -> None:
    """pylint not being there is an error of ours, with its last words and what to look at."""
    with pytest.raises(ToolError, match="is it installed") as caught:
        parse_report(stdout, stderr)
    assert said in str(caught.value)
