"""Asking a model server over HTTP: limits, retries, and errors that say what to try.

One connection per call, so that an interruption closes it, and the server stops generating.
"""

from __future__ import annotations

import codecs
import difflib
import email.utils
import io
import itertools
import json
import logging
import math
import os
import random
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import urlsplit, urlunsplit

import requests
import urllib3

from code_it import cancelling
from code_it.errors import ConfigError, LLMBadResponse, LLMTimeout, LLMUnavailable, ModelError
from code_it.models._connections import let_go_when_left_alone
from code_it.models.turns import turns_of

logger = logging.getLogger("code_it")

MOST_BYTES = 8 * 1024 * 1024
"""A longer answer is no completion of any model, and is not read to its end."""

LOAD_TIMEOUT_SECONDS = 600.0
"""Longest wait for a server that loads its model, is busy, or reads a long prompt."""

KEY_VARIABLE = "CODE_IT_API_KEY"
"""The variable with the key of a model server."""
# A token may come in an envelope of some hundred bytes, and takes some time.
_MOST_BYTES_A_SECOND = 512
_SLOWEST_SECONDS_PER_TOKEN = 2.0
_SECONDS_BETWEEN_WORDS = 10.0
_LONGEST_SERVER_TEXT = 300
_NON_PRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
_LOOPBACK = re.compile(r"localhost|127\.[0-9.]+|::1|0\.0\.0\.0")
# LiteLLM answers 400 with this to every key but its own where it has no database of others.
_NO_SUCH_KEY = "No connected db."
_IN_TIME = re.compile(r"load|busy|pending|slot|starting|warm", re.IGNORECASE)

Trouble = Literal["final", "broken", "restart", "server error", "crowded", "loading"]


@dataclass(frozen=True)
class Patience:
    """How long to wait before asking again, in seconds."""

    connect_seconds: float = 5.0
    broken: tuple[float, ...] = (1.0, 2.0, 4.0)
    """After a connection that was refused, or that broke before an answer."""
    server_error: tuple[float, ...] = (1.0, 2.0)
    """After 500, 502 and 504."""
    restart: tuple[float, ...] = (1.0, 2.0, 4.0, 8.0, 16.0, 30.0)
    """After a connection that was refused by a server that answered before."""
    crowded: tuple[float, ...] = (1.0, 2.0, 4.0, 8.0)
    """After 429, and after 503 without a word of loading."""
    loading: tuple[float, ...] = (1.0, 2.0, 4.0, 8.0, 16.0)
    """While a server says that it loads its model; the last one again and again."""
    most_seconds: float = LOAD_TIMEOUT_SECONDS
    """All waits of one call together."""
    longest_retry_after_seconds: float = 60.0
    jitter: float = 0.1
    """Share by which a wait for a server that is busy may be longer, so that clients spread out."""
    sleep: Callable[[float], None] = time.sleep

    def waits(self, trouble: Trouble) -> Iterator[float]:
        if trouble == "loading":
            return itertools.chain(self.loading, itertools.repeat(self.loading[-1]))
        known: Mapping[Trouble, tuple[float, ...]] = {
            "broken": self.broken,
            "restart": self.restart,
            "server error": self.server_error,
            "crowded": self.crowded,
        }
        return iter(known.get(trouble, ()))


PATIENCE = Patience()
NO_PATIENCE = Patience(broken=(), restart=(), server_error=(), crowded=(), most_seconds=0.0)
"""For what is asked by the way, and can be done without."""


class Passing:
    """Mark of errors within an answer that the next try may be spared: it is worth one."""


class BrokenOff(LLMUnavailable, Passing):
    """The answer ended before its end."""


class Stalled(LLMTimeout, Passing):
    """The answer had begun, and nothing more came."""


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
        with requests.Session() as session:
            session.trust_env = not _LOOPBACK.fullmatch(urlsplit(url).hostname or "")
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
        with self._hiding_the_key(), requests.Session() as session:
            let_go_when_left_alone(session)
            if _LOOPBACK.fullmatch(urlsplit(url).hostname or ""):
                # A proxy that is set for the web cannot reach a server on this machine.
                session.trust_env = False
            with _Waiting(shown(url)) as waiting:
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
            if wait is None or waited + wait > self.patience.most_seconds:
                raise outcome.error
            cancelling.check()
            logger.warning("Asking again in %g s: %s", wait, outcome.error)
            if outcome.trouble in ("crowded", "loading"):
                wait *= 1 + random.uniform(0, self.patience.jitter)
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
        if response.status_code < 300:
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
            failure = _silence(where, self.timeout_seconds)
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
        answer = Answer(response, shown(url), self.timeout_seconds, self.stall_seconds)
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
        return _Failure(error, trouble, _retry_after(response.headers.get("Retry-After", "")))

    def _said(self, answer: Answer) -> tuple[str, str]:
        """What the server says of an error, on one short line and without the key, and its kind."""
        value: object = None
        try:
            text = answer.read().decode("utf-8", "replace")
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
            return f"{where} sends elsewhere ({status}); give the address itself: {target}"
        advice = {
            404: "; check the address",
            413: "; the prompt is too long for it",
            429: "; it wants fewer requests, try again later",
            503: "; try again when it is ready",
        }.get(status, "; look into the server's log" if status >= 500 else "")
        return (
            f"{where} answered {status} {one_line(response.reason or '')}".rstrip() + said + advice
        )


