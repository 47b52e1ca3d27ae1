"""What model servers of each kind answer, in pieces."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from tests.models.servers import Responder, as_json, stream

# OpenAI's protocol

CHAT = "/v1/chat/completions"
MODELS = "/v1/models"
DONE = b"data: [DONE]\n\n"


def event(value: object) -> bytes:
    return b"data: " + json.dumps(value, ensure_ascii=False).encode() + b"\n\n"


def delta(text: str | None, finish: str | None = None) -> bytes:
    return event({"choices": [{"delta": {"content": text}, "finish_reason": finish}]})


def reply(
    text: str, finish: str | None = "stop", *, usage: Mapping[str, int] | None = None
) -> Responder:
    """A whole streamed answer."""
    counts = [event({"choices": [], "usage": usage})] if usage else []
    return stream(delta(text), delta(None, finish), *counts, DONE)


def listed(*names: str) -> Responder:
    return as_json({"data": [{"id": name} for name in names]})


# Ollama's own

OLLAMA_CHAT = "/api/chat"
OLLAMA_TAGS = "/api/tags"


def line(**fields: object) -> bytes:
    return json.dumps(fields).encode() + b"\n"


def piece(text: str) -> bytes:
    return line(message={"role": "assistant", "content": text}, done=False)


def end(reason: str = "stop") -> bytes:
    counts = {"prompt_eval_count": 9, "eval_count": 4}
    return line(message={"content": ""}, done=True, done_reason=reason, **counts)


def lines(*pieces: Any, **options: Any) -> Responder:
    return stream(*pieces, kind="application/x-ndjson", **options)


def tags(*names: str) -> Responder:
    return as_json({"models": [{"name": name} for name in names]})
