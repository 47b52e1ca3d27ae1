"""Servers that others wrote, with a real model behind them: what our clients make of them."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import requests

from code_it.code_editor.python_editor import PythonCodeEditor
from code_it.config import TaskExecutionConfig
from code_it.errors import LLMUnavailable, PromptTooLong
from code_it.models import (
    Message,
    build_llama_cpp_llm,
    build_llm_from_config,
    build_openai_compatible_llm,
)
from code_it.models._patience import Patience
from code_it.models.embedded import CONTEXT_TOKENS
from code_it.models.openai_compatible import OpenAICompatibleLLM
from code_it.runs.journal import read_journal
from code_it.task_executor import TaskExecutor
from tests.index import fetching
from tests.models import real_servers
from tests.models.real_servers import ROOT, RealServer
from tests.models.servers import free_port

pytestmark = [pytest.mark.model, pytest.mark.network]

HELLO = [Message("user", "Say hello.")]
COUNT = [Message("user", "Count from 1 to 1000, one number per line.")]
# The small model fills any length that it is given.
POEM = [Message("user", "Write a poem of 200 lines.")]
MODEL_TOKENS = 2048
ANSWER_TOKENS = 1900
KEY = "sk-open-sesame"
WRITTEN = "llamacpp:tokens_predicted_total "

Build = Callable[..., OpenAICompatibleLLM]


@pytest.fixture(scope="module")
def llama_cpp(small_model: Path) -> Iterator[RealServer]:
    """llama.cpp's own server, which answers one after the other."""
    with real_servers.llama_cpp(small_model, context_tokens=MODEL_TOKENS) as server:
        yield server


@pytest.fixture(scope="module")
def dead_port() -> int:
    """Where the server is to be that LiteLLM asks for its model `mortal`."""
    return free_port()


@pytest.fixture(scope="module")
def lite_llm(
    llama_cpp: RealServer, dead_port: int, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RealServer]:
    """LiteLLM's proxy in front of it, whose model is called `small`."""
    with fetching():
        environment = real_servers.lite_llm_environment()
    folder = tmp_path_factory.mktemp("litellm")
    models = {"small": llama_cpp.url, "mortal": f"http://127.0.0.1:{dead_port}"}
    with real_servers.lite_llm(environment, folder, models, api_key=KEY) as server:
        yield server


@pytest.fixture(scope="module")
def locked_llama_cpp(small_model: Path) -> Iterator[RealServer]:
    """llama.cpp's own server, with a key."""
    with real_servers.llama_cpp(small_model, context_tokens=512, api_key=KEY) as server:
        yield server


