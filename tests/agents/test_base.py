"""What every step that asks a model has in common."""

from __future__ import annotations

import pytest

from code_it.agents.base import BaseAgent, facts_text
from code_it.agents.coder import Coder
from code_it.agents.dependency_tracker import DependencyTracker
from code_it.agents.linter import Linter
from code_it.agents.planner import Planner
from code_it.errors import LLMUnavailable
from code_it.flow import Task
from code_it.models import Completion, Message
from code_it.models.scripted import ScriptedLLM
from code_it.prompts import render

ASK = [Message("user", "a"), Message("assistant", "b"), Message("user", "c")]


def test_the_system_message_comes_first() -> None:
    """It is the same for every step, and the turns follow in their order."""
    llm = ScriptedLLM("ok")
    assert BaseAgent(llm).ask(ASK).text == "ok"
    assert llm.calls[0].messages == (Message("system", render("system")), *ASK)


def test_what_is_left_out_is_as_the_agent_was_set_up() -> None:
    """Temperature, seed and token limit go with every call, and have defaults."""
    llm = ScriptedLLM("ok", repeat_last=True)
    BaseAgent(llm).ask(ASK)
    BaseAgent(llm, temperature=0.3, max_tokens=50, seed=4).ask(ASK)
    asked = [(call.temperature, call.max_tokens, call.seed) for call in llm.calls]
    assert asked == [(0.0, 1024, None), (0.3, 50, 4)]


def test_a_call_can_differ_from_the_setup() -> None:
    """Zero counts as a value; the next call is as the agent was set up again."""
    llm = ScriptedLLM("ok", repeat_last=True)
    agent = BaseAgent(llm, temperature=0.3, seed=4)
    agent.ask(ASK, temperature=0.0, seed=0)
    agent.ask(ASK)
    assert [(call.temperature, call.seed) for call in llm.calls] == [(0.0, 0), (0.3, 4)]


def test_the_reply_is_heard_while_it_comes() -> None:
    """`on_text` gets the pieces."""
    pieces: list[str] = []
    BaseAgent(ScriptedLLM("a\nb\n"), on_text=pieces.append).ask(ASK)
    assert pieces == ["a\n", "b\n"]


def test_the_completion_is_handed_on_whole() -> None:
    """The finish reason and the token counts are the caller's to see."""
    completion = Completion("half", "length", 5, 6)
    assert BaseAgent(ScriptedLLM(completion)).ask(ASK) == completion


def test_an_error_of_the_model_comes_through() -> None:
    """It is not the step's to handle."""
    with pytest.raises(LLMUnavailable, match="gone"):
        BaseAgent(ScriptedLLM(LLMUnavailable("gone"))).ask(ASK)


def test_every_step_has_a_name_of_its_own() -> None:
    """Logs and errors tell them apart."""
    agents = (BaseAgent, Coder, DependencyTracker, Linter, Planner)
    assert len({agent.name for agent in agents}) == len(agents)


def test_facts_are_shown_only_when_there_are_some() -> None:
    """Without any nothing is added to a prompt; what there is stands apart, as it is."""
    assert facts_text(Task("Do it.")) == ""
    brief = facts_text(Task("Do it.", brief="in.csv: $5 {a}\n  1,2"))
    assert brief.startswith("\n")
    assert brief.endswith("in.csv: $5 {a}\n  1,2\n")
    recipes = facts_text(Task("Do it.", recipes=("x = 1", "y = {2: '$3'}")))
    assert "```python\nx = 1\n\ny = {2: '$3'}\n```" in recipes
    assert facts_text(Task("Do it.", brief="in.csv", recipes=("x = 1",))).count("\n\n") == 1
