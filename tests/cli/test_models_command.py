"""`models`, as a user runs it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from code_it import cli
from code_it.cli import models_command
from code_it.models.discovery import FoundModel


@pytest.fixture(autouse=True)
def found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[FoundModel]:
    """What answers, which is nothing at first; no model is downloaded."""
    servers: list[FoundModel] = []
    monkeypatch.setenv("CODE_IT_CACHE", str(tmp_path))
    monkeypatch.setattr(models_command, "find_models", lambda _urls: tuple(servers))
    return servers


def test_without_servers_there_is_the_embedded_model(capsys: pytest.CaptureFixture[str]) -> None:
    """And the ports that were asked."""
    assert cli.main(["models"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("embedded, in this process: qwen2.5-coder")
    assert "not downloaded (the default)\n    code-it\n" in told
    assert "No server answers on the ports 8080, 11434" in told


def test_servers_come_with_the_flags_that_use_them(
    found: list[FoundModel], capsys: pytest.CaptureFixture[str]
) -> None:
    """Quoted for a shell, and as a list for programs."""
    arguments = ("--backend", "ollama", "--model", "a b")
    found.append(FoundModel("ollama", "http://h", "a b", 4096, "ready", arguments))
    assert cli.main(["models"]) == 0
    told = capsys.readouterr().out
    assert "ollama, http://h: a b, 4096 tokens, ready\n" in told
    assert "    code-it --backend ollama --model 'a b'\n" in told
    assert cli.main(["models", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert [each["backend"] for each in listed] == ["embedded", "ollama"]
    assert listed[1]["arguments"] == list(arguments)
    assert listed[1]["context_tokens"] == 4096


def test_a_named_address_without_a_server_is_told(
    found: list[FoundModel], capsys: pytest.CaptureFixture[str]
) -> None:
    """Once, without a login that stands in it, and not when one was found there."""
    found.append(FoundModel("vllm", "http://h:1", "m", None, "ready", ()))
    urls = ("http://h:1/v1", "me:secret@h:2", "http://me:secret@h:2/v1")
    assert cli.main(["models", *(flag for url in urls for flag in ("--url", url))]) == 0
    told = capsys.readouterr().out
    assert told.count("no model server that is known answers there; is it up") == 1
    assert "\nhttp://h:2: no model server" in told
    assert "secret" not in told
