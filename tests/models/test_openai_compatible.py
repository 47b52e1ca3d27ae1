from __future__ import annotations

import logging
import signal
import threading
import time
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

from code_it.errors import ConfigError, LLMBadResponse, LLMTimeout, LLMUnavailable, PromptTooLong
from code_it.models import LLM, Completion, Message, _patience
from code_it.models._openai_wire import server_sent_data
from code_it.models._patience import Patience
from code_it.models.openai_compatible import (
    OpenAICompatibleLLM,
    build_openai_compatible_llm,
)
from code_it.models.turns import turns_of
from tests.models.answers import CHAT, DONE, delta, event
from tests.models.servers import Responder, StandInServer, as_json, hang_up, raw, stream

ASK = [Message("system", "You write code."), Message("user", "Say hi.")]


HI = stream(delta("print"), delta("('hi')"), delta(None, "stop"), DONE)


def client(server: StandInServer, patience: Patience, **options: Any) -> OpenAICompatibleLLM:
    options.setdefault("model", "m")
    return OpenAICompatibleLLM(server.url, patience=patience, **options)


def complete(server: StandInServer, patience: Patience, responder: Responder) -> Completion:
    server.on("POST", CHAT, responder)
    return client(server, patience).complete(ASK, max_tokens=50)


def test_a_streamed_completion(model_server: StandInServer, patience: Patience) -> None:
    """Messages and settings go in; text, reason and counts come out; pieces are passed on."""
    usage = event({"choices": [], "usage": {"prompt_tokens": 12, "completion_tokens": 3}})
    model_server.on(
        "POST", CHAT, stream(delta(""), delta("a "), delta("b"), delta(None, "stop"), usage, DONE)
    )
    pieces: list[str] = []
    llm = client(model_server, patience)
    completion = llm.complete(
        ASK, temperature=0.5, max_tokens=99, seed=7, stop=["END"], on_text=pieces.append
    )
    assert completion == Completion("a b", "stop", 12, 3)
    assert pieces == ["a ", "b"]
    (body,) = model_server.bodies(CHAT)
    assert body["messages"] == [
        {"role": "system", "content": "You write code."},
        {"role": "user", "content": "Say hi."},
    ]
    assert (body["model"], body["temperature"], body["max_tokens"]) == ("m", 0.5, 99)
    assert (body["seed"], body["stop"], body["stream"]) == (7, ["END"], True)
    assert isinstance(llm, LLM)


@pytest.mark.parametrize("chunked", [True, False])
def test_pieces_come_as_they_are_written(
    model_server: StandInServer, patience: Patience, chunked: bool
) -> None:
    """The first piece is passed on before the server writes the second, chunked or not."""
    heard = threading.Event()
    in_time: list[bool] = []

    def wait(_handler: BaseHTTPRequestHandler) -> None:
        in_time.append(heard.wait(30))

    model_server.on(
        "POST", CHAT, stream(delta("a"), wait, delta("b", "stop"), DONE, chunked=chunked)
    )
    client(model_server, patience).complete(ASK, on_text=lambda _piece: heard.set())
    assert in_time == [True]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param(["data: a", "", "data: b", ""], ["a", "b"], id="plain"),
        pytest.param([": ping", "", "data: a", ": ping", ""], ["a"], id="comments"),
        pytest.param(["data:a", ""], ["a"], id="no-space"),
        pytest.param(["data:  a", ""], [" a"], id="one-space-only"),
        pytest.param(["data: a", "data: b", ""], ["a\nb"], id="data-of-two-lines"),
        pytest.param(["event: x", "id: 1", "retry: 5", "data: a", ""], ["a"], id="other-fields"),
        pytest.param(["data", "", "data:", ""], [], id="field-without-value"),
        pytest.param(["data: a"], ["a"], id="last-empty-line-missing"),
        pytest.param(["error: {}", ""], ['{"error": {}}'], id="error-field"),
        pytest.param(["", ""], [], id="nothing"),
    ],
)
def test_server_sent_data(lines: list[str], expected: list[str]) -> None:
    """The data of events, whatever else stands in the stream."""
    assert list(server_sent_data(lines)) == expected


