"""The classic clients, and what every client does about a server in trouble."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

from code_it.errors import ConfigError, LLMBadResponse, LLMTimeout, LLMUnavailable
from code_it.models._patience import Patience
from code_it.models._transport import ModelServer
from code_it.models.http import (
    HTTPBaseLLM,
    build_llama_base_llm,
    build_text_generation_web_ui_client_llm,
)
from tests.models.servers import StandInServer, as_json, hang_up, raw, stream

GENERATE = "/api/v1/generate"


def client(server: StandInServer, patience: Patience, **options: Any) -> HTTPBaseLLM:
    return HTTPBaseLLM(
        f"{server.url}/prompt", options.pop("parameters", None), patience=patience, **options
    )


def test_llama_builder_speaks_prompt_and_response(model_server: StandInServer) -> None:
    """`{"prompt", "stop", …}` goes in, and the field `response` comes out."""
    model_server.on("POST", "/prompt", as_json({"response": "print(1)"}))
    llm = build_llama_base_llm(f"{model_server.url}/prompt")
    assert llm._call("write", stop=["END"]) == "print(1)"
    (body,) = model_server.bodies("/prompt")
    assert body["prompt"] == "write"
    assert body["stop"] == ["END"]
    assert body["temperature"] == 0
    assert body["max_new_tokens"] >= 1024


def test_classic_builder_speaks_the_classic_api(model_server: StandInServer) -> None:
    """`stopping_strings` goes in, and `results[0].text` comes out."""
    model_server.on("POST", GENERATE, as_json({"results": [{"text": "print(1)"}]}))
    llm = build_text_generation_web_ui_client_llm(model_server.url + GENERATE)
    assert llm._call("write", ["END"]) == "print(1)"
    (body,) = model_server.bodies(GENERATE)
    assert body["stopping_strings"] == ["END"]
    assert body["max_new_tokens"] == 1024
    assert body["truncation_length"] == 4096
    assert "stop" not in body


@pytest.mark.parametrize(
    ("text", "stop", "expected"),
    [
        pytest.param("a\nObservation", ["Observation:"], "a\n", id="last-character-missing"),
        pytest.param("a\nObservation: b", ["Observation:"], "a\n", id="not-stopped"),
        pytest.param("a END b STOP", ["STOP", "END"], "a ", id="first-of-several"),
        pytest.param("Observation is key", ["Observation:"], "Observation is key", id="in-text"),
        pytest.param("x = [", ["]"], "x = [", id="stop-of-one-character"),
        pytest.param("plain", [], "plain", id="no-stop"),
    ],
)
def test_classic_builder_trims_stop_strings(
    model_server: StandInServer, text: str, stop: list[str], expected: str
) -> None:
    """Such servers leave all but the last character of the stop string at the end."""
    model_server.on("POST", GENERATE, as_json({"results": [{"text": text}]}))
    llm = build_text_generation_web_ui_client_llm(model_server.url + GENERATE)
    assert llm._call("write", stop) == expected


def test_given_parameters_replace_the_defaults(model_server: StandInServer) -> None:
    """A published script's own parameters are sent as they are, without others."""
    model_server.on("POST", "/prompt", as_json({"response": ""}))
    build_llama_base_llm(f"{model_server.url}/prompt", {"top_k": 1})._call("p")
    assert model_server.bodies("/prompt") == [{"prompt": "p", "top_k": 1, "stop": []}]


def test_positional_arguments_and_own_extractor(model_server: StandInServer) -> None:
    """All four arguments may be positional; the extractor is given the answer and the stops."""
    model_server.on("POST", "/prompt", as_json({"out": "text"}))
    llm = HTTPBaseLLM(
        f"{model_server.url}/prompt", {}, lambda answer, stop: f"{answer['out']} {stop}", "until"
    )
    assert llm._call("p", ["X"]) == "text ['X']"
    assert model_server.bodies("/prompt") == [{"prompt": "p", "until": ["X"]}]


