"""A function of one text -> a LangChain tool that answers with errors, too.

Classic agents give a tool one string, modern ones an object with named fields; small models give
either where the other is wanted, and add quotes, fences and words of their own.
"""

from __future__ import annotations

import ast
import contextlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from langchain_core.callbacks import AsyncCallbackManagerForToolRun, CallbackManagerForToolRun
from langchain_core.runnables import RunnableConfig
from langchain_core.runnables.config import patch_config
from langchain_core.tools import BaseTool
from pydantic import Field, create_model

from code_it.errors import Cancelled, ConfigError
from code_it.langchain import progress
from code_it.langchain.progress import Progress, Report
from code_it.langchain.threads import in_thread

MOST_CHARACTERS = 4_000
"""Of an answer; what is longer loses its middle, so that it fits into the model's context."""

MOST_INPUT = 200_000
"""Characters of an input, unless a tool takes fewer."""

_FENCED = re.compile(r"\A\s*(`{3,}|~{3,})[^\n`]*\n(?P<inside>.*?)\n?\s*\1\s*\Z", re.DOTALL)
# What models write after the input because they have seen it in transcripts.
_TAIL = re.compile(
    r"\n(?:Observation ?:|Thought ?:|(?:end of llm output|END OF LLM OUTPUT)\b|</?s>|<\|[a-z_]+\|>)"
    r".*\Z",
    re.DOTALL,
)


class TextTool(BaseTool):
    """A tool whose input is one text and whose answer is another.

    It raises nothing but `Cancelled`. Its coroutine works in a thread, and ends that when it is
    cancelled.
    """

    function: Callable[..., Any]
    """May return the answer, or the answer and an artifact where `response_format` says so."""
    reports: bool = False
    """The function takes, after the text, another one that is told of its progress."""
    most_input: int
    """Characters; of more than that no model makes sense."""

    def run(self, tool_input: Any, *arguments: Any, **options: Any) -> Any:
        return super().run(self._folded(tool_input), *arguments, **options)

    async def arun(self, tool_input: Any, *arguments: Any, **options: Any) -> Any:
        return await super().arun(self._folded(tool_input), *arguments, **options)

    def _run(
        self,
        *texts: str,
        config: RunnableConfig,
        run_manager: CallbackManagerForToolRun | None = None,
        **fields: Any,
    ) -> Any:
        within = _within(run_manager, config)
        try:
            answer = self._do(_given(texts, fields), lambda told: progress.tell(told, within))
        except Exception as error:
            answer = _as_answer(error)
        return self._formatted(answer)

    async def _arun(
        self,
        *texts: str,
        config: RunnableConfig,
        run_manager: AsyncCallbackManagerForToolRun | None = None,
        **fields: Any,
    ) -> Any:
        text, within = _given(texts, fields), _within(run_manager, config)

        async def tell(told: Progress) -> None:
            await progress.atell(told, within)

        try:
            answer = await in_thread(lambda report: self._do(text, report), tell)
        except Exception as error:
            answer = _as_answer(error)
        return self._formatted(answer)

    def _folded(self, given: object) -> str | dict[str, str]:
        """One text, in whatever shape and under whatever name it came."""
        (field,) = self.args
        if isinstance(given, str):
            return _from_json(given, field)
        if not isinstance(given, dict):
            return {field: _as_text(given)}
        if given.get(field) is not None:
            return {field: _as_text(given[field])}
        return {field: "\n".join(_as_text(each) for each in given.values() if each is not None)}

    def _do(self, text: str, report: Report) -> Any:
        if len(text) > self.most_input:
            raise ConfigError(
                f"the input has {len(text)} characters, and {self.name} takes {self.most_input} "
                "at most; write less"
            )
        return self.function(text, report) if self.reports else self.function(text)

    def _formatted(self, answer: Any) -> Any:
        if self.response_format == "content_and_artifact":
            text, artifact = answer if isinstance(answer, tuple) else (answer, None)
            return shortened(text), artifact
        return shortened(str(answer))


