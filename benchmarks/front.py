"""An OpenAI-compatible server on loopback in front of an LLM, for arms that are other programs."""

from __future__ import annotations

import contextlib
import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from code_it.errors import ModelError
from code_it.models import LLM, Message, Role

_MOST_TOKENS = 1536


@contextlib.contextmanager
def front(llm: LLM, *, seed: int) -> Iterator[str]:
    """The base address (`http://127.0.0.1:PORT/v1`) while the context lasts."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            try:
                status, answer = 200, _answer(llm, request, seed)
            except ModelError as error:
                status, answer = 400, {"error": {"message": str(error)}}
            body = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            del format, args

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _answer(llm: LLM, request: dict[str, Any], seed: int) -> dict[str, Any]:
    stop = request.get("stop") or []
    reply = llm.complete(
        [_message(message) for message in request["messages"]],
        temperature=request.get("temperature") or 0.0,
        max_tokens=min(request.get("max_tokens") or _MOST_TOKENS, _MOST_TOKENS),
        seed=request.get("seed") or seed,
        stop=[stop] if isinstance(stop, str) else stop,
    )
    message = {"role": "assistant", "content": reply.text}
    finish = "length" if reply.finish_reason == "length" else "stop"
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": int(time.time()),
        "model": request.get("model", ""),
        "choices": [{"index": 0, "message": message, "finish_reason": finish}],
        "usage": {
            "prompt_tokens": reply.prompt_tokens,
            "completion_tokens": reply.completion_tokens,
            "total_tokens": reply.prompt_tokens + reply.completion_tokens,
        },
    }


def _message(message: dict[str, Any]) -> Message:
    content = message["content"]
    if isinstance(content, list):
        content = "\n".join(part.get("text", "") for part in content)
    role: Role = "user"
    if message["role"] in ("system", "assistant"):
        role = message["role"]
    return Message(role, content or "")
