"""An LLM that counts what it costs, keeps to a budget, and tells the run record what was said."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from code_it.errors import BudgetSpent
from code_it.flow import Usage
from code_it.models import LLM, Completion, Message
from code_it.runs.journal import Journal


@dataclass(frozen=True)
class Budget:
    """What may be spent on one task; 0 is no limit."""

    llm_calls: int = 0
    completion_tokens: int = 0
    """For servers that do not count them, it is no limit."""
    seconds: float = 0.0
    started: float = field(default_factory=time.monotonic)

    def check(self, usage: Usage) -> None:
        """
        Raises:
            BudgetSpent: Nothing more may be asked.
        """
        seconds = time.monotonic() - self.started
        for name, limit, spent in (
            ("max_llm_calls", self.llm_calls, usage.llm_calls),
            ("max_completion_tokens", self.completion_tokens, usage.completion_tokens),
            ("max_seconds", self.seconds, seconds),
        ):
            if limit and spent >= limit:
                raise BudgetSpent(f"the model is asked nothing more: {name} is {limit:g}")


class MeteredLLM:
    """Passes everything on to `llm`, until the budget is spent."""

    def __init__(self, llm: LLM, journal: Journal, budget: Budget | None = None) -> None:
        self._llm = llm
        self._journal = journal
        self._budget = budget or Budget()
        self.usage = Usage()

    def complete(
        self,
        messages: Sequence[Message],
        *,
        temperature: float = 0.0,
        max_tokens: int = 1024,
        seed: int | None = None,
        stop: Sequence[str] = (),
        on_text: Callable[[str], None] | None = None,
    ) -> Completion:
        self._budget.check(self.usage)
        self._journal.write(
            "prompt",
            messages=list(messages),
            temperature=temperature,
            max_tokens=max_tokens,
            seed=seed,
        )
        completion = self._llm.complete(
            messages,
            temperature=temperature,
            max_tokens=max_tokens,
            seed=seed,
            stop=stop,
            on_text=on_text,
        )
        self._journal.write("reply", completion=completion)
        self.usage = Usage(
            self.usage.llm_calls + 1,
            self.usage.prompt_tokens + completion.prompt_tokens,
            self.usage.completion_tokens + completion.completion_tokens,
        )
        return completion