@pytest.fixture(params=["llama_cpp", "lite_llm"])
def server(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> RealServer:
    """Each of the two in turn; its key is set."""
    return named(request, monkeypatch)


@pytest.fixture(params=["locked_llama_cpp", "lite_llm"])
def locked(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> RealServer:
    """Each of those that want a key, which is set."""
    return named(request, monkeypatch)


def named(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> RealServer:
    found: RealServer = request.getfixturevalue(request.param)
    monkeypatch.setenv("CODE_IT_API_KEY", found.api_key)
    return found


@pytest.fixture(params=[build_openai_compatible_llm, build_llama_cpp_llm])
def llm(request: pytest.FixtureRequest, server: RealServer) -> OpenAICompatibleLLM:
    built: OpenAICompatibleLLM = request.param(server.url)
    return built


def test_it_answers_and_streams(llm: OpenAICompatibleLLM) -> None:
    """The pieces make up the text, and the tokens are counted."""
    pieces: list[str] = []
    completion = llm.complete(HELLO, max_tokens=60, on_text=pieces.append)
    assert "hello" in completion.text.lower()
    assert len(pieces) > 1 and "".join(pieces) == completion.text
    assert completion.finish_reason == "stop"
    assert completion.prompt_tokens > 10
    assert 1 < completion.completion_tokens < 60
    longer = llm.complete([Message("user", "Say hello. " * 9)], max_tokens=1)
    assert longer.prompt_tokens > completion.prompt_tokens


def test_an_answer_ends_at_max_tokens(llm: OpenAICompatibleLLM) -> None:
    """Its finish reason says that it is cut off."""
    completion = llm.complete(COUNT, max_tokens=7)
    assert (completion.finish_reason, completion.completion_tokens) == ("length", 7)


def test_an_answer_ends_before_a_stop_text(llm: OpenAICompatibleLLM) -> None:
    """The server itself stops there."""
    completion = llm.complete(COUNT, max_tokens=60, stop=["3"])
    assert completion.finish_reason == "stop"
    assert "2" in completion.text and "3" not in completion.text
    assert completion.completion_tokens < 60


def test_a_seed_makes_answers_repeatable(llm: OpenAICompatibleLLM) -> None:
    """The same one gives the same answer, and others give others."""
    tale = [Message("user", "Tell me a tale.")]
    ask = partial(llm.complete, tale, temperature=1.5, max_tokens=16)
    answers = [ask(seed=seed).text for seed in (1, 1, 2, 3)]
    assert answers[0] == answers[1]
    assert len(set(answers)) > 1


def test_several_answers_come_from_as_many_slots(small_model: Path) -> None:
    """Each with its own count; the prompt is counted once."""
    with real_servers.llama_cpp(small_model, context_tokens=1024, slots=2) as server:
        llm = build_llama_cpp_llm(server.url)
        llm.complete(HELLO, max_tokens=1)
        answers = llm.complete_several(COUNT, 3, temperature=1.5, max_tokens=9, seed=1)
    assert [(each.finish_reason, each.completion_tokens) for each in answers] == [("length", 9)] * 2
    assert answers[0].text != answers[1].text
    assert answers[0].prompt_tokens > 10 and answers[1].prompt_tokens == 0


def test_a_server_with_one_slot_answers_once(llm: OpenAICompatibleLLM) -> None:
    """However many answers there is use for, and whether it tells of its slots or not."""
    for _ in range(2):
        assert len(llm.complete_several(HELLO, 3, temperature=0.5, max_tokens=2)) == 1


def test_the_first_model_is_taken(server: RealServer, llm: OpenAICompatibleLLM) -> None:
    """When none is named."""
    llm.complete(HELLO, max_tokens=1)
    assert llm.model == listed(server)[0]


def test_an_unknown_model(lite_llm: RealServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that are there are listed, and the nearest is proposed."""
    monkeypatch.setenv("CODE_IT_API_KEY", KEY)
    with pytest.raises(LLMUnavailable) as caught:
        build_openai_compatible_llm(lite_llm.url, "smal").complete(HELLO)
    assert "no model 'smal'; it has small, mortal; did you mean small?" in str(caught.value)


def test_llama_cpp_answers_for_any_model(llama_cpp: RealServer) -> None:
    """It has one, which goes by every name."""
    assert build_llama_cpp_llm(llama_cpp.url, "smal").complete(HELLO, max_tokens=2).text


def test_a_prompt_that_is_too_long_names_both_numbers(llm: OpenAICompatibleLLM) -> None:
    """It is an error, not an answer to half of the question; the next question is fine."""
    with pytest.raises(PromptTooLong) as caught:
        llm.complete([Message("user", "hello " * 4000)])
    assert "request (4031 tokens) exceeds the available context size (2048 t" in str(caught.value)
    assert llm.complete(HELLO, max_tokens=2).text


def test_an_interrupt_frees_the_server(llm: OpenAICompatibleLLM, llama_cpp: RealServer) -> None:
    """Ctrl-C ends what the model writes, and the next question is answered."""

    def interrupt(_piece: str) -> None:
        raise KeyboardInterrupt

    before = tokens_written(llama_cpp)
    with pytest.raises(KeyboardInterrupt):
        llm.complete(POEM, max_tokens=ANSWER_TOKENS, on_text=interrupt)
    assert llm.complete(HELLO, max_tokens=2).text
    assert tokens_written(llama_cpp) - before < ANSWER_TOKENS / 2


def test_a_server_that_dies_is_missed(
    small_model: Path, patience: Patience, waits: list[float]
) -> None:
    """It may be starting anew, so it is waited for, but not for ever."""
    with real_servers.llama_cpp(small_model, context_tokens=512) as server:
        llm = OpenAICompatibleLLM(server.url, patience=patience)
        with pytest.raises(LLMUnavailable, match=r"no model server answers at .*refused.*start it"):
            llm.complete(POEM, max_tokens=400, on_text=lambda _piece: server.kill())
    assert 0 < sum(waits) < 120


def test_a_server_behind_a_proxy_that_dies_is_missed(
    small_model: Path,
    lite_llm: RealServer,
    dead_port: int,
    patience: Patience,
    waits: list[float],
) -> None:
    """The proxy goes on; its words are passed on."""
    with real_servers.llama_cpp(small_model, context_tokens=512, port=dead_port) as server:
        llm = OpenAICompatibleLLM(lite_llm.url, "mortal", KEY, patience=patience)
        with pytest.raises(LLMUnavailable, match=r"mortal.*server's log"):
            llm.complete(POEM, max_tokens=400, on_text=lambda _piece: server.kill())
    assert 0 < sum(waits) < 120


@pytest.mark.parametrize("build", [build_openai_compatible_llm, build_llama_cpp_llm])
def test_the_right_key(locked: RealServer, build: Build) -> None:
    """It opens the server."""
    assert build(locked.url).complete(HELLO, max_tokens=2).text


@pytest.mark.parametrize("model", ["", "small"])
@pytest.mark.parametrize(
    ("key", "message"),
    [
        pytest.param("sk-other", "it does not accept CODE_IT_API_KEY", id="wrong"),
        pytest.param("", "it wants the API key", id="missing"),
    ],
)
def test_another_key_or_none(
    locked: RealServer, monkeypatch: pytest.MonkeyPatch, model: str, key: str, message: str
) -> None:
    """It is said which of the two, and that at once."""
    monkeypatch.setenv("CODE_IT_API_KEY", key)
    with pytest.raises(LLMUnavailable, match=message):
        build_openai_compatible_llm(locked.url, model).complete(HELLO)


def listed(server: RealServer) -> list[str]:
    """The names of the server's models, as it tells them itself."""
    headers = {"Authorization": f"Bearer {server.api_key}"}
    answer = requests.get(f"{server.url}/v1/models", headers=headers, timeout=60).json()
    return [each["id"] for each in answer["data"]]


def tokens_written(server: RealServer) -> int:
    """How many llama.cpp has written since it started."""
    metrics = requests.get(f"{server.url}/metrics", timeout=60).text
    (line,) = (line for line in metrics.splitlines() if line.startswith(WRITTEN))
    return int(line.removeprefix(WRITTEN))


def models_command(*arguments: str) -> str:
    """What `python -m code_it models` prints."""
    argv = [sys.executable, "-m", "code_it", "models", *arguments]
    return subprocess.run(argv, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True).stdout


def test_models_lists_llama_cpp(llama_cpp: RealServer) -> None:
    """With its context size, and with flags that work."""
    (name,) = listed(llama_cpp)
    told = models_command("--url", llama_cpp.url)
    assert f"llama_cpp, {llama_cpp.url}: {name}, {MODEL_TOKENS} tokens, ready\n" in told
    found = json.loads(models_command("--url", llama_cpp.url, "--json"))
    (own,) = (each for each in found if each["url"] == llama_cpp.url)
    flags = own["arguments"]
    settings = dict(zip((flag.lstrip("-") for flag in flags[::2]), flags[1::2], strict=True))
    llm = build_llm_from_config(TaskExecutionConfig(**settings))
    assert llm.complete(HELLO, max_tokens=2).text


def test_models_lists_a_proxy(lite_llm: RealServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """As some server with OpenAI's protocol, all of whose models can be used."""
    monkeypatch.setenv("CODE_IT_API_KEY", KEY)
    told = models_command("--url", lite_llm.url)
    for name in listed(lite_llm):
        assert f"openai, {lite_llm.url}: {name}, ready\n" in told


def test_models_tells_who_wants_a_key(locked: RealServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """And where to put it."""
    monkeypatch.delenv("CODE_IT_API_KEY")
    told = models_command("--url", locked.url)
    assert f"openai, {locked.url}: no model, wants a key (set CODE_IT_API_KEY)\n" in told


def talk_about_the_shipped_task(
    folder: Path, monkeypatch: pytest.MonkeyPatch, **settings: Any
) -> list[object]:
    """All that a model is asked, and what it answers, out of the run record."""
    folder.mkdir()
    monkeypatch.chdir(folder)
    config = TaskExecutionConfig(
        **settings, log_to_stdout=False, max_llm_calls=3, max_tokens=120, time_limit_seconds=20.0
    )
    executor = TaskExecutor(PythonCodeEditor(), partial(build_llm_from_config, config), config)
    executor.execute((ROOT / "task.txt").read_text(encoding="utf-8"))
    (run,) = (folder / ".code_it" / "runs").glob("*/")
    events = [event for event in read_journal(run) if event["event"] in ("prompt", "reply")]
    # When it was, how long it took, and how the model is called there.
    other = ("seq", "time", "seconds", "model")
    return [_without(event, (*other, *_untold(event))) for event in events]


def _untold(event: Mapping[str, Any]) -> tuple[str, ...]:
    """A server says how much it has read when the reply ends; not of one that is stopped."""
    stopped = event.get("completion", {}).get("finish_reason") == "repetition"
    return ("prompt_tokens",) if stopped else ()


def _without(value: Any, names: tuple[str, ...]) -> Any:
    if not isinstance(value, dict):
        return value
    return {name: _without(inner, names) for name, inner in value.items() if name not in names}


def test_a_server_is_asked_what_the_embedded_model_is_asked(
    small_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The whole flow, with the same model in this process and behind a server."""
    talk = partial(talk_about_the_shipped_task, monkeypatch=monkeypatch)
    embedded = talk(tmp_path / "embedded", backend="embedded", model=str(small_model))
    with real_servers.llama_cpp(small_model, context_tokens=CONTEXT_TOKENS) as server:
        served = talk(tmp_path / "served", backend="openai", url=server.url)
    assert len(embedded) == 6
    assert served == embedded
