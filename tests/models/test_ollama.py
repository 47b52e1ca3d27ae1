from __future__ import annotations

import json
from typing import Any

import pytest

from code_it.errors import LLMBadResponse, LLMTimeout, LLMUnavailable, PromptTooLong
from code_it.models import LLM, Completion, Message
from code_it.models._patience import Patience
from code_it.models.ollama import OllamaLLM, build_ollama_llm
from tests.models.answers import OLLAMA_CHAT as CHAT
from tests.models.answers import end, line, lines, piece, tags
from tests.models.servers import Responder, StandInServer, as_json, raw

ASK = [Message("user", "Say hi.")]


HI = lines(piece("print"), piece("('hi')"), end())


def client(server: StandInServer, patience: Patience, **options: Any) -> OllamaLLM:
    options.setdefault("model", "m")
    return OllamaLLM(server.url, patience=patience, **options)


def test_a_streamed_completion(model_server: StandInServer, patience: Patience) -> None:
    """Settings go in as Ollama's options; text, reason and counts come out."""
    model_server.on("POST", CHAT, HI)
    pieces: list[str] = []
    llm = client(model_server, patience, context_tokens=4096)
    completion = llm.complete(
        ASK, temperature=0.5, max_tokens=99, seed=7, stop=["END"], on_text=pieces.append
    )
    assert completion == Completion("print('hi')", "stop", 9, 4)
    assert pieces == ["print", "('hi')"]
    (body,) = model_server.bodies(CHAT)
    assert body["messages"] == [{"role": "user", "content": "Say hi."}]
    assert body["model"] == "m"
    assert body["options"] == {
        "num_ctx": 4096,
        "num_predict": 99,
        "temperature": 0.5,
        "seed": 7,
        "stop": ["END"],
    }
    assert isinstance(llm, LLM)


def test_the_usual_context_is_asked_for(model_server: StandInServer) -> None:
    """Without a word Ollama would take 4096 tokens, and cut the prompt without one either."""
    model_server.on("POST", CHAT, HI)
    build_ollama_llm(model_server.url, "m").complete(ASK)
    (body,) = model_server.bodies(CHAT)
    assert body["options"] == {"num_ctx": 8192, "num_predict": 1024, "temperature": 0.0}


def test_lines_may_be_cut_anywhere(model_server: StandInServer, patience: Patience) -> None:
    """Characters of several bytes, and lines, arrive in parts."""
    data = json.dumps({"message": {"content": "é😀"}}, ensure_ascii=False).encode() + b"\n" + end()
    model_server.on("POST", CHAT, lines(*[bytes([byte]) for byte in data.strip()]))
    assert client(model_server, patience).complete(ASK).text == "é😀"


def test_an_answer_that_was_cut_off_says_so(
    model_server: StandInServer, patience: Patience
) -> None:
    """`done_reason: length` is passed on; missing counts are 0."""
    model_server.on("POST", CHAT, lines(piece("x"), line(done=True, done_reason="length")))
    assert client(model_server, patience).complete(ASK) == Completion("x", "length", 0, 0)


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["llama3:8b", "qwen2.5-coder:1.5b"], "qwen2.5-coder:1.5b"),
        (["mistral", "codellama:7b"], "codellama:7b"),
        (["nomic-embed-text", "mistral"], "mistral"),
        (["mistral", "llama3"], "mistral"),
    ],
)
def test_no_model_given_means_one_for_code(
    model_server: StandInServer, patience: Patience, names: list[str], expected: str
) -> None:
    """The first model for code is taken, else the first that writes text."""
    model_server.on("GET", "/api/tags", tags(*names))
    model_server.on("POST", CHAT, HI)
    llm = client(model_server, patience, model="")
    llm.complete(ASK)
    assert model_server.bodies(CHAT)[0]["model"] == expected


def test_no_model_at_all(model_server: StandInServer, patience: Patience) -> None:
    """It is said how to fetch one; none is fetched."""
    model_server.on("GET", "/api/tags", as_json({"models": None}))
    with pytest.raises(LLMUnavailable, match=r"has no model; fetch one.*ollama pull"):
        client(model_server, patience, model="").complete(ASK)
    assert [asked.path for asked in model_server.asked] == ["/api/tags"]


def test_an_unknown_model(model_server: StandInServer, patience: Patience) -> None:
    """What is there is listed, the nearest is proposed, and nothing is fetched."""
    model_server.on("POST", CHAT, as_json({"error": "model 'qwen2.5-codr' not found"}, status=404))
    model_server.on("GET", "/api/tags", tags("qwen2.5-coder:1.5b", "mistral"))
    with pytest.raises(LLMUnavailable) as caught:
        client(model_server, patience, model="qwen2.5-codr").complete(ASK)
    assert "it has qwen2.5-coder:1.5b, mistral" in str(caught.value)
    assert "did you mean qwen2.5-coder:1.5b?" in str(caught.value)
    assert {asked.path for asked in model_server.asked} == {CHAT, "/api/tags"}