WHOLE = delta("é😀 ", None) + b": ping\n\n" + delta("x", "stop") + DONE


@pytest.mark.parametrize(
    "pieces",
    [
        pytest.param([WHOLE[i : i + 1] for i in range(len(WHOLE))], id="byte-by-byte"),
        pytest.param([WHOLE.replace(b"\n", b"\r\n")], id="crlf"),
        pytest.param(
            [bytes([byte]) for byte in WHOLE.replace(b"\n", b"\r\n")], id="crlf-byte-by-byte"
        ),
        pytest.param([WHOLE.replace(b"\n", b"\r")], id="cr"),
        pytest.param([b"\xef\xbb\xbf" + WHOLE], id="byte-order-mark"),
        pytest.param([WHOLE.removesuffix(DONE)], id="no-done"),
        pytest.param([WHOLE.rstrip()], id="no-last-empty-line"),
    ],
)
@pytest.mark.parametrize("chunked", [True, False])
def test_any_way_to_cut_a_stream(
    model_server: StandInServer, patience: Patience, pieces: list[bytes], chunked: bool
) -> None:
    """The text does not depend on line ends, or on where the network cuts."""
    completion = complete(model_server, patience, stream(*pieces, chunked=chunked))
    assert completion.text == "é😀 x"
    assert completion.finish_reason == "stop"


def test_a_server_that_does_not_stream(model_server: StandInServer, patience: Patience) -> None:
    """One JSON object where a stream was asked for is read as it is."""
    answer = {
        "choices": [{"message": {"content": "ok"}, "finish_reason": "length"}],
        "usage": {"prompt_tokens": 1, "completion_tokens": 2},
    }
    assert complete(model_server, patience, as_json(answer)) == Completion("ok", "length", 1, 2)


@pytest.mark.parametrize(
    ("text", "finish", "expected"),
    [
        pytest.param("<think>\nhm\n</think>\n\nx = 1", "stop", ("x = 1", "stop"), id="thinking"),
        pytest.param("<think></think>x = 1", "stop", ("x = 1", "stop"), id="empty-thinking"),
        pytest.param("hm\n</think>\nx = 1", "stop", ("x = 1", "stop"), id="start-in-the-prompt"),
        pytest.param("<think>hm", "stop", ("", "length"), id="thinking-without-end"),
        pytest.param(
            'a = t.split("</think>")\n', "stop", ('a = t.split("</think>")\n', "stop"), id="code"
        ),
        pytest.param("x = 1<|im_end|>\n", "stop", ("x = 1", "stop"), id="template-token"),
        pytest.param("x</s><|im_end|>", None, ("x", "unknown"), id="two-tokens-no-reason"),
        pytest.param("x = 1 END y", "stop", ("x = 1 ", "stop"), id="stop-ignored"),
        pytest.param("", "stop", ("", "stop"), id="empty"),
    ],
)
def test_what_does_not_belong_to_the_answer(
    model_server: StandInServer,
    patience: Patience,
    text: str,
    finish: str | None,
    expected: tuple[str, str],
) -> None:
    """Thinking, template tokens and text after a stop string are left out."""
    model_server.on("POST", CHAT, stream(delta(text), delta(None, finish), DONE))
    completion = client(model_server, patience).complete(ASK, stop=["END"])
    assert (completion.text, completion.finish_reason) == expected


