"""TaskExecutionConfig -> LLM."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit, urlunsplit

from code_it.config import TaskExecutionConfig
from code_it.errors import ConfigError
from code_it.models import LLM

OnProgress = Callable[[str, int, int], None]
"""Told that so many of so many bytes of something are here."""


def build_llm_from_config(
    config: TaskExecutionConfig, *, on_progress: OnProgress | None = None
) -> LLM:
    """The model that `config` names; nothing is asked, fetched or loaded before it is used.

    Args:
        config: Its `backend`, `url`, `model`, `context_tokens` and `load_timeout_seconds` are
            looked at.
        on_progress: Told how far the download of the embedded model is.

    Raises:
        ConfigError: An unknown backend, or an address that is none.
    """
    # Each backend is imported when it is asked for: `--help` needs none of them.
    if config.backend == "embedded":
        from code_it.models.embedded import build_embedded_llm

        return build_embedded_llm(
            config.model, context_tokens=config.context_tokens, on_progress=on_progress
        )
    if config.backend == "openai":
        from code_it.models.openai_compatible import build_openai_compatible_llm

        return build_openai_compatible_llm(
            config.url, config.model, load_timeout_seconds=config.load_timeout_seconds
        )
    if config.backend == "ollama":
        from code_it.models.ollama import build_ollama_llm

        return build_ollama_llm(
            config.url,
            config.model,
            context_tokens=config.context_tokens,
            load_timeout_seconds=config.load_timeout_seconds,
        )
    if config.backend in _OPENAI_LIKE:
        from code_it.models import servers

        build = getattr(servers, f"build_{config.backend}_llm")
        llm: LLM = build(config.url, config.model, load_timeout_seconds=config.load_timeout_seconds)
        return llm
    return _build_classic(config)


# Servers with OpenAI's protocol and a usual address of their own.
_OPENAI_LIKE = frozenset({"llama_cpp", "lm_studio", "vllm", "text_generation_webui"})


def _build_classic(config: TaskExecutionConfig) -> LLM:
    from code_it.models import http
    from code_it.models.classic import as_llm

    builders = {
        "text_generation_web_ui_client": (
            http.build_text_generation_web_ui_client_llm,
            http.TEXT_GENERATION_WEB_UI_URL,
        ),
        "llama_base": (http.build_llama_base_llm, http.LLAMA_URL),
    }
    if config.backend not in builders:
        raise ConfigError(f"there is no backend {config.backend!r}")
    build, usual_url = builders[config.backend]
    return as_llm(
        build(_with_path(config.url, usual_url), load_timeout_seconds=config.load_timeout_seconds)
    )


def _with_path(url: str, usual_url: str) -> str:
    """`url`, with the usual path if it has none."""
    from code_it.models._addresses import server_url

    parts = urlsplit(server_url(url, default=usual_url))
    path = parts.path or urlsplit(usual_url).path
    return urlunsplit((parts.scheme, parts.netloc, path, parts.query, ""))
