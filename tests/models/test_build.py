from __future__ import annotations

from typing import Any

import pytest

from code_it.config import TaskExecutionConfig
from code_it.errors import ConfigError
from code_it.models import Message
from code_it.models.build import build_llm_from_config
from code_it.models.scripted import ScriptedLLM
from tests.models.servers import StandInServer, as_json

ASK = [Message("user", "Say hi.")]


@pytest.mark.parametrize(
    ("backend", "path", "answer"),
    [
        (
            "openai",
            "/v1/chat/completions",
            {"choices": [{"message": {"content": "hi"}, "finish_reason": "stop"}]},
        ),
        ("ollama", "/api/chat", {"message": {"content": "hi"}, "done": True}),
        ("text_generation_web_ui_client", "/api/v1/generate", {"results": [{"text": "hi"}]}),
        ("llama_base", "/prompt", {"response": "hi"}),
    ],
)
def test_each_backend_asks_its_own_kind_of_server(
    model_server: StandInServer, backend: Any, path: str, answer: object
) -> None:
    """The address of the server is enough; the path is the backend's usual one."""
    model_server.on("POST", path, as_json(answer))
    config = TaskExecutionConfig(
        backend=backend, url=model_server.url, model="m", context_tokens=2048
    )
    assert build_llm_from_config(config).complete(ASK).text == "hi"
    (body,) = model_server.bodies(path)
    assert body.get("model", "m") == "m"
    assert body.get("options", {}).get("num_ctx", 2048) == 2048


def test_a_path_of_the_user_is_kept(model_server: StandInServer) -> None:
    """A classic server may listen anywhere."""
    model_server.on("POST", "/my/own", as_json({"response": "hi"}))
    config = TaskExecutionConfig(backend="llama_base", url=f"{model_server.url}/my/own")
    assert build_llm_from_config(config).complete(ASK).text == "hi"


@pytest.mark.parametrize(
    "backend", ["openai", "ollama", "vllm", "text_generation_web_ui_client", "llama_base"]
)
def test_no_address(backend: Any) -> None:
    """A wrong address is a mistake in the settings, whatever the backend."""
    with pytest.raises(ConfigError, match="is no address of a model server"):
        build_llm_from_config(TaskExecutionConfig(backend=backend, url="http://"))


def test_an_unknown_backend() -> None:
    """A backend that was assigned after the settings were checked is still named."""
    config = TaskExecutionConfig()
    config.backend = "telepathy"  # type: ignore[assignment]
    with pytest.raises(ConfigError, match="no backend 'telepathy'"):
        build_llm_from_config(config)


def test_the_embedded_model_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a backend, the embedded model is built from the path and the context given."""
    from code_it.models import embedded

    asked: list[tuple[Any, Any]] = []

    def build(*args: Any, **options: Any) -> ScriptedLLM:
        asked.append((args, options))
        return ScriptedLLM("hi")

    def progress(_what: str, _done: int, _total: int) -> None:
        pass

    monkeypatch.setattr(embedded, "build_embedded_llm", build)
    config = TaskExecutionConfig(model="my.gguf", context_tokens=2048)
    assert build_llm_from_config(config, on_progress=progress).complete(ASK).text == "hi"
    assert asked == [(("my.gguf",), {"context_tokens": 2048, "on_progress": progress})]
