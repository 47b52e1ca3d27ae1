"""An address that the task names -> what it answers, in a few lines."""

from __future__ import annotations

import http.client
import json
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from code_it import cancelling
from code_it.reading.input_brief import decode, shape_of
from code_it.sandbox.terminal import clean

if TYPE_CHECKING:
    import requests

_WAIT_SECONDS = 8.0
"""For a connection, and for each piece of the answer."""
_WHOLE_SECONDS = 15.0
_MOST_BYTES = 65_536
_PIECE_BYTES = 1024
_MOST_REDIRECTS = 5
_MOST_CHARACTERS = 700


@dataclass(frozen=True)
class Answer:
    """What comes back from an address."""

    brief: str
    """The status, the type and the shape of the body, or that there is no answer."""
    body: str = ""
    """Its beginning; empty where it is no text."""


def answer_of(url: str, *, called: str = "", whole_seconds: float = _WHOLE_SECONDS) -> Answer:
    """GET `url` once, without cookies or credentials, and describe what comes back.

    No answer is a fact as well: the text then says so. Nothing is raised.

    Args:
        called: What the text calls the address.
        whole_seconds: Limit for all of it, from the look-up of the name to the last byte.
    """
    answers: list[Answer] = []
    called = called or url
    # A server can keep a client waiting in many places, with a byte of a header now and then,
    # so all of it happens beside, and is left alone when it takes too long.
    asking = threading.Thread(
        target=lambda: answers.append(_answer(url, called, time.monotonic() + whole_seconds)),
        daemon=True,
    )
    asking.start()
    cancelling.join(asking, whole_seconds + 0.5)
    answer = answers[0] if answers else Answer(f"{called}: no answer within {whole_seconds:g} s")
    return Answer(clean(answer.brief), answer.body)


def _answer(url: str, called: str, deadline: float) -> Answer:
    import requests
    import urllib3

    try:
        with (
            _session() as session,
            # An `auth` of our own is what keeps those in the address and in ~/.netrc away.
            session.get(url, timeout=_WAIT_SECONDS, stream=True, auth=_no_auth) as response,
        ):
            return _described(called, response, _beginning(response, deadline))
    except (
        requests.RequestException,
        urllib3.exceptions.HTTPError,
        http.client.HTTPException,
        OSError,
        ValueError,
    ) as error:
        return Answer(f"{called}: no answer ({type(error).__name__})")


def _session() -> requests.Session:
    import requests

    class Anonymous(requests.Session):
        def rebuild_auth(
            self,
            prepared_request: requests.PreparedRequest,
            response: requests.Response,  # noqa: ARG002
        ) -> None:
            """After a redirect, when ~/.netrc and the cookies of the answer would be added."""
            for name in ("Authorization", "Cookie"):
                prepared_request.headers.pop(name, None)

    session = Anonymous()
    session.max_redirects = _MOST_REDIRECTS
    return session


def _no_auth(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request


def _beginning(response: requests.Response, deadline: float) -> bytes:
    body = b""
    for piece in response.raw.stream(_PIECE_BYTES, decode_content=True):
        body += piece
        if len(body) >= _MOST_BYTES or time.monotonic() > deadline:
            break
    return body[:_MOST_BYTES]


def _described(called: str, response: requests.Response, body: bytes) -> Answer:
    kind = response.headers.get("Content-Type", "unknown type").partition(";")[0][:100]
    status = f"GET {called} answers {response.status_code}, {kind}"
    if b"\0" in body[:1024] or kind.startswith(("image/", "audio/", "video/")):
        return Answer(f"{status}: binary data")
    text = decode(body)
    return Answer(f"{status}: {_body(text)}", text)


def _body(text: str) -> str:
    try:
        return shape_of(json.loads(text), budget=_MOST_CHARACTERS)
    except (ValueError, RecursionError):
        squeezed = " ".join(text.split())
        more = "..." if len(squeezed) > _MOST_CHARACTERS else ""
        return squeezed[:_MOST_CHARACTERS] + more
