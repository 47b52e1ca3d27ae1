"""Time what it takes to have the packages of a script, interleaved in one run.

    python -m benchmarks.installs --rounds 3

Every first time is cold: no environment, and empty caches of uv and pip. What code_it compiles in
the background is waited for between two measurements.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from code_it.packages.bytecode import wait_until_compiled
from code_it.packages.environments import provide

_SETS = (("requests",), ("pandas", "matplotlib"), ("openpyxl", "pillow", "beautifulsoup4"))
_LIMIT_SECONDS = 1800.0
_PLAIN = "virtualenv + pip"
_AGAIN = "from the store"
_Way = Callable[[Sequence[str]], object]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    ways: dict[str, _Way] = {
        _PLAIN: _with_virtualenv,
        "uv": lambda wanted: provide(wanted, timeout_seconds=_LIMIT_SECONDS, installer="uv"),
        _AGAIN: lambda wanted: provide(wanted, timeout_seconds=_LIMIT_SECONDS, installer="uv"),
        "pip": lambda wanted: provide(wanted, timeout_seconds=_LIMIT_SECONDS, installer="pip"),
    }
    seconds: dict[tuple[Sequence[str], str], list[float]] = {}
    for number in range(rounds):
        for wanted in _SETS:
            with tempfile.TemporaryDirectory() as place:
                for way, install in ways.items():
                    taken = _seconds(install, wanted, Path(place), keep=way == _AGAIN)
                    seconds.setdefault((wanted, way), []).append(taken)
                    print(f"round {number + 1}: {', '.join(wanted)}, {way}: {taken:.3f} s")
                wait_until_compiled(_LIMIT_SECONDS)
    print(_table(seconds, list(ways)))


def _with_virtualenv(wanted: Sequence[str]) -> None:
    folder = Path(os.environ["CODE_IT_CACHE"], "plain")
    subprocess.run([sys.executable, "-m", "virtualenv", "--quiet", folder], check=True)
    pip = folder / ("Scripts/pip" if os.name == "nt" else "bin/pip")
    subprocess.run([pip, "install", "--quiet", *wanted], check=True)


def _seconds(install: _Way, wanted: Sequence[str], place: Path, *, keep: bool) -> float:
    with _caches_in(place, keep=keep):
        started = time.perf_counter()
        install(wanted)
        return time.perf_counter() - started


@contextmanager
def _caches_in(place: Path, *, keep: bool) -> Iterator[None]:
    """Let all caches be in `place`, and empty, unless those of the time before are to be kept."""
    wait_until_compiled(_LIMIT_SECONDS)
    if not keep:
        for folder in place.iterdir():
            subprocess.run(["chmod", "-R", "u+w", folder], check=True)
            shutil.rmtree(folder)
    caches = {"CODE_IT_CACHE": "code_it", "UV_CACHE_DIR": "uv", "PIP_CACHE_DIR": "pip"}
    before = {name: os.environ.get(name) for name in caches}
    os.environ.update({name: str(place / folder) for name, folder in caches.items()})
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})


def _table(seconds: dict[tuple[Sequence[str], str], list[float]], ways: Sequence[str]) -> str:
    rows = [f"| packages | {' | '.join(ways)} |", "| --- |" + " --- |" * len(ways)]
    for wanted in _SETS:
        plain = statistics.median(seconds[wanted, _PLAIN])
        cells = []
        for way in ways:
            median = statistics.median(seconds[wanted, way])
            ratio = "" if way == _PLAIN else f" ({plain / median:.1f} times faster)"
            cells.append(f"{median:.3f} s{ratio}")
        rows.append(f"| {', '.join(wanted)} | {' | '.join(cells)} |")
    return "\n".join(rows)


if __name__ == "__main__":
    main()
