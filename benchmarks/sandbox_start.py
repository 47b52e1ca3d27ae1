"""What confinement costs: `python -m benchmarks.sandbox_start`.

Three tables, each of medians: how much later a script starts at each level than by itself, what a
whole candidate costs (copy of the folder, start, collection), and how the copy grows with the
number of files. The runs of a table are interleaved, so that a busy moment hits all of them alike.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from code_it.flow import IsolationLevel
from code_it.sandbox import Limits, TrialFolder, run_script, why_not
from code_it.sandbox.confined import run_confined, scratch_folder
from code_it.sandbox.job import Job

LEVELS: tuple[IsolationLevel, ...] = ("namespaces", "landlock", "process")
_FILES = (1, 100, 10_000)
_FOLDER_BYTES = 1_000_000
_LIMITS = Limits(time_limit_seconds=60)


def main(argv: list[str] | None = None) -> int:
    """Measure, and print the tables as Markdown."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sandbox_start")
    parser.add_argument("--rounds", type=int, default=20, help="runs of each kind (%(default)s)")
    rounds = parser.parse_args(argv).rounds
    levels = [level for level in LEVELS if not why_not(level)]
    for level in LEVELS:
        if level not in levels:
            print(f"{level} is left out: {why_not(level)}\n")
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    print(f"{os.cpu_count()} processors, load {load:.1f}, medians of {rounds}, in ms.\n")
    with tempfile.TemporaryDirectory(prefix="sandbox_start-") as name:
        folder = Path(name).resolve()
        _print_starts(folder, levels, rounds)
        _print_candidates(folder, levels, rounds)
        _print_copies(folder, rounds)
    return 0


def interleaved(actions: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, list[float]]:
    """Milliseconds of each action in each round; one round before them does not count."""
    taken: dict[str, list[float]] = {name: [] for name in actions}
    for number in range(rounds + 1):
        for name, action in actions.items():
            started = time.perf_counter()
            action()
            if number:
                taken[name].append((time.perf_counter() - started) * 1000)
    return taken


def _print_starts(folder: Path, levels: list[IsolationLevel], rounds: int) -> None:
    work = folder / "start"
    work.mkdir()

    def confined(level: IsolationLevel) -> Callable[[], object]:
        def start() -> None:
            # As close to a bare start as it gets: neither a snapshot nor a low priority.
            with scratch_folder("pass") as scratch:
                job = Job(Path(sys.executable), work, scratch, _LIMITS, network=False)
                assert run_confined(job, level, nice=0).returncode == 0

        return start

    plain = [sys.executable, "-c", "pass"]
    actions: dict[str, Callable[[], object]] = {
        "python -c pass": lambda: subprocess.run(plain, check=True, stdin=subprocess.DEVNULL)
    }
    actions |= {level: confined(level) for level in levels}
    taken = interleaved(actions, rounds)
    base = statistics.median(taken["python -c pass"])
    print("| start | median | fastest | added |\n| --- | ---: | ---: | ---: |")
    for name, values in taken.items():
        median = statistics.median(values)
        print(f"| {name} | {median:.1f} | {min(values):.1f} | {median - base:+.1f} |")
    print()


def _print_candidates(folder: Path, levels: list[IsolationLevel], rounds: int) -> None:
    source = filled(folder / "megabyte", 20, _FOLDER_BYTES)
    script = folder / "script.py"
    script.write_text("open('out.txt', 'w').write('done')", encoding="utf-8")
    trial = TrialFolder.create(source, parent=folder)

    def candidate(level: IsolationLevel) -> Callable[[], object]:
        def try_once() -> None:
            trial.restore()
            run = run_script(
                Path(sys.executable),
                script,
                folder=trial.path,
                limits=_LIMITS,
                network=False,
                level=level,
            )
            assert run.created == ("out.txt",), run.stderr
            trial.bring_back(run.created, into=folder / "delivered", backups=folder / "a" / "b")

        return try_once

    (folder / "delivered").mkdir()
    plain = [sys.executable, str(script)]
    actions: dict[str, Callable[[], object]] = {
        "python script.py": lambda: subprocess.run(plain, check=True, cwd=folder / "start")
    }
    actions["copy of the folder"] = lambda: TrialFolder.create(source, parent=folder).remove()
    actions |= {f"candidate at {level}": candidate(level) for level in levels}
    taken = interleaved(actions, rounds)
    base = statistics.median(taken["python script.py"])
    print("| 1 MB in 20 files | median | fastest | added |\n| --- | ---: | ---: | ---: |")
    for name, values in taken.items():
        median = statistics.median(values)
        print(f"| {name} | {median:.1f} | {min(values):.1f} | {median - base:+.1f} |")
    print()


def _print_copies(folder: Path, rounds: int) -> None:
    print("| files | copy | put back as it was | removed |\n| ---: | ---: | ---: | ---: |")
    for count in _FILES:
        source = filled(folder / f"files-{count}", count, _FOLDER_BYTES)
        times: list[tuple[float, float, float]] = []
        for _ in range(min(rounds, 3) if count > 1000 else rounds):
            before = time.perf_counter()
            trial = TrialFolder.create(source, parent=folder, limit_files=2 * count)
            copied = time.perf_counter()
            trial.restore()
            restored = time.perf_counter()
            trial.remove()
            times.append((copied - before, restored - copied, time.perf_counter() - restored))
        medians = [statistics.median(column) * 1000 for column in zip(*times, strict=True)]
        print(f"| {count} | " + " | ".join(f"{value:.1f}" for value in medians) + " |")


def filled(folder: Path, count: int, total_bytes: int) -> Path:
    """A folder with `count` files of the same size, at most 100 in each of its folders."""
    for number in range(count):
        place = folder / f"{number // 100}" / f"{number}.bin"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(os.urandom(max(1, total_bytes // count)))
    return folder


if __name__ == "__main__":
    sys.exit(main())
