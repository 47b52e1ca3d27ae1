from __future__ import annotations

import logging
from typing import Any

import pytest

from code_it.errors import ConfigError, LLMBadResponse, LLMTimeout, LLMUnavailable
from code_it.models import LLM, Message
from code_it.models.classic import as_llm, flatten
from code_it.models.http import build_text_generation_web_ui_client_llm
from code_it.models.scripted import ScriptedLLM
from tests.models.servers import StandInServer, as_json

ASK = [Message("system", "You write code."), Message("user", "Say hi.")]
PROMPT = "You write code.\n\n### Instruction:\nSay hi.\n\n### Response:\n"


class OwnClient:
    """What a user writes in ten lines."""

    def __init__(self, answer: Any, **parameters: Any) -> None:
        self.answer = answer
        self.parameters = parameters
        self.asked: list[tuple[str, list[str] | None]] = []

    def _call(self, prompt: str, stop: list[str] | None = None) -> Any:
        self.asked.append((prompt, stop))
        if isinstance(self.answer, BaseException):
            raise self.answer
        return self.answer

    def set_parameter(self, name: str, value: Any) -> None:
        self.parameters[name] = value


def test_an_llm_is_returned_as_it_is() -> None:
    """What speaks in messages already needs no adapter."""
    llm = ScriptedLLM()
    assert as_llm(llm) is llm


def test_a_classic_client_is_asked_with_one_prompt() -> None:
    """Messages become one prompt; temperature is set, and the reply comes back."""
    client = OwnClient("print('hi')\n")
    llm = as_llm(client)
    pieces: list[str] = []
    completion = llm.complete(ASK, temperature=0.4, stop=["END"], on_text=pieces.append)
    assert completion.text == "print('hi')"
    assert completion.finish_reason == "unknown"
    assert pieces == ["print('hi')"]
    assert client.asked == [(PROMPT, ["END", "### Instruction:"])]
    assert client.parameters == {"temperature": 0.4}
    assert isinstance(llm, LLM)


def test_a_conversation_is_flattened_in_order() -> None:
    """Earlier answers stand where they were given; the prompt ends where the next one begins."""
    talk = [*ASK, Message("assistant", "print('hi')"), Message("user", "Again.\n")]
    assert flatten(talk) == (PROMPT + "print('hi')\n\n### Instruction:\nAgain.\n\n### Response:\n")


@pytest.mark.parametrize(
    ("parameters", "asked", "expected"),
    [
        pytest.param({}, 500, {"temperature": 0.0}, id="unknown"),
        pytest.param({"max_tokens": 800}, 500, {"max_tokens": 500}, id="lowered"),
        pytest.param({"max_new_tokens": 250}, 500, {"max_new_tokens": 250}, id="never-raised"),
        pytest.param({"max_new_tokens": -1}, 500, {"max_new_tokens": 500}, id="unlimited"),
        pytest.param({"max_tokens": None}, 500, {"max_tokens": None}, id="no-number"),
        pytest.param({"seed": -1}, 500, {"seed": 7}, id="seed"),
    ],
)
def test_only_known_parameters_are_set(
    parameters: dict[str, Any], asked: int, expected: dict[str, Any]
) -> None:
    """Besides the temperature, nothing is set that the client does not have."""
    client = OwnClient("x", **parameters)
    as_llm(client).complete(ASK, max_tokens=asked, seed=7)
    assert client.parameters == {"temperature": 0.0, **expected}


def test_a_limit_that_was_lowered_comes_back() -> None:
    """A short question does not shorten the answers after it."""
    client = OwnClient("x", max_tokens=800)
    llm = as_llm(client)
    llm.complete(ASK, max_tokens=100)
    llm.complete(ASK, max_tokens=1000)
    assert client.parameters["max_tokens"] == 800


