"""Asking a model server over HTTP: limits, retries, and errors that say what to try.

One connection per call, so that an interruption closes it, and the server stops generating.
"""

from __future__ import annotations

import json
import logging
import os
import random
import re
import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import requests

from code_it import cancelling
from code_it.errors import ConfigError, LLMTimeout, LLMUnavailable, ModelError
from code_it.models._addresses import is_loopback, shown
from code_it.models._answers import (
    Answer,
    BrokenOff,
    Stalled,
    kind_of_error,
    one_line,
    said_error,
    silence,
)
from code_it.models._connections import Session
from code_it.models._patience import (
    LOAD_TIMEOUT_SECONDS,
    PATIENCE,
    Patience,
    Trouble,
    Waiting,
    retry_after,
)
from code_it.models.turns import turns_of

logger = logging.getLogger("code_it")

KEY_VARIABLE = "CODE_IT_API_KEY"
"""The variable with the key of a model server."""
_SLOWEST_SECONDS_PER_TOKEN = 2.0
# For the words that come with an error status.
_ERROR_SECONDS = 5.0
# LiteLLM answers 400 with this to every key but its own where it has no database of others.
_NO_SUCH_KEY = "No connected db."
_IN_TIME = re.compile(r"load|busy|pending|slot|starting|warm", re.IGNORECASE)


class Refused(LLMUnavailable):
    """The server answered with an error status."""

    def __init__(self, message: str, status: int, server_text: str, kind: str = "") -> None:
        """
        Args:
            kind: What the server calls this kind of error; empty where it has no name for it.
        """
        super().__init__(message)
        self.status = status
        self.server_text = server_text
        self.kind = kind


@dataclass(frozen=True)
class _Failure:
    error: ModelError
    trouble: Trouble = "final"
    retry_after_seconds: float | None = None


class _BearerKey(requests.auth.AuthBase):
    """Also keeps requests from taking a login out of the user's netrc file."""

    def __init__(self, api_key: str) -> None:
        self._api_key = api_key

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        if self._api_key:
            request.headers["Authorization"] = f"Bearer {self._api_key}"
        return request


