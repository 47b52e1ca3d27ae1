"""Builders for servers that speak OpenAI's protocol, each with the address that it uses by default.

The addresses are those of their documentation: llama.cpp `tools/server/README.md`, LM Studio "Local
server", vLLM "OpenAI-compatible server", text-generation-webui wiki "12 - OpenAI API".
"""

from __future__ import annotations

from code_it.models._patience import LOAD_TIMEOUT_SECONDS
from code_it.models.openai_compatible import OpenAICompatibleLLM, build_openai_compatible_llm

LLAMA_CPP_URL = "http://127.0.0.1:8080/v1"
LM_STUDIO_URL = "http://127.0.0.1:1234/v1"
VLLM_URL = "http://127.0.0.1:8000/v1"
TEXT_GENERATION_WEBUI_URL = "http://127.0.0.1:5000/v1"


def build_llama_cpp_llm(
    url: str = "", model: str = "", *, load_timeout_seconds: float = LOAD_TIMEOUT_SECONDS
) -> OpenAICompatibleLLM:
    """A client of llama.cpp's own server, started with `llama-server -m MODEL.gguf`.

    Args:
        url: Empty for the usual address; likewise below.
        model: Empty for the first that the server lists; likewise below.
        load_timeout_seconds: Longest wait for a server that loads or is busy; likewise below.
    """
    start = "llama-server -m MODEL.gguf"
    return _started_with(start, url or LLAMA_CPP_URL, model, load_timeout_seconds)


def build_lm_studio_llm(
    url: str = "", model: str = "", *, load_timeout_seconds: float = LOAD_TIMEOUT_SECONDS
) -> OpenAICompatibleLLM:
    """A client of LM Studio, whose server is started with `lms server start`."""
    return _started_with("lms server start", url or LM_STUDIO_URL, model, load_timeout_seconds)


def build_vllm_llm(
    url: str = "", model: str = "", *, load_timeout_seconds: float = LOAD_TIMEOUT_SECONDS
) -> OpenAICompatibleLLM:
    """A client of vLLM, started with `vllm serve MODEL`."""
    return _started_with("vllm serve MODEL", url or VLLM_URL, model, load_timeout_seconds)


def build_text_generation_webui_llm(
    url: str = "", model: str = "", *, load_timeout_seconds: float = LOAD_TIMEOUT_SECONDS
) -> OpenAICompatibleLLM:
    """A client of text-generation-webui, started with `--api`.

    For versions of before 2023-11 there is `build_text_generation_web_ui_client_llm`.
    """
    return _started_with("--api", url or TEXT_GENERATION_WEBUI_URL, model, load_timeout_seconds)


def _started_with(
    how: str, url: str, model: str, load_timeout_seconds: float
) -> OpenAICompatibleLLM:
    return build_openai_compatible_llm(
        url,
        model,
        load_timeout_seconds=load_timeout_seconds,
        how_to_start=f"start it with `{how}`",
    )