def _given(texts: Sequence[str], fields: Mapping[str, str]) -> str:
    return texts[0] if texts else next(iter(fields.values()), "")


def _within(
    run_manager: CallbackManagerForToolRun | AsyncCallbackManagerForToolRun | None,
    config: RunnableConfig,
) -> RunnableConfig:
    """The configuration of what is called within a tool's run."""
    return patch_config(config, callbacks=run_manager.get_child() if run_manager else None)


def _as_answer(error: Exception) -> str:
    """An exception would end the agent, as it should when somebody cancels what it has done."""
    if isinstance(error, Cancelled):
        raise error
    return f"Error: {error}" if str(error) else f"Error: {type(error).__name__}"


def make_tool(
    name: str,
    function: Callable[..., Any],
    description: str,
    example: str,
    *,
    field: str,
    meaning: str,
    required: bool = True,
    with_artifact: bool = False,
    reports: bool = False,
    most_input: int = MOST_INPUT,
) -> TextTool:
    """A tool for agents that give one string, and for those that give an object.

    Args:
        example: How an agent uses it, in the words of a ReAct transcript.
        field: The name of the text in the object.
        meaning: What it is, for the model.
        with_artifact: The function returns an object beside its answer.
        reports: It takes a function to report its progress to.
        most_input: Characters that it takes.
    """
    default: Any = ... if required else ""
    fields: dict[str, Any] = {field: (str, Field(default, description=meaning))}
    schema = create_model(f"{name}Input", **fields)
    return TextTool(
        name=name,
        function=function,
        description=f"{description}\nExample:\n{example.strip()}",
        args_schema=schema,
        reports=reports,
        most_input=most_input,
        response_format="content_and_artifact" if with_artifact else "content",
    )


def plain(text: str) -> str:
    """`text` without what a model puts around an input: a transcript's next lines, quotes."""
    text = _TAIL.sub("", text)
    stripped = text.strip()
    if len(stripped) >= 2 and stripped[0] == stripped[-1] and stripped[0] in "\"'`":
        return stripped[1:-1]
    return text


def plain_code(text: str) -> str:
    """The code in `text`: without a fence, a transcript's next lines, or quotes around it all."""
    text = _TAIL.sub("", text)
    if match := _FENCED.match(text):
        return match["inside"]
    stripped = text.strip()
    quote = next((q for q in ('"""', "'''", '"', "'", "`") if _is_quoted(stripped, q)), "")
    inside = stripped[len(quote) : len(stripped) - len(quote)]
    return inside if quote and _is_code(inside) else text


def _is_quoted(text: str, quote: str) -> bool:
    inside = text[len(quote) : len(text) - len(quote)]
    whole = len(text) >= 2 * len(quote) and text.startswith(quote) and text.endswith(quote)
    return whole and quote not in inside


def _is_code(text: str) -> bool:
    try:
        body = ast.parse(text).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return bool(body) and not all(isinstance(each, ast.Expr) and _is_word(each) for each in body)


def _is_word(node: ast.Expr) -> bool:
    return isinstance(node.value, (ast.Name, ast.Constant))


def shortened(text: str) -> str:
    """`text`, or its head and tail with a line between that says what is left out."""
    if len(text) <= MOST_CHARACTERS:
        return text
    half = MOST_CHARACTERS // 2
    left_out = len(text) - 2 * half
    return f"{text[:half]}\n[... {left_out} characters left out ...]\n{text[-half:]}"


def _from_json(text: str, field: str) -> str:
    """The text of `field` where all of `text` is a JSON object with one; else `text` itself."""
    if text.lstrip().startswith("{"):
        with contextlib.suppress(ValueError, RecursionError):
            told = json.loads(text, strict=False)
            if told.get(field) is not None:
                return _as_text(told[field])
    return text


def _as_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, list) and all(isinstance(each, (str, int)) for each in value):
        return "\n".join(map(str, value))
    for write in (json.dumps, str):
        with contextlib.suppress(TypeError, ValueError, RecursionError):
            return write(value)
    return ""  # a number without end, or lists within lists