@pytest.mark.parametrize(
    ("responder", "error", "message"),
    [
        pytest.param(
            stream(delta("a"), event({"error": {"message": "out of memory"}})),
            LLMUnavailable,
            "gave up on its answer: out of memory",
            id="error-in-stream",
        ),
        pytest.param(
            stream(b'error: {"message": "slot gone"}\n\n'),
            LLMUnavailable,
            "gave up on its answer: slot gone",
            id="error-field",
        ),
        pytest.param(
            as_json({"error": "unexpected EOF"}),
            LLMUnavailable,
            "gave up on its answer: unexpected EOF",
            id="error-in-json",
        ),
        pytest.param(
            stream(delta("a")), LLMUnavailable, "ended in the middle", id="neither-reason-nor-done"
        ),
        pytest.param(
            stream(delta("a"), finish=False), LLMUnavailable, "broke off", id="connection-lost"
        ),
        pytest.param(as_json({}), LLMBadResponse, "no chat completion", id="no-choices"),
        pytest.param(as_json({"choices": []}), LLMBadResponse, "no chat completion", id="empty"),
        pytest.param(
            raw(b"<html>hello</html>", kind="text/html"),
            LLMBadResponse,
            "no chat completion",
            id="web-page",
        ),
        pytest.param(stream(b"data: {oh\n\n"), LLMBadResponse, "no JSON", id="broken-event"),
        pytest.param(stream(b"data: \xff\n\n"), LLMBadResponse, "no UTF-8", id="invalid-utf-8"),
        pytest.param(
            stream(b"data: " + b"x" * 9 * 1024 * 1024), LLMBadResponse, "more than 8", id="too-long"
        ),
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
    with pytest.raises(error, match=message) as caught:
        complete(model_server, patience, responder)
    assert model_server.url + CHAT in str(caught.value)


@pytest.mark.parametrize("chunked", [True, False])
def test_a_stalled_stream_ends_in_a_timeout(
    model_server: StandInServer, patience: Patience, chunked: bool
) -> None:
    """Silence within an answer has a limit of its own, far below that of the first byte."""
    model_server.on("POST", CHAT, stream(delta("a"), model_server.silence, chunked=chunked))
    with pytest.raises(LLMTimeout, match=r"sent nothing for 0\.1 s"):
        client(model_server, patience, timeout_seconds=300, stall_seconds=0.1).complete(ASK)
    assert model_server.client_left.wait(30)


def test_pings_alone_do_not_keep_a_call_alive(
    model_server: StandInServer, patience: Patience
) -> None:
    """A stream of comments without an answer is given up."""
    model_server.on("POST", CHAT, stream(model_server.drip(b": ping\n\n")))
    with pytest.raises(LLMTimeout, match="still answering after"):
        client(model_server, patience, timeout_seconds=2).complete(ASK, max_tokens=0)
    assert model_server.client_left.wait(30)


def test_a_server_that_ignores_max_tokens_is_stopped(
    model_server: StandInServer, patience: Patience
) -> None:
    """An answer without end is cut, and says so."""
    model_server.on("POST", CHAT, stream(model_server.drip(delta("again and again "))))
    completion = client(model_server, patience).complete(ASK, max_tokens=2)
    assert completion.finish_reason == "length"
    assert 80 <= len(completion.text) < 200
    # It was stopped before the server counted.
    assert completion.completion_tokens == len(completion.text) // len("again and again ")
    assert model_server.client_left.wait(30)


def test_interrupt_while_an_answer_comes(model_server: StandInServer, patience: Patience) -> None:
    """Ctrl-C within a stream passes through, and the server sees its client leave."""

    def interrupt(_handler: BaseHTTPRequestHandler) -> None:
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)

    model_server.on("POST", CHAT, stream(delta("a"), interrupt, model_server.silence))
    with pytest.raises(KeyboardInterrupt):
        client(model_server, patience).complete(ASK)
    assert model_server.client_left.wait(30)


def test_an_error_of_the_listener_closes_the_connection(
    model_server: StandInServer, patience: Patience
) -> None:
    """What `on_text` raises passes through, and the server sees its client leave."""

    def fail(_piece: str) -> None:
        raise BrokenPipeError

    model_server.on("POST", CHAT, stream(delta("a"), model_server.silence))
    with pytest.raises(BrokenPipeError):
        client(model_server, patience).complete(ASK, on_text=fail)
    assert model_server.client_left.wait(30)


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["one", "two"], "one"),
        (["text-embedding-x", "chat"], "chat"),
        (["nomic-embed"], "nomic-embed"),
    ],
)
def test_no_model_given_means_the_first_listed(
    model_server: StandInServer, patience: Patience, names: list[str], expected: str
) -> None:
    """The server's first model is taken, rather one that writes text, and asked for once."""
    model_server.on("GET", "/v1/models", as_json({"data": [{"id": name} for name in names]}))
    model_server.on("POST", CHAT, HI)
    llm = client(model_server, patience, model="")
    assert llm.complete(ASK).text == "print('hi')"
    llm.complete(ASK)
    assert [body["model"] for body in model_server.bodies(CHAT)] == [expected] * 2
    assert [asked.path for asked in model_server.asked].count("/v1/models") == 1


