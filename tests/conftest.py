"""What every test may rely on."""

from __future__ import annotations

import signal
from collections import Counter
from typing import Any

_LEVELS = ("namespaces", "landlock", "process")


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say at which levels of isolation the hostile scripts were run."""
    counts: Counter[tuple[str, str]] = Counter()
    for outcome in ("passed", "failed", "skipped"):
        for report in terminalreporter.stats.get(outcome, ()):
            _, _, parameters = report.nodeid.partition("[")
            level = next((level for level in _LEVELS if level in parameters), "")
            if level and report.nodeid.startswith("tests/hostile/"):
                counts[level, outcome] += 1
    for level in _LEVELS:
        told = [
            f"{counts[level, o]} {o}" for o in ("passed", "failed", "skipped") if counts[level, o]
        ]
        if told:
            terminalreporter.write_line(f"hostile cases at {level}: {', '.join(told)}")


def pytest_configure() -> None:
    """Let Ctrl-C interrupt, also where the tests are started in the background of a shell.

    Such a shell has SIGINT ignored, Python leaves it at that, and so do all processes below.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)