class _Waiting:
    """Says from time to time that an answer has not begun, until it has."""

    def __init__(self, where: str) -> None:
        self._where = where
        self._ended = threading.Event()

    def __enter__(self) -> _Waiting:
        threading.Thread(target=self._tell, daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.end()

    def end(self) -> None:
        self._ended.set()

    def _tell(self) -> None:
        started = time.monotonic()
        while not self._ended.wait(_SECONDS_BETWEEN_WORDS):
            logger.warning(
                "No answer from %s for %.0f s; it may be loading its model, reading a long prompt, "
                "or waiting for a free slot",
                self._where,
                time.monotonic() - started,
            )


class Answer:
    """A response whose body has not been read yet."""

    def __init__(
        self,
        response: requests.Response,
        where: str,
        timeout_seconds: float,
        stall_seconds: float,
        *,
        on_begin: Callable[[], None] = lambda: None,
    ) -> None:
        self._response = response
        self._on_begin = on_begin
        self._timeout_seconds = timeout_seconds
        self._stall_seconds = stall_seconds
        self._begun = False
        self.where = where
        """The address, as it may be shown."""

    @property
    def is_json(self) -> bool:
        """One JSON value rather than a stream of them."""
        kind = self._response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        return kind == "application/json"

    def read(self) -> bytes:
        return b"".join(self._pieces(self._timeout_seconds))

    def json(self) -> Any:
        """The whole body.

        Raises:
            LLMBadResponse: No JSON, no UTF-8, or more than `MOST_BYTES`.
            LLMTimeout: It did not end in time.
        """
        return self.parse(self._decoded(self.read()))

    def parse(self, text: str) -> Any:
        try:
            return json.loads(text)
        except (ValueError, RecursionError) as error:
            raise LLMBadResponse(
                f"{self.where} answered with what is no JSON ({one_line(text)[:80]!r}); "
                "is it the address of a model server?"
            ) from error

    def lines(self, *, within_seconds: float) -> Iterator[str]:
        """The lines of a stream, as they come, without their ends.

        Args:
            within_seconds: Longest time for all of them, however lively the stream is.
        """
        decoder = io.IncrementalNewlineDecoder(
            codecs.getincrementaldecoder("utf-8-sig")(), translate=True
        )
        begun: list[str] = []
        waiting = True
        for piece in itertools.chain(self._pieces(within_seconds), [b""]):
            try:
                text = decoder.decode(piece, final=not piece)
            except UnicodeDecodeError as error:
                raise self._no_utf8() from error
            # Looking at the new piece alone keeps a line of many pieces from being read again
            # for each of them.
            first, *more = text.split("\n")
            begun.append(first)
            for line in more:
                whole = "".join(begun)
                # A server may send headers and comments long before the model has read a prompt.
                if waiting and whole and not whole.startswith(":"):
                    waiting = False
                    self._expect_no_stall()
                yield whole
                begun = [line]
        if any(begun):
            yield "".join(begun)

    def _pieces(self, within_seconds: float) -> Iterator[bytes]:
        most = max(MOST_BYTES, int(within_seconds * _MOST_BYTES_A_SECOND))
        deadline = time.monotonic() + within_seconds
        size = 0
        while piece := self._next_piece():
            size += len(piece)
            if size > most:
                raise LLMBadResponse(
                    f"{self.where} sent more than {most // 1024**2} MiB; "
                    "is it the address of a model server?"
                )
            if time.monotonic() > deadline:
                raise LLMTimeout(
                    f"{self.where} was still answering after {within_seconds:g} s; "
                    "ask for fewer tokens, or take a smaller model"
                )
            yield piece

    def _next_piece(self) -> bytes:
        try:
            # Unlike requests' own iterators, this hands over what is there and does not wait
            # for a buffer to fill.
            piece: bytes = self._response.raw.read1(65536, decode_content=True)
        except urllib3.exceptions.ReadTimeoutError as error:
            silence = _silence(self.where, self._timeout_seconds)
            raise Stalled(str(silence)) if self._begun else silence from error
        except urllib3.exceptions.HTTPError as error:
            raise BrokenOff(
                f"{self.where} broke off in the middle of its answer; "
                "look into the server's log, and try again"
            ) from error
        return piece

    def _expect_no_stall(self) -> None:
        self._on_begin()
        # requests takes one limit for the silence before and within an answer.
        reader = getattr(getattr(self._response.raw, "_fp", None), "fp", None)
        connection = getattr(getattr(reader, "raw", None), "_sock", None)
        if connection is not None:
            connection.settimeout(self._stall_seconds)
            self._timeout_seconds = self._stall_seconds
        self._begun = True

    def _decoded(self, body: bytes) -> str:
        try:
            return body.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise self._no_utf8() from error

    def _no_utf8(self) -> LLMBadResponse:
        return LLMBadResponse(
            f"{self.where} answered with bytes that are no UTF-8; "
            "is it the address of a model server?"
        )


def key_from_environment() -> str:
    """The key that the user has set, or nothing."""
    return os.environ.get(KEY_VARIABLE, "").strip()


def server_url(url: str, *, default: str) -> str:
    """`url` with a scheme and without a trailing slash; `default` for an empty one.

    Raises:
        ConfigError: It is no address of a server.
    """
    url = url.strip() or default
    if "://" not in url:
        url = f"http://{url}"
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable or any(character.isspace() for character in url):
        without_login = re.sub(r"//.*@", "//", url)
        raise ConfigError(
            f"{without_login!r} is no address of a model server; it must look like {default}"
        )
    return urlunsplit((parts.scheme, parts.netloc, parts.path.rstrip("/"), parts.query, ""))


def shown(url: str) -> str:
    """`url` without what may be secret in it: the login and the query."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "the address"
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit((parts.scheme, host, parts.path, "", ""))


def one_line(text: str) -> str:
    """A server's text as it can be shown: one short line that does nothing to a terminal."""
    line = " ".join(_NON_PRINTABLE.sub(" ", text).split())
    return line if len(line) <= _LONGEST_SERVER_TEXT else line[:_LONGEST_SERVER_TEXT] + "…"


def said_error(value: object) -> str | None:
    """The text of an error object, in any of the shapes servers use; `None` if it is none."""
    if not isinstance(value, dict):
        return None
    for name in ("error", "detail", "message"):
        inner = value.get(name)
        if isinstance(inner, dict):
            return said_error(inner) or json.dumps(inner)
        if inner:
            return inner if isinstance(inner, str) else json.dumps(inner)
    return None


def kind_of_error(value: object) -> str:
    """The name of its kind, where an error object has one."""
    inner = value.get("error") if isinstance(value, dict) else None
    names = (inner.get(name) for name in ("type", "code")) if isinstance(inner, dict) else ()
    return " ".join(name for name in names if isinstance(name, str))


def raise_error_in(chunk: object, where: str) -> None:
    """Servers report what goes wrong after their first byte within the stream."""
    if isinstance(chunk, dict) and chunk.get("error"):
        said = one_line(said_error(chunk) or "it does not say why")
        raise BrokenOff(f"{where} gave up on its answer: {said}; look into the server's log")


def listed_names(response: object, list_name: str, name: str) -> list[str]:
    """The names of a server's models, those for embeddings left out unless there are no others."""
    entries = response.get(list_name) if isinstance(response, dict) else None
    names = [
        entry[name]
        for entry in (entries if isinstance(entries, list) else [])
        if isinstance(entry, dict) and isinstance(entry.get(name), str)
    ]
    return [known for known in names if "embed" not in known.lower()] or names


def no_such_model(url: str, model: str, names: list[str]) -> LLMUnavailable:
    """What to raise for a model that is not among `names`."""
    if not names:
        return LLMUnavailable(f"{shown(url)} has no model {model!r}, nor any other; load one")
    near = difflib.get_close_matches(model, names, n=1)
    hint = f"; did you mean {one_line(near[0])}?" if near else ""
    has = one_line(", ".join(names))
    return LLMUnavailable(f"{shown(url)} has no model {model!r}; it has {has}{hint}")


def _silence(where: str, seconds: float) -> LLMTimeout:
    return LLMTimeout(
        f"{where} sent nothing for {seconds:g} s; is the server busy, or the model too big for it?"
    )


def _innermost(error: BaseException) -> BaseException:
    """The first cause, whose text is short, of an error that three libraries have wrapped."""
    seen = {id(error)}
    while (inner := error.__cause__ or error.__context__) is not None and id(inner) not in seen:
        seen.add(id(inner))
        error = inner
    return error


def _retry_after(header: str) -> float | None:
    """Seconds, from a number or a date; `None` for neither."""
    try:
        seconds = float(header)
    except ValueError:
        try:
            seconds = email.utils.parsedate_to_datetime(header).timestamp() - time.time()
        except (TypeError, ValueError, OverflowError):
            return None
    return max(seconds, 0.0) if math.isfinite(seconds) else None
