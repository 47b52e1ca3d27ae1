"""What went wrong -> what the model is told about it: its own line, the error, the missing fact."""

from __future__ import annotations

import re
from collections.abc import Sequence

from code_it.checks.failing_lines import failing_line
from code_it.flow import CheckReport, Requirements, RunResult, Verdict
from code_it.runs.journal import redact
from code_it.sandbox.terminal import clean

_TRACEBACK = "Traceback (most recent call last):"
_MOST_CHARACTERS = 1500
_MOST_CHARACTERS_OF_A_LINE = 200
_LINES_AROUND = 1
_MOST_FACTS = 8
"""A small model is led astray by more; what is put right without it takes them all."""


def complain(
    source: str,
    *,
    script_name: str,
    run: RunResult | None,
    verdict: Verdict,
    report: CheckReport | None = None,
    requirements: Requirements = Requirements(),
    facts: Sequence[str] = (),
) -> str:
    """What is wrong with `source`, in the words that the model is shown, the shortest first.

    Args:
        facts: What the names on the failing line stand for.
    """
    parts = [f"{refusal.name}: {refusal.reason}" for refusal in requirements.refused]
    if run is not None and (not run.ok or raised_error(run)):
        parts += _about_run(source, run, script_name)
        parts += _told(facts)
    else:
        parts += _failed_checks(verdict)
    if report is not None and report.messages:
        parts += ["The linter says:", *report.messages[:3]]
    if not parts:
        parts = [verdict.reason]
    return clean("\n".join(parts))[:_MOST_CHARACTERS]


def complain_of_lines(
    source: str, run: RunResult, verdict: Verdict, facts: Sequence[str] = ()
) -> str:
    """What is wrong with lines of `source` that are shown, in the words that the model is shown."""
    about = _about_error(error_line(run.stderr)) if raised_error(run) else _failed_checks(verdict)
    return clean("\n".join([*about, *_about_installs(source), *_told(facts)]))[:_MOST_CHARACTERS]


def _told(facts: Sequence[str]) -> list[str]:
    shown = [f"- {fact}" for fact in facts[:_MOST_FACTS]]
    return ["At that moment:", *shown] if shown else []


def _failed_checks(verdict: Verdict) -> list[str]:
    return [f"- {check}" for check in verdict.checks if not check.held]


def raised_error(run: RunResult) -> bool:
    """Did an exception reach the end of the script, or was one printed as if it had?"""
    return _TRACEBACK in run.stderr


def failure_mark(source: str, run: RunResult | None, verdict: Verdict, script_name: str) -> str:
    """What makes one failure another one than the last: compared to see progress.

    The text of the failing line counts, and not its number, which lines put in above it change.
    """
    if run is None:
        return verdict.reason
    number = failing_line(source, run.stderr, script_name)
    line = source.split("\n")[number - 1].strip() if number is not None else ""
    return f"{error_line(run.stderr)} at {line}; {verdict.reason}"


def _about_run(source: str, run: RunResult, script_name: str) -> list[str]:
    if run.stopped_because:
        hint = f"It was stopped: {run.stopped_because}."
        return [hint, *_failing_line(source, run.stderr, script_name)]
    error = error_line(run.stderr)
    installs = _about_installs(source)
    if not error:
        printed = redact(run.stdout.strip()[-400:], ()) or "nothing"
        told = [f"It ends with exit status {run.returncode}.", f"It printed: {printed}"]
        return [*told, *installs]
    return [*_failing_line(source, run.stderr, script_name), *_about_error(error), *installs]


def _about_installs(source: str) -> list[str]:
    return [_DO_NOT_INSTALL] if _INSTALLS.search(source) else []


_INSTALLS = re.compile(r"\bpip3?\b['\", ]+install\b")
_DO_NOT_INSTALL = (
    "Do not install anything in the script: what it imports is installed before it is run."
)


def _about_error(error: str) -> list[str]:
    hints = (hint for pattern, hint in _HINTS if re.search(pattern, error))
    # What looks like a key in a file that the script has read is not for the model either.
    return [f"The error is: {redact(error, ())}", *hints]


def error_line(stderr: str) -> str:
    """The exception and its message, without the traceback above it."""
    lines = [line.rstrip() for line in stderr.splitlines()]
    tracebacks = [number for number, line in enumerate(lines) if _TRACEBACK in line]
    if tracebacks:
        # The first line that is not indented. A message may have more lines, of any look.
        below = range(tracebacks[-1] + 1, len(lines))
        starts = [number for number in below if lines[number] and not lines[number][0].isspace()]
        start = starts[0] if starts else None
    else:
        starts = [n for n, line in enumerate(lines) if re.match(r"[A-Za-z_][\w.]*(: |$)", line)]
        start = starts[-1] if starts else None
    if start is None:
        said = [line for line in lines if line.strip(" |+-")]
        return said[-1].strip(" |+-")[:400] if said else ""
    return " ".join(line.strip() for line in lines[start : start + 4] if line)[:400]


def _failing_line(source: str, stderr: str, script_name: str) -> list[str]:
    number = failing_line(source, stderr, script_name)
    if number is None:
        return []
    lines = source.split("\n")
    first = max(number - 1 - _LINES_AROUND, 0)
    # A long line must not push the error out of what is shown.
    around = [line[:_MOST_CHARACTERS_OF_A_LINE] for line in lines[first : number + _LINES_AROUND]]
    failing = lines[number - 1].strip()[:_MOST_CHARACTERS_OF_A_LINE]
    return [f"It fails in this line: `{failing}`, which stands here:", *around]


_HINTS = (
    (r"'/(?:[^']*/)?code/[^/']+'", "Use paths relative to the current folder, without __file__."),
    (
        r"MissingSchema|unknown url type|Invalid URL",
        "A file of the folder is read with open(), and not over the network.",
    ),
    (
        r"(?:to float|with base 10): '[^']*\d,\d{3}(?!\d)",
        "A comma in front of three digits separates thousands: leave it out.",
    ),
    (
        r"(?:to float|with base 10): '\s*[^\s\w'.,+-]+\s*\d",
        "A sign before a number, of a currency say, is no part of it: leave it out.",
    ),
    (r"^EOFError", "There is nobody who could type something: do not use input()."),
    (r"^ModuleNotFoundError", "Do it without that module."),
    (
        r"No such file or directory",
        "Read only files that are there, with their exact names; make a folder before you write "
        "into it.",
    ),
)
