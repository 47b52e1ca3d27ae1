"""What every step that asks a model has in common."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from code_it.flow import Task
from code_it.models import LLM, Completion, Message
from code_it.prompts import render


class BaseAgent:
    """One step that asks a model: a prompt, a temperature, and a reader of the reply."""

    name: ClassVar[str] = "agent"

    def __init__(
        self,
        llm: LLM,
        *,
        temperature: float = 0.0,
        max_tokens: int = 1024,
        seed: int | None = None,
        on_text: Callable[[str], None] | None = None,
    ) -> None:
        self.llm = llm
        self.temperature = temperature
        self.max_tokens = max_tokens
        self.seed = seed
        self.on_text = on_text

    def ask(
        self,
        turns: Sequence[Message],
        *,
        temperature: float | None = None,
        seed: int | None = None,
        max_tokens: int | None = None,
    ) -> Completion:
        """Put `turns` after the system message; what is left out is as the agent was set up."""
        # The same words come first in every conversation: models keep what they have read of a
        # shared beginning, so it is read once.
        return self.llm.complete(
            [Message("system", render("system")), *turns],
            temperature=self.temperature if temperature is None else temperature,
            max_tokens=self.max_tokens if max_tokens is None else max_tokens,
            seed=self.seed if seed is None else seed,
            on_text=self.on_text,
        )


def facts_text(task: Task) -> str:
    """The part of a prompt that tells what the inputs look like, and how libraries are used.

    Empty where nothing is known.
    """
    told = []
    if task.brief:
        told.append(render("facts", brief=task.brief))
    if task.recipes:
        told.append(render("recipes", code="\n\n".join(task.recipes)))
    return "".join(f"\n{part}\n" for part in told)
