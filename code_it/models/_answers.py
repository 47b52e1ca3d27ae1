"""Response -> what is in it: lines of a stream or one JSON value, and errors of a server."""

from __future__ import annotations

import codecs
import difflib
import io
import itertools
import json
import re
import time
from collections.abc import Callable, Iterator
from typing import Any

import requests
import urllib3

from code_it.errors import LLMBadResponse, LLMTimeout, LLMUnavailable
from code_it.models._addresses import shown

MOST_BYTES = 8 * 1024 * 1024
"""A longer answer is no completion of any model, and is not read to its end."""
# A token may come in an envelope of some hundred bytes, and takes some time.
_MOST_BYTES_A_SECOND = 512
_LONGEST_SERVER_TEXT = 300
_NON_PRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]+")


class Passing:
    """Mark of errors within an answer that the next try may be spared: it is worth one."""


class BrokenOff(LLMUnavailable, Passing):
    """The answer ended before its end."""


class Stalled(LLMTimeout, Passing):
    """The answer had begun, and nothing more came."""


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

    def read_soon(self) -> bytes:
        """The whole body, if it comes within the longest silence in an answer."""
        self._expect_no_stall()
        return b"".join(self._pieces(self._stall_seconds))

    def json(self) -> Any:
        """The whole body.

        Raises:
            BrokenOff: The beginning of an object.
            LLMBadResponse: No JSON, no UTF-8, or more than `MOST_BYTES`.
            LLMTimeout: It did not end in time.
        """
        return self.parse_whole(self._decoded(self.read()))

    def parse_whole(self, text: str) -> Any:
        """What `text` holds, which may be cut off."""
        try:
            return self.parse(text)
        except LLMBadResponse as error:
            # A server without a Content-Length ends the connection behind its answer, or in it.
            if text.lstrip().startswith('{"') and not text.rstrip().endswith("}"):
                raise self._broken_off() from error
            raise

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
            failure = silence(self.where, self._timeout_seconds)
            raise Stalled(str(failure)) if self._begun else failure from error
        except urllib3.exceptions.HTTPError as error:
            raise self._broken_off() from error
        return piece

    def _broken_off(self) -> BrokenOff:
        return BrokenOff(
            f"{self.where} broke off in the middle of its answer; "
            "look into the server's log, and try again"
        )

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


def silence(where: str, seconds: float) -> LLMTimeout:
    return LLMTimeout(
        f"{where} sent nothing for {seconds:g} s; is the server busy, or the model too big for it?"
    )
