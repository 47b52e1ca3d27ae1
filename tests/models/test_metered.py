"""What a run costs, and what is written down of the conversation."""

from __future__ import annotations

from pathlib import Path

import pytest

from code_it.errors import LLMBadResponse
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
