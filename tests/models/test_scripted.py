from __future__ import annotations

import pytest

from code_it.errors import LLMBadResponse, LLMUnavailable
from code_it.models import LLM, ClassicClient, Completion, Message
from code_it.models.scripted import ScriptedLLM

ASK = [Message("system", "Be brief."), Message("user", "Say hi, please.")]


def test_replies_come_in_order_and_calls_are_kept() -> None:
    """Each call takes the next reply; what was asked can be looked at afterwards."""
    llm = ScriptedLLM("one", "two")
    first = llm.complete(ASK, temperature=0.5, max_tokens=9, seed=3, stop=["END"])
    assert first.text == "one"
    assert llm.complete([Message("user", "a"), Message("assistant", "b")]).text == "two"
    assert llm.prompts == ["Say hi, please.", "a"]
    call = llm.calls[0]
    assert call.messages == tuple(ASK)
    assert (call.temperature, call.max_tokens, call.seed, call.stop) == (0.5, 9, 3, ("END",))
    assert isinstance(llm, LLM)
    assert isinstance(llm, ClassicClient)


def test_a_call_too_many_is_an_error_that_shows_the_prompt() -> None:
    """A loop that asks more often than its test expects is told so."""
    llm = ScriptedLLM("one")
    llm.complete(ASK)
    with pytest.raises(LLMBadResponse, match=r"no reply left: this is call 2.*holds 1.*Say hi"):
        llm.complete(ASK)
    with pytest.raises(LLMBadResponse, match="no reply left"):
        ScriptedLLM(repeat_last=True).complete(ASK)


def test_the_last_reply_can_be_repeated() -> None:
    """`repeat_last` goes on for ever, after the others."""
    llm = ScriptedLLM("one", "two", repeat_last=True)
    assert [llm.complete(ASK).text for _ in range(4)] == ["one", "two", "two", "two"]


@pytest.mark.parametrize("error", [LLMUnavailable("gone"), LLMUnavailable, KeyboardInterrupt()])
def test_a_reply_can_be_an_exception(error: BaseException | type[BaseException]) -> None:
    """It is raised in its turn; the script goes on after it, and the call is kept."""
    llm = ScriptedLLM(error, "ok")
    with pytest.raises(error if isinstance(error, type) else type(error)):
        llm.complete(ASK)
    assert llm.complete(ASK).text == "ok"
    assert len(llm.calls) == 2


def test_a_reply_can_look_at_the_messages() -> None:
    """A function of the messages is called in its turn."""
    llm = ScriptedLLM(lambda messages: f"{len(messages)}: {messages[-1].content}")
    assert llm.complete(ASK).text == "2: Say hi, please."


def test_a_reply_can_be_a_completion() -> None:
    """A completion is given as it is, for a reply that was cut off."""
    cut_off = Completion("half", "length", 1, 2)
    assert ScriptedLLM(cut_off).complete(ASK, stop=["a"]) == cut_off


def test_text_ends_before_a_stop_string_and_tokens_are_estimated() -> None:
    """Text behaves as a model's would."""
    completion = ScriptedLLM("12345678 END 90").complete(ASK, stop=["END"])
    assert completion == Completion("12345678 ", "stop", 6, 2)


def test_text_is_streamed_in_pieces() -> None:
    """`on_text` gets pieces that add up to the text."""
    pieces: list[str] = []
    ScriptedLLM("a\nb\n\nc").complete(ASK, on_text=pieces.append)
    assert len(pieces) > 1
    assert "".join(pieces) == "a\nb\n\nc"


def test_it_is_a_classic_client_too() -> None:
    """`_call` and `set_parameter` work as for a client of a user's own."""
    llm = ScriptedLLM("a STOP b")
    llm.set_parameter("temperature", 0.3)
    assert llm._call("write", ["STOP"]) == "a "
    assert llm.prompts == ["write"]
    assert llm.calls[0].temperature == 0.3
