"""An answer as an iterator over its pieces."""

from __future__ import annotations

from collections.abc import Generator
from http.server import BaseHTTPRequestHandler
from typing import cast

import pytest

from code_it.errors import LLMUnavailable
from code_it.models import Message
from code_it.models._patience import Patience
from code_it.models.openai_compatible import OpenAICompatibleLLM
from code_it.models.scripted import ScriptedLLM
from code_it.models.streaming import stream
from tests.models.servers import StandInServer
from tests.models.servers import stream as streamed

ASK = [Message("user", "Say hi.")]
PIECE = b'data: {"choices": [{"delta": {"content": "a"}}]}\n\n'


def test_the_pieces_are_the_answer() -> None:
    """In their order, and nothing more."""
    llm = ScriptedLLM("a\nb\n")
    assert list(stream(llm, ASK, max_tokens=7)) == ["a\n", "b\n"]
    assert llm.calls[0].max_tokens == 7


def test_an_error_comes_where_the_answer_ends() -> None:
    """It is the one that `complete` raises."""
    with pytest.raises(LLMUnavailable, match="gone"):
        list(stream(ScriptedLLM(LLMUnavailable("gone")), ASK))


def test_a_piece_comes_before_the_answer_has_ended_and_closing_ends_it(
    model_server: StandInServer, patience: Patience
) -> None:
    """The server sees that the connection is closed, so it stops to write."""

    def wait(handler: BaseHTTPRequestHandler) -> None:
        model_server.silence(handler)

    model_server.on("POST", "/v1/chat/completions", streamed(PIECE, wait))
    llm = OpenAICompatibleLLM(model_server.url, "m", patience=patience)
    pieces = cast("Generator[str]", stream(llm, ASK))
    assert next(pieces) == "a"
    assert not model_server.client_left.is_set()
    pieces.close()
    assert model_server.client_left.wait(10)