def test_a_server_that_lists_no_models(model_server: StandInServer, patience: Patience) -> None:
    """Servers of one model may have no list; any name will do there."""
    model_server.on("POST", CHAT, HI)
    assert client(model_server, patience, model="").complete(ASK).text == "print('hi')"


def test_a_server_without_a_model(model_server: StandInServer, patience: Patience) -> None:
    """An empty list means that nothing is loaded."""
    model_server.on("GET", "/v1/models", as_json({"data": []}))
    with pytest.raises(LLMUnavailable, match="has no model; load one"):
        client(model_server, patience, model="").complete(ASK)


def test_an_unknown_model(model_server: StandInServer, patience: Patience) -> None:
    """The models that are there are listed, and the nearest is proposed."""
    model_server.on("POST", CHAT, as_json({"error": {"message": "not found"}}, status=404))
    listed = {"data": [{"id": "qwen2.5-coder"}, {"id": "llama"}]}
    model_server.on("GET", "/v1/models", as_json(listed))
    with pytest.raises(LLMUnavailable) as caught:
        client(model_server, patience, model="qwen-2.5-coder").complete(ASK)
    message = str(caught.value)
    assert "no model 'qwen-2.5-coder'; it has qwen2.5-coder, llama" in message
    assert "did you mean qwen2.5-coder?" in message


def test_an_address_without_chat_completions(
    model_server: StandInServer, patience: Patience
) -> None:
    """The address that was asked is shown, and what should be there."""
    with pytest.raises(LLMUnavailable, match="is there an OpenAI-compatible server") as caught:
        client(model_server, patience).complete(ASK)
    assert model_server.url + CHAT in str(caught.value)


def test_loading_is_waited_for(
    model_server: StandInServer, patience: Patience, waits: list[float]
) -> None:
    """503 while a model is loaded, and a restart, only cost time."""
    loading = as_json({"error": {"message": "Loading model"}}, status=503)
    model_server.on("POST", CHAT, loading, loading, hang_up, HI)
    assert client(model_server, patience).complete(ASK).text == "print('hi')"
    assert waits == [1, 2, 1]


@pytest.mark.parametrize(
    ("complaint", "gone", "added"),
    [
        ("Unknown field: stream_options", "stream_options", ""),
        ("property 'seed' is unsupported", "seed", ""),
        (
            "Use 'max_completion_tokens' instead of 'max_tokens'",
            "max_tokens",
            "max_completion_tokens",
        ),
    ],
)
def test_a_parameter_that_a_server_does_not_take(
    model_server: StandInServer, patience: Patience, complaint: str, gone: str, added: str
) -> None:
    """The server is asked again without it, and not bothered with it later."""
    model_server.on("POST", CHAT, as_json({"error": {"message": complaint}}, status=400), HI)
    llm = client(model_server, patience)
    assert llm.complete(ASK, seed=1).text == "print('hi')"
    llm.complete(ASK, seed=1)
    first, second, third = model_server.bodies(CHAT)
    assert gone in first
    assert gone not in second
    assert second == third
    assert set(second) - set(first) == ({added} - {""})


