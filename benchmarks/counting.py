"""What an arm costs, counted in the same way for every arm."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Any

from benchmarks.results import Row
from code_it.models import LLM, Completion, Message


class CountingLLM:
    """Passes everything on to `llm`, and counts."""

    def __init__(self, llm: LLM) -> None:
        self._llm = llm
        self._lock = threading.Lock()
        self._replies: list[Completion] = []

    def __getattr__(self, name: str) -> Any:
        """What the model tells of itself; to be counted, its answers are asked for one by one."""
        if name == "complete_several":
            raise AttributeError(name)
        return getattr(self._llm, name)

    def complete(
        self,
        messages: Sequence[Message],
        *,
        temperature: float = 0.0,
        max_tokens: int = 1024,
        seed: int | None = None,
        stop: Sequence[str] = (),
        on_text: Callable[[str], None] | None = None,
        **more: Any,
    ) -> Completion:
        reply = self._llm.complete(
            messages,
            temperature=temperature,
            max_tokens=max_tokens,
            seed=seed,
            stop=stop,
            on_text=on_text,
            **more,
        )
        with self._lock:
            self._replies.append(reply)
        return reply

    def fill_in(self, row: Row) -> None:
        """Write the sums into `row`."""
        row.llm_calls = len(self._replies)
        row.prompt_tokens = sum(reply.prompt_tokens for reply in self._replies)
        row.completion_tokens = sum(reply.completion_tokens for reply in self._replies)
