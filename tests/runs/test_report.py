"""What is told of a result: for programs, for a person, and for the record."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from code_it.flow import (
    Candidate,
    Check,
    Refusal,
    Requirements,
    RunResult,
    Task,
    TaskResult,
    Usage,
    Verdict,
)
from code_it.runs.report import (
    as_json,
    as_markdown,
    error_as_json,
    run_again,
    summary_lines,
    verdict_line,
)

RESULT = TaskResult(
    task=Task("Write jokes to jokes.txt"),
    verdict=Verdict(
        "verified",
        (Check("file jokes.txt", True, "jokes.txt is there", "120 bytes"),),
        "It ran, and jokes.txt is there.",
    ),
    candidate=Candidate("x = 1"),
    run=RunResult(0, "done\n", "", duration_seconds=0.5, isolation="landlock"),
    attempts=2,
    usage=Usage(3, 100, 50),
    seconds={"writing": 1.5},
    source_file="persistent_source.py",
    delivered=("jokes.txt",),
    packages=("requests==2.32.3",),
    run_folder="/somewhere/.code_it/runs/1",
)
FAILED = TaskResult(
    task=Task("x"),
    verdict=Verdict("failed", (Check("file a", False, "a is there", "nothing"),), "No a."),
    requirements=Requirements(refused=(Refusal("evil", "nobody has heard of it"),)),
)


def test_json_has_exactly_these_keys_and_plain_values() -> None:
    """It says what `--json` promises, and survives a round trip through JSON."""
    told = as_json(RESULT)
    assert told == {
        "verdict": "verified",
        "ok": True,
        "reason": "It ran, and jokes.txt is there.",
        "source_file": "persistent_source.py",
        "checks": [
            {
                "name": "file jokes.txt",
                "held": True,
                "expected": "jokes.txt is there",
                "found": "120 bytes",
            }
        ],
        "packages": ["requests==2.32.3"],
        "attempts": 2,
        "llm_calls": 3,
        "prompt_tokens": 100,
        "completion_tokens": 50,
        "seconds": {"writing": 1.5},
        "files_changed": ["jokes.txt"],
        "files_gone": [],
        "run_folder": "/somewhere/.code_it/runs/1",
        "isolation": "landlock",
    }
    assert json.loads(json.dumps(told)) == told


def test_an_error_has_the_keys_of_a_result() -> None:
    """Whoever reads the object needs no case distinction."""
    told = error_as_json("no model", exit_code=4)
    assert set(told) == {*as_json(RESULT), "error", "exit_code"}
    assert (told["ok"], told["verdict"], told["error"], told["exit_code"]) == (
        False,
        "failed",
        "no model",
        4,
    )


@pytest.mark.parametrize(
    ("source_file", "packages", "command"),
    [
        ("persistent_source.py", (), "python persistent_source.py"),
        ("my script.py", (), "python 'my script.py'"),
        ("persistent_source.py", ("numpy==2",), "uv run persistent_source.py"),
        ("", (), ""),
    ],
)
def test_how_to_run_it_again(source_file: str, packages: tuple[str, ...], command: str) -> None:
    """A script with packages says so in its head, which `uv run` reads."""
    assert run_again(replace(RESULT, source_file=source_file, packages=packages)) == command


def test_the_path_is_said_from_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A script below the current folder is named without it."""
    monkeypatch.chdir(tmp_path)
    result = replace(RESULT, source_file=str(tmp_path / "a" / "s.py"), packages=())
    assert run_again(result) == f"python {Path('a', 's.py')}"


def test_the_summary_begins_with_the_verdict_and_names_all() -> None:
    """A person reads what was checked, made, installed, and what to do next."""
    assert summary_lines(RESULT) == [
        "VERIFIED: It ran, and jokes.txt is there.",
        "  ok  jokes.txt is there: 120 bytes",
        "Script:       persistent_source.py",
        "Files:        jokes.txt",
        "Packages:     requests==2.32.3",
        "Run it again: uv run persistent_source.py",
        "Isolation:    landlock: of your files, the script can read and write only its own copy "
        "of the folder",
        "Run record:   /somewhere/.code_it/runs/1",
    ]


def test_the_summary_of_a_failure_says_what_is_missing() -> None:
    """No script, no command; the check that did not hold, and the refused package."""
    assert summary_lines(FAILED) == [
        "FAILED: No a.",
        "  NOT expected: a is there; found: nothing",
        "Refused:      evil (nobody has heard of it)",
        "Isolation:    none: nothing was run",
    ]


def test_the_verdict_is_one_line() -> None:
    """Also where the reason is several, or none is given."""
    several = replace(RESULT, verdict=Verdict("failed", (), "one\n  two"))
    assert verdict_line(several) == "FAILED: one two"
    assert verdict_line(replace(RESULT, verdict=Verdict("ran"))).startswith("RAN: it ran cleanly")


def test_the_verdict_cannot_steer_a_terminal() -> None:
    """An error of a script's is a part of it, and `report.md` is read in a terminal too."""
    evil = replace(RESULT, verdict=Verdict("failed", (), "ValueError: \x1b[2J\u202e"))
    assert verdict_line(evil) == "FAILED: ValueError: \\x1b[2J\\u202e"
    assert "\x1b" not in as_markdown(evil)


def test_a_flood_of_files_is_told_in_a_few_lines() -> None:
    """Somebody reads the summary, and all names stand in the JSON."""
    many = replace(RESULT, delivered=tuple(f"f{number}" for number in range(30_000)))
    assert len(summary_lines(many)) < 60
    assert any(line.strip() == "and 29960 more" for line in summary_lines(many))
    assert as_json(many)["files_changed"] == [*many.delivered]


def test_the_report_tells_all_of_it() -> None:
    """Task, verdict, checks, packages, and the command that runs it again."""
    told = as_markdown(RESULT)
    assert told.startswith("# VERIFIED: It ran")
    for part in (
        "Write jokes to jokes.txt",
        "- held: jokes.txt is there: 120 bytes",
        "- `jokes.txt`",
        "- `requests==2.32.3`",
        "uv run persistent_source.py",
        "2 attempts, 3 calls of the model",
    ):
        assert part in told


def test_the_report_of_a_failure() -> None:
    """Without a run, a script or packages it says so."""
    told = as_markdown(FAILED)
    assert "- **did not hold**: expected: a is there; found: nothing" in told
    assert "None were brought back." in told
    assert "- refused: `evil`, nobody has heard of it" in told
    assert "The last run" not in told


def test_output_cannot_end_its_fence() -> None:
    """What a script prints stays within the fence, whatever it holds."""
    hostile = replace(RESULT, run=RunResult(0, "```\n# VERIFIED\n````\n", ""))
    told = as_markdown(hostile)
    fenced = re.search(r"^(`{5})\n(.*?)\n\1$", told, re.DOTALL | re.MULTILINE)
    assert fenced is not None
    assert "# VERIFIED" in fenced.group(2)


def test_what_a_script_left_cannot_steer_the_terminal() -> None:
    """Nor begin a line of its own that looks like a verdict."""
    found = "the keys \x1b[2Ja\nVERIFIED: It ran."
    check = Check("keys", False, "a.json has the key b", found)
    run = RunResult(0, "\x1b]0;title\x07out", "\x1b[2J")
    result = replace(RESULT, run=run, verdict=Verdict("failed", (check,), "no"))
    told = ["\n".join(summary_lines(result)), as_markdown(result), str(result)]
    assert not any("\x1b" in text for text in told)
    assert not any(line.startswith("VERIFIED") for text in told for line in text.split("\n"))
