"""Messages -> Completion, from any server that speaks OpenAI's chat completions.

llama.cpp's server, LM Studio, vLLM, text-generation-webui (`/v1`) and many others do.
"""

from __future__ import annotations

import itertools
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from code_it.errors import LLMBadResponse, LLMUnavailable, ModelError
from code_it.models import Completion, Message
from code_it.models._replies import Reply, text_of_parts
from code_it.models._transport import (
    KEY_VARIABLE,
    PATIENCE,
    Answer,
    BrokenOff,
    ModelServer,
    Patience,
    Refused,
    listed_names,
    no_such_model,
    raise_error_in,
    server_url,
)

OPENAI_COMPATIBLE_URL = "http://127.0.0.1:8080/v1"
_ENDPOINT = re.compile(r"/(chat/completions|completions|chat|models)$")
_VERSION = re.compile(r"/v\d\w*(/|$)")

# Servers differ in what they take besides the messages; a complaint names the parameter.
_OPTIONAL = ("stream_options", "seed", "stop", "temperature")


class OpenAICompatibleLLM:
    """A model behind `/v1/chat/completions`."""

    def __init__(
        self,
        url: str = OPENAI_COMPATIBLE_URL,
        model: str = "",
        api_key: str = "",
        timeout_seconds: float = 300.0,
        *,
        key_name: str = "the API key",
        stall_seconds: float = 60.0,
        patience: Patience = PATIENCE,
    ) -> None:
        """Connects to nothing yet.

        Args:
            url: With or without `/v1`, or the full address of an endpoint.
            model: As the server calls it; empty for the first that it lists.
            api_key: Sent as a bearer token; empty for none.
            timeout_seconds: Longest wait for the first byte of an answer.
            key_name: What to call the key in messages, such as the variable it came from.
            stall_seconds: Longest silence within an answer.
            patience: How long to wait before asking again.

        Raises:
            ConfigError: `url` is no address, or `api_key` cannot be a key.
        """
        self.url = _base_url(url)
        self.model = model
        self._server = ModelServer(
            api_key.strip(), key_name, timeout_seconds, stall_seconds, patience
        )
        self._unsupported: set[str] = set()

    def __repr__(self) -> str:
        return f"OpenAICompatibleLLM({self.url!r}, {self.model!r})"

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
        """Answer `messages`; `on_text` is also given the thinking before the answer.

        Raises:
            LLMUnavailable: No answer; says why, and what to try.
            LLMBadResponse: An answer that is no completion.
        """
        self.model = self.model or self._first_model()
        body: dict[str, Any] = {
            "model": self.model,
            "messages": [{"role": turn.role, "content": turn.content} for turn in messages],
            "max_tokens": max_tokens,
            "temperature": temperature,
            "stream": True,
            "stream_options": {"include_usage": True},
        }
        if seed is not None:
            body["seed"] = seed
        if stop:
            body["stop"] = list(stop)
        while True:
            replies: list[Reply] = []

            def ask(replies: list[Reply] = replies) -> None:
                replies.append(Reply(max_tokens=max_tokens, stop=stop, on_text=on_text))
                self._fill(replies[-1], self._supported(body), max_tokens)

            try:
                self._server.once_more(ask)
            except Refused as error:
                if not self._learns_from(error, body):
                    raise self._explained(error) from error
            else:
                return replies[-1].completion()

    def _fill(self, reply: Reply, body: Mapping[str, Any], max_tokens: int) -> None:
        with self._server.post(f"{self.url}/chat/completions", body) as answer:
            if answer.is_json:
                _add_whole(reply, answer)
            else:
                _add_stream(reply, answer, self._server.longest_stream_seconds(max_tokens))

    def _supported(self, body: Mapping[str, Any]) -> dict[str, Any]:
        sent = {name: value for name, value in body.items() if name not in self._unsupported}
        if "max_tokens" in self._unsupported:
            sent["max_completion_tokens"] = body["max_tokens"]
        return sent

    def _learns_from(self, error: Refused, body: Mapping[str, Any]) -> bool:
        """Whether the server complains of a parameter that it can be asked without."""
        if error.status not in (400, 422):
            return False
        text = error.server_text
        complained = {name for name in _OPTIONAL if name in body and _complains_of(text, name)}
        if "max_completion_tokens" in text:
            complained = {"max_tokens"}
        new = complained - self._unsupported
        self._unsupported |= new
        return bool(new)

    def _first_model(self) -> str:
        try:
            names = self._model_names()
        except Refused as error:
            if error.status not in (404, 405, 501):
                raise
            # A server that lists nothing serves one model, under any name.
            return "default"
        if not names:
            raise LLMUnavailable(f"{self.url} has no model; load one into the server")
        return names[0]

    def _model_names(self) -> list[str]:
        with self._server.get(f"{self.url}/models") as answer:
            return listed_names(answer.json(), "data", "id")

    def _explained(self, error: Refused) -> LLMUnavailable:
        if error.status not in (400, 404):
            return error
        try:
            names = self._model_names()
        except ModelError:
            return LLMUnavailable(
                f"{error}; is there an OpenAI-compatible server at {self.url}? "
                "Ollama has a backend of its own, ollama"
            )
        return error if self.model in names else no_such_model(self.url, self.model, names)


