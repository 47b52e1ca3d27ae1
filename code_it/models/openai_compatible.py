"""Messages -> Completion, from any server that speaks OpenAI's protocol.

llama.cpp's server, LM Studio, vLLM, text-generation-webui (`/v1`) and many others do. They are
asked for chat completions, and those that have none for completions of one prompt.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from code_it.errors import LLMUnavailable, ModelError, PromptTooLong
from code_it.models import Completion, Message
from code_it.models._addresses import server_url
from code_it.models._answers import listed_names, no_such_model
from code_it.models._openai_wire import Choices, add_answer
from code_it.models._patience import LOAD_TIMEOUT_SECONDS, PATIENCE, Patience
from code_it.models._replies import Reply
from code_it.models._transport import KEY_VARIABLE, ModelServer, Refused
from code_it.models.classic import flatten, turn_marks
from code_it.models.discovery import FoundModel, models_at, what_is_at
from code_it.models.prompt_room import expect_no_echo, expect_read_whole, says_too_long
from code_it.models.turns import turns_of

OPENAI_COMPATIBLE_URL = "http://127.0.0.1:8080/v1"
_CHAT, _COMPLETIONS = "chat/completions", "completions"
_ENDPOINT = re.compile(r"/(chat/completions|completions|chat|models)$")
_VERSION = re.compile(r"/v\d\w*(/|$)")

_NOT_THERE = (404, 405, 501)

# Servers differ in what they take besides the messages; a complaint names the parameter.
_OPTIONAL = ("stream_options", "seed", "stop", "temperature", "response_format", "n")
# What llama.cpp's server said of `n` before it knew it, with status 500.
_ONE_CHOICE = "Only one completion choice is allowed"
_NO_CHAT = re.compile(r"chat[ _]?template", re.IGNORECASE)
_LARGER_CONTEXT = (
    "start the server with a larger context (llama.cpp: --ctx-size; Ollama: the backend ollama, or "
    "OLLAMA_CONTEXT_LENGTH), or shorten the task and its inputs"
)


@dataclass(frozen=True)
class _Question:
    messages: Sequence[Message]
    settings: Mapping[str, Any]
    """The fields of a request that every endpoint has."""
    stop: tuple[str, ...]
    on_text: Callable[[str], None] | None


class OpenAICompatibleLLM:
    """A model behind `/v1/chat/completions`, or behind `/v1/completions`."""

    takes_schema = True

    def __init__(
        self,
        url: str = OPENAI_COMPATIBLE_URL,
        model: str = "",
        api_key: str = "",
        timeout_seconds: float = LOAD_TIMEOUT_SECONDS,
        *,
        key_name: str = "the API key",
        stall_seconds: float = 60.0,
        patience: Patience = PATIENCE,
        how_to_start: str = "start it",
    ) -> None:
        """Connects to nothing yet.

        Args:
            url: With or without `/v1`, or the full address of an endpoint. One that ends in
                `/completions`, but not in `/chat/completions`, is asked for those.
            model: As the server calls it; empty for the first that it lists.
            api_key: Sent as a bearer token; empty for none.
            timeout_seconds: Longest wait for the first byte of an answer.
            key_name: What to call the key in messages, such as the variable it came from.
            stall_seconds: Longest silence within an answer.
            patience: How long to wait before asking again.
            how_to_start: What to do when nobody answers.

        Raises:
            ConfigError: `url` is no address, or `api_key` cannot be a key.
        """
        self.url = _base_url(url)
        self.model = model
        self._endpoint = _endpoint_of(url)
        self._server = ModelServer(
            api_key.strip(), key_name, timeout_seconds, stall_seconds, patience, how_to_start
        )
        self._unsupported: set[str] = set()
        self._found: FoundModel | None = None
        self._was_looked_at = False

    def __repr__(self) -> str:
        return f"OpenAICompatibleLLM({self.url!r}, {self.model!r})"

    @property
    def context_tokens(self) -> int | None:
        """Longest conversation, as the server tells; `None` where it does not."""
        found = self._told()
        return found.context_tokens if found else None

    def count_tokens(self, text: str) -> int | None:
        """By llama.cpp's server, which counts for others too; `None` where another one serves."""
        found = self._told()
        if found is None or found.backend != "llama_cpp":
            return None
        try:
            with self._server.post(f"{found.url}/tokenize", {"content": text}) as answer:
                tokens = answer.json().get("tokens")
        except (ModelError, AttributeError):
            return None
        return len(tokens) if isinstance(tokens, list) else None

    @property
    def continues_replies(self) -> bool:
        """Does it go on where an assistant's message at the end of the conversation stops?"""
        found = self._told()
        return self._endpoint == _COMPLETIONS or (
            found is not None and found.backend in ("llama_cpp", "vllm")
        )

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
        """Answer `messages`; `on_text` is also given the thinking before the answer.

        Args:
            schema: The answer is JSON of this schema, where the server knows how to do that.

        Raises:
            PromptTooLong: `messages` are more than it can hold, or it did not read them all.
            LLMUnavailable: No answer; says why, and what to try.
            LLMBadResponse: An answer that is no completion.
        """
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
        """Answer `messages` up to `count` times in one request, as `complete` does once.

        There is one answer at a temperature of 0, and from a server that writes no more; it is
        not asked for more again. The tokens of the prompt stand in the first one, and `on_text`
        is given its pieces.
        """
        self.model = self.model or self._first_model()
        settings: dict[str, Any] = {
            "model": self.model,
            "max_tokens": max_tokens,
            "temperature": temperature,
            "stream": True,
            "stream_options": {"include_usage": True},
        }
        if (at_once := self._at_once(count, temperature)) > 1:
            settings["n"] = at_once
        if seed is not None:
            settings["seed"] = seed
        if schema is not None:
            form = {"name": "answer", "strict": True, "schema": schema}
            settings["response_format"] = {"type": "json_schema", "json_schema": form}
        completions = self._answered(_Question(messages, settings, tuple(stop), on_text))
        if len(completions) == 1 < at_once and completions[0].finish_reason != "repetition":
            self._unsupported.add("n")
        expect_read_whole(messages, completions[0], self.url, _LARGER_CONTEXT)
        for completion in completions:
            expect_no_echo(messages, completion, self.url)
        return completions

    def _at_once(self, count: int, temperature: float) -> int:
        """Answers to ask for in one request; the likeliest one is always the same."""
        if count == 1 or temperature <= 0 or "n" in self._unsupported:
            return 1
        found = self._told()
        return min(count, found.slots) if found and found.backend == "llama_cpp" else count

    def _answered(self, question: _Question) -> tuple[Completion, ...]:
        """Put the question until the server takes it in some form, or refuses it in all."""
        no_chat: Refused | None = None
        while True:
            try:
                return self._asked(question)
            except Refused as error:
                if no_chat is not None and error.status in _NOT_THERE:
                    # It has neither; what it said of chat is what matters.
                    self._endpoint = _CHAT
                    raise self._explained(no_chat) from error
                before = self._endpoint
                if not self._learns_from(error, self._form(question)):
                    raise self._explained(error) from error
                no_chat = error if self._endpoint != before else no_chat

    def _asked(self, question: _Question) -> tuple[Completion, ...]:
        answers: list[Choices] = []

        def ask() -> None:
            body = self._supported(self._form(question))
            max_tokens, count = question.settings["max_tokens"], body.get("n", 1)
            replies = [
                Reply(
                    max_tokens=max_tokens,
                    stop=self._stops(question),
                    on_text=None if number else question.on_text,
                    model=self.model,
                )
                for number in range(count)
            ]
            answers.append(Choices(replies))
            self._fill(answers[-1], body, count * max_tokens)

        self._server.once_more(ask, self.url)
        return answers[-1].completions()

    def _stops(self, question: _Question) -> list[str]:
        return [*question.stop, *(turn_marks() if self._endpoint == _COMPLETIONS else ())]

    def _form(self, question: _Question) -> dict[str, Any]:
        """What is sent, as the kind of endpoint wants it."""
        stops, messages = self._stops(question), question.messages
        form = {**question.settings, **({"stop": stops} if stops else {})}
        if self._endpoint == _COMPLETIONS:
            return {**form, "prompt": flatten(messages)}
        form["messages"] = [{"role": turn.role, "content": turn.content} for turn in messages]
        is_vllm = self._found is not None and self._found.backend == "vllm"
        if is_vllm and messages and messages[-1].role == "assistant":
            # https://docs.vllm.ai "OpenAI-Compatible Server", extra parameters of the Chat API.
            form |= {"continue_final_message": True, "add_generation_prompt": False}
        return form

    def _fill(self, choices: Choices, body: Mapping[str, Any], most_tokens: int) -> None:
        with self._server.post(f"{self.url}/{self._endpoint}", body) as answer:
            add_answer(choices, answer, self._server.longest_stream_seconds(most_tokens))

    def _supported(self, body: Mapping[str, Any]) -> dict[str, Any]:
        sent = {name: value for name, value in body.items() if name not in self._unsupported}
        if "max_tokens" in self._unsupported:
            sent["max_completion_tokens"] = body["max_tokens"]
        return sent

    def _learns_from(self, error: Refused, body: Mapping[str, Any]) -> bool:
        """Whether the server can be asked in another way: without a parameter, or for no chat."""
        if self._endpoint == _CHAT and self._has_no_chat(error):
            self._endpoint = _COMPLETIONS
            return True
        text = error.server_text
        if "n" in body and _ONE_CHOICE in text and "n" not in self._unsupported:
            self._unsupported.add("n")
            return True
        if error.status not in (400, 422):
            return False
        complained = {name for name in _OPTIONAL if name in body and _complains_of(text, name)}
        if "max_completion_tokens" in text:
            complained = {"max_tokens"}
        new = complained - self._unsupported
        self._unsupported |= new
        return bool(new)

    def _has_no_chat(self, error: Refused) -> bool:
        """Does it serve the model, but not in turns?"""
        if error.status in (400, 500) and _NO_CHAT.search(error.server_text):
            return True
        if error.status not in _NOT_THERE:
            return False
        try:
            return self.model in self._model_names()
        except ModelError:
            return False

    def _first_model(self) -> str:
        try:
            names = self._model_names()
        except Refused as error:
            if error.status not in _NOT_THERE:
                raise
            # A server that lists nothing serves one model, under any name.
            return "default"
        if not names:
            raise LLMUnavailable(f"{self.url} has no model; load one into the server")
        return names[0]

    def _model_names(self) -> list[str]:
        with self._server.get(f"{self.url}/models") as answer:
            return listed_names(answer.json(), "data", "id")

    def _told(self) -> FoundModel | None:
        """What the server tells of itself; asked for until it tells, or has answered otherwise."""
        if self._found is None and not self._was_looked_at:
            self._was_looked_at = bool(self._server.answered)
            found = [
                each for each in models_at(self.url, self._server.api_key) if each.state == "ready"
            ]
            own = (each for each in found if each.model == self.model)
            self._found = next(own, found[0] if found else None)
            turns = turns_of(self.url)
            if self._found and turns:
                turns.slots = self._found.slots
        return self._found

    def _explained(self, error: Refused) -> ModelError:
        if error.status in (400, 413, 422, 500) and says_too_long(
            f"{error.kind} {error.server_text}"
        ):
            return PromptTooLong(f"{error}; {_LARGER_CONTEXT}")
        if error.status not in (400, 404):
            return error
        try:
            names = self._model_names()
        except ModelError:
            there = what_is_at(self.url, self._server.api_key)
            return LLMUnavailable(
                f"{error}; is there an OpenAI-compatible server at {self.url}? "
                f"{there or 'Ollama has a backend of its own, ollama'}"
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


def build_openai_compatible_llm(
    url: str = "",
    model: str = "",
    *,
    load_timeout_seconds: float = LOAD_TIMEOUT_SECONDS,
    how_to_start: str = "start it",
) -> OpenAICompatibleLLM:
    """A client for `model` at `url`, with the key in CODE_IT_API_KEY, if any.

    OpenAI itself also gets the one in OPENAI_API_KEY; no other server does.

    Args:
        url: Empty for the address that llama.cpp's server uses.
        model: Empty for the first that the server lists.
        load_timeout_seconds: Longest wait for a server that loads its model or is busy.
        how_to_start: What to do when nobody answers.
    """
    url = server_url(url, default=OPENAI_COMPATIBLE_URL)
    variable = KEY_VARIABLE
    if not os.environ.get(KEY_VARIABLE) and _is_openai(url):
        variable = "OPENAI_API_KEY"
    key = os.environ.get(variable, "")
    return OpenAICompatibleLLM(
        url,
        model,
        key,
        load_timeout_seconds,
        key_name=variable if key else f"the API key in {KEY_VARIABLE}",
        patience=replace(PATIENCE, most_seconds=load_timeout_seconds),
        how_to_start=how_to_start,
    )


def _is_openai(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme == "https" and parts.hostname == "api.openai.com"


def _base_url(url: str) -> str:
    parts = urlsplit(server_url(url, default=OPENAI_COMPATIBLE_URL))
    path = _ENDPOINT.sub("", parts.path)
    if not _VERSION.search(path):
        path += "/v1"
    return urlunsplit((parts.scheme, parts.netloc, path, "", ""))


def _endpoint_of(url: str) -> str:
    path = urlsplit(server_url(url, default=OPENAI_COMPATIBLE_URL)).path
    return _COMPLETIONS if path.endswith("/completions") and "/chat/" not in path else _CHAT
