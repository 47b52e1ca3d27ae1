"""Scripts that run another one and tell of it on a line of their own."""

from __future__ import annotations

import json
from importlib import resources
from typing import Any


def driver_source(name: str, *arguments: object) -> str:
    """The driver of this package called `name`, with a call of its `main` below it."""
    driver = resources.files("code_it.checks").joinpath(f"{name}.py")
    call = f"main({', '.join(map(repr, arguments))})"
    return f"{driver.read_text(encoding='utf-8')}\n\n{call}\n"


def told_by(stdout: str, marker: str) -> list[Any]:
    """The list on the first line that begins with `marker`; empty when there is none."""
    lines = [line for line in stdout.splitlines() if line.startswith(marker)]
    try:
        told = json.loads(lines[0][len(marker) :]) if lines else []
    except ValueError:
        return []
    return told if isinstance(told, list) else []
