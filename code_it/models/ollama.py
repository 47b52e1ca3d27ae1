"""Messages -> Completion, from Ollama's own API.

Its OpenAI-compatible one takes no context length, and cuts long prompts without a word.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from code_it.errors import LLMUnavailable, ModelError, PromptTooLong
from code_it.models import Completion, Message
from code_it.models._addresses import server_url
from code_it.models._answers import Answer, BrokenOff, listed_names, no_such_model, raise_error_in
from code_it.models._patience import LOAD_TIMEOUT_SECONDS, NO_PATIENCE, PATIENCE, Patience
from code_it.models._replies import Reply
from code_it.models._transport import KEY_VARIABLE, ModelServer, Refused, key_from_environment
from code_it.models.discovery import what_is_at
from code_it.models.prompt_room import expect_no_echo, expect_read_whole, says_too_long

OLLAMA_URL = "http://127.0.0.1:11434"
_SHOW_SECONDS = 5.0
_LARGER_CONTEXT = "raise context_tokens, or shorten the task and its inputs"
_ENDPOINT = re.compile(r"(/api(/(chat|generate|tags))?|/v1)$")


class OllamaLLM:
    """A model that Ollama serves."""

    takes_schema = True
    continues_replies = True
    """It goes on where an assistant's message at the end of the conversation stops."""

    def __init__(
        self,
        url: str = OLLAMA_URL,
        model: str = "",
        timeout_seconds: float = LOAD_TIMEOUT_SECONDS,
        *,
        context_tokens: int = 8192,
        api_key: str = "",
        stall_seconds: float = 60.0,
        patience: Patience = PATIENCE,
    ) -> None:
        """Connects to nothing yet.

        Args:
            url: With or without `/api`.
            model: As `ollama list` shows it; empty for the first, one for code before others.
                A model that is not there is not fetched.
            timeout_seconds: Longest wait for the first byte of an answer, which includes the
                loading of the model.
            context_tokens: Longest conversation.
            api_key: Sent as a bearer token, for a server behind one that wants it.
            stall_seconds: Longest silence within an answer.
            patience: How long to wait before asking again.

        Raises:
            ConfigError: `url` is no address.
        """
        self.url = _ENDPOINT.sub("", server_url(url, default=OLLAMA_URL))
        self.model = model
        self._context_tokens = context_tokens
        self._trained_tokens: int | None = None
        self._server = ModelServer(
            api_key.strip(),
            f"the API key in {KEY_VARIABLE}",
            timeout_seconds=timeout_seconds,
            stall_seconds=stall_seconds,
            patience=patience,
            how_to_start="start it with `ollama serve`",
        )

    def __repr__(self) -> str:
        return f"OllamaLLM({self.url!r}, {self.model!r})"

    @property
    def context_tokens(self) -> int:
        """What is asked for, or less where the model was made for less."""
        if self._trained_tokens is None and self.model:
            with contextlib.suppress(ModelError):
                # One that does not tell is not asked before every question.
                self._trained_tokens = self._context_of_model() or 0
        return min(self._context_tokens, self._trained_tokens or self._context_tokens)

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
        """Answer `messages`.

        Args:
            schema: The answer is JSON of this schema.

        Raises:
            PromptTooLong: `messages` are more than the context holds.
            LLMUnavailable: No answer; says why, and what to try.
            LLMBadResponse: An answer that is no completion.
        """
        self.model = self.model or self._first_model()
        options: dict[str, Any] = {
            "num_ctx": self._context_tokens,
            "num_predict": max_tokens,
            "temperature": temperature,
        }
        if seed is not None:
            options["seed"] = seed
        if stop:
            options["stop"] = list(stop)
        body = {
            "model": self.model,
            "messages": [{"role": turn.role, "content": turn.content} for turn in messages],
            "stream": True,
            # Small models code worse after thinking, and may spend all their tokens on it.
            "think": False,
            "options": options,
        }
        if schema is not None:
            body["format"] = schema
        replies: list[Reply] = []

        def ask() -> None:
            replies.append(
                Reply(max_tokens=max_tokens, stop=stop, on_text=on_text, model=self.model)
            )
            with self._server.post(f"{self.url}/api/chat", body) as answer:
                _add_stream(replies[-1], answer, self._server.longest_stream_seconds(max_tokens))

        try:
            self._server.once_more(ask, self.url)
        except Refused as error:
            raise self._explained(error) from error
        completion = replies[-1].completion()
        expect_read_whole(messages, completion, self.url, _LARGER_CONTEXT)
        expect_no_echo(messages, completion, self.url)
        return completion

    def _first_model(self) -> str:
        try:
            names = self._model_names()
        except Refused as error:
            raise self._explained(error) from error
        if not names:
            raise LLMUnavailable(
                f"Ollama at {self.url} has no model; fetch one, for example with "
                "`ollama pull qwen2.5-coder:1.5b`"
            )
        return next((name for name in names if "code" in name.lower()), names[0])

    def _model_names(self) -> list[str]:
        with self._server.get(f"{self.url}/api/tags") as answer:
            return listed_names(answer.json(), "models", "name")

    def _context_of_model(self) -> int | None:
        """What it was trained for; Ollama gives it no more, whatever is asked for."""
        server = replace(self._server, patience=NO_PATIENCE, timeout_seconds=_SHOW_SECONDS)
        with server.post(f"{self.url}/api/show", {"model": self.model}) as answer:
            shown = answer.json()
        facts = shown.get("model_info") if isinstance(shown, dict) else None
        sizes = [
            value
            for name, value in (facts if isinstance(facts, dict) else {}).items()
            if name.endswith(".context_length") and isinstance(value, int) and value > 0
        ]
        return sizes[0] if sizes else None

    def _explained(self, error: Refused) -> ModelError:
        if says_too_long(error.server_text):
            return PromptTooLong(f"{error}; {_LARGER_CONTEXT}")
        if error.status != 404:
            return error
        try:
            names = self._model_names()
        except ModelError:
            there = what_is_at(self.url, self._server.api_key)
            return LLMUnavailable(
                f"{error}; is Ollama what answers at {self.url}? {there}".rstrip()
            )
        known = self.model in names or f"{self.model}:latest" in names
        return error if known else no_such_model(self.url, self.model, names)


