"""Saying how a script is going to be confined, and asking where it cannot be."""

from __future__ import annotations

import sys
from typing import Any

from code_it.cache_folder import cache_folder
from code_it.cli.output import tell
from code_it.config import TaskExecutionConfig
from code_it.errors import SandboxUnavailable


def settle_isolation(
    config: TaskExecutionConfig,
    *,
    quiet: bool,
    what: str = "a script that a model writes and nobody has read",
) -> None:
    """Say what is going to be run and how it is confined; without a sandbox, ask."""
    from code_it.sandbox.levels import select_level

    try:
        level = select_level(config.isolation)
    except SandboxUnavailable as error:
        if config.isolation != "auto" or not _agrees_to_no_sandbox(str(error)):
            raise
        config.isolation = "process"
        return
    if quiet:
        return
    from code_it.runs.report import ISOLATION_MEANS

    if level == "process" or _is_first_use():
        tell(
            f"code_it runs {what}.\nIsolation here: {level}; {ISOLATION_MEANS[level]}.",
            sys.stderr,
        )


def _agrees_to_no_sandbox(why: str) -> bool:
    if not (_is_terminal(sys.stdin) and _is_terminal(sys.stderr)):
        return False
    tell(f"{why}.\nRun the script without a sandbox? [y/N]", sys.stderr)
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def _is_terminal(stream: Any) -> bool:
    return stream is not None and bool(stream.isatty())


def _is_first_use() -> bool:
    cache = cache_folder()
    try:
        cache.mkdir(parents=True, exist_ok=True)
        (cache / "warned").touch(exist_ok=False)
    except FileExistsError:
        return False
    except OSError:
        return True  # better told twice than never
    return True
