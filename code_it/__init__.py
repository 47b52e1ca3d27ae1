"""Write, run and check a Python script for a task, with a small local model."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from code_it.config import TaskExecutionConfig
    from code_it.flow import TaskResult
    from code_it.task_executor import TaskExecutor

__version__ = "1.0.0"

__all__ = ["TaskExecutionConfig", "TaskExecutor", "TaskResult", "__version__"]

_HOMES = {
    "TaskExecutionConfig": "code_it.config",
    "TaskExecutor": "code_it.task_executor",
    "TaskResult": "code_it.flow",
}


def __getattr__(name: str) -> object:
    # `code-it --version` imports this package too, so nothing heavy is imported before it is used.
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
