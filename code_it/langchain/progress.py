"""What happens in a task -> LangChain's callbacks, and the custom stream of a LangGraph graph."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Literal, TypedDict

from langchain_core.callbacks import adispatch_custom_event, dispatch_custom_event
from langchain_core.runnables import RunnableConfig
from langchain_core.runnables.config import set_config_context

from code_it.runs.observer import LogObserver
from code_it.sandbox.terminal import clean

PROGRESS_EVENT = "code_it_progress"
"""The name of the custom event."""


class Progress(TypedDict):
    """The data of the custom event; in a graph's custom stream it stands by itself."""

    kind: Literal["stage", "note"]
    """A stage begins, or something is settled."""
    stage: str
    """The stage that the task is in: reading, loading, writing, checking, running..."""
    message: str
    """What the stage is about, or what is settled, on one line."""
    folder: str
    """Where the task is at work, which tells tasks at the same time apart."""


Report = Callable[[Progress], None]


class ProgressObserver(LogObserver):
    """Logs the story as ever, and reports it."""

    def __init__(self, report: Report, folder: Path) -> None:
        self._report = report
        self._folder = str(folder)
        self._stage = ""

    def stage(self, name: str, detail: str = "") -> None:
        super().stage(name, detail)
        self._stage = name
        self._tell("stage", detail)

    def note(self, message: str) -> None:
        super().note(message)
        self._tell("note", message)

    def _tell(self, kind: Literal["stage", "note"], message: str) -> None:
        line = clean(message, keep_newlines=False)
        self._report(Progress(kind=kind, stage=self._stage, message=line, folder=self._folder))


def tell(progress: Progress, config: RunnableConfig) -> None:
    """Tell the callbacks of a tool's run, and the graph that it is part of, if any.

    Args:
        config: For what is called within the run.
    """
    dispatch_custom_event(PROGRESS_EVENT, progress, config=config)
    _write_to_graph(progress, config)


async def atell(progress: Progress, config: RunnableConfig) -> None:
    """The same for callbacks that have to be awaited."""
    await adispatch_custom_event(PROGRESS_EVENT, progress, config=config)
    _write_to_graph(progress, config)


def _write_to_graph(progress: Progress, config: RunnableConfig) -> None:
    # Whoever runs in a graph has it imported; nobody else needs it.
    if "langgraph.config" not in sys.modules:
        return
    from langgraph.config import get_stream_writer

    with set_config_context(config) as context:
        try:
            write = context.run(get_stream_writer)
        except (KeyError, RuntimeError):
            return  # not within a graph
        context.run(write, progress)
