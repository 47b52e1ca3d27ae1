"""What every step that asks a model has in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from code_it.agents.base import BaseAgent, facts_text
from code_it.agents.coder import Coder
from code_it.agents.dependency_tracker import DependencyTracker
from code_it.agents.linter import Linter
from code_it.agents.planner import Planner
from code_it.agents.shares import SHARES, Share
from code_it.errors import LLMUnavailable, PromptTooLong
from code_it.flow import Task
from code_it.models import Completion, Message
from code_it.models.scripted import ScriptedLLM, ScriptedReply
from code_it.prompts import render

WHOLE = SHARES[0]


def ASK(share: Share) -> str:
    return "a"


def test_the_system_message_comes_first() -> None:
    """It is the same for every step, and the question follows."""
    llm = ScriptedLLM("ok", repeat_last=True)
    system, question = Message("system", render("system")), Message("user", "a")
    assert BaseAgent(llm).ask(ASK).text == "ok"
    assert llm.calls[0].messages == (system, question)
    BaseAgent(llm).ask(ASK, begun="b")
    assert llm.calls[1].messages == (system, question, Message("assistant", "b"))


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
    assert facts_text(Task("Do it."), WHOLE) == ""
    brief = facts_text(Task("Do it.", brief="in.csv: $5 {a}\n  1,2"), WHOLE)
    assert brief.startswith("\n")
    assert brief.endswith("in.csv: $5 {a}\n  1,2\n")
    recipes = facts_text(Task("Do it.", recipes=("x = 1", "y = {2: '$3'}")), WHOLE)
    assert "```python\nx = 1\n\ny = {2: '$3'}\n```" in recipes
    assert facts_text(Task("Do it.", brief="in.csv", recipes=("x = 1",)), WHOLE).count("\n\n") == 1


class SmallLLM(ScriptedLLM):
    """Takes prompts of so many characters, and says so only when it is asked for more."""

    def __init__(self, most: int, *replies: ScriptedReply) -> None:
        super().__init__(*replies, repeat_last=True)
        self.most = most
        self.refused = 0

    def complete(self, messages: Sequence[Message], **options: Any) -> Completion:
        if sum(len(message.content) for message in messages) > self.most:
            self.refused += 1
            raise PromptTooLong("too long")
        return super().complete(messages, **options)


def parts(share: Share) -> str:
    """The task, and every other part of a prompt with 4,000 characters."""
    task = Task("THE TASK", brief="b\n" * 2000, recipes=("r" * 2000,) * 2)
    told = share.of_complaint("c\n" * 2000) + share.of_script("s\n" * 2000)
    return task.text + facts_text(task, share) + told


@pytest.mark.parametrize(
    ("most", "left"),
    [
        (17_000, (2000, 2000, 2, 2000)),
        (13_500, (250, 2000, 2, 2000)),
        (11_000, (250, 750, 2, 2000)),
        (9_000, (250, 750, 1, 2000)),
        (3_500, (250, 500, 0, 600)),
        (1_700, (150, 300, 0, 200)),
        (800, (75, 150, 0, 0)),
    ],
)
def test_a_prompt_that_is_too_long_loses_what_is_not_the_task(
    most: int, left: tuple[int, ...]
) -> None:
    """What a program wrote goes first, then earlier scripts; the task stays to the end."""
    llm = SmallLLM(most, "ok")
    BaseAgent(llm).ask(parts)
    (call,) = llm.calls
    asked = call.messages[-1].content
    assert asked.startswith("THE TASK")
    complaint, script, brief = (asked.count(f"{part}\n") for part in "csb")
    recipes = asked.count("r" * 2000)
    assert (complaint, script, recipes, brief) == pytest.approx(left, abs=1)


def test_a_task_that_is_too_long_is_told() -> None:
    """Nothing is asked twice in the same words."""
    llm = SmallLLM(10, "ok")
    with pytest.raises(PromptTooLong, match="too long"):
        BaseAgent(llm).ask(ASK)
    assert llm.refused == 1


def test_a_context_that_is_known_is_kept_to() -> None:
    """Nothing is sent that would be refused, or cut without a word."""
    llm = ScriptedLLM("ok", repeat_last=True)
    llm.context_tokens = 2048  # type: ignore[attr-defined]
    BaseAgent(llm, max_tokens=512).ask(parts)
    (call,) = llm.calls
    assert sum(len(message.content) for message in call.messages) / 3 < 0.95 * 2048 - 512
    assert "THE TASK" in call.messages[-1].content


def test_a_schema_goes_to_models_that_keep_to_one() -> None:
    """Others are not bothered with an argument that they do not know."""

    class Keeping(SmallLLM):
        takes_schema = True
        schema: object = None

        def complete(self, messages: Sequence[Message], **options: Any) -> Completion:
            self.schema = options.pop("schema", None)
            return super().complete(messages, **options)

    llm = Keeping(10_000, "ok")
    BaseAgent(llm).ask(ASK, schema={"type": "object"})
    assert llm.schema == {"type": "object"}
    assert BaseAgent(ScriptedLLM("ok")).ask(ASK, schema={"type": "object"}).text == "ok"
