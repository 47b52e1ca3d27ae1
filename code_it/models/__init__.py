"""The LLM seam: what a step needs of a model, and the ways of getting one.

Steps talk to an `LLM`. A model client of a user's own is any object with `_call(prompt, stop)`
and `set_parameter(name, value)`; `as_llm` makes an `LLM` of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol, runtime_checkable

Role = Literal["system", "user", "assistant"]


@dataclass(frozen=True)
class Message:
    """One turn of a conversation."""

    role: Role
    content: str


@dataclass(frozen=True)
class Completion:
    """What a model answered."""

    text: str
    finish_reason: Literal["stop", "length", "unknown"] = "unknown"
    prompt_tokens: int = 0
    """0 when the server does not count; likewise `completion_tokens`."""
    completion_tokens: int = 0


@runtime_checkable
class LLM(Protocol):
    """Messages in, one completion out."""

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
        """Answer `messages`.

        Args:
            messages: An optional system message first, then user and assistant in turn.
            temperature: 0 for the likeliest answer.
            max_tokens: The answer ends after so many, with `finish_reason="length"`.
            seed: The same seed and messages give the same answer, where the model can do that.
            stop: The answer ends before any of these.
            on_text: Given each piece as it comes, where the model can stream.

        Raises:
            ModelError: No answer is to be had. Says why, and what to try.
        """
        ...


@runtime_checkable
class ClassicClient(Protocol):
    """A model client of a user's own: one prompt in, its continuation out."""

    def _call(self, prompt: str, stop: list[str] | None = None) -> str: ...

    def set_parameter(self, name: str, value: Any) -> object: ...


ModelBuilder = Callable[[], "LLM | ClassicClient"]
