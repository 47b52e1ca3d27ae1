"""Prompt -> text, from servers that take one prompt and continue it.

They have no chat template and no streaming: one JSON object each way. `as_llm` makes an `LLM` of
such a client.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from code_it.errors import LLMBadResponse, LLMUnavailable
from code_it.models._addresses import server_url
from code_it.models._answers import one_line, said_error
from code_it.models._patience import LOAD_TIMEOUT_SECONDS, PATIENCE, Patience
from code_it.models._replies import as_text, before_stop
from code_it.models._transport import KEY_VARIABLE, ModelServer, Refused, key_from_environment

TEXT_GENERATION_WEB_UI_URL = "http://localhost:5000/api/v1/generate"
LLAMA_URL = "http://127.0.0.1:8000/prompt"

# The likeliest answer, for servers that refuse to sample at 0.
_LOWEST_SAMPLING_TEMPERATURE = 0.001

ResponseExtractor = Callable[[Any, list[str]], str]
"""Given the parsed answer and the stop strings that were sent; returns the text."""


def _response_field(response: Any, _stop: list[str]) -> str:
    text: str = response["response"]
    return text


class HTTPBaseLLM:
    """A client of a server that takes `{"prompt": …, "stop": […], …}`."""

    def __init__(
        self,
        prompt_url: str,
        parameters: Mapping[str, Any] | None = None,
        response_extractor: ResponseExtractor = _response_field,
        stop_parameter_name: str = "stop",
        *,
        timeout_seconds: float = LOAD_TIMEOUT_SECONDS,
        patience: Patience = PATIENCE,
        api_key: str = "",
    ) -> None:
        """Connects to nothing yet.

        Args:
            prompt_url: Where to post.
            parameters: Sent with every prompt; a stop list among them is always stopped at.
                A copy is kept. Servers whose parameters say `do_sample` are sent a temperature
                of 0.001 for 0, which they refuse.
            response_extractor: Takes the text out of the parsed answer; by default its field
                `response`.
            stop_parameter_name: What the server calls its list of stop strings.
            timeout_seconds: Longest wait for an answer.
            patience: How long to wait before asking again.
            api_key: Sent as a bearer token; empty for none.

        Raises:
            ConfigError: `prompt_url` is no address.
        """
        self.prompt_url = server_url(prompt_url, default=LLAMA_URL)
        self.parameters: dict[str, Any] = copy.deepcopy(dict(parameters or {}))
        self.response_extractor = response_extractor
        self.stop_parameter_name = stop_parameter_name
        self._server = ModelServer(
            api_key.strip(),
            f"the API key in {KEY_VARIABLE}",
            timeout_seconds=timeout_seconds,
            patience=patience,
        )

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.prompt_url!r})"

    def set_parameter(self, name: str, value: Any) -> None:
        """Send `value` from now on, known to the server or not."""
        self.parameters[name] = value

    def _call(self, prompt: str, stop: list[str] | None = None) -> str:
        """The server's continuation of `prompt`.

        Args:
            prompt: Sent as it is.
            stop: Joins the stop strings among the parameters.

        Raises:
            LLMUnavailable: No answer; says why, and what to try.
            LLMBadResponse: An answer without the text in it.
        """
        stops = _merged(self.parameters.get(self.stop_parameter_name), stop)
        body = {**self.parameters, "prompt": prompt, self.stop_parameter_name: stops}
        if body.get("do_sample") and body.get("temperature") == 0:
            body["temperature"] = _LOWEST_SAMPLING_TEMPERATURE
        try:
            with self._server.post(self.prompt_url, body) as answer:
                return self._extracted(answer.json(), stops, answer.where)
        except Refused as error:
            if error.status != 404:
                raise
            raise LLMUnavailable(
                f"{error}; text-generation-webui and others have replaced this kind of address "
                "by one that ends in /v1, which the backend openai asks"
            ) from error

    def _extracted(self, response: Any, stops: list[str], where: str) -> str:
        try:
            text = self.response_extractor(response, stops)
        except Exception as error:
            found = said_error(response) or f"it holds {_outline(response)}"
            raise LLMBadResponse(
                f"{where} answered without the text of a completion ({one_line(found)}); "
                "is it the right kind of server?"
            ) from error
        if not isinstance(text, str):
            raise LLMBadResponse(
                f"{where} answered with a {type(text).__name__} where the text should be; "
                "is it the right kind of server?"
            )
        return as_text(text)


def build_text_generation_web_ui_client_llm(
    prompt_url: str = TEXT_GENERATION_WEB_UI_URL,
    parameters: Mapping[str, Any] | None = None,
    *,
    load_timeout_seconds: float = LOAD_TIMEOUT_SECONDS,
) -> HTTPBaseLLM:
    """A client of text-generation-webui's classic API; later versions serve `/v1` instead.

    The key in CODE_IT_API_KEY is sent, if there is one; likewise below.

    Args:
        prompt_url: Where to post.
        parameters: Take the place of the defaults, all of them.
        load_timeout_seconds: Longest wait for a server that loads its model or is busy.
    """
    return HTTPBaseLLM(
        prompt_url,
        _text_generation_web_ui_parameters() if parameters is None else parameters,
        _first_result,
        "stopping_strings",
        timeout_seconds=load_timeout_seconds,
        patience=replace(PATIENCE, most_seconds=load_timeout_seconds),
        api_key=key_from_environment(),
    )


def build_llama_base_llm(
    prompt_url: str = LLAMA_URL,
    parameters: Mapping[str, Any] | None = None,
    *,
    load_timeout_seconds: float = LOAD_TIMEOUT_SECONDS,
) -> HTTPBaseLLM:
    """A client of a server that takes `{"prompt": …, "stop": […]}` and gives `{"response": …}`.

    Args:
        prompt_url: Where to post.
        parameters: Take the place of the defaults, all of them.
        load_timeout_seconds: Longest wait for a server that loads its model or is busy.
    """
    defaults = {"temperature": 0, "max_new_tokens": 1024, "stop": []}
    return HTTPBaseLLM(
        prompt_url,
        defaults if parameters is None else parameters,
        timeout_seconds=load_timeout_seconds,
        patience=replace(PATIENCE, most_seconds=load_timeout_seconds),
        api_key=key_from_environment(),
    )


def _text_generation_web_ui_parameters() -> dict[str, Any]:
    return {
        "max_new_tokens": 1024,
        "do_sample": True,
        "temperature": _LOWEST_SAMPLING_TEMPERATURE,
        "top_p": 0.95,
        "typical_p": 1,
        # Code repeats itself, and rightly so.
        "repetition_penalty": 1.0,
        "top_k": 40,
        "min_length": 0,
        "no_repeat_ngram_size": 0,
        "num_beams": 1,
        "penalty_alpha": 0,
        "length_penalty": 1,
        "early_stopping": False,
        "seed": -1,
        "add_bos_token": True,
        "truncation_length": 4096,
        "ban_eos_token": False,
        "skip_special_tokens": True,
        "stopping_strings": [],
    }


def _first_result(response: Any, stop: list[str]) -> str:
    text: str = response["results"][0]["text"]
    whole = before_stop(text, stop)
    if whole != text:
        return whole
    # The server stops at a stop string, and takes only its last character away.
    cut = (end[:-1] for end in stop if len(end) > 1)
    tail = max((end for end in cut if text.endswith(end)), key=len, default="")
    return text.removesuffix(tail)


def _merged(own: object, given: Iterable[str] | None) -> list[str]:
    """Both lists, in order, without repeats and without empty strings, which would stop at once."""
    return [stop for stop in dict.fromkeys([*_as_list(own), *_as_list(given)]) if stop]


def _as_list(stop: object) -> list[str]:
    if isinstance(stop, str):
        return [stop]
    return list(stop) if isinstance(stop, Iterable) else []


def _outline(response: object) -> str:
    if isinstance(response, dict):
        return ", ".join(map(str, list(response)[:8])) or "nothing"
    return f"a {type(response).__name__}"
