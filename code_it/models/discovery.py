"""Which model servers answer on this machine, and what they serve; being found is not being used.

What they are asked stands in their documentation: llama.cpp `tools/server/README.md` (`/props`),
Ollama `docs/api.md` (`/api/tags`), LM Studio "REST API" (`/api/v1/models`), text-generation-webui
`modules/api` (`/v1/internal/model/info`), vLLM "OpenAI-compatible server" (`max_model_len`).
"""

from __future__ import annotations

import contextlib
import json
import os
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any, Literal
from urllib.parse import urlsplit

import requests
import urllib3

from code_it.errors import Cancelled
from code_it.models._addresses import server_url
from code_it.models._answers import one_line
from code_it.models._connections import Session
from code_it.models._transport import KEY_VARIABLE, key_from_environment

State = Literal["ready", "loading", "no model", "wants a key", "downloaded", "not downloaded"]

USUAL_PORTS = (8080, 11434, 1234, 8000, 5000)
_CONNECT_SECONDS, _READ_SECONDS, _SERVER_SECONDS = 0.3, 2.0, 6.0
_MOST_BYTES = 1024 * 1024
# It puts requests together as they come, as many as there are; more are not asked of it here.
_VLLM_SLOTS = 16
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True)
class FoundModel:
    """A model that can be used, and how."""

    backend: str
    url: str
    """Of the server; empty for the model in this process."""
    model: str | None
    """`None` when the server names none."""
    context_tokens: int | None
    """Longest conversation; `None` when the server does not tell."""
    state: State
    arguments: tuple[str, ...]
    """The flags that use it."""
    note: str = ""
    slots: int = 1
    """Conversations that it holds at a time."""


def find_models(urls: Sequence[str] = ()) -> tuple[FoundModel, ...]:
    """The models of the servers that answer on the usual ports, and at `urls`.

    Only GET is used, for at most a few seconds. The user's key is sent to `urls` alone: whatever
    else listens on a port has not been named.

    Raises:
        ConfigError: One of `urls` is no address.
    """
    guessed = [f"http://127.0.0.1:{port}" for port in USUAL_PORTS]
    guessed += _own_ollama()
    key = key_from_environment()
    keys = dict.fromkeys(map(root_url, guessed), "") | dict.fromkeys(map(root_url, urls), key)
    with ThreadPoolExecutor(len(keys)) as pool:
        found = pool.map(_look_at, keys, keys.values())
    return tuple(model for models in found for model in models)


def models_at(url: str, key: str = "") -> tuple[FoundModel, ...]:
    """The models of the server at `url`, asked with `key`; none when it does not answer."""
    return tuple(_look_at(root_url(url), key))


def _own_ollama() -> list[str]:
    """The address that Ollama was told to listen on, if it is one of this machine."""
    told = os.environ.get("OLLAMA_HOST", "").rpartition("//")[2]
    with contextlib.suppress(ValueError):
        if told and urlsplit(f"//{told}").hostname in _LOOPBACK:
            return [f"http://{told}"]
    return []


def what_is_at(url: str, key: str = "") -> str:
    """A sentence about the server that answers at the host of `url`, whatever its path.

    Empty where none is known.
    """
    found = models_at(url, key)
    named = [model.model for model in found if model.model]
    if not found or not named:
        return ""
    first = found[0]
    address = first.url if first.backend == "ollama" else f"{first.url}/v1"
    return (
        f"At {first.url}/v1 a server answers with the models {one_line(', '.join(named))}; use it "
        f"with --backend {first.backend} --url {address}"
    )


def root_url(url: str) -> str:
    """Where the server is that `url` is an address of.

    Raises:
        ConfigError: It is none.
    """
    parts = urlsplit(server_url(url, default=""))
    return f"{parts.scheme}://{parts.netloc}"


class _Server:
    """Answers of one server, each asked for once."""

    def __init__(self, url: str, key: str) -> None:
        self.url = url
        self.status = 0
        """Of the last answer; 0 when there was none."""
        self._key = key
        self._deadline = time.monotonic() + _SERVER_SECONDS
        self._session = Session()
        self._session.trust_env = False

    def get(self, path: str) -> Any:
        """The JSON at `path`; `None` for anything else, and when it took too long before."""
        if time.monotonic() > self._deadline:
            return None
        headers = {"Authorization": f"Bearer {self._key}"} if self._key else {}
        try:
            with self._session.get(
                self.url + path,
                headers=headers,
                timeout=(_CONNECT_SECONDS, _READ_SECONDS),
                allow_redirects=False,
                stream=True,
            ) as response:
                self.status = response.status_code
                body = self._body(response)
                return json.loads(body) if response.status_code in (200, 503) else None
        except (
            requests.RequestException,
            urllib3.exceptions.HTTPError,
            ValueError,
            RecursionError,
            OSError,
        ):
            return None

    def _body(self, response: requests.Response) -> bytes:
        """As much as comes in time: what listens on a port may have no end of words."""
        body, deadline = bytearray(), time.monotonic() + _READ_SECONDS
        while len(body) < _MOST_BYTES and time.monotonic() < deadline:
            piece = response.raw.read1(65536, decode_content=True)
            if not piece:
                break
            body += piece
        return bytes(body)

    def answers(self) -> bool:
        """Does anything speak HTTP there?"""
        self.get("/v1/models")
        return self.status != 0

    def close(self) -> None:
        self._session.close()


