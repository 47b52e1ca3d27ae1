"""Candidate that failed -> Facts: what the names on its failing line stand for."""

from __future__ import annotations

import json
from importlib import resources

_MOST_FACTS = 8
_MOST_CHARACTERS = 350


def driver_source(script_source: str, filename: str, marker: str, line: int) -> str:
    """A script that does what `script_source` does and tells what the parts of a line stand for.

    Args:
        line: Counted from 1.
        filename: How the script is called in its own tracebacks.
        marker: A word that the script cannot know; the line with the facts begins with it.
    """
    driver = resources.files("code_it.checks").joinpath("scope_driver.py")
    call = f"main({script_source!r}, {filename!r}, {marker!r}, {line})"
    return f"{driver.read_text(encoding='utf-8')}\n\n{call}\n"


def read_facts(stdout: str, marker: str) -> tuple[str, ...]:
    """The facts in a driver's output, at most eight; `()` when it did not come that far."""
    lines = [line for line in stdout.splitlines() if line.startswith(marker)]
    try:
        facts = json.loads(lines[0][len(marker) :]) if lines else []
    except ValueError:
        return ()
    if not isinstance(facts, list):
        return ()
    return tuple(str(fact)[:_MOST_CHARACTERS] for fact in facts[:_MOST_FACTS])