def test_another_server_at_the_address(model_server: StandInServer, patience: Patience) -> None:
    """A web server that knows neither address is recognised."""
    with pytest.raises(LLMUnavailable, match="is Ollama what answers at"):
        client(model_server, patience, model="").complete(ASK)


@pytest.mark.parametrize(
    ("responder", "error", "message"),
    [
        pytest.param(
            lines(piece("a"), line(error="an error was encountered: unexpected EOF")),
            LLMUnavailable,
            "gave up on its answer: an error.*unexpected EOF",
            id="error-in-stream",
        ),
        pytest.param(lines(piece("a")), LLMUnavailable, "ended in the middle", id="no-end"),
        pytest.param(
            lines(piece("a"), finish=False), LLMUnavailable, "broke off", id="connection-lost"
        ),
        pytest.param(raw(b"<html>"), LLMBadResponse, "no JSON", id="web-page"),
        pytest.param(lines(b"\xff\n"), LLMBadResponse, "no UTF-8", id="invalid-utf-8"),
    ],
)
def test_what_is_no_completion(
    model_server: StandInServer,
    patience: Patience,
    responder: Responder,
    error: type[Exception],
    message: str,
) -> None:
    """Each fault within an answer is named, with the address."""
    model_server.on("POST", CHAT, responder)
    with pytest.raises(error, match=message) as caught:
        client(model_server, patience).complete(ASK)
    assert model_server.url + CHAT in str(caught.value)


def test_a_busy_server_is_waited_for(
    model_server: StandInServer, patience: Patience, waits: list[float]
) -> None:
    """Ollama's full queue empties with time."""
    busy = as_json({"error": "server busy, please try again"}, status=503)
    model_server.on("POST", CHAT, *[busy] * 6, HI)
    assert client(model_server, patience).complete(ASK).text == "print('hi')"
    assert waits == [1, 2, 4, 8, 16, 16]


def test_a_stalled_stream_ends_in_a_timeout(
    model_server: StandInServer, patience: Patience
) -> None:
    """Silence within an answer has a limit."""
    model_server.on("POST", CHAT, lines(piece("a"), model_server.silence))
    with pytest.raises(LLMTimeout, match=r"sent nothing for 0\.1 s"):
        client(model_server, patience, stall_seconds=0.1).complete(ASK)
    assert model_server.client_left.wait(30)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("", "http://127.0.0.1:11434"),
        ("h:1", "http://h:1"),
        ("http://h:1/", "http://h:1"),
        ("http://h:1/api", "http://h:1"),
        ("http://h:1/api/chat", "http://h:1"),
        ("http://h:1/v1", "http://h:1"),
        ("https://h/ollama/api/generate", "https://h/ollama"),
    ],
)
def test_addresses(given: str, expected: str) -> None:
    """Any address that people copy leads to Ollama itself."""
    assert OllamaLLM(given).url == expected


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        ({"model_info": {"qwen2.context_length": 2048, "qwen2.block_count": 3}}, 2048),
        ({"model_info": {"qwen2.context_length": 32768}}, 8192),
        ({"model_info": {}}, 8192),
        ({"model_info": None}, 8192),
        ([], 8192),
    ],
)
def test_a_model_that_holds_less_is_known(
    model_server: StandInServer, patience: Patience, shown: object, expected: int
) -> None:
    """Ollama gives a model no more than it was trained for, without a word."""
    model_server.on("POST", "/api/show", as_json(shown))
    assert client(model_server, patience).context_tokens == expected


def test_a_prompt_that_was_cut_without_a_word(
    model_server: StandInServer, patience: Patience
) -> None:
    """Its own count tells."""
    end = line(message={"content": ""}, done=True, prompt_eval_count=2048, eval_count=4)
    model_server.on("POST", CHAT, lines(piece("half"), end))
    with pytest.raises(PromptTooLong, match=r"read only 2048 tokens.*raise context_tokens"):
        client(model_server, patience).complete([Message("user", "word " * 6000)])


def test_a_schema_is_sent(model_server: StandInServer, patience: Patience) -> None:
    """As Ollama's `format`."""
    model_server.on("POST", CHAT, HI)
    client(model_server, patience).complete(ASK, schema={"type": "object"})
    assert model_server.bodies(CHAT)[0]["format"] == {"type": "object"}