def _complains_of(text: str, name: str) -> bool:
    """Is `name` a parameter in `text`, and not a word of the sentence?"""
    if not re.search(rf"\b{name}\b", text):
        return False
    return bool(re.search(rf"[\"'`\[:.]{name}\b|\b{name}[\"'`\]]", text) or _UNKNOWN.search(text))


_UNKNOWN = re.compile(
    r"unsupported|not supported|unknown|unrecognized|unexpected|not permitted|extra (field|input)",
    re.IGNORECASE,
)


def build_openai_compatible_llm(url: str = "", model: str = "") -> OpenAICompatibleLLM:
    """A client for `model` at `url`, with the key in CODE_IT_API_KEY, if any.

    OpenAI itself also gets the one in OPENAI_API_KEY; no other server does.

    Args:
        url: Empty for the address that llama.cpp's server uses.
        model: Empty for the first that the server lists.
    """
    url = server_url(url, default=OPENAI_COMPATIBLE_URL)
    variable = KEY_VARIABLE
    if not os.environ.get(KEY_VARIABLE) and _is_openai(url):
        variable = "OPENAI_API_KEY"
    key = os.environ.get(variable, "")
    return OpenAICompatibleLLM(
        url, model, key, key_name=variable if key else f"the API key in {KEY_VARIABLE}"
    )


def _is_openai(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme == "https" and parts.hostname == "api.openai.com"


def server_sent_data(lines: Iterable[str]) -> Iterator[str]:
    """The data of each event of a stream, without the comments that keep it alive."""
    data: list[str] = []
    # Some servers leave out the empty line after the last event.
    for line in itertools.chain(lines, [""]):
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if name == "data":
            data.append(value)
        elif name == "error":
            # Earlier versions of llama.cpp's server put an error object into a field of its own.
            data.append(f'{{"error": {value}}}')
        elif not line:
            if any(data):
                yield "\n".join(data)
            data = []


def _add_stream(reply: Reply, answer: Answer, within_seconds: float) -> None:
    answered = False
    try:
        for data in server_sent_data(answer.lines(within_seconds=within_seconds)):
            answered = True
            if data.strip() == "[DONE]":
                reply.ended = True
                break
            _add_chunk(reply, answer.parse(data), answer.where)
            if reply.full:
                break
    except (LLMUnavailable, LLMBadResponse):
        # What comes after the end of the answer is only a farewell.
        if not reply.ended:
            raise
    if not answered:
        raise _no_chat_completion(answer)
    if not (reply.ended or reply.full):
        raise BrokenOff(
            f"{answer.where} ended in the middle of its answer; look into the server's log"
        )


def _add_whole(reply: Reply, answer: Answer) -> None:
    """For servers that do not stream."""
    response = answer.json()
    _add_chunk(reply, response, answer.where)
    if not (isinstance(response, dict) and response.get("choices")):
        raise _no_chat_completion(answer)


def _no_chat_completion(answer: Answer) -> LLMBadResponse:
    return LLMBadResponse(
        f"{answer.where} answered with what is no chat completion; "
        "is it an OpenAI-compatible server?"
    )


def _add_chunk(reply: Reply, chunk: object, where: str) -> None:
    raise_error_in(chunk, where)
    if not isinstance(chunk, dict):
        return
    usage = chunk.get("usage")
    if isinstance(usage, dict):
        reply.count(usage.get("prompt_tokens"), usage.get("completion_tokens"))
    choices = chunk.get("choices")
    if not (isinstance(choices, list) and choices and isinstance(choices[0], dict)):
        return
    choice = choices[0]
    part = choice.get("delta") or choice.get("message") or {}
    reply.add(text_of_parts(part.get("content")) if isinstance(part, dict) else None)
    if isinstance(choice.get("finish_reason"), str):
        reply.finish_reason = choice["finish_reason"]
        reply.ended = True


def _base_url(url: str) -> str:
    parts = urlsplit(server_url(url, default=OPENAI_COMPATIBLE_URL))
    path = _ENDPOINT.sub("", parts.path)
    if not _VERSION.search(path):
        path += "/v1"
    return urlunsplit((parts.scheme, parts.netloc, path, "", ""))