@dataclass(frozen=True)
class ModelServer:
    """Sends requests to a model server, patiently but not for ever."""

    api_key: str = ""
    key_name: str = "the API key"
    """What to call the key in messages, which never show it."""
    timeout_seconds: float = LOAD_TIMEOUT_SECONDS
    """Longest silence before the first byte; a model may have a long prompt to read."""
    stall_seconds: float = 60.0
    """Longest silence after that."""
    patience: Patience = PATIENCE
    how_to_start: str = "start it"
    answered: set[str] = field(default_factory=set, repr=False)
    """The addresses that have answered."""

    def __post_init__(self) -> None:
        if not (self.api_key.isascii() and self.api_key.isprintable()):
            raise ConfigError(f"{self.key_name} holds characters that no key has; copy it anew")

    def __repr__(self) -> str:
        return f"ModelServer(timeout_seconds={self.timeout_seconds:g})"

    def once_more(self, ask: Callable[[], None], url: str) -> None:
        """Call `ask`, and a second time when its answer breaks off or stalls.

        Args:
            url: What it asks, which is given time when it says that it loads its model again.
        """
        try:
            ask()
        except (BrokenOff, Stalled) as error:
            cancelling.check()
            logger.warning("Asking once more: %s", error)
        else:
            return
        # Not while the first error is handled: the reason of a second one is looked for in all
        # that led to it.
        self.patience.sleep(self.patience.broken[0])
        with Session() as session:
            session.trust_env = not is_loopback(url)
            self._wait_for_health(session, url, self.patience.loading[-1], 0.0)
        ask()

    def longest_stream_seconds(self, max_tokens: int) -> float:
        """After which a stream of so many tokens is given up, however lively it is."""
        return self.timeout_seconds + max_tokens * _SLOWEST_SECONDS_PER_TOKEN

    @contextmanager
    def get(self, url: str) -> Iterator[Answer]:
        with self._ask("GET", url, None) as answer:
            yield answer

    @contextmanager
    def post(self, url: str, body: Mapping[str, Any]) -> Iterator[Answer]:
        """Post `body` as JSON.

        Raises:
            Refused: An error status; those that pass with time were tried again first.
            LLMUnavailable: No server, or none that speaks HTTP.
            LLMTimeout: A server, and silence.
            ConfigError: `body` is no JSON.
        """
        try:
            data = json.dumps(body, allow_nan=False).encode("ascii")
        except (TypeError, ValueError) as error:
            raise ConfigError(f"the parameters cannot be sent as JSON: {error}") from error
        turns = turns_of(url)
        with turns.turn() if turns else nullcontext(), self._ask("POST", url, data) as answer:
            yield answer

    @contextmanager
    def _ask(self, method: str, url: str, data: bytes | None) -> Iterator[Answer]:
        with self._hiding_the_key(), Session() as session:
            if is_loopback(url):
                # A proxy that is set for the web cannot reach a server on this machine.
                session.trust_env = False
            with Waiting(shown(url)) as waiting:
                response = self._response(session, method, url, data)
                with closing(response):
                    yield Answer(
                        response,
                        shown(url),
                        self.timeout_seconds,
                        self.stall_seconds,
                        on_begin=waiting.end,
                    )

    @contextmanager
    def _hiding_the_key(self) -> Iterator[None]:
        """Blot it out in errors: a server may send it back in any part of its answer."""
        try:
            yield
        except ModelError as error:
            if self.api_key:
                error.args = tuple(str(text).replace(self.api_key, "***") for text in error.args)
            raise

    def _response(
        self, session: requests.Session, method: str, url: str, data: bytes | None
    ) -> requests.Response:
        schedules: dict[Trouble, Iterator[float]] = {}
        waited = 0.0
        while True:
            outcome = self._attempt(session, method, url, data)
            if isinstance(outcome, requests.Response):
                return outcome
            schedule = schedules.setdefault(outcome.trouble, self.patience.waits(outcome.trouble))
            wait = next(schedule, None)
            if wait is not None and outcome.retry_after_seconds is not None:
                wished = min(outcome.retry_after_seconds, self.patience.longest_retry_after_seconds)
                # A server that never wants a wait, and never gets ready, is left in the end too.
                wait = max(wait, wished)
            if wait is not None and outcome.trouble in ("crowded", "loading"):
                wait *= 1 + random.uniform(0, self.patience.jitter)
            if wait is None or waited + wait > self.patience.most_seconds:
                raise outcome.error
            cancelling.check()
            logger.warning("Asking again in %.3g s: %s", wait, outcome.error)
            self.patience.sleep(wait)
            waited += wait
            if outcome.trouble == "loading" and data is not None:
                # The prompt is not sent again and again to one that can tell how it is.
                waited += self._wait_for_health(session, url, wait, waited)

    def _wait_for_health(
        self, session: requests.Session, url: str, wait: float, waited: float
    ) -> float:
        """The seconds until it does not say any more that it is loading."""
        started = waited
        while waited + wait <= self.patience.most_seconds and self._is_loading(session, url):
            cancelling.check()
            self.patience.sleep(wait)
            waited += wait
        return waited - started

    def _is_loading(self, session: requests.Session, url: str) -> bool:
        """By `/health`, which llama.cpp's server and others have."""
        parts = urlsplit(url)
        health = urlunsplit((parts.scheme, parts.netloc, "/health", "", ""))
        try:
            with session.get(
                health,
                auth=self._login(url),
                timeout=self.patience.connect_seconds,
                stream=True,
                allow_redirects=False,
            ) as response:
                return response.status_code == 503
        except requests.RequestException:
            return False

    def _attempt(
        self, session: requests.Session, method: str, url: str, data: bytes | None
    ) -> requests.Response | _Failure:
        try:
            response = session.request(
                method,
                url,
                data=data,
                headers={"Content-Type": "application/json", "Accept-Encoding": "identity"},
                auth=self._login(url),
                timeout=(self.patience.connect_seconds, self.timeout_seconds),
                stream=True,
                allow_redirects=False,
            )
        except requests.RequestException as error:
            return self._no_answer(url, error)
        self.answered.add(url)
        if 200 <= response.status_code < 300:
            return response
        with closing(response):
            return self._error_status(url, response)

    def _login(self, url: str) -> _BearerKey | None:
        # Without one of ours, requests takes the login that stands in the address.
        in_address = urlsplit(url).username is not None
        return None if in_address and not self.api_key else _BearerKey(self.api_key)

    def _no_answer(self, url: str, error: requests.RequestException) -> _Failure:
        where, cause = shown(url), one_line(str(_innermost(error)))
        trouble: Trouble = "final"
        failure: ModelError
        if isinstance(error, requests.ConnectTimeout):
            failure = LLMTimeout(
                f"{where} did not accept a connection in {self.patience.connect_seconds:g} s; "
                "is the address right, and is the server up?"
            )
        elif isinstance(error, requests.Timeout):
            failure = silence(where, self.timeout_seconds)
        elif isinstance(error, requests.exceptions.SSLError):
            failure = LLMUnavailable(
                f"{where} could not be asked over TLS: {cause}; is the address http, not https?"
            )
        elif isinstance(_innermost(error), socket.gaierror):
            failure = LLMUnavailable(f"the host of {where} is not known; check its spelling")
        elif isinstance(error, requests.ConnectionError):
            trouble = "restart" if url in self.answered else "broken"
            failure = LLMUnavailable(
                f"no model server answers at {where} ({cause}); {self.how_to_start}, or give the "
                "right address"
            )
        else:
            failure = LLMUnavailable(f"{where} could not be asked: {cause}; check the address")
        failure.__cause__ = error
        return _Failure(failure, trouble)

    def _error_status(self, url: str, response: requests.Response) -> _Failure:
        seconds = min(self.stall_seconds, _ERROR_SECONDS)
        answer = Answer(response, shown(url), self.timeout_seconds, seconds)
        server_text, kind = self._said(answer)
        status = 401 if server_text == _NO_SUCH_KEY else response.status_code
        sentence = self._sentence(url, response, status, server_text)
        error = Refused(sentence, status, server_text, kind)
        if status == 429:
            trouble: Trouble = "crowded"
        elif status == 503:
            trouble = "loading" if _IN_TIME.search(server_text) else "crowded"
        else:
            trouble = "server error" if status in (500, 502, 504) else "final"
        return _Failure(error, trouble, retry_after(response.headers.get("Retry-After", "")))

    def _said(self, answer: Answer) -> tuple[str, str]:
        """What the server says of an error, on one short line and without the key, and its kind."""
        value: object = None
        try:
            text = answer.read_soon().decode("utf-8", "replace")
            value = json.loads(text)
        except ModelError:
            return "", ""
        except (ValueError, RecursionError):
            text = "" if "<html" in text.lower() else text
        else:
            text = said_error(value) or ""
        if self.api_key:
            text = text.replace(self.api_key, "***")
        return one_line(text), one_line(kind_of_error(value))

    def _sentence(
        self, url: str, response: requests.Response, status: int, server_text: str
    ) -> str:
        where = shown(url)
        said = f": {server_text}" if server_text else ""
        if status in (401, 403):
            wish = "does not accept" if self.api_key else "wants"
            return f"{where} refused the request ({status}), it {wish} {self.key_name}{said}"
        if 300 <= status < 400:
            target = one_line(shown(response.headers.get("Location", "")))
            advice = f"give the address itself: {target}" if target else "check the address"
            return f"{where} sends elsewhere ({status}); {advice}"
        advice = {
            404: "; check the address",
            413: "; the prompt is too long for it",
            429: "; it wants fewer requests, try again later",
            503: "; try again when it is ready",
        }.get(status, "; look into the server's log" if status >= 500 else "")
        return (
            f"{where} answered {status} {one_line(response.reason or '')}".rstrip() + said + advice
        )


def key_from_environment() -> str:
    """The key that the user has set, or nothing."""
    return os.environ.get(KEY_VARIABLE, "").strip()


def _innermost(error: BaseException) -> BaseException:
    """The first cause, whose text is short, of an error that three libraries have wrapped."""
    seen = {id(error)}
    while (inner := error.__cause__ or error.__context__) is not None and id(inner) not in seen:
        seen.add(id(inner))
        error = inner
    return error
