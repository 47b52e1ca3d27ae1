"""Running small scripts at a level, for the tests of the sandbox."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from code_it.flow import IsolationLevel, RunResult
from code_it.sandbox import Limits, run_script, why_not

PYTHON = Path(sys.executable)

# A wait that is long enough for a busy machine; nothing that is right takes it.
PATIENT = Limits(time_limit_seconds=60)

every_level = pytest.mark.parametrize("level", ["namespaces", "landlock", "process"])
confining_level = pytest.mark.parametrize("level", ["namespaces", "landlock"])


REQUIRED_LEVELS = os.environ.get("REQUIRED_LEVELS", "").split(",")
"""Levels that have to work here; on other machines, tests of levels that do not are skipped."""


def need(level: IsolationLevel) -> None:
    """Skip the test, saying why, where `level` does not work."""
    if reason := why_not(level):
        assert level not in REQUIRED_LEVELS, f"{level} has to work here: {reason}"
        pytest.skip(f"{level}: {reason}")


def run(
    source: str,
    folder: Path,
    level: IsolationLevel,
    *,
    limits: Limits = PATIENT,
    network: bool = False,
    **options: Any,
) -> RunResult:
    """Run `source` in `folder/work`, which is made when it is not there."""
    need(level)
    script = folder / "script of a model.py"
    script.write_text(dedent(source), encoding="utf-8")
    work = folder / "work"
    work.mkdir(exist_ok=True)
    return run_script(
        PYTHON, script, folder=work, limits=limits, network=network, level=level, **options
    )
