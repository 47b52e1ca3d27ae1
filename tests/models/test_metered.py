"""What a run costs, and what is written down of the conversation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from code_it.errors import LLMBadResponse, PromptTooLong
from code_it.flow import Usage
from code_it.models import Completion, Message
from code_it.models.metered import MeteredLLM
from code_it.models.scripted import ScriptedLLM
from code_it.runs.journal import Journal, read_journal


def test_calls_and_tokens_add_up(tmp_path: Path) -> None:
    """Every call is counted, with the tokens that the model reports."""
    journal = Journal.start(tmp_path)
    llm = MeteredLLM(
        ScriptedLLM(Completion("a", "stop", 10, 2), Completion("b", "stop", 20, 3)), journal
    )
    for _ in range(2):
        llm.complete([Message("user", "hello")], temperature=0.5)
    assert llm.usage == Usage(llm_calls=2, prompt_tokens=30, completion_tokens=5)
    journal.close()


def test_prompt_is_written_before_the_answer_comes(tmp_path: Path) -> None:
    """A run that dies while the model writes still has the prompt in its record."""
    journal = Journal.start(tmp_path)
    llm = MeteredLLM(ScriptedLLM(LLMBadResponse("nonsense")), journal)
    with pytest.raises(LLMBadResponse):
        llm.complete([Message("user", "hello")])
    journal.close()
    events = read_journal(journal.folder / "journal.jsonl")
    assert [event["event"] for event in events] == ["start", "prompt"]
    assert "hello" in str(events[1]["messages"])


class SmallLLM(ScriptedLLM):
    context_tokens: int | None = 4096

    def count_tokens(self, text: str) -> int:
        return len(text)


def test_what_the_model_tells_of_itself_is_passed_on(tmp_path: Path) -> None:
    """Where it tells nothing, what was given holds."""
    journal = Journal.start(tmp_path)
    told = MeteredLLM(SmallLLM("a"), journal)
    assert (told.context_tokens, told.count_tokens("abc"), told.takes_schema) == (4096, 3, False)
    untold = MeteredLLM(ScriptedLLM("a"), journal, context_tokens=2000)
    assert (untold.context_tokens, untold.count_tokens("abc")) == (2000, None)
    assert not untold.continues_replies
    journal.close()


def test_a_context_is_learned_when_it_was_too_small(tmp_path: Path) -> None:
    """The next prompt is made to fit at once."""
    journal = Journal.start(tmp_path)
    llm = MeteredLLM(ScriptedLLM(PromptTooLong("cut", prompt_room=1500), "a"), journal)
    with pytest.raises(PromptTooLong):
        llm.complete([Message("user", "hello")], max_tokens=500)
    assert llm.context_tokens == 2000
    assert llm.complete([Message("user", "hello")]).seconds > 0
    journal.close()


class ManyLLM(ScriptedLLM):
    """Writes two answers at once; the tokens of the prompt stand in the first."""

    def complete_several(
        self, messages: Sequence[Message], count: int, **options: Any
    ) -> tuple[Completion, ...]:
        replies = [self.complete(messages, **options) for _ in range(min(count, 2))]
        return (replies[0], *(replace(reply, prompt_tokens=0) for reply in replies[1:]))


def test_several_answers_are_one_question(tmp_path: Path) -> None:
    """Each is in the record; the prompt is written and counted once."""
    journal = Journal.start(tmp_path)
    llm = MeteredLLM(
        ManyLLM(Completion("a", "stop", 10, 2), Completion("b", "length", 10, 3)), journal
    )
    answers = llm.complete_several([Message("user", "hello")], 5, temperature=0.5)
    assert [(answer.text, answer.finish_reason) for answer in answers] == [
        ("a", "stop"),
        ("b", "length"),
    ]
    assert llm.usage == Usage(llm_calls=1, prompt_tokens=10, completion_tokens=5)
    journal.close()
    events = read_journal(journal.folder / "journal.jsonl")
    assert [event["event"] for event in events] == ["start", "prompt", "reply", "reply"]
    assert events[1]["samples"] == 5


def test_a_model_that_answers_once_is_asked_once(tmp_path: Path) -> None:
    """However many answers there is use for."""
    journal = Journal.start(tmp_path)
    model = ScriptedLLM("a")
    answers = MeteredLLM(model, journal).complete_several([Message("user", "hello")], 3)
    assert [answer.text for answer in answers] == ["a"]
    journal.close()