def test_stop_lists_are_merged_in_order(model_server: StandInServer) -> None:
    """Own stops come first, none twice, and empty ones, which would stop at once, are left out."""
    model_server.on("POST", "/prompt", as_json({"response": ""}))
    llm = HTTPBaseLLM(f"{model_server.url}/prompt", {"stop": ["b", "a"]})
    llm._call("p", ["c", "a", ""])
    llm._call("p")
    assert [body["stop"] for body in model_server.bodies("/prompt")] == [
        ["b", "a", "c"],
        ["b", "a"],
    ]


def test_a_lone_stop_string_is_one_stop(model_server: StandInServer) -> None:
    """Text where a list is meant is not taken apart into its characters."""
    model_server.on("POST", "/prompt", as_json({"response": ""}))
    HTTPBaseLLM(f"{model_server.url}/prompt", {"stop": "END"})._call("p")
    assert model_server.bodies("/prompt")[0]["stop"] == ["END"]


def test_parameters_of_the_caller_are_never_changed(model_server: StandInServer) -> None:
    """`set_parameter` and stops change this client only."""
    model_server.on("POST", "/prompt", as_json({"response": ""}))
    parameters = {"temperature": 0.5, "stop": ["a"]}
    one = HTTPBaseLLM(f"{model_server.url}/prompt", parameters)
    other = HTTPBaseLLM(f"{model_server.url}/prompt", parameters)
    one.set_parameter("temperature", 0.9)
    one._call("p", ["b"])
    other._call("p")
    assert parameters == {"temperature": 0.5, "stop": ["a"]}
    first, second = model_server.bodies("/prompt")
    assert (first["temperature"], first["stop"]) == (0.9, ["a", "b"])
    assert (second["temperature"], second["stop"]) == (0.5, ["a"])


def test_temperature_zero_for_servers_that_sample(model_server: StandInServer) -> None:
    """Servers that are told to sample refuse 0, and are sent 0.001; others are sent 0."""
    model_server.on("POST", "/prompt", as_json({"response": ""}))
    sampling = HTTPBaseLLM(f"{model_server.url}/prompt", {"do_sample": True})
    sampling.set_parameter("temperature", 0)
    sampling._call("p")
    plain = HTTPBaseLLM(f"{model_server.url}/prompt")
    plain.set_parameter("temperature", 0)
    plain._call("p")
    assert [body["temperature"] for body in model_server.bodies("/prompt")] == [0.001, 0]


def test_refused_connection_is_tried_again_for_seconds(
    closed_port: int, patience: Patience, waits: list[float]
) -> None:
    """Nobody listens: a few more tries, then the address and what to do."""
    llm = HTTPBaseLLM(f"http://127.0.0.1:{closed_port}/prompt", patience=patience)
    with pytest.raises(LLMUnavailable, match="start it, or give the right address") as caught:
        llm._call("p")
    assert f"http://127.0.0.1:{closed_port}/prompt" in str(caught.value)
    assert waits == [1, 2, 4]


def test_broken_connection_is_tried_again(
    model_server: StandInServer, patience: Patience, waits: list[float]
) -> None:
    """A server that restarts between two calls is no error."""
    model_server.on("POST", "/prompt", hang_up, as_json({"response": "ok"}))
    assert client(model_server, patience)._call("p") == "ok"
    assert waits == [1]


