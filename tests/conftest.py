"""What every test may rely on."""

from __future__ import annotations

import re
import signal
import socket
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

import pytest

from tests.models.servers import StandInServer

_LEVELS = ("namespaces", "landlock", "process")


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say how many hostile cases were run at which level of isolation, and which were not."""
    counts: Counter[tuple[str, str]] = Counter()
    cases: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for outcome in ("passed", "failed", "skipped"):
        for report in terminalreporter.stats.get(outcome, ()):
            test, _, parameters = report.nodeid.partition("[")
            level = next((level for level in _LEVELS if level in parameters), "")
            if level and report.nodeid.startswith("tests/hostile/"):
                counts[level, outcome] += 1
                cases[level, outcome].update(re.findall(r"_(h\d\d)(?=_)", test))
    for level in _LEVELS:
        told = [
            f"{counts[level, o]} {o}" for o in ("passed", "failed", "skipped") if counts[level, o]
        ]
        if told:
            ran = cases[level, "passed"] | cases[level, "failed"]
            left_out = sorted(cases[level, "skipped"] - ran)
            terminalreporter.write_line(
                f"hostile scripts at {level}: {len(ran)} cases run ({', '.join(told)})"
                + (f"; not run: {', '.join(left_out)}" if left_out else "")
            )


def pytest_configure() -> None:
    """Let Ctrl-C interrupt, also where the tests are started in the background of a shell.

    Such a shell has SIGINT ignored, Python leaves it at that, and so do all processes below.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def model_server() -> Iterator[StandInServer]:
    """A server on loopback that answers as it is told."""
    server = StandInServer()
    yield server
    server.close()


@pytest.fixture
def closed_port() -> int:
    """A port of this machine where nothing listens."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
    return port
