"""An address that the task names -> what it answers, in a few lines."""

from __future__ import annotations

import http.client
import json
import threading
import time
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


def brief_of_url(url: str, *, whole_seconds: float = _WHOLE_SECONDS) -> str:
    """GET `url` once, without cookies or credentials, and describe what comes back.

    The text tells the status, the type and the shape of the body. No answer is a fact as well:
    the text then says so. Nothing is raised.

    Args:
        whole_seconds: Limit for all of it, from the look-up of the name to the last byte.
    """
    answers: list[str] = []
    # A server can keep a client waiting in many places, with a byte of a header now and then,
    # so all of it happens beside, and is left alone when it takes too long.
    asking = threading.Thread(
        target=lambda: answers.append(_answer(url, time.monotonic() + whole_seconds)), daemon=True
    )
    asking.start()
    cancelling.join(asking, whole_seconds + 0.5)
    answer = answers[0] if answers else f"{url}: no answer within {whole_seconds:g} s"
    return clean(answer)


def _answer(url: str, deadline: float) -> str:
    import requests
    import urllib3

    try:
        with (
            _session() as session,
            # An `auth` of our own is what keeps those in the address and in ~/.netrc away.
            session.get(url, timeout=_WAIT_SECONDS, stream=True, auth=_no_auth) as response,
        ):
            return _described(url, response, _beginning(response, deadline))
    except (
        requests.RequestException,
        urllib3.exceptions.HTTPError,
        http.client.HTTPException,
        OSError,
        ValueError,
    ) as error:
        return f"{url}: no answer ({type(error).__name__})"


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


def _described(url: str, response: requests.Response, body: bytes) -> str:
    kind = response.headers.get("Content-Type", "unknown type").partition(";")[0][:100]
    status = f"GET {url} answers {response.status_code}, {kind}"
    if b"\0" in body[:1024] or kind.startswith(("image/", "audio/", "video/")):
        return f"{status}: binary data"
    return f"{status}: {_body(decode(body))}"


def _body(text: str) -> str:
    try:
        return shape_of(json.loads(text), budget=_MOST_CHARACTERS)
    except (ValueError, RecursionError):
        squeezed = " ".join(text.split())
        more = "..." if len(squeezed) > _MOST_CHARACTERS else ""
        return squeezed[:_MOST_CHARACTERS] + more
