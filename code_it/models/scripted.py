"""A model whose answers are written down beforehand: what a test of the loop needs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from code_it.errors import LLMBadResponse
from code_it.models import Completion, Message
from code_it.models._replies import before_stop

ScriptedReply = (
    str
    | Completion
    | BaseException
    | type[BaseException]
    | Callable[[Sequence[Message]], "str | Completion"]
)
"""Text to answer with, an exception to raise, or a function of the messages."""

_CHARACTERS_PER_TOKEN = 4


@dataclass(frozen=True)
class Call:
    """What the model was asked."""

    messages: tuple[Message, ...]
    temperature: float
    max_tokens: int
    seed: int | None
    stop: tuple[str, ...]

    @property
    def prompt(self) -> str:
        """The last thing the user said."""
        said = (message.content for message in reversed(self.messages) if message.role == "user")
        return next(said, "")


class ScriptedLLM:
    """Gives its replies in order, and keeps what it was asked.

    It is an `LLM` and, for code that wants one, a classic client with `_call` and `set_parameter`.
    """

    def __init__(self, *replies: ScriptedReply, repeat_last: bool = False) -> None:
        """Args:
        replies: One for each call.
        repeat_last: Give the last reply again and again; without it, a call too many raises.
        """
        self._replies = replies
        self._repeat_last = repeat_last
        self.calls: list[Call] = []
        self.parameters: dict[str, Any] = {}

    @property
    def prompts(self) -> list[str]:
        """The last user message of each call."""
        return [call.prompt for call in self.calls]

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
        """Give the next reply.

        Raises:
            LLMBadResponse: The script has no reply left.
        """
        self.calls.append(Call(tuple(messages), temperature, max_tokens, seed, tuple(stop)))
        completion = self._answer(self._next_reply(), messages, stop)
        if on_text is not None:
            for piece in completion.text.splitlines(keepends=True):
                on_text(piece)
        return completion

    def set_parameter(self, name: str, value: Any) -> None:
        self.parameters[name] = value

    def _call(self, prompt: str, stop: list[str] | None = None) -> str:
        temperature = float(self.parameters.get("temperature", 0.0))
        return self.complete(
            [Message("user", prompt)], temperature=temperature, stop=stop or ()
        ).text

    def _next_reply(self) -> ScriptedReply:
        index = len(self.calls) - 1
        if index < len(self._replies):
            return self._replies[index]
        if self._repeat_last and self._replies:
            return self._replies[-1]
        raise LLMBadResponse(
            f"the script has no reply left: this is call {index + 1}, "
            f"and it holds {len(self._replies)}; the prompt was {self.calls[-1].prompt[:200]!r}"
        )

    def _answer(
        self, reply: ScriptedReply, messages: Sequence[Message], stop: Sequence[str]
    ) -> Completion:
        if isinstance(reply, (BaseException, type)):
            raise reply
        answer = reply(messages) if callable(reply) else reply
        if isinstance(answer, Completion):
            return answer
        text = before_stop(answer, stop)
        asked = sum(len(message.content) for message in messages)
        return Completion(
            text,
            "stop",
            prompt_tokens=asked // _CHARACTERS_PER_TOKEN,
            completion_tokens=len(text) // _CHARACTERS_PER_TOKEN,
        )