def build_ollama_llm(
    url: str = OLLAMA_URL,
    model: str = "",
    *,
    context_tokens: int = 8192,
    load_timeout_seconds: float = LOAD_TIMEOUT_SECONDS,
) -> OllamaLLM:
    """A client for `model`; empty for the first that is there, one for code before others.

    The key in CODE_IT_API_KEY is sent, if there is one.
    """
    return OllamaLLM(
        url,
        model,
        load_timeout_seconds,
        context_tokens=context_tokens,
        api_key=key_from_environment(),
        patience=replace(PATIENCE, most_seconds=load_timeout_seconds),
    )


def _add_stream(reply: Reply, answer: Answer, within_seconds: float) -> None:
    for line in answer.lines(within_seconds=within_seconds):
        if line.strip():
            _add_chunk(reply, answer.parse_whole(line), answer.where)
        if reply.ended or reply.full:
            return
    raise BrokenOff(f"{answer.where} ended in the middle of its answer; look into the server's log")


def _add_chunk(reply: Reply, chunk: object, where: str) -> None:
    raise_error_in(chunk, where)
    if not isinstance(chunk, dict):
        return
    message = chunk.get("message")
    reply.add(message.get("content") if isinstance(message, Mapping) else None)
    if chunk.get("done"):
        reply.ended = True
        reply.finish_reason = str(chunk.get("done_reason"))
        reply.count(chunk.get("prompt_eval_count"), chunk.get("eval_count"))
