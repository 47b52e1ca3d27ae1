"""An LLM that counts what it costs and tells the run record what was said."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from code_it.flow import Usage
from code_it.models import LLM, Completion, Message
from code_it.runs.journal import Journal


class MeteredLLM:
    """Passes everything on to `llm`."""

    def __init__(self, llm: LLM, journal: Journal) -> None:
        self._llm = llm
        self._journal = journal
        self.usage = Usage()

    def complete(
        self,
        messages: Sequence[Message],
        *,
        temperature: float = 0.0,
        max_tokens: int = 1024,
        seed: int | None = None,
        stop: Sequence[str] = (),
        on_text: Callable[[str], None] | None = None,
    ) -> Completion:
        self._journal.write(
            "prompt",
            messages=list(messages),
            temperature=temperature,
            max_tokens=max_tokens,
            seed=seed,
        )
        completion = self._llm.complete(
            messages,
            temperature=temperature,
            max_tokens=max_tokens,
            seed=seed,
            stop=stop,
            on_text=on_text,
        )
        self._journal.write("reply", completion=completion)
        self.usage = Usage(
            self.usage.llm_calls + 1,
            self.usage.prompt_tokens + completion.prompt_tokens,
            self.usage.completion_tokens + completion.completion_tokens,
        )
        return completion
