"""TaskResult -> what is told of it: one JSON object, a few lines, and `report.md`."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path

from code_it.flow import Check, TaskResult
from code_it.sandbox.terminal import clean

ISOLATION_MEANS = {
    "namespaces": "the script sees only its own copy of the folder",
    "landlock": "of your files, the script can read and write only its own copy of the folder",
    "seatbelt": "of your files, the script can read and write only its own copy of the folder",
    "process": "this is not a sandbox: the script can do whatever you can",
    "none": "nothing was run",
}
"""One sentence per isolation level, for a person."""

NETWORK_MEANS = (
    "the script could reach everything that you can, services of this machine and a cloud's "
    "metadata address (169.254.169.254) included"
)
"""What it means that a script had the network."""

_MOST_LISTED = 40
_OUTCOME_MEANS = {
    "verified": "it ran, and everything that the task lets us check holds",
    "ran": "it ran cleanly; whether it did what the task asks for is not known",
    "written": "it compiles; it was not run, as you asked",
    "failed": "no script does what the task asks for",
}


def as_json(result: TaskResult) -> dict[str, object]:
    """The object that `--json` prints, of plain JSON values."""
    verdict = result.verdict
    return {
        "verdict": verdict.outcome,
        "ok": result.ok,
        "reason": verdict.reason,
        "source_file": result.source_file,
        "checks": [_check_as_json(check) for check in verdict.checks],
        "packages": list(result.packages),
        "attempts": result.attempts,
        "llm_calls": result.usage.llm_calls,
        "prompt_tokens": result.usage.prompt_tokens,
        "completion_tokens": result.usage.completion_tokens,
        "seconds": dict(result.seconds),
        "files_changed": list(result.delivered),
        "files_gone": list(result.gone),
        "run_folder": result.run_folder,
        "isolation": isolation(result),
    }


def error_as_json(message: str, *, exit_code: int, run_folder: str = "") -> dict[str, object]:
    """The object that `--json` prints when there is no result: the same keys, and the error."""
    return {
        "verdict": "failed",
        "ok": False,
        "reason": message,
        "source_file": "",
        "checks": [],
        "packages": [],
        "attempts": 0,
        "llm_calls": 0,
        "prompt_tokens": 0,
        "completion_tokens": 0,
        "seconds": {},
        "files_changed": [],
        "files_gone": [],
        "run_folder": run_folder,
        "isolation": "none",
        "error": message,
        "exit_code": exit_code,
    }


def isolation(result: TaskResult) -> str:
    """How the script was confined; `none` when nothing was run."""
    return result.run.isolation if result.run else "none"


def verdict_line(result: TaskResult) -> str:
    """The verdict and what it means, in one line."""
    outcome = result.verdict.outcome
    told = result.verdict.reason or _OUTCOME_MEANS[outcome]
    return f"{outcome.upper()}: {_one_line(told)}"


def summary_lines(result: TaskResult) -> list[str]:
    """What a person wants to know at the end; the verdict comes first."""
    lines = [verdict_line(result)]
    lines += [
        f"  {'ok ' if check.held else 'NOT'} {_one_line(str(check))}"
        for check in result.verdict.checks
    ]
    lines += _named("Script", [_from_here(result.source_file)] if result.source_file else [])
    lines += _named("Files", [name for name in result.delivered if name != result.source_file])
    lines += _named("Gone", result.gone)
    lines += _named("Packages", result.packages)
    if result.requirements.refused:
        refused = [f"{refusal.name} ({refusal.reason})" for refusal in result.requirements.refused]
        lines += _named("Refused", refused)
    again = run_again(result)
    lines += _named("Run it again", [again] if again else [])
    lines += _named("Kept aside", result.kept_aside)
    lines += _named("Careful with", [f"{name}: {what}" for name, what in result.careful])
    lines += _named("Isolation", [f"{isolation(result)}: {ISOLATION_MEANS[isolation(result)]}"])
    if result.run is not None and result.run.network:
        lines += _named("Network", [NETWORK_MEANS])
    lines += _named("Run record", [_from_here(result.run_folder)] if result.run_folder else [])
    return lines


def run_again(result: TaskResult) -> str:
    """The command that runs the delivered script; empty when there is none.

    `uv run` reads the packages from the head of the script.
    """
    if not result.source_file:
        return ""
    runner = "uv run" if result.packages else "python"
    return f"{runner} {shlex.quote(_from_here(result.source_file))}"


def as_markdown(result: TaskResult) -> str:
    """The text of `report.md` in the run folder."""
    return "\n".join(_markdown_lines(result)) + "\n"


def _markdown_lines(result: TaskResult) -> Iterator[str]:
    yield f"# {verdict_line(result)}"
    yield from ("", "## Task", "", *_fenced(result.task.text))
    yield from ("", "## Checks", "")
    if not result.verdict.checks:
        yield "The task gives nothing to check."
    for check in result.verdict.checks:
        yield f"- {'held' if check.held else '**did not hold**'}: {_one_line(str(check))}"
    yield from ("", "## Files", "", *_file_lines(result))
    yield from ("", "## Packages", "")
    yield from (f"- `{package}`" for package in result.packages)
    if not result.packages:
        yield "None."
    for refusal in result.requirements.refused:
        yield f"- refused: `{_one_line(refusal.name)}`, {_one_line(refusal.reason)}"
    if result.source_file:
        yield from ("", "## Run it again", "", *_fenced(run_again(result)))
    if result.run is not None:
        yield from ("", "## The last run", "")
        yield f"Exit code {result.run.returncode}, {result.run.duration_seconds:.1f} s."
        yield from ("", "Standard output:", "", *_fenced(result.run.stdout))
        yield from ("", "Standard error:", "", *_fenced(result.run.stderr))
    yield from ("", "## Cost", "")
    usage = result.usage
    yield (
        f"{result.attempts} attempts, {usage.llm_calls} calls of the model, "
        f"{usage.prompt_tokens} tokens read, {usage.completion_tokens} tokens written."
    )
    yield from (f"- {stage}: {seconds:.1f} s" for stage, seconds in result.seconds.items())
    yield ""
    yield f"Isolation: {isolation(result)}; {ISOLATION_MEANS[isolation(result)]}."
    if result.run is not None and result.run.network:
        yield f"Network: {NETWORK_MEANS}."


def _file_lines(result: TaskResult) -> Iterator[str]:
    for name in (result.source_file, *result.delivered):
        if name:
            yield f"- `{_one_line(name)}`"
    if not (result.source_file or result.delivered):
        yield "None were brought back."
    if result.gone:
        yield from ("", "Moved or deleted, as the task asks:", "")
        yield from (f"- `{_one_line(name)}`" for name in result.gone)
    if result.kept_aside:
        yield from ("", "Their former content is in this folder:", "")
        yield from (f"- `{_one_line(name)}`" for name in result.kept_aside)
    if result.careful:
        yield from ("", "Be careful when you open these:", "")
        yield from (f"- `{_one_line(name)}`: {what}" for name, what in result.careful)


def _check_as_json(check: Check) -> dict[str, object]:
    return {
        "name": check.name,
        "held": check.held,
        "expected": check.expected,
        "found": check.found,
    }


def _named(label: str, values: list[str] | tuple[str, ...]) -> list[str]:
    if not values:
        return []
    shown = few([_one_line(value) for value in values])
    return [f"{label + ':':<14}{shown[0]}", *(f"{'':<14}{value}" for value in shown[1:])]


def few(lines: Sequence[str]) -> list[str]:
    """As many of `lines` as somebody reads, and how many more there are."""
    left_out = len(lines) - _MOST_LISTED
    return [*lines[:_MOST_LISTED], *([f"and {left_out} more"] if left_out > 0 else [])]


def _from_here(path: str) -> str:
    try:
        return str(Path(path).resolve().relative_to(Path.cwd()))
    except (ValueError, OSError):
        return path


def _one_line(text: str) -> str:
    return " ".join(clean(text).split())


def _fenced(text: str) -> list[str]:
    text = clean(text)
    # The fence is longer than any within the text, so that the text cannot end it.
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return [fence, *text.rstrip("\n").split("\n"), fence]
