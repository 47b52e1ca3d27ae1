from __future__ import annotations

import os
from pathlib import Path

import pytest

from code_it.models._patience import PATIENCE
from tests.llm_faults.desk import KEY, Desk
from tests.models.answers import MODELS, OLLAMA_TAGS, listed, tags
from tests.models.servers import StandInServer


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the one environment is that all the scripts here share."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def server(model_server: StandInServer) -> StandInServer:
    """It lists one model, in the way of OpenAI and in that of Ollama."""
    model_server.on("GET", MODELS, listed("coder"))
    model_server.on("GET", OLLAMA_TAGS, tags("coder:1.5b"))
    return model_server


@pytest.fixture
def desk(
    tmp_path: Path,
    cache: Path,
    server: StandInServer,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Desk:
    """A work folder with something of the user's in it, and a key in the environment."""
    for name in [*os.environ]:
        if name.startswith("CODE_IT_") or name == "OPENAI_API_KEY":
            monkeypatch.delenv(name)
    monkeypatch.setenv("CODE_IT_API_KEY", KEY)
    monkeypatch.setenv("CODE_IT_CACHE", str(cache))
    # Whether a record outlives a crash of the machine is tested elsewhere, and takes time here.
    monkeypatch.setattr(os, "fsync", lambda _descriptor: None)
    folder = tmp_path / "work"
    folder.mkdir()
    (folder / "mine.txt").write_text("mine")
    monkeypatch.chdir(folder)
    return Desk(folder, server.url, capsys)


@pytest.fixture(autouse=True)
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The waits of every client in this process, counted and not waited for."""
    asked_for: list[float] = []
    monkeypatch.setitem(vars(PATIENCE), "sleep", asked_for.append)
    return asked_for
