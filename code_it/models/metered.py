"""An LLM that counts what it costs, keeps to a budget, and tells the run record what was said."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from code_it import cancelling
from code_it.errors import BudgetSpent, CodeItError, PromptTooLong
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
    """Passes everything on to `llm`, until the budget is spent.

    Each question is asked in a thread of its own, so that nobody who is interrupted or cancelled
    has to wait for the answer.
    """

    def __init__(
        self,
        llm: LLM,
        journal: Journal,
        budget: Budget | None = None,
        *,
        context_tokens: int = 8192,
    ) -> None:
        """
        Args:
            context_tokens: Longest conversation, where `llm` does not tell.
        """
        self._llm = llm
        self._journal = journal
        self._budget = budget or Budget()
        self._context_tokens = context_tokens
        self._learned_tokens = 0
        self.usage = Usage()
        self.takes_schema = getattr(llm, "takes_schema", False) is True

    @property
    def continues_replies(self) -> bool:
        return getattr(self._llm, "continues_replies", False) is True

    @property
    def context_tokens(self) -> int:
        """Longest conversation: as the model tells, as was learned when one was too long, or as
        was given."""
        told = getattr(self._llm, "context_tokens", None)
        context = told if isinstance(told, int) and told > 0 else self._context_tokens
        return min(context, self._learned_tokens or context)

    def count_tokens(self, text: str) -> int | None:
        count = getattr(self._llm, "count_tokens", None)
        return count(text) if callable(count) else None

    def complete(
        self,
        messages: Sequence[Message],
        *,
        temperature: float = 0.0,
        max_tokens: int = 1024,
        seed: int | None = None,
        stop: Sequence[str] = (),
        on_text: Callable[[str], None] | None = None,
        schema: Mapping[str, Any] | None = None,
    ) -> Completion:
        return self.complete_several(
            messages,
            1,
            temperature=temperature,
            max_tokens=max_tokens,
            seed=seed,
            stop=stop,
            on_text=on_text,
            schema=schema,
        )[0]

    def complete_several(
        self,
        messages: Sequence[Message],
        count: int,
        *,
        temperature: float = 0.0,
        max_tokens: int = 1024,
        seed: int | None = None,
        stop: Sequence[str] = (),
        on_text: Callable[[str], None] | None = None,
        schema: Mapping[str, Any] | None = None,
    ) -> tuple[Completion, ...]:
        """Up to `count` answers out of one question, where `llm` can do that; one where not."""
        several = getattr(self._llm, "complete_several", None) if count > 1 else None
        self._budget.check(self.usage)
        # A script may print what it finds in a file, and a model may run anywhere.
        messages = [
            replace(each, content=self._journal.without_secrets(each.content)) for each in messages
        ]
        self._journal.write(
            "prompt",
            messages=messages,
            temperature=temperature,
            max_tokens=max_tokens,
            seed=seed,
            **({"samples": count} if callable(several) else {}),
        )
        started = time.monotonic()

        heard: list[str] = []

        def hear(piece: str) -> None:
            cancelling.check()
            heard.append(piece)
            if on_text is not None:
                on_text(piece)

        options: dict[str, Any] = {
            "temperature": temperature,
            "max_tokens": max_tokens,
            "seed": seed,
            "stop": stop,
            "on_text": hear,
            **({} if schema is None else {"schema": schema}),
        }

        def ask() -> tuple[Completion, ...]:
            if callable(several):
                return tuple(several(messages, count, **options))
            return (self._llm.complete(messages, **options),)

        try:
            completions = cancelling.apart(ask)
        except CodeItError as error:
            if heard:
                self._journal.write("broken reply", text="".join(heard))
            if isinstance(error, PromptTooLong) and error.prompt_room:
                self._learned_tokens = error.prompt_room + max_tokens
            raise
        seconds = time.monotonic() - started
        completions = tuple(replace(each, seconds=seconds) for each in completions)
        for completion in completions:
            self._journal.write("reply", completion=completion)
        self.usage = Usage(
            self.usage.llm_calls + 1,
            self.usage.prompt_tokens + sum(each.prompt_tokens for each in completions),
            self.usage.completion_tokens + sum(each.completion_tokens for each in completions),
        )
        return completions
