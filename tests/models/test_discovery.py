"""Which servers are recognised, by what they answer."""

from __future__ import annotations

from typing import Any

import pytest

from code_it.models import discovery
from code_it.models.discovery import find_models
from tests.models.servers import StandInServer, as_json, raw

MODELS = {"object": "list", "data": [{"id": "m", "object": "model"}, {"id": "embed-x"}]}


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever listens on this machine besides is not looked at."""
    monkeypatch.setattr(discovery, "USUAL_PORTS", ())
    monkeypatch.delenv("OLLAMA_HOST", raising=False)
    monkeypatch.delenv("CODE_IT_API_KEY", raising=False)


@pytest.mark.parametrize(
    ("answers", "backend", "model", "context", "state"),
    [
        pytest.param(
            {"/v1/models": MODELS, "/props": {"default_generation_settings": {"n_ctx": 4096},
             "total_slots": 1}},
            "llama_cpp", "m", 4096, "ready", id="llama.cpp",
        ),
        pytest.param(
            {"/api/version": {"version": "0.9"}, "/api/tags": {"models": [{"name": "q:7b"}]}},
            "ollama", "q:7b", None, "ready", id="ollama",
        ),
        pytest.param(
            {"/api/version": {"version": "0.9"}, "/api/tags": {"models": []}},
            "ollama", None, None, "no model", id="ollama-without-models",
        ),
        pytest.param(
            {"/v1/models": MODELS, "/api/tags": {"error": "no"}, "/api/v1/models": {"models": [
                {"type": "llm", "key": "big", "max_context_length": 32768,
                 "loaded_instances": [{"id": "big", "config": {"context_length": 8192}}]},
                {"type": "embedding", "key": "nomic", "loaded_instances": []}]}},
            "lm_studio", "big", 8192, "ready", id="lm-studio",
        ),
        pytest.param(
            {"/v1/models": {"data": [{"id": "v", "owned_by": "vllm", "max_model_len": 2048}]}},
            "vllm", "v", 2048, "ready", id="vllm",
        ),
        pytest.param(
            {"/v1/models": MODELS, "/v1/internal/model/info": {"model_name": "t.gguf"}},
            "text_generation_webui", "t.gguf", None, "ready", id="text-generation-webui",
        ),
        pytest.param(
            {"/v1/models": MODELS, "/v1/internal/model/info": {"model_name": "None"}},
            "text_generation_webui", None, None, "no model", id="text-generation-webui-unloaded",
        ),
        pytest.param({"/v1/models": MODELS}, "openai", "m", None, "ready", id="some-other"),
    ],
)  # fmt: skip
def test_a_server_is_known_by_its_answers(
    model_server: StandInServer,
    answers: dict[str, Any],
    backend: str,
    model: str | None,
    context: int | None,
    state: str,
) -> None:
    """And not by its port; the flags that use it are told."""
    for path, value in answers.items():
        model_server.on("GET", path, as_json(value))
    (found,) = find_models([model_server.url])
    assert (found.backend, found.model, found.context_tokens) == (backend, model, context)
    assert found.state == state
    expected = ["--backend", backend, "--url", model_server.url]
    assert list(found.arguments) == expected + (["--model", model] if model else [])
    assert {asked.method for asked in model_server.asked} == {"GET"}


@pytest.mark.parametrize(
    ("status", "value", "states"),
    [
        (503, {"error": {"message": "Loading model"}}, ["loading"]),
        (401, {"error": "no"}, ["wants a key"]),
        (200, "nothing of the kind", []),
        (200, {"data": "odd"}, []),
        (404, {}, []),
    ],
)
def test_servers_that_are_not_ready(
    model_server: StandInServer, status: int, value: object, states: list[str]
) -> None:
    """They are named where that helps, and what is no model server is left out."""
    for path in ("/v1/models", "/props", "/api/tags", "/api/version", "/api/v1/models"):
        model_server.on("GET", path, as_json(value, status=status))
    assert [found.state for found in find_models([model_server.url])] == states


def test_what_is_no_json_is_no_model_server(model_server: StandInServer) -> None:
    """A web page, or anything at all."""
    model_server.on("GET", "/v1/models", raw(b"<html>\xff", kind="text/html"))
    assert find_models([model_server.url]) == ()
    assert find_models(["http://127.0.0.1:9"]) == ()


def test_the_key_goes_only_to_named_servers(
    model_server: StandInServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What listens on a usual port has not asked for it."""
    monkeypatch.setenv("CODE_IT_API_KEY", "secret")
    model_server.on("GET", "/v1/models", as_json(MODELS))
    port = int(model_server.url.rpartition(":")[2])
    monkeypatch.setattr(discovery, "USUAL_PORTS", (port,))
    find_models()
    assert not [asked for asked in model_server.asked if "Authorization" in asked.headers]
    find_models([model_server.url])
    assert model_server.asked[-1].headers["Authorization"] == "Bearer secret"
