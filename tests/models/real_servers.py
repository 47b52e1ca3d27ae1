"""Model servers of others, each in a process of its own on a loopback port."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests

from code_it.packages.environments import Environment, Terms, provide
from tests.models.servers import free_port

ROOT = Path(__file__).parents[2]
LITE_LLM = (
    "litellm[proxy]==1.108.7",
    # A folder of wheels that pip is set to may hold a later one without the library it needs.
    "soundfile==0.13.1",
    # Without it a request without a key is answered 500, not 401.
    "prisma==0.15.0",
)
# So that what these bring along is the same for everybody.
RELEASED_BEFORE = "2026-11-18T00:00:00Z"
START_SECONDS = 600.0


@dataclass(frozen=True)
class RealServer:
    url: str
    process: subprocess.Popen[str]
    api_key: str = ""

    def kill(self) -> None:
        """End it as a crash would."""
        self.process.kill()
        self.process.wait()


@contextmanager
def llama_cpp(
    model: Path, *, context_tokens: int, port: int = 0, api_key: str = "", slots: int = 1
) -> Iterator[RealServer]:
    """llama.cpp's own server; without `api_key` everybody is answered."""
    argv = [sys.executable, "-m", "tests.models.llama_cpp_server", str(model)]
    argv += ["--context", str(context_tokens), "--port", str(port), "--api-key", api_key]
    argv += ["--slots", str(slots)]
    with subprocess.Popen(
        argv, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        try:
            url = process.stdout.readline().strip()
            assert url, "llama.cpp's server did not start"
            yield RealServer(url, process, api_key)
        finally:
            process.kill()


def lite_llm_environment() -> Environment:
    """Where LiteLLM is installed, made when it is not there yet.

    Raises:
        InstallError: It cannot be had; says why.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("UV_EXCLUDE_NEWER", RELEASED_BEFORE)
        terms = Terms(max_packages=200, max_mib=0)
        return provide(LITE_LLM, timeout_seconds=1800, terms=terms, installer="uv")


@contextmanager
def lite_llm(
    environment: Environment, folder: Path, models: Mapping[str, str], *, api_key: str
) -> Iterator[RealServer]:
    """LiteLLM's proxy; `models` are the names that it lists, and the servers that it asks."""
    served = [
        {
            "model_name": name,
            "litellm_params": {"model": f"openai/{name}", "api_base": f"{url}/v1", "api_key": "-"},
        }
        for name, url in models.items()
    ]
    config = {"model_list": served, "general_settings": {"master_key": api_key}}
    (folder / "config.yaml").write_text(json.dumps(config), encoding="utf-8")
    port = free_port()
    argv = [environment.python.with_name("litellm"), "--config", folder / "config.yaml"]
    with (folder / "log").open("w+", encoding="utf-8") as log:
        process = subprocess.Popen(
            [*map(str, argv), "--host", "127.0.0.1", "--port", str(port)],
            cwd=folder,
            env={
                # Not our own: a database or a key that is set for others would be taken up.
                "PATH": os.environ["PATH"],
                "HOME": str(folder),
                # The environment stays as it was built.
                "PYTHONDONTWRITEBYTECODE": "1",
                # The web would be asked for a table of prices.
                "LITELLM_LOCAL_MODEL_COST_MAP": "True",
            },
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            text=True,
        )
        server = RealServer(f"http://127.0.0.1:{port}", process, api_key)
        try:
            if not _answers(server, "/health/liveliness"):
                log.seek(0)
                pytest.fail(f"LiteLLM did not start: {log.read()[-2000:]}")
            yield server
        finally:
            server.kill()


def _answers(server: RealServer, path: str) -> bool:
    deadline = time.monotonic() + START_SECONDS
    while server.process.poll() is None and time.monotonic() < deadline:
        try:
            if requests.get(server.url + path, timeout=10).ok:
                return True
        except requests.RequestException:
            time.sleep(0.2)
    return False