def _look_at(url: str, key: str) -> list[FoundModel]:
    server = _Server(url, key)
    try:
        if not server.answers():
            return []
        # Others that sit on these ports answer 403 to everybody.
        if server.status == 401:
            return [_found("openai", url, None, None, "wants a key", f"set {KEY_VARIABLE}")]
        for look in _KINDS:
            if (models := look(server)) is not None:
                return models
        return []
    except Cancelled:
        raise
    except Exception as error:  # a server may answer with anything at all
        return [
            _found("openai", url, None, None, "no model", f"odd answers: {one_line(str(error))}")
        ]
    finally:
        server.close()


def _ollama(server: _Server) -> list[FoundModel] | None:
    version, tags = server.get("/api/version"), server.get("/api/tags")
    entries = tags.get("models") if isinstance(tags, dict) else None
    if not isinstance(entries, list):
        return None
    names = [each.get("name") for each in entries if isinstance(each, dict)]
    if not (names or (isinstance(version, dict) and "version" in version)):
        return None
    return _listed("ollama", server.url, names, {})


def _llama_cpp(server: _Server) -> list[FoundModel] | None:
    props = server.get("/props")
    if server.status == 503:
        return [_found("llama_cpp", server.url, None, None, "loading")]
    settings = props.get("default_generation_settings") if isinstance(props, dict) else None
    if not isinstance(settings, dict):
        return None
    names = _openai_names(server)
    contexts = dict.fromkeys(names, settings.get("n_ctx"))
    slots = props.get("total_slots")
    return [
        replace(found, slots=slots) if isinstance(slots, int) and slots > 0 else found
        for found in _listed("llama_cpp", server.url, names, contexts)
    ]


def _lm_studio(server: _Server) -> list[FoundModel] | None:
    listed = server.get("/api/v1/models")
    entries = listed.get("models") if isinstance(listed, dict) else None
    if not isinstance(entries, list) or not all(isinstance(each, dict) for each in entries):
        return None
    if not all("loaded_instances" in each for each in entries):
        return None
    contexts: dict[Any, Any] = {}
    for each in entries:
        if each.get("type") != "embedding":
            loaded = [
                one.get("config", {}).get("context_length") for one in each["loaded_instances"]
            ]
            contexts[each.get("key")] = (loaded or [each.get("max_context_length")])[0]
    return _listed("lm_studio", server.url, list(contexts), contexts)


def _text_generation_webui(server: _Server) -> list[FoundModel] | None:
    info = server.get("/v1/internal/model/info")
    if not (isinstance(info, dict) and "model_name" in info):
        return None
    name = info["model_name"]
    names = [] if name in (None, "None") else [name]
    return _listed("text_generation_webui", server.url, names, {})


def _vllm(server: _Server) -> list[FoundModel] | None:
    listed = server.get("/v1/models")
    entries = listed.get("data") if isinstance(listed, dict) else None
    if not isinstance(entries, list):
        return None
    own = [each for each in entries if isinstance(each, dict) and each.get("owned_by") == "vllm"]
    if not own:
        return None
    contexts = _contexts_in(own)
    found = _listed("vllm", server.url, list(contexts), contexts)
    return [replace(model, slots=_VLLM_SLOTS) for model in found]


def _openai(server: _Server) -> list[FoundModel] | None:
    listed = server.get("/v1/models")
    if not (isinstance(listed, dict) and isinstance(listed.get("data"), list)):
        return None
    return _listed("openai", server.url, _openai_names(server), _contexts_in(listed["data"]))


def _contexts_in(entries: Iterable[object]) -> dict[Any, Any]:
    """Context sizes that some servers and proxies tell with the names of their models."""
    names = ("context_length", "max_model_len", "max_context_length", "context_window")
    return {
        each.get("id"): next((each[name] for name in names if each.get(name)), None)
        for each in entries
        if isinstance(each, dict)
    }


_KINDS: tuple[Callable[[_Server], list[FoundModel] | None], ...] = (
    # It answers to some of Ollama's addresses too.
    _llama_cpp,
    _ollama,
    _lm_studio,
    _text_generation_webui,
    _vllm,
    _openai,
)
# Which of them have an address that need not be given.
_USUAL = {
    "ollama": 11434,
    "llama_cpp": 8080,
    "lm_studio": 1234,
    "vllm": 8000,
    "text_generation_webui": 5000,
    "openai": 8080,
}


def _openai_names(server: _Server) -> list[object]:
    listed = server.get("/v1/models")
    entries = listed.get("data") if isinstance(listed, dict) else None
    entries = entries if isinstance(entries, list) else []
    return [each.get("id") for each in entries if isinstance(each, dict)]


def _listed(
    backend: str, url: str, names: Iterable[object], contexts: dict[Any, Any]
) -> list[FoundModel]:
    found = []
    for name in names:
        if isinstance(name, str) and "embed" not in name.lower():
            context = contexts.get(name)
            tokens = context if isinstance(context, int) and context > 0 else None
            found.append(_found(backend, url, one_line(name), tokens, "ready"))
    return found or [_found(backend, url, None, None, "no model", "load one into the server")]


def _found(
    backend: str,
    url: str,
    model: str | None,
    context_tokens: int | None,
    state: State,
    note: str = "",
) -> FoundModel:
    arguments = ["--backend", backend]
    if url != f"http://127.0.0.1:{_USUAL[backend]}":
        arguments += ["--url", url]
    if model is not None:
        arguments += ["--model", model]
    return FoundModel(backend, url, model, context_tokens, state, tuple(arguments), note)
