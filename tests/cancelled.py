"""Waiting for work in other threads and processes, and what must be so when it was cancelled."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import TypeVar

import psutil

from code_it.runs.journal import read_journal

Result = TypeVar("Result")

PATIENCE_SECONDS = 120


def in_thread(work: Callable[[], Result]) -> Future[Result]:
    """What `work` returns or raises, some time."""
    outcome: Future[Result] = Future()

    def run() -> None:
        try:
            outcome.set_result(work())
        except BaseException as error:
            outcome.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    return outcome


def eventually(holds: Callable[[], object]) -> bool:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not (held := bool(holds())) and time.monotonic() < deadline:
        time.sleep(0.05)
    return held


def running_with(mark: str) -> list[int]:
    """The processes with `mark` among their arguments."""
    return [p.pid for p in psutil.process_iter(["cmdline"]) if mark in (p.info["cmdline"] or ())]


def assert_untouched(folder: Path) -> None:
    """Nothing is new but the run record, which ends with the cancellation."""
    assert {path.name for path in folder.iterdir()} == {"data.txt", ".code_it"}
    assert (folder / "data.txt").read_text() == "mine"
    (journal,) = (folder / ".code_it" / "runs").glob("*/journal.jsonl")
    assert read_journal(journal)[-1]["event"] == "cancelled"
    assert not list(journal.parent.glob("trial-*"))
