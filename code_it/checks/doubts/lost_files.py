"""Task, RunResult -> files whose contents are nowhere any more, where they were only to be moved.

Two photos that get the same name are one afterwards.
"""

from __future__ import annotations

import re
from pathlib import Path

from code_it.flow import RunResult, Task
from code_it.sandbox.deletions import without_a_copy

_MAY_BE_LOST = re.compile(
    r"\b(?:delet|remov|clean|empt|replac|merg|combin|join|zip|archiv|compress|convert|overwrit"
    r"|clear|drop)\w*",
    re.IGNORECASE,
)
_MOST_SHOWN = 3


def files_lost(task: Task, run: RunResult, before: Path, folder: Path) -> tuple[str, ...]:
    """A sentence about them; none where a word of the task may mean that they go.

    Args:
        before: The user's folder, as it was.
        folder: What the script made of it.
    """
    if not run.deleted or _MAY_BE_LOST.search(task.text):
        return ()
    lost = without_a_copy(run.deleted, into=before, made=(*run.created, *run.changed), copy=folder)
    if not lost:
        return ()
    shown = ", ".join(lost[:_MOST_SHOWN]) + (" and others" if len(lost) > _MOST_SHOWN else "")
    made = ", ".join(run.created[:_MOST_SHOWN]) or "no new file"
    found = f"what {shown} held is nowhere any more: {made} was made"
    return (f"{found}; each file needs a name of its own",)
