"""Task, Plan -> Candidate, by asking an LLM."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import ClassVar

from code_it.agents.base import BaseAgent, Request, facts_text
from code_it.agents.reply import is_cut, only_counts, parse_source, read_script
from code_it.agents.shares import Share
from code_it.errors import UnparsableReply
from code_it.flow import Candidate, Plan, Task
from code_it.models import Completion
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
        again: bool = False,
        is_plain: bool = False,
        sample: int = 0,
        temperature: float | None = None,
        samples: int = 1,
        head: str = "",
    ) -> Candidate:
        """Write a script from the start; every sample is asked for in the same words.

        A reply without code is answered once, with that.

        Args:
            again: Tell the task once more, behind what is known about it.
            is_plain: Ask in the fewest words, as one would ask without this program, and say
                nothing of how the script shall be; not where there is a plan.
            head: The beginning of the script, for models that go on with a reply that is begun.
            samples: Scripts that are about to be asked for in the same words and at the same
                temperature, this one included.

        Raises:
            UnparsableReply: There is no code in the second one either.
        """
        warmth = self.temperature if temperature is None else temperature
        seed = None if self.seed is None else self.seed + sample
        is_bare = is_plain and plan is None
        request = _plain_request(task) if is_bare else _request(task, plan=plan, again=again)
        begun = f"{_FENCE}\n{head}" if head and self._goes_on else ""
        reply = self._ask_for_script(
            request, begun=begun, is_bare=is_bare, temperature=warmth, seed=seed, samples=samples
        )
        try:
            written = _candidate(reply, sample=sample, temperature=warmth)
        except UnparsableReply:
            if not reply.text.strip() or reply.finish_reason == "repetition":
                raise
            request = _request(task, plan=plan, again=again, complaint=_NO_SCRIPT)
            reply = self._ask_for_script(request, temperature=warmth, seed=seed)
            written = _candidate(reply, sample=sample, temperature=warmth)
        return replace(written, recipes=task.recipes, is_plain=is_bare)

    def repair(self, task: Task, candidate: Candidate, complaint: str) -> Candidate:
        """Write a script that does not make the mistake of `candidate`, which `complaint` tells.

        The script itself is not shown: a small model that sees one copies it, fault and all.

        Raises:
            UnparsableReply: The reply has no code.
        """
        reply = self._ask_for_script(
            _request(task, complaint=complaint), temperature=candidate.temperature, seed=self.seed
        )
        written = _candidate(reply, sample=candidate.sample, temperature=candidate.temperature)
        return replace(written, parent=candidate, recipes=task.recipes)

    @property
    def _goes_on(self) -> bool:
        return bool(getattr(self.llm, "continues_replies", False))

    def _ask_for_script(
        self,
        request: Request,
        *,
        begun: str = "",
        is_bare: bool = False,
        temperature: float,
        seed: int | None,
        samples: int = 1,
    ) -> Completion:
        """The whole reply: one that ends before the script does is asked for once more.

        Not one that ends in lines that differ in their numbers only: more of them would follow.
        """
        ask = partial(self.ask, request, is_bare=is_bare, temperature=temperature, seed=seed)
        reply = ask(begun=begun, samples=samples)
        reply = replace(reply, text=begun + reply.text)
        if not is_cut(reply) or only_counts(reply.text):
            return reply
        if self._goes_on:
            rest = ask(begun=reply.text)
            return replace(rest, text=reply.text + rest.text)
        return ask(max_tokens=2 * self.max_tokens)


_FENCE = "```python"
_NO_SCRIPT = "The reply had no Python code in it. Reply with the whole script in one block."


def _request(
    task: Task, *, plan: Plan | None = None, again: bool = False, complaint: str = ""
) -> Request:
    def request(share: Share) -> str:
        facts = facts_text(task, share)
        if again:
            facts += "\n" + render("again", task=task.text.strip()) + "\n"
        if plan is not None:
            steps = "\n".join(
                f"{number}. {step}" for number, step in enumerate(plan.steps, start=1)
            )
            facts += "\n" + render("plan", steps=steps) + "\n"
        if complaint:
            facts += "\n" + render("repair", complaint=share.of_complaint(complaint)) + "\n"
        return render("coder", task=task.text.strip(), facts=facts, style=style)

    # Comments cost as much time as code. Where a function has to be thought out they are worth it.
    style = "" if task.examples else ", without comments,"
    return request


def _plain_request(task: Task) -> Request:
    def request(share: Share) -> str:
        return render("plain", task=task.text.strip(), facts=facts_text(task, share))

    return request


def _candidate(reply: Completion, *, sample: int, temperature: float) -> Candidate:
    source, read_as = read_script(reply)
    return Candidate(source, sample, temperature, read_as=read_as)