def test_unknown_host_is_not_tried_again(
    patience: Patience, waits: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A host name that does not resolve will not do so in a few seconds."""
    monkeypatch.setenv("no_proxy", "no-such-host.invalid")
    llm = HTTPBaseLLM("http://no-such-host.invalid/prompt", patience=patience)
    with pytest.raises(LLMUnavailable, match=r"host of http://no-such-host\.invalid/prompt"):
        llm._call("p")
    assert waits == []


def test_missing_endpoint_points_to_v1(
    model_server: StandInServer, patience: Patience, waits: list[float]
) -> None:
    """404 is final, and says where later servers listen."""
    llm = HTTPBaseLLM(model_server.url + GENERATE, patience=patience)
    with pytest.raises(LLMUnavailable, match=r"answered 404 .*ends in /v1") as caught:
        llm._call("p")
    assert GENERATE in str(caught.value)
    assert "<html>" not in str(caught.value)
    assert waits == []


@pytest.mark.parametrize("status", [400, 401, 403, 413, 422])
def test_refusals_are_final(
    model_server: StandInServer, patience: Patience, waits: list[float], status: int
) -> None:
    """What is refused once is refused again, so it is asked once; the reason is passed on."""
    model_server.on("POST", "/prompt", as_json({"error": "not like this"}, status=status))
    with pytest.raises(LLMUnavailable, match=rf"{status}.*not like this"):
        client(model_server, patience)._call("p")
    assert waits == []
    assert len(model_server.asked) == 1


@pytest.mark.parametrize(
    ("status", "expected"), [(429, [1, 2, 4, 8]), (503, [1, 2, 4, 8]), (500, [1, 2]), (502, [1, 2])]
)
def test_passing_trouble_is_waited_out_then_reported(
    model_server: StandInServer,
    patience: Patience,
    waits: list[float],
    status: int,
    expected: list[float],
) -> None:
    """Trouble that may pass is given growing pauses, and a limit."""
    model_server.on("POST", "/prompt", raw(b"oh no", status=status, kind="text/plain"))
    with pytest.raises(LLMUnavailable, match=rf"answered {status} .*: oh no; "):
        client(model_server, patience)._call("p")
    assert waits == expected


def test_one_internal_error_is_forgotten(
    model_server: StandInServer, patience: Patience, waits: list[float]
) -> None:
    """500 once, then fine."""
    model_server.on("POST", "/prompt", as_json({}, status=500), as_json({"response": "ok"}))
    assert client(model_server, patience)._call("p") == "ok"
    assert waits == [1]


def test_loading_is_waited_for_until_its_limit(
    model_server: StandInServer, patience: Patience, waits: list[float]
) -> None:
    """A server that loads its model is given ten minutes."""
    loading = as_json({"error": {"message": "Loading model"}}, status=503)
    model_server.on("POST", "/prompt", loading)
    with pytest.raises(LLMUnavailable, match="Loading model; try again when it is ready"):
        client(model_server, patience)._call("p")
    assert waits[:6] == [1, 2, 4, 8, 16, 16]
    assert 580 < sum(waits) <= 600


def test_a_server_that_wishes_for_no_wait_is_not_asked_for_ever(
    model_server: StandInServer, patience: Patience, waits: list[float]
) -> None:
    """`Retry-After: 0` while a model is loaded does not make a tight loop."""
    loading = as_json({"error": "loading"}, status=503, headers={"Retry-After": "0"})
    model_server.on("POST", "/prompt", loading)
    with pytest.raises(LLMUnavailable, match="answered 503"):
        client(model_server, patience)._call("p")
    assert 580 < sum(waits) <= 600


def test_https_to_a_server_of_http(
    model_server: StandInServer, patience: Patience, waits: list[float]
) -> None:
    """The wrong scheme is recognised, and not tried again."""
    url = model_server.url.replace("http://", "https://")
    with pytest.raises(LLMUnavailable, match="is the address http, not https"):
        HTTPBaseLLM(f"{url}/prompt", patience=patience)._call("p")
    assert waits == []


@pytest.mark.parametrize(
    ("header", "least", "most"),
    [
        pytest.param("3", 3, 3, id="seconds"),
        pytest.param("7200", 60, 60, id="capped"),
        pytest.param("-5", 1, 1, id="negative"),
        pytest.param("nan", 1, 1, id="not-a-number"),
        pytest.param("soon", 1, 1, id="words"),
        pytest.param("date", 25, 31, id="date"),
    ],
)
def test_retry_after(
    model_server: StandInServer,
    patience: Patience,
    waits: list[float],
    header: str,
    least: float,
    most: float,
) -> None:
    """The server's own wish is honoured, within reason, in seconds or as a date."""
    value = formatdate(time.time() + 30, usegmt=True) if header == "date" else header
    model_server.on(
        "POST",
        "/prompt",
        as_json({}, status=429, headers={"Retry-After": value}),
        as_json({"response": "ok"}),
    )
    assert client(model_server, patience)._call("p") == "ok"
    assert len(waits) == 1
    assert least <= waits[0] <= most


def test_silence_ends_in_a_timeout(model_server: StandInServer, patience: Patience) -> None:
    """A server that accepts and says nothing is left after `timeout_seconds`."""
    model_server.on("POST", "/prompt", model_server.silence)
    with pytest.raises(LLMTimeout, match=r"/prompt sent nothing for 0\.1 s"):
        client(model_server, patience, timeout_seconds=0.1)._call("p")
    assert model_server.client_left.wait(30)


def test_an_answer_that_drips_for_ever_ends_in_a_timeout(
    model_server: StandInServer, patience: Patience
) -> None:
    """A byte now and then does not keep a call alive for ever."""
    model_server.on("POST", "/prompt", stream(model_server.drip(b" "), kind="application/json"))
    with pytest.raises(LLMTimeout, match=r"still answering after 2 s"):
        client(model_server, patience, timeout_seconds=2)._call("p")
    assert model_server.client_left.wait(30)


@pytest.mark.parametrize(
    ("responder", "message"),
    [
        pytest.param(raw(b"<html>hello"), "is no JSON", id="html"),
        pytest.param(raw(b""), "is no JSON", id="empty"),
        pytest.param(raw(b"[" * 200_000), "is no JSON", id="nested-too-deep"),
        pytest.param(raw(b'{"response": "\xff\xfe"}'), "no UTF-8", id="invalid-utf-8"),
        pytest.param(as_json({"text": "x"}), r"without the text.*it holds text", id="other-field"),
        pytest.param(as_json({"error": "no GPU"}), r"without the text.*no GPU", id="error-in-200"),
        pytest.param(as_json([1]), r"without the text.*a list", id="list"),
        pytest.param(as_json({"response": 7}), "a int where the text should be", id="number"),
        pytest.param(raw(b'"' + b"x" * (8 * 1024 * 1024)), "more than 8 MiB", id="too-long"),
        pytest.param(
            stream(*[b"x" * 1024 * 1024] * 9, kind="application/json"),
            "more than 8 MiB",
            id="too-long-and-chunked",
        ),
    ],
)
def test_what_is_no_completion(
    model_server: StandInServer, patience: Patience, responder: Any, message: str
) -> None:
    """Each kind of nonsense is named in a sentence with the address in it."""
    model_server.on("POST", "/prompt", responder)
    with pytest.raises(LLMBadResponse, match=message) as caught:
        client(model_server, patience)._call("p")
    assert f"{model_server.url}/prompt" in str(caught.value)


@pytest.mark.parametrize("length", ["promised", "chunked"])
def test_an_answer_that_breaks_off(
    model_server: StandInServer, patience: Patience, length: str
) -> None:
    """Half an answer is none, whichever way its length was announced."""
    half = b'{"response": "pri'
    if length == "chunked":
        responder = stream(half, kind="application/json", finish=False)
    else:

        def responder(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(200)
            handler.send_header("Content-Type", "application/json")
            handler.send_header("Content-Length", "100")
            handler.end_headers()
            handler.wfile.write(half)
            handler.close_connection = True

    model_server.on("POST", "/prompt", responder)
    with pytest.raises(LLMUnavailable, match="broke off in the middle of its answer"):
        client(model_server, patience)._call("p")


def test_text_can_be_written_to_a_file(model_server: StandInServer) -> None:
    """Halves of characters and NULs are mended, whole characters stay."""
    model_server.on("POST", "/prompt", raw(rb'{"response": "a\ud800b\u0000c \ud83d\ude00 \u00e9"}'))
    text = build_llama_base_llm(f"{model_server.url}/prompt")._call("p")
    assert text == "a\ufffdbc 😀 é"
    assert text.encode()


def test_server_text_cannot_act_on_the_terminal(
    model_server: StandInServer, patience: Patience
) -> None:
    """Escape sequences and floods in a server's words stay out of the message."""
    model_server.on("POST", "/prompt", as_json({"error": "\x1b[2J" + "x" * 5000}, status=400))
    with pytest.raises(LLMUnavailable) as caught:
        client(model_server, patience)._call("p")
    assert "\x1b" not in str(caught.value)
    assert len(str(caught.value)) < 600


def test_redirects_are_named_and_not_followed(
    model_server: StandInServer, patience: Patience
) -> None:
    """A redirected POST would arrive as a GET, so the new address is shown instead."""
    model_server.on("POST", "/prompt", as_json({}, status=301, headers={"Location": "http://b/p"}))
    with pytest.raises(LLMUnavailable, match=r"sends elsewhere \(301\).*http://b/p"):
        client(model_server, patience)._call("p")
    assert len(model_server.asked) == 1


@pytest.mark.parametrize(
    "url", ["ftp://host/prompt", "http://", "http://host:port/", "http://a b/", "http://[::1/"]
)
def test_no_address(url: str) -> None:
    """What cannot be an address is refused before anything is sent."""
    with pytest.raises(ConfigError, match="is no address of a model server"):
        HTTPBaseLLM(url)


def test_login_in_an_address_is_sent_and_never_shown(
    model_server: StandInServer, patience: Patience
) -> None:
    """A password in the address works, and stays out of messages."""
    model_server.on("POST", "/prompt", as_json({}, status=400))
    url = model_server.url.replace("http://", "http://me:s3cret@")
    with pytest.raises(LLMUnavailable) as caught:
        HTTPBaseLLM(f"{url}/prompt?token=t0ken", patience=patience)._call("p")
    assert "s3cret" not in str(caught.value)
    assert "t0ken" not in str(caught.value)
    assert model_server.asked[0].headers["Authorization"].startswith("Basic ")
    assert model_server.asked[0].path == "/prompt?token=t0ken"


def test_a_proxy_for_the_web_is_not_asked_for_this_machine(
    model_server: StandInServer, closed_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server on loopback is reached although HTTP_PROXY is set."""
    for name in ("http_proxy", "HTTP_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{closed_port}")
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    model_server.on("POST", "/prompt", as_json({"response": "ok"}))
    assert build_llama_base_llm(f"{model_server.url}/prompt")._call("p") == "ok"


def test_parameters_that_are_no_json(patience: Patience) -> None:
    """A parameter that cannot be sent is a mistake in the settings."""
    llm = HTTPBaseLLM("http://127.0.0.1:9/prompt", {"x": object()}, patience=patience)
    with pytest.raises(ConfigError, match="cannot be sent as JSON"):
        llm._call("p")


def test_a_key_that_cannot_be_sent_is_not_shown() -> None:
    """A key with a line end in it is refused by its name."""
    with pytest.raises(ConfigError, match="OPENAI_API_KEY holds characters") as caught:
        ModelServer("sk-abc\nX: y", "OPENAI_API_KEY")
    assert "sk-abc" not in str(caught.value)
    assert "sk-abc" not in repr(ModelServer("sk-abc"))


def test_interrupt_closes_the_connection(
    model_server: StandInServer, patience: Patience, waits: list[float]
) -> None:
    """Ctrl-C while a server thinks passes through, and the server sees its client leave."""

    def interrupt_then_wait(handler: BaseHTTPRequestHandler) -> None:
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
        model_server.silence(handler)

    model_server.on("POST", "/prompt", interrupt_then_wait)
    with pytest.raises(KeyboardInterrupt):
        client(model_server, patience)._call("p")
    assert model_server.client_left.wait(30)
    assert waits == []


def test_importing_the_models_imports_no_http_client() -> None:
    """`--help` is quick because the ways of asking are imported when they are named."""
    program = (
        "import sys, code_it.models as models; assert 'requests' not in sys.modules; "
        "assert 'HTTPBaseLLM' in dir(models); models.HTTPBaseLLM; assert 'requests' in sys.modules"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, env=dict(os.environ)
    )
    assert done.stderr == ""
    assert done.returncode == 0