def test_a_refusal_that_names_a_parameter_is_final_in_the_end(
    model_server: StandInServer, patience: Patience
) -> None:
    """A server that refuses everything is asked a few times, and its words are passed on."""
    complaint = "seed stop temperature stream_options max_completion_tokens"
    model_server.on("POST", CHAT, as_json({"error": complaint}, status=400))
    with pytest.raises(LLMUnavailable, match=r"answered 400 .*seed stop"):
        client(model_server, patience).complete(ASK, seed=1, stop=["x"])
    assert len(model_server.bodies(CHAT)) <= 3


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("", "http://127.0.0.1:8080/v1"),
        ("http://h:1", "http://h:1/v1"),
        ("http://h:1/", "http://h:1/v1"),
        ("h:1", "http://h:1/v1"),
        ("localhost:8080/v1/", "http://localhost:8080/v1"),
        ("http://h/v1/chat/completions", "http://h/v1"),
        ("http://h/v1/completions", "http://h/v1"),
        ("http://h/v1/models", "http://h/v1"),
        ("http://h/chat/completions", "http://h/v1"),
        ("https://h/api", "https://h/api/v1"),
        ("https://h/openai/v1", "https://h/openai/v1"),
        ("https://h/v1beta/openai", "https://h/v1beta/openai"),
        (" http://h/v1?x=1#y ", "http://h/v1"),
    ],
)
def test_addresses(given: str, expected: str) -> None:
    """Any address that people copy from a server's page leads to its API."""
    assert OpenAICompatibleLLM(given).url == expected


def test_no_address() -> None:
    """What is no address is a mistake in the settings."""
    with pytest.raises(ConfigError, match="is no address"):
        OpenAICompatibleLLM("http://")


def test_key_is_sent_and_never_shown(
    model_server: StandInServer, patience: Patience, waits: list[float]
) -> None:
    """A refused key is named by its variable, even when the server repeats it; no second try."""
    key = "sk-very-secret-0123"
    model_server.on("POST", CHAT, as_json({"error": {"message": f"bad key {key}"}}, status=401))
    llm = client(model_server, patience, api_key=f"{key}\n", key_name="OPENAI_API_KEY")
    with pytest.raises(LLMUnavailable, match="does not accept OPENAI_API_KEY") as caught:
        llm.complete(ASK)
    assert model_server.asked[0].headers["Authorization"] == f"Bearer {key}"
    assert key not in str(caught.value) + repr(llm) + repr(vars(llm))
    assert waits == []


@pytest.mark.parametrize("model", ["m", ""])
def test_a_key_that_a_proxy_does_not_know(
    model_server: StandInServer, patience: Patience, model: str
) -> None:
    """LiteLLM without a database does not call it a matter of keys."""
    said = as_json({"error": {"message": "No connected db.", "code": "400"}}, status=400)
    model_server.on("GET", "/v1/models", said)
    model_server.on("POST", CHAT, said)
    with pytest.raises(LLMUnavailable, match="does not accept the API key: No connected db"):
        client(model_server, patience, model=model, api_key="sk-other").complete(ASK)


def test_key_within_an_answer_is_not_shown(model_server: StandInServer, patience: Patience) -> None:
    """A server may send it back after it has answered 200."""
    key = "sk-very-secret-0123"
    model_server.on("POST", CHAT, stream(delta("a"), event({"error": f"{key} has expired"})))
    with pytest.raises(LLMUnavailable, match=r"\*\*\* has expired") as caught:
        client(model_server, patience, api_key=key).complete(ASK)
    assert key not in str(caught.value)


