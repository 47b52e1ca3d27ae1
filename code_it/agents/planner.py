"""Task -> Plan, by asking an LLM."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import ClassVar

from code_it.agents.base import BaseAgent, facts_text
from code_it.agents.markup import without_thoughts, without_tokens
from code_it.errors import UnparsableReply
from code_it.flow import Plan, Task
from code_it.prompts import render

_MARKER = re.compile(
    r"(?:#+\s*)?(?:\(?(?:step\s*)?\d+\s*[.):](?!\d)(?:\s*-\s)?|step\s*\d+\s*[-–—]|[-*•]\s)\s*",
    re.IGNORECASE,
)
_BOLD = re.compile(r"(?<![\w*])\*\*(?=\S)(.{1,200}?)(?<=\S)\*\*(?![\w*])")
_MOST_STEPS = 12


class Planner(BaseAgent):
    """Lists the steps of a script; a way to vary a retry."""

    name: ClassVar[str] = "planner"

    def plan(self, task: Task) -> Plan:
        """Ask for the steps.

        Raises:
            UnparsableReply: The reply has no steps.
        """
        # Steps of a recipe are no steps of the task, but a model that sees them lists them.
        plain = replace(task, recipes=())
        reply = self.ask(
            lambda share: render("planner", task=task.text, facts=facts_text(plain, share))
        )
        return parse_plan(reply.text)


def parse_plan(reply: str) -> Plan:
    """Read a numbered or bulleted list; without markers, every line is a step.

    Raises:
        UnparsableReply: There is no line to read.
    """
    text = without_tokens(without_thoughts(without_tokens(reply)))
    lines = _lines(_without_fenced(text)) or _lines(text)
    marked = [line for line in lines if _MARKER.match(line)]
    steps = [_MARKER.sub("", line, count=1).strip() for line in marked or lines]
    steps = [step for step in steps if step][:_MOST_STEPS]
    if not steps:
        raise UnparsableReply("planner", reply)
    return Plan(tuple(steps))


def _without_fenced(text: str) -> str:
    return re.sub(r"```.*?(?:```|\Z)", "", text, flags=re.DOTALL)


def _lines(text: str) -> list[str]:
    lines = [_BOLD.sub(r"\1", line.strip()) for line in text.splitlines()]
    return [line for line in lines if re.search(r"\w", line) and not line.startswith("```")]
