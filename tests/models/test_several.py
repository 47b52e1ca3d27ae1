"""Several answers to one question in one request, where the server writes them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from code_it.errors import LLMUnavailable, PromptTooLong
from code_it.models import Completion, Message
from code_it.models._patience import Patience
from code_it.models.openai_compatible import OpenAICompatibleLLM
from tests.models.answers import CHAT, DONE, MODELS, event, listed
from tests.models.servers import Responder, StandInServer, as_json, hang_up, stream

ASK = [Message("user", "Say a letter.")]


def part(index: int, text: str | None, finish: str | None = None) -> bytes:
    choice = {"index": index, "delta": {"content": text}, "finish_reason": finish}
    return event({"choices": [choice]})


def counted(prompt_tokens: int, completion_tokens: int) -> bytes:
    usage = {"prompt_tokens": prompt_tokens, "completion_tokens": completion_tokens}
    return event({"choices": [], "usage": usage})


def client(server: StandInServer, patience: Patience) -> OpenAICompatibleLLM:
    server.on("GET", MODELS, listed("m"))
    return OpenAICompatibleLLM(server.url, "m", patience=patience)


def several(llm: OpenAICompatibleLLM, count: int = 3, **options: Any) -> tuple[Completion, ...]:
    return llm.complete_several(ASK, count, **{"temperature": 0.8, "max_tokens": 50, **options})


ONE = stream(part(0, "a", "stop"), counted(10, 1), DONE)
# OpenAI and vLLM count all of them at the end, llama.cpp each when it has ended.
TOGETHER = stream(
    part(1, "bb"), part(0, "a"), part(2, "c" * 5), part(0, None, "stop"), part(2, None, "length"),
    part(1, "bb", "stop"), counted(10, 13), DONE,
)  # fmt: skip
EACH = stream(
    part(1, "bbbb"), part(0, "a"), part(1, None, "stop"), counted(10, 5), part(2, "c" * 5),
    part(0, None, "stop"), counted(10, 2), part(2, None, "length"), counted(10, 6), DONE,
)  # fmt: skip
WHOLE = as_json(
    {
        "choices": [
            {"message": {"content": "bbbb"}, "finish_reason": "stop"},
            {"message": {"content": "a"}, "finish_reason": "stop"},
            {"message": {"content": "c" * 5}, "finish_reason": "length"},
        ],
        "usage": {"prompt_tokens": 10, "completion_tokens": 13},
    }
)


@pytest.mark.parametrize("answer", [TOGETHER, EACH, WHOLE], ids=["together", "each", "whole"])
def test_several_answers_of_one_request(
    model_server: StandInServer, patience: Patience, answer: Responder
) -> None:
    """Each has its text, its reason and its tokens; those of the prompt are counted once."""
    model_server.on("POST", CHAT, answer)
    heard: list[str] = []
    answers = several(client(model_server, patience), on_text=heard.append, seed=7)
    assert answers == (
        Completion("bbbb", "stop", 10, 5),
        Completion("a", "stop", 0, 2),
        Completion("ccccc", "length", 0, 6),
    )
    assert "".join(heard) == "bbbb"
    (body,) = model_server.bodies(CHAT)
    assert (body["n"], body["seed"]) == (3, 7)


def refusing(said: str, status: int = 400) -> Responder:
    return as_json({"error": {"message": said}}, status=status)


@pytest.mark.parametrize(
    "first",
    [
        pytest.param([], id="ignored"),
        pytest.param([refusing("Field 'n': Value must be between 1 and 1")], id="llama.cpp"),
        pytest.param([refusing("n > 1 is not supported", 422)], id="words"),
        pytest.param([refusing("does not support parameters: ['n']")], id="lite-llm"),
        pytest.param(
            [refusing("Only one completion choice is allowed", 500)] * 3, id="old-llama.cpp"
        ),
    ],
)
def test_a_server_that_answers_once_is_asked_once(
    model_server: StandInServer, patience: Patience, first: list[Responder]
) -> None:
    """From then on, whether it refuses or ignores the wish."""
    model_server.on("POST", CHAT, *first, ONE)
    llm = client(model_server, patience)
    assert several(llm) == several(llm) == (Completion("a", "stop", 10, 1),)
    wishes = [body.get("n") for body in model_server.bodies(CHAT)]
    assert wishes[0] == 3
    assert wishes[-1] is None
    assert wishes.count(3) == max(len(first), 1)


def test_another_refusal_is_no_matter_of_number(
    model_server: StandInServer, patience: Patience
) -> None:
    """It is told as it is, and several are asked for the next time."""
    model_server.on("POST", CHAT, refusing("no\nsuch luck"), TOGETHER)
    llm = client(model_server, patience)
    with pytest.raises(LLMUnavailable, match="such luck"):
        several(llm)
    assert len(several(llm)) == 3


def test_the_likeliest_answer_is_asked_for_once(
    model_server: StandInServer, patience: Patience
) -> None:
    """Some servers refuse more at temperature 0, and they would all be the same."""
    model_server.on("POST", CHAT, ONE, TOGETHER)
    llm = client(model_server, patience)
    assert len(several(llm, temperature=0.0)) == 1
    assert len(several(llm)) == 3
    assert [body.get("n") for body in model_server.bodies(CHAT)] == [None, 3]


@pytest.mark.parametrize(("slots", "wish"), [(1, None), (2, 2), (8, 3)])
def test_llama_cpp_writes_as_many_as_it_has_slots(
    model_server: StandInServer, patience: Patience, slots: int, wish: int | None
) -> None:
    """It refuses more, and tells how many it has."""
    settings = {"default_generation_settings": {"n_ctx": 512}, "total_slots": slots}
    model_server.on("GET", "/props", as_json(settings))
    model_server.on("POST", CHAT, ONE)
    several(client(model_server, patience))
    (body,) = model_server.bodies(CHAT)
    assert body.get("n") == wish


def test_answers_beyond_those_asked_for_are_left_out(
    model_server: StandInServer, patience: Patience
) -> None:
    """And a server that writes fewer, but more than one, is asked for several again."""
    model_server.on("POST", CHAT, TOGETHER)
    llm = client(model_server, patience)
    assert [answer.text for answer in several(llm, 2)] == ["bbbb", "a"]
    assert len(several(llm, 4)) == 3
    assert [body["n"] for body in model_server.bodies(CHAT)] == [2, 4]


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param(lambda _: stream(part(0, "a", "stop"), part(1, "b")), id="one-without-end"),
        pytest.param(lambda _: stream(part(0, "a"), event({"error": "gone"})), id="error"),
        pytest.param(lambda _: stream(part(0, "a"), part(1, "b"), finish=False), id="cut"),
        pytest.param(lambda _: hang_up, id="nothing"),
    ],
)
def test_an_answer_that_breaks_off_is_asked_for_once_more(
    model_server: StandInServer, patience: Patience, broken: Callable[[object], Responder]
) -> None:
    """All of it, as one answer is."""
    model_server.on("POST", CHAT, broken(None), EACH)
    assert len(several(client(model_server, patience))) == 3
    assert [body["n"] for body in model_server.bodies(CHAT)] == [3, 3]


def test_a_prompt_that_was_cut_is_noticed(model_server: StandInServer, patience: Patience) -> None:
    """None of the answers is used."""
    model_server.on(
        "POST", CHAT, stream(part(0, "a", "stop"), part(1, "b", "stop"), counted(2048, 2))
    )
    long = [Message("user", "one two three " * 2000)]
    with pytest.raises(PromptTooLong):
        client(model_server, patience).complete_several(long, 2, temperature=0.8)


def test_one_answer_that_goes_round_is_stopped_alone(
    model_server: StandInServer, patience: Patience
) -> None:
    """The other one is read to its end; then the server is left."""
    line = "print('again')\n"
    runaway = [part(0, line)] * 90
    model_server.on(
        "POST",
        CHAT,
        stream(part(1, "b"), *runaway, part(1, "b", "stop"), model_server.drip(part(0, line))),
    )
    answers = several(client(model_server, patience), 2, max_tokens=2000)
    assert [(answer.text[:5], answer.finish_reason) for answer in answers] == [
        ("bb", "stop"),
        ("print", "repetition"),
    ]
    assert answers[1].text.count(line) < 40
    assert model_server.client_left.wait(30)