def test_key_that_is_missing_is_named(
    model_server: StandInServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever has set none is told where it would be read."""
    monkeypatch.delenv("CODE_IT_API_KEY", raising=False)
    model_server.on("POST", CHAT, as_json({"error": "unauthorized"}, status=401))
    with pytest.raises(LLMUnavailable, match="it wants the API key in CODE_IT_API_KEY"):
        build_openai_compatible_llm(model_server.url, "m").complete(ASK)


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({}, None),
        ({"OPENAI_API_KEY": "o"}, None),
        ({"OPENAI_API_KEY": "o", "CODE_IT_API_KEY": "c"}, "Bearer c"),
    ],
)
def test_builder_reads_the_key(
    model_server: StandInServer,
    monkeypatch: pytest.MonkeyPatch,
    variables: dict[str, str],
    expected: str | None,
) -> None:
    """Only the one that is meant for it: a key for OpenAI is nobody else's business."""
    for name in ("CODE_IT_API_KEY", "OPENAI_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    model_server.on("POST", CHAT, HI)
    assert build_openai_compatible_llm(model_server.url, "m").complete(ASK).text == "print('hi')"
    assert model_server.asked[0].headers.get("Authorization") == expected


def test_openai_itself_gets_its_own_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """Over TLS only."""
    monkeypatch.delenv("CODE_IT_API_KEY", raising=False)
    monkeypatch.setenv("OPENAI_API_KEY", "o")
    assert build_openai_compatible_llm("https://api.openai.com/v1")._server.api_key == "o"
    assert build_openai_compatible_llm("http://api.openai.com/v1")._server.api_key == ""
    assert build_openai_compatible_llm("https://api.openai.com.evil.invalid")._server.api_key == ""


WHOLE = delta("print('hi')") + delta(None, "stop")


@pytest.mark.parametrize("how", ["stall", "cut", "rubbish"])
def test_what_follows_a_whole_answer_is_no_matter(
    model_server: StandInServer, patience: Patience, how: str
) -> None:
    """Some servers keep the connection open, or drop it, before they say that they are done."""
    ends = {
        "stall": stream(WHOLE, model_server.silence),
        "cut": stream(WHOLE, finish=False),
        "rubbish": stream(WHOLE, b"data: {oh\n\n"),
    }
    model_server.on("POST", CHAT, ends[how])
    completion = client(model_server, patience, stall_seconds=0.2).complete(ASK)
    assert (completion.text, completion.finish_reason) == ("print('hi')", "stop")


@pytest.mark.parametrize(
    "first",
    [
        stream(delta("a"), finish=False),
        stream(delta("a"), b'data: {"error": {"message": "unexpected EOF"}}\n\n'),
    ],
    ids=["cut", "error-in-the-stream"],
)
def test_an_answer_that_breaks_off_is_asked_for_once_more(
    model_server: StandInServer, patience: Patience, first: Responder
) -> None:
    """From its beginning; twice is enough."""
    model_server.on("POST", CHAT, first, HI)
    assert client(model_server, patience).complete(ASK).text == "print('hi')"
    model_server.on("POST", CHAT, first)
    with pytest.raises(LLMUnavailable):
        client(model_server, patience).complete(ASK)


def test_the_reason_is_that_of_the_last_failure(
    model_server: StandInServer, patience: Patience
) -> None:
    """A server that is gone after it broke off is told as gone."""
    model_server.on("POST", CHAT, stream(delta("a"), finish=False))
    with pytest.raises(LLMUnavailable, match=r"no model server answers at .*refused"):
        client(model_server, patience).complete(ASK, on_text=lambda _piece: model_server.close())


def test_headers_before_the_prompt_is_read_do_not_count(
    model_server: StandInServer, patience: Patience
) -> None:
    """The limit within an answer begins with the first word of it."""

    def slowly(_handler: BaseHTTPRequestHandler) -> None:
        time.sleep(1)

    model_server.on("POST", CHAT, stream(b": ping\n\n", slowly, WHOLE))
    llm = client(model_server, patience, timeout_seconds=60, stall_seconds=0.2)
    assert llm.complete(ASK).text == "print('hi')"


def test_words_of_a_sentence_are_no_parameters(
    model_server: StandInServer, patience: Patience
) -> None:
    """The server complains of something else, and is not asked again without them."""
    said = {"error": {"message": "We stop here: the temperature of the room is too high"}}
    model_server.on("POST", CHAT, as_json(said, status=400))
    model_server.on("GET", "/v1/models", as_json({"data": [{"id": "m"}]}))
    with pytest.raises(LLMUnavailable):
        client(model_server, patience).complete(ASK, stop=["x"])
    assert len([asked for asked in model_server.asked if asked.method == "POST"]) == 1


def test_content_in_parts_is_put_together(model_server: StandInServer, patience: Patience) -> None:
    """As newer servers send it."""
    parts = [{"type": "text", "text": "print("}, {"type": "image"}, {"type": "text", "text": "1)"}]
    choice = {"message": {"content": parts}, "finish_reason": "stop"}
    model_server.on("POST", CHAT, as_json({"choices": [choice]}))
    assert client(model_server, patience).complete(ASK).text == "print(1)"


PROPS = as_json({"default_generation_settings": {"n_ctx": 4096}, "total_slots": 2})
MODELS = as_json({"data": [{"id": "m"}]})


def test_what_llama_cpp_tells_of_its_context(
    model_server: StandInServer, patience: Patience
) -> None:
    """Its size, its slots, and how many tokens a text has; each is asked for once it answers."""
    llm = client(model_server, patience)
    assert (llm.context_tokens, llm.count_tokens("a b"), llm.continues_replies) == (
        None,
        None,
        False,
    )
    model_server.on("GET", "/props", PROPS)
    model_server.on("GET", "/v1/models", MODELS)
    model_server.on("POST", "/tokenize", as_json({"tokens": [1, 2, 3]}))
    assert (llm.context_tokens, llm.count_tokens("a b"), llm.continues_replies) == (4096, 3, True)
    asked = len(model_server.asked)
    assert llm.context_tokens == 4096
    assert len(model_server.asked) == asked
    turns = turns_of(model_server.url)
    assert turns is not None and turns.slots == 2


def test_a_context_that_is_told_with_the_name(
    model_server: StandInServer, patience: Patience
) -> None:
    """As proxies do, each for its own models."""
    models = [{"id": "small", "context_length": 2048}, {"id": "m", "max_model_len": 9000}]
    model_server.on("GET", "/v1/models", as_json({"data": models}))
    assert client(model_server, patience).context_tokens == 9000
    assert client(model_server, patience, model="small").context_tokens == 2048


def long_question(tokens: int) -> list[Message]:
    return [Message("user", "word " * tokens)]


@pytest.mark.parametrize("read", [2051, 1024, 300])
def test_a_prompt_that_was_cut_without_a_word(
    model_server: StandInServer, patience: Patience, read: int
) -> None:
    """The server's own count tells; the answer is to half of the question, and is not used."""
    usage = event({"choices": [], "usage": {"prompt_tokens": read, "completion_tokens": 3}})
    model_server.on("POST", CHAT, stream(delta("half"), delta(None, "stop"), usage, DONE))
    with pytest.raises(PromptTooLong, match=rf"read only {read} tokens.*--ctx-size") as caught:
        client(model_server, patience).complete(long_question(6000))
    assert caught.value.prompt_room == read


@pytest.mark.parametrize(
    ("words", "read"), [(6000, 6012), (6000, 0), (6000, 40), (300, 300), (6000, 5300)]
)
def test_a_prompt_that_was_read(
    model_server: StandInServer, patience: Patience, words: int, read: int
) -> None:
    """Servers count in their own ways, and some not what they had read before."""
    usage = event({"choices": [], "usage": {"prompt_tokens": read, "completion_tokens": 3}})
    model_server.on("POST", CHAT, stream(delta("whole"), delta(None, "stop"), usage, DONE))
    assert client(model_server, patience).complete(long_question(words)).text == "whole"


@pytest.mark.parametrize(
    "error",
    [
        {"error": {"message": "too big", "type": "exceed_context_size_error", "n_ctx": 512}},
        {"error": {"message": "This model's maximum context length is 4096 tokens."}},
        {"error": "the prompt is too long"},
    ],
)
def test_a_prompt_that_is_refused_for_its_length(
    model_server: StandInServer, patience: Patience, waits: list[float], error: object
) -> None:
    """It is not sent again as it is."""
    model_server.on("POST", CHAT, as_json(error, status=400))
    with pytest.raises(PromptTooLong, match="start the server with a larger context"):
        client(model_server, patience).complete(ASK)
    assert waits == [] and len(model_server.bodies(CHAT)) == 1


COMPLETIONS = "/v1/completions"
TEXT = stream(
    event({"choices": [{"text": "print", "finish_reason": None}]}),
    event({"choices": [{"text": "('hi')", "finish_reason": "stop"}]}),
    DONE,
)


def test_a_server_that_only_completes(model_server: StandInServer, patience: Patience) -> None:
    """The same messages go as one prompt, and it is stopped where it would ask itself."""
    model_server.on("POST", COMPLETIONS, TEXT)
    llm = OpenAICompatibleLLM(f"{model_server.url}/v1/completions", "m", patience=patience)
    assert llm.complete(ASK, stop=["END"]) == Completion("print('hi')", "stop")
    (body,) = model_server.bodies(COMPLETIONS)
    assert body["prompt"] == ("You write code.\n\n### Instruction:\nSay hi.\n\n### Response:\n")
    assert body["stop"] == ["END", "### Instruction:"]
    assert "messages" not in body and llm.continues_replies


@pytest.mark.parametrize(
    "refusal",
    [
        as_json({"error": {"message": "File Not Found"}}, status=404),
        as_json({"error": "the model has no chat template"}, status=400),
    ],
)
def test_a_model_without_turns_is_asked_for_completions(
    model_server: StandInServer, patience: Patience, refusal: Responder
) -> None:
    """From then on."""
    model_server.on("GET", "/v1/models", MODELS)
    model_server.on("POST", CHAT, refusal)
    model_server.on("POST", COMPLETIONS, TEXT)
    llm = client(model_server, patience)
    for _ in range(2):
        assert llm.complete(ASK).text == "print('hi')"
    assert len(model_server.bodies(CHAT)) == 1


def test_a_schema_is_sent_and_can_be_done_without(
    model_server: StandInServer, patience: Patience
) -> None:
    """Where a server does not know it, the question is put without."""
    refusal = as_json({"error": "unknown field: response_format"}, status=400)
    model_server.on("POST", CHAT, HI, refusal, HI)
    llm = client(model_server, patience)
    schema = {"type": "object"}
    llm.complete(ASK, schema=schema)
    llm.complete(ASK, schema=schema)
    first, second, third = model_server.bodies(CHAT)
    assert first["response_format"]["json_schema"]["schema"] == schema
    assert first["response_format"] == second["response_format"]
    assert "response_format" not in third


def test_the_reply_tells_its_model_and_its_time(
    model_server: StandInServer, patience: Patience
) -> None:
    """For whoever keeps records."""
    completion = complete(model_server, patience, HI)
    assert completion.model == "m" and completion.seconds > 0


def test_requests_to_one_server_take_turns(model_server: StandInServer, patience: Patience) -> None:
    """However many threads ask, through however many clients."""
    together: list[int] = []
    busy = threading.Semaphore(0)

    def answer(handler: BaseHTTPRequestHandler) -> None:
        together.append(1 + sum(not answered.is_set() for answered in answers))
        mine = threading.Event()
        answers.append(mine)
        busy.release()
        time.sleep(0.05)
        mine.set()
        HI(handler)

    answers: list[threading.Event] = []
    model_server.on("POST", CHAT, answer)
    clients = [client(model_server, patience) for _ in range(4)]
    threads = [threading.Thread(target=each.complete, args=(ASK,)) for each in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert together == [1, 1, 1, 1]


def test_a_wait_for_an_answer_is_told(
    model_server: StandInServer,
    patience: Patience,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Not before some seconds have gone, and not when the answer has begun."""
    monkeypatch.setattr(_patience, "_SECONDS_BETWEEN_WORDS", 0.02)
    told = threading.Event()

    def late(handler: BaseHTTPRequestHandler) -> None:
        told.wait(30)
        HI(handler)

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if "No answer from" in record.getMessage():
                told.set()

    logger, listener = logging.getLogger("code_it"), Listener()
    logger.addHandler(listener)
    try:
        assert complete(model_server, patience, late).text == "print('hi')"
    finally:
        logger.removeHandler(listener)
    assert told.is_set()
