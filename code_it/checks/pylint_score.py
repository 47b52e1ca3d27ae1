"""Candidate -> CheckReport, by asking pylint."""

from __future__ import annotations

import json
import os
import sys

from code_it.errors import ToolError
from code_it.flow import CheckReport
from code_it.sandbox.leftovers import temporary_folder
from code_it.sandbox.process import run_process

_TIME_LIMIT_SECONDS = 60.0
_MOST_MESSAGES = 8
# pylint itself fell over, for example over very deep nesting; that says nothing about the script.
_CRASH = "astroid-error"
# Packages live in the environment of the script, where pylint does not look: what it says about
# their names and members says nothing about the script.
_DISABLED = "import-error,no-name-in-module,no-member"


def check_with_pylint(source: str) -> CheckReport:
    """The score of a script that compiles, and pylint's fatal and error messages.

    Raises:
        ToolError: pylint did not start.
    """
    with temporary_folder() as folder:
        script = folder / "script.py"
        script.write_text(source, encoding="utf-8")
        argv = [sys.executable, "-I", "-m", "pylint", "--rcfile", os.devnull, "--persistent=n"]
        argv += ["--output-format=json2", f"--disable={_DISABLED}", str(script)]
        environment = {**os.environ, "PYLINTHOME": str(folder), "PYTHONIOENCODING": "utf-8"}
        result = run_process(
            argv,
            cwd=folder,
            environment=environment,
            timeout_seconds=_TIME_LIMIT_SECONDS,
            supervised=True,
        )
    if result.timed_out:
        # What is too much for pylint may run well all the same.
        return CheckReport(compiles=True)
    return parse_report(result.stdout, result.stderr)


def parse_report(stdout: str, stderr: str = "") -> CheckReport:
    """Read a json2 report.

    Raises:
        ToolError: It is none.
    """
    try:
        report = json.loads(stdout)
        score = float(report["statistics"]["score"])
        found = [
            f"line {message['line']}: {message['message']}"
            for message in report["messages"]
            if message["type"] in ("fatal", "error") and message["symbol"] != _CRASH
        ]
    except (ValueError, KeyError, TypeError) as error:
        last = (stderr.strip().splitlines() or ["it said nothing"])[-1]
        raise ToolError(f"pylint gave no report ({last}); is it installed?") from error
    return CheckReport(compiles=True, score=score, messages=tuple(found[:_MOST_MESSAGES]))
