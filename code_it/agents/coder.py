"""Task, Plan -> Candidate, by asking an LLM."""

from __future__ import annotations

from typing import ClassVar

from code_it.agents.base import BaseAgent, facts_text
from code_it.agents.reply import parse_source, read_script
from code_it.flow import Candidate, Plan, Task
from code_it.models import Completion, Message
from code_it.prompts import render

__all__ = ["Coder", "parse_source"]


class Coder(BaseAgent):
    """Writes a script, and writes it again when it is told what is wrong."""

    name: ClassVar[str] = "coder"

    def write(
        self,
        task: Task,
        *,
        plan: Plan | None = None,
        sample: int = 0,
        temperature: float | None = None,
    ) -> Candidate:
        """Write a script from the start; every sample begins with the same words.

        Raises:
            UnparsableReply: The reply has no code.
        """
        warmth = self.temperature if temperature is None else temperature
        seed = None if self.seed is None else self.seed + sample
        reply = self.ask([_request(task, plan=plan)], temperature=warmth, seed=seed)
        return _candidate(reply, sample=sample, temperature=warmth)

    def repair(self, task: Task, candidate: Candidate, complaint: str) -> Candidate:
        """Write a script that does not make the mistake of `candidate`, which `complaint` tells.

        The script itself is not shown: a small model that sees one copies it, fault and all.

        Raises:
            UnparsableReply: The reply has no code.
        """
        reply = self.ask([_request(task, complaint=complaint)], temperature=candidate.temperature)
        return _candidate(
            reply, sample=candidate.sample, temperature=candidate.temperature, parent=candidate
        )


def _request(task: Task, *, plan: Plan | None = None, complaint: str = "") -> Message:
    facts = facts_text(task)
    if plan is not None:
        steps = "\n".join(f"{number}. {step}" for number, step in enumerate(plan.steps, start=1))
        facts += "\n" + render("plan", steps=steps) + "\n"
    if complaint:
        facts += "\n" + render("repair", complaint=complaint) + "\n"
    # Comments cost as much time as code. Where a function has to be thought out they are worth it.
    style = "" if task.examples else ", without comments,"
    return Message("user", render("coder", task=task.text.strip(), facts=facts, style=style))


def _candidate(
    reply: Completion, *, sample: int, temperature: float, parent: Candidate | None = None
) -> Candidate:
    source, read_as = read_script(reply)
    return Candidate(source, sample, temperature, parent, read_as)
