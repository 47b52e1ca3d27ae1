"""A script -> what happened when it ran in a folder, confined as the product confines scripts."""

from __future__ import annotations

import tempfile
from pathlib import Path

from code_it.flow import RunResult
from code_it.packages.environments import Environment
from code_it.sandbox import WantedLevel, run_script, select_level
from code_it.sandbox.limits import Limits


def run_source(
    source: str,
    environment: Environment,
    folder: Path,
    *,
    network: bool,
    seconds: float = 120.0,
    level: WantedLevel = "auto",
) -> RunResult:
    """Run `source` in `folder`, and end it after so many seconds."""
    with tempfile.TemporaryDirectory() as aside:
        script = Path(aside) / "main.py"
        script.write_text(source, encoding="utf-8")
        return run_script(
            environment.python,
            script,
            folder=folder,
            limits=Limits(time_limit_seconds=seconds),
            network=network,
            level=select_level(level),
        )