def test_a_client_that_refuses_parameters_still_answers(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The refusal is logged once, and the call goes on."""

    class Refusing(OwnClient):
        def set_parameter(self, name: str, value: Any) -> None:
            raise KeyError(name)

    llm = as_llm(Refusing("x"))
    with caplog.at_level(logging.WARNING, logger="code_it"):
        assert llm.complete(ASK).text == "x"
        assert llm.complete(ASK).text == "x"
    assert [record.getMessage() for record in caplog.records] == [
        "The model client does not take temperature: 'temperature'"
    ]


def test_a_client_without_set_parameter() -> None:
    """`_call` alone is enough."""

    class CallOnly:
        def _call(self, prompt: str, stop: list[str] | None = None) -> str:
            return "x" if prompt == PROMPT else "?"

    assert as_llm(CallOnly()).complete(ASK).text == "x"


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        pytest.param(PROMPT + "x = 1", "x = 1", id="echo"),
        pytest.param("\n" + PROMPT.strip() + "\nx = 1", "x = 1", id="echo-other-spaces"),
        pytest.param("x = 1</s>", "x = 1", id="end-of-sequence"),
        pytest.param("x = 1 <|im_end|>\n", "x = 1", id="chat-token"),
        pytest.param("x = 1 [/INST]", "x = 1", id="instruction-token"),
        pytest.param('x = "</s>"', 'x = "</s>"', id="token-in-code"),
        pytest.param("x = 1\n\n### Instruction:\nNow", "x = 1", id="goes-on-by-itself"),
        pytest.param("x = 1\nEND\ny", "x = 1", id="stop-ignored"),
        pytest.param("\n\n    x = 1\n", "    x = 1", id="indent-kept"),
        pytest.param("<think>hm</think>\nx = 1", "x = 1", id="thinking"),
        pytest.param("", "", id="empty"),
    ],
)
def test_what_does_not_belong_to_the_answer(answer: str, expected: str) -> None:
    """Echoes, template tokens, invented instructions and text after a stop are left out."""
    assert as_llm(OwnClient(answer)).complete(ASK, stop=["END"]).text == expected


@pytest.mark.parametrize("answer", [None, 7, b"x", ["x"]])
def test_an_answer_that_is_no_text(answer: object) -> None:
    """The client is named, and what it must return."""
    with pytest.raises(LLMBadResponse, match=r"OwnClient returned a .*; it must return text"):
        as_llm(OwnClient(answer)).complete(ASK)


def test_a_client_that_raises() -> None:
    """Whatever it raises is chained to an error of ours; our own errors stay as they are."""
    broken = ValueError("no route")
    with pytest.raises(LLMUnavailable, match="OwnClient failed: ValueError: no route") as caught:
        as_llm(OwnClient(broken)).complete(ASK)
    assert caught.value.__cause__ is broken
    with pytest.raises(LLMTimeout, match=r"^slow$"):
        as_llm(OwnClient(LLMTimeout("slow"))).complete(ASK)


def test_an_interrupt_passes_through() -> None:
    """Ctrl-C is no failure of the client."""
    with pytest.raises(KeyboardInterrupt):
        as_llm(OwnClient(KeyboardInterrupt())).complete(ASK)


class Answer:
    def __init__(self, content: object) -> None:
        self.content = content


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param("x = 1", id="text"),
        pytest.param(Answer("x = 1"), id="message"),
        pytest.param(Answer([{"type": "text", "text": "x ="}, " 1"]), id="message-of-parts"),
    ],
)
def test_an_object_with_invoke(answer: object) -> None:
    """LangChain's models are asked through `invoke`, although they have a `_call` of their own."""

    class Model:
        def _call(self, messages: object, stop: object, run_manager: object, **more: object) -> str:
            raise AssertionError

        def invoke(self, prompt: str) -> object:
            assert prompt == PROMPT
            return answer

    assert as_llm(Model()).complete(ASK).text == "x = 1"


@pytest.mark.parametrize("client", [None, "http://host", OwnClient, object(), lambda prompt: "x"])
def test_what_is_no_client(client: object) -> None:
    """It is said what a client needs; a class in place of an object is one of the mistakes."""
    with pytest.raises(ConfigError, match=r"no model client; .*_call\(prompt, stop\)"):
        as_llm(client)


def test_the_classic_server_from_end_to_end(model_server: StandInServer) -> None:
    """Messages in, code out, through text-generation-webui's classic API."""
    path = "/api/v1/generate"
    model_server.on("POST", path, as_json({"results": [{"text": "x = 1\n### Instruction"}]}))
    llm = as_llm(build_text_generation_web_ui_client_llm(model_server.url + path))
    assert llm.complete(ASK, temperature=0, max_tokens=2000, seed=5).text == "x = 1"
    (body,) = model_server.bodies(path)
    assert body["prompt"] == PROMPT
    assert body["stopping_strings"] == ["### Instruction:"]
    assert (body["temperature"], body["max_new_tokens"], body["seed"]) == (0.001, 1024, 5)
