"""The LLM seam: what a step needs of a model, and the ways of getting one.

Steps talk to an `LLM`. A model client of a user's own is any object with `_call(prompt, stop)`
and `set_parameter(name, value)`; `as_llm` makes an `LLM` of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal, Protocol, runtime_checkable

if TYPE_CHECKING:
    from code_it.models.build import build_llm_from_config
    from code_it.models.classic import as_llm
    from code_it.models.embedded import build_embedded_llm
    from code_it.models.http import (
        HTTPBaseLLM,
        build_llama_base_llm,
        build_text_generation_web_ui_client_llm,
    )
    from code_it.models.ollama import build_ollama_llm
    from code_it.models.openai_compatible import build_openai_compatible_llm
    from code_it.models.scripted import ScriptedLLM
    from code_it.models.servers import (
        build_llama_cpp_llm,
        build_lm_studio_llm,
        build_text_generation_webui_llm,
        build_vllm_llm,
    )
    from code_it.models.streaming import stream

__all__ = [
    "LLM",
    "ClassicClient",
    "Completion",
    "HTTPBaseLLM",
    "Message",
    "ModelBuilder",
    "Role",
    "ScriptedLLM",
    "as_llm",
    "build_embedded_llm",
    "build_llama_base_llm",
    "build_llama_cpp_llm",
    "build_llm_from_config",
    "build_lm_studio_llm",
    "build_ollama_llm",
    "build_openai_compatible_llm",
    "build_text_generation_web_ui_client_llm",
    "build_text_generation_webui_llm",
    "build_vllm_llm",
    "stream",
]

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
    finish_reason: Literal["stop", "length", "repetition", "unknown"] = "unknown"
    """`repetition`: it was stopped because it wrote the same again and again."""
    prompt_tokens: int = 0
    """0 when the server does not count; likewise `completion_tokens`."""
    completion_tokens: int = 0
    seconds: float = field(default=0.0, compare=False)
    """From the question to the end of the answer, waits for the server included."""
    model: str = field(default="", compare=False)
    """As the server calls it; empty when nobody told."""


@runtime_checkable
class LLM(Protocol):
    """Messages in, one completion out.

    What else a client may have, and is used where it has it:

    - `context_tokens`, an int or `None`: the longest prompt and answer together
    - `count_tokens(text)`, an int or `None`: without those of a chat template
    - `continues_replies`, true when it goes on where an assistant's message at the end stops
    - `complete_several(messages, count, ...)`, a tuple of 1 to `count` completions from one request
    - `takes_schema`, true when `complete` also has `schema`, a JSON schema for the answer
    - `load()`, which makes it ready before it is asked
    """

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
            PromptTooLong: `messages` are more than the model can hold, or reads.
            ModelError: No answer is to be had. Says why, and what to try.
        """
        ...


@runtime_checkable
class ClassicClient(Protocol):
    """A model client of a user's own: one prompt in, its continuation out."""

    def _call(self, prompt: str, stop: list[str] | None = None) -> str: ...

    def set_parameter(self, name: str, value: Any) -> object: ...


ModelBuilder = Callable[[], "LLM | ClassicClient"]

# The ways of asking import HTTP clients and model runtimes, which take longer to import than
# `--help` may take to answer, so they are imported when they are named.
_HOMES = {
    "HTTPBaseLLM": "http",
    "ScriptedLLM": "scripted",
    "as_llm": "classic",
    "build_embedded_llm": "embedded",
    "build_llama_base_llm": "http",
    "build_llm_from_config": "build",
    "build_ollama_llm": "ollama",
    "build_openai_compatible_llm": "openai_compatible",
    "build_text_generation_web_ui_client_llm": "http",
    "stream": "streaming",
    **dict.fromkeys(
        (
            "build_llama_cpp_llm",
            "build_lm_studio_llm",
            "build_text_generation_webui_llm",
            "build_vllm_llm",
        ),
        "servers",
    ),
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
