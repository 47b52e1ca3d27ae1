"""Messages -> one prompt -> Completion, for clients that know no messages."""

from __future__ import annotations

import logging
import threading
import weakref
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from code_it.errors import CodeItError, ConfigError, LLMBadResponse, LLMUnavailable
from code_it.models import LLM, Completion, Message
from code_it.models._replies import (
    as_text,
    before_stop,
    text_of_parts,
    without_template_tokens,
    without_thinking,
)

logger = logging.getLogger("code_it")

_INSTRUCTION = "### Instruction:"
_RESPONSE = "### Response:"
_MAX_TOKENS_NAMES = ("max_new_tokens", "max_tokens")


def as_llm(client: object) -> LLM:
    """`client` as something that the steps can talk to.

    Args:
        client: An `LLM` (returned as it is), an object with `_call(prompt, stop)` and usually
            `set_parameter(name, value)`, or one with `invoke(prompt)`, as LangChain's models.

    Raises:
        ConfigError: It is none of these.
    """
    if not isinstance(client, type):
        if isinstance(client, LLM):
            return client
        call, invoke = getattr(client, "_call", None), getattr(client, "invoke", None)
        # LangChain's own `_call` wants more than a prompt, so its `invoke` goes first.
        if callable(call) and (hasattr(client, "set_parameter") or not callable(invoke)):
            return ClassicLLM(client, call)
        if callable(invoke):
            return ClassicLLM(client, _asks_through(invoke))
    what = f"the class {client.__name__}" if isinstance(client, type) else repr(client)[:200]
    raise ConfigError(
        f"{what} is no model client; it must be an object with _call(prompt, stop) and "
        "set_parameter(name, value), and a model builder must return one"
    )


class ClassicLLM:
    """An `LLM` made of a client that continues one prompt.

    The temperature, the seed and the longest answer are set with `set_parameter`, the latter two
    only where the client's `parameters` have them. A longest answer that it was built with is
    never raised: whoever chose it knows how much the server's context holds.
    """

    def __init__(self, client: object, ask: Callable[[str, list[str]], object]) -> None:
        """Use `as_llm`, which knows how to ask.

        Args:
            client: What the parameters are set on.
            ask: Given a prompt and stop strings; returns the text.
        """
        self._client = client
        self._ask = ask
        self._lock = _lock_of(client)
        self._refused: set[str] = set()
        known = self._parameters()
        self._limits = {
            name: known[name] for name in _MAX_TOKENS_NAMES if isinstance(known.get(name), int)
        }

    def __repr__(self) -> str:
        return f"ClassicLLM({self._client!r})"

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
        """Answer `messages`; `on_text` is given the whole answer at once.

        Raises:
            LLMUnavailable: The client raised.
            LLMBadResponse: It returned something else than text.
        """
        prompt = flatten(messages)
        stops = [*stop, *turn_marks()]
        # What is set holds for the next question, so nobody else may ask in between.
        with self._lock:
            self._set("temperature", temperature)
            for name, limit in self._limits.items():
                # Some servers take -1 for no limit.
                self._set(name, min(max_tokens, limit) if limit > 0 else max_tokens)
            if seed is not None and "seed" in self._parameters():
                self._set("seed", seed)
            answer = self._text(prompt, stops)
        reply = _without_echo(as_text(answer), prompt)
        if answer.strip() and not reply.strip():
            raise LLMBadResponse(
                f"the model client {type(self._client).__name__} answered with the question; has "
                "the model the right chat template?"
            )
        text, ended = without_thinking(reply)
        text = without_template_tokens(before_stop(text, stops))
        text = text.lstrip("\n").rstrip()
        if on_text is not None and text:
            on_text(text)
        return Completion(text, "unknown" if ended else "length")

    def _parameters(self) -> Mapping[str, Any]:
        parameters = getattr(self._client, "parameters", None)
        return parameters if isinstance(parameters, Mapping) else {}

    def _set(self, name: str, value: object) -> None:
        set_parameter = getattr(self._client, "set_parameter", None)
        if set_parameter is None:
            return
        try:
            set_parameter(name, value)
        except Exception as error:
            # A client without temperatures still writes scripts, only always the same ones.
            if name not in self._refused:
                logger.warning("The model client does not take %s: %s", name, error)
            self._refused.add(name)

    def _text(self, prompt: str, stop: list[str]) -> str:
        name = type(self._client).__name__
        try:
            text = self._ask(prompt, stop)
        except CodeItError:
            raise
        except Exception as error:
            raise LLMUnavailable(
                f"the model client {name} failed: {type(error).__name__}: {error}; "
                "is its server up?"
            ) from error
        if not isinstance(text, str):
            raise LLMBadResponse(
                f"the model client {name} returned a {type(text).__name__}; it must return text"
            )
        return text


_locks: weakref.WeakKeyDictionary[object, threading.Lock] = weakref.WeakKeyDictionary()
_locks_lock = threading.Lock()


def _lock_of(client: object) -> threading.Lock:
    """One for each client, which several may share."""
    with _locks_lock:
        try:
            return _locks.setdefault(client, threading.Lock())
        except TypeError:
            # It cannot be remembered, or compared.
            return threading.Lock()


def flatten(messages: Sequence[Message]) -> str:
    """One prompt that ends where the answer begins.

    The form is the one that most instruction-tuned models have seen, whatever their own is. An
    assistant's message at the end is an answer that goes on.
    """
    marks = {"system": "", "user": f"{_INSTRUCTION}\n", "assistant": f"{_RESPONSE}\n"}
    begun = ""
    if messages and messages[-1].role == "assistant":
        *messages, last = messages
        begun = last.content
    turns = [marks[message.role] + message.content.strip() for message in messages]
    return "\n\n".join([*turns, f"{_RESPONSE}\n{begun}"])


def turn_marks() -> list[str]:
    """Where a model that writes the next question too is stopped."""
    return [_INSTRUCTION]


def _without_echo(text: str, prompt: str) -> str:
    echo = prompt.strip()
    return text.partition(echo)[2] if text.lstrip().startswith(echo) else text


def _asks_through(invoke: Callable[[str], object]) -> Callable[[str, list[str]], object]:
    """How to ask LangChain's `invoke`, which returns text, or a message of text or of parts."""

    def ask(prompt: str, _stop: list[str]) -> object:
        answer = invoke(prompt)
        return text_of_parts(getattr(answer, "content", answer))

    return ask
