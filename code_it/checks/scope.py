"""Candidate that failed -> Facts: what the names on its failing line stand for."""

from __future__ import annotations

from code_it.checks import drivers

_MOST_FACTS = 24
_MOST_CHARACTERS = 350


def driver_source(script_source: str, filename: str, marker: str, line: int) -> str:
    """A script that does what `script_source` does and tells what the parts of a line stand for.

    Args:
        line: Counted from 1.
        filename: How the script is called in its own tracebacks.
        marker: A word that the script cannot know; the line with the facts begins with it.
    """
    return drivers.driver_source("scope_driver", script_source, filename, marker, line)


def read_facts(stdout: str, marker: str) -> tuple[str, ...]:
    """The facts in a driver's output, at most 24; `()` when it did not come that far."""
    facts = drivers.told_by(stdout, marker)
    return tuple(str(fact)[:_MOST_CHARACTERS] for fact in facts[:_MOST_FACTS])
