"""What every step that asks a model has in common."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from code_it.agents.shares import SHARES, Share
from code_it.errors import PromptTooLong
from code_it.flow import Task
from code_it.models import LLM, Completion, Message
from code_it.models.prompt_room import fits
from code_it.prompts import render

Request = Callable[[Share], str]
"""Given how much of each part there is room for; returns what the model is asked."""
_Question = tuple[tuple[Message, ...], float, int]


class BaseAgent:
    """One step that asks a model: a prompt, a temperature, and a reader of the reply."""

    name: ClassVar[str] = "agent"

    def __init__(
        self,
        llm: LLM,
        *,
        temperature: float = 0.0,
        max_tokens: int = 1024,
        seed: int | None = None,
        on_text: Callable[[str], None] | None = None,
    ) -> None:
        self.llm = llm
        self.temperature = temperature
        self.max_tokens = max_tokens
        self.seed = seed
        self.on_text = on_text
        self._drawn: dict[_Question, list[Completion]] = {}

    def ask(
        self,
        request: Request,
        *,
        begun: str = "",
        is_bare: bool = False,
        temperature: float | None = None,
        seed: int | None = None,
        max_tokens: int | None = None,
        schema: Mapping[str, Any] | None = None,
        samples: int = 1,
    ) -> Completion:
        """Put a question after the system message; what is left out is as the agent was set up.

        A question that is too long is put again with less of what is not the task.

        Args:
            request: The question.
            begun: An answer that goes on.
            is_bare: Put it without the system message, to a model as it comes.
            schema: Of the answer, for models that can keep to one.
            samples: Times that the same is about to be asked, this time included. A model that
                answers several times at once does, and the next times have their answers then.

        Raises:
            PromptTooLong: The task alone is more than the model can hold.
        """
        most = self.max_tokens if max_tokens is None else max_tokens
        takes_schema = schema is not None and getattr(self.llm, "takes_schema", False)
        options: dict[str, Any] = {"schema": schema} if takes_schema else {}
        refusal: PromptTooLong | None = None
        asked: Sequence[Message] = ()
        for share in SHARES:
            messages = _conversation(request(share), begun, is_bare=is_bare)
            if messages == asked or not (
                share == SHARES[-1] or fits(messages, self.llm, max_tokens=most)
            ):
                continue
            asked = messages
            try:
                return self._sample(
                    messages,
                    samples,
                    temperature=self.temperature if temperature is None else temperature,
                    max_tokens=most,
                    seed=self.seed if seed is None else seed,
                    **options,
                )
            except PromptTooLong as error:
                refusal = error
        assert refusal is not None
        raise refusal

    def _sample(
        self,
        messages: Sequence[Message],
        samples: int,
        *,
        temperature: float,
        max_tokens: int,
        **options: Any,
    ) -> Completion:
        question = (tuple(messages), temperature, max_tokens)
        if drawn := self._drawn.get(question):
            reply = drawn.pop(0)
            if self.on_text is not None:
                self.on_text(reply.text)
            return reply
        options |= {"temperature": temperature, "max_tokens": max_tokens, "on_text": self.on_text}
        several = getattr(self.llm, "complete_several", None)
        if samples == 1 or not callable(several):
            return self.llm.complete(messages, **options)
        replies: tuple[Completion, ...] = several(messages, samples, **options)
        self._drawn[question] = [*replies[1:]]
        return replies[0]


def _conversation(request: str, begun: str, *, is_bare: bool) -> list[Message]:
    # The same words come first in every conversation: models keep what they have read of a
    # shared beginning, so it is read once.
    system = [] if is_bare else [Message("system", render("system"))]
    messages = [*system, Message("user", request)]
    return [*messages, Message("assistant", begun)] if begun else messages


def facts_text(task: Task, share: Share) -> str:
    """The part of a prompt that tells what the inputs look like, and how libraries are used.

    Empty where nothing is known.
    """
    told = []
    if brief := share.of_brief(task.brief):
        told.append(render("facts", brief=brief))
    if task.without:
        told.append(render("without", names=", ".join(task.without)))
    if recipes := task.recipes[: share.recipes]:
        told.append(render("recipes", code="\n\n".join(recipes)))
    return "".join(f"\n{part}\n" for part in told)
