"""Any LangChain model as one of ours, and any of ours as a LangChain chat model.

A small model is not trained to call tools, so with tools bound it is asked for one JSON object, or
for plain text; code may follow the object in a fence, and is never asked for inside JSON.
"""

from __future__ import annotations

import ast
import contextlib
import difflib
import json
import re
import threading
from collections.abc import Callable, Sequence
from typing import Any

from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.language_models import BaseLanguageModel
from langchain_core.language_models.chat_models import BaseChatModel
from langchain_core.messages import (
    AIMessage,
    BaseMessage,
    HumanMessage,
    SystemMessage,
    ToolMessage,
)
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.runnables import Runnable
from langchain_core.utils.function_calling import convert_to_openai_tool
from pydantic import PrivateAttr

from code_it import cancelling
from code_it.errors import LLMUnavailable
from code_it.langchain.threads import in_thread
from code_it.models import LLM, Completion, Message, ModelBuilder, Role, as_llm
from code_it.models._replies import Reply, text_of_parts
from code_it.models.classic import flatten

_ROLES: dict[str, Role] = {"system": "system", "human": "user", "ai": "assistant"}
_FENCED = re.compile(r"```[\w-]*\n(?P<inside>.*?)\n?```", re.DOTALL)


# LangChain's model as ours


def model_builder(model: BaseLanguageModel[Any]) -> ModelBuilder:
    """A `model_builder` for any chat model or LLM of LangChain."""
    return lambda: LangChainLLM(model)


class LangChainLLM:
    """A LangChain model that the steps can talk to."""

    def __init__(self, model: BaseLanguageModel[Any]) -> None:
        self._model = model
        self._refused: set[str] = set()

    def __repr__(self) -> str:
        return f"LangChainLLM({type(self._model).__name__})"

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
        """Answer `messages`; what the model does not take, such as a seed, is left out.

        Raises:
            LLMUnavailable: The model raised.
        """
        options: dict[str, Any] = {"temperature": temperature, "max_tokens": max_tokens}
        if seed is not None:
            options["seed"] = seed
        given: Any = _to_langchain(messages)
        if not isinstance(self._model, BaseChatModel):
            given = flatten(messages)
        reply = Reply(max_tokens=max_tokens, stop=stop, on_text=on_text)
        answer = self._ask(given, list(stop), options)
        reply.add(_text_of(answer))
        usage = getattr(answer, "usage_metadata", None) or {}
        reply.count(usage.get("input_tokens"), usage.get("output_tokens"))
        told = getattr(answer, "response_metadata", None) or {}
        reply.finish_reason = str(told.get("finish_reason") or told.get("done_reason") or "")
        return reply.completion()

    def _ask(self, given: Any, stop: list[str], options: dict[str, Any]) -> Any:
        while True:
            sent = {name: value for name, value in options.items() if name not in self._refused}
            try:
                return self._model.invoke(given, stop=stop or None, **sent)
            except TypeError as error:
                refused = {name for name in sent if name in str(error)}
                if not refused:
                    raise self._failed(error) from error
                self._refused |= refused
            except Exception as error:
                raise self._failed(error) from error

    def _failed(self, error: Exception) -> LLMUnavailable:
        return LLMUnavailable(
            f"the LangChain model {type(self._model).__name__} failed: {type(error).__name__}: "
            f"{error}; is its server up?"
        )


def _to_langchain(messages: Sequence[Message]) -> list[BaseMessage]:
    kinds = {"system": SystemMessage, "user": HumanMessage, "assistant": AIMessage}
    return [kinds[message.role](message.content) for message in messages]


def _text_of(answer: object) -> str:
    """The text of what `invoke` returns: a message of text or of parts, or the text itself."""
    return str(text_of_parts(getattr(answer, "content", answer)))


# Our model as LangChain's


class CodeItChatModel(BaseChatModel):
    """A chat model over any client of ours, the embedded model among them."""

    temperature: float = 0.0
    max_tokens: int = 1024
    seed: int | None = None

    _builder: ModelBuilder = PrivateAttr()
    _llm: LLM | None = PrivateAttr(default=None)
    _lock: Any = PrivateAttr(default_factory=threading.Lock)

    @classmethod
    def from_builder(cls, builder: ModelBuilder, **options: Any) -> CodeItChatModel:
        """
        Args:
            builder: Such as `build_embedded_llm`; called when the model is first used.
            options: `temperature`, `max_tokens`, `seed`.
        """
        model = cls(**options)
        model._builder = builder
        return model

    @property
    def _llm_type(self) -> str:
        return "code_it"

    def bind_tools(self, tools: Sequence[Any], **_: Any) -> Runnable[Any, AIMessage]:
        """Let the model call one of `tools` instead of answering."""
        return self.bind(code_it_tools=[convert_to_openai_tool(tool) for tool in tools])

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        on_text: Any = run_manager.on_llm_new_token if run_manager else None
        return self._result(messages, stop, on_text, kwargs)

    async def _agenerate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        """Ends the model's work when it is cancelled."""

        async def tell(piece: str) -> None:
            if run_manager is not None:
                await run_manager.on_llm_new_token(piece)

        return await in_thread(
            lambda on_text: cancelling.apart(lambda: self._result(messages, stop, on_text, kwargs)),
            tell,
        )

    def _result(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None,
        on_text: Callable[[str], None] | None,
        options: dict[str, Any],
    ) -> ChatResult:
        tools: list[dict[str, Any]] = options.get("code_it_tools") or []
        completion = self._client().complete(
            _from_langchain(messages, tools),
            temperature=options.get("temperature", self.temperature),
            max_tokens=options.get("max_tokens", self.max_tokens),
            seed=options.get("seed", self.seed),
            stop=stop or (),
            # The call of a tool is no text to show.
            on_text=None if tools else on_text,
        )
        message = _answer(completion.text, tools)
        message.response_metadata = {"finish_reason": completion.finish_reason}
        usage: Any = {
            "input_tokens": completion.prompt_tokens,
            "output_tokens": completion.completion_tokens,
            "total_tokens": completion.prompt_tokens + completion.completion_tokens,
        }
        message.usage_metadata = usage
        return ChatResult(generations=[ChatGeneration(message=message)])

    def _client(self) -> LLM:
        with self._lock:
            if self._llm is None:
                self._llm = as_llm(self._builder())
            return self._llm


def _from_langchain(
    messages: Sequence[BaseMessage], tools: Sequence[dict[str, Any]]
) -> list[Message]:
    """The conversation in the three roles that small models know; neighbours of one role merge."""
    turns = [Message("system", _about(tools))] if tools else []
    for message in messages:
        role = _ROLES.get(message.type, "user")
        text = _text_of(message)
        if isinstance(message, ToolMessage):
            text = f"{message.name or 'The tool'} answered:\n{text}"
        elif isinstance(message, AIMessage) and message.tool_calls:
            call = message.tool_calls[0]
            text = json.dumps({"tool": call["name"], "arguments": call["args"]})
        if turns and turns[-1].role == role:
            text = f"{turns.pop().content}\n\n{text}"
        turns.append(Message(role, text))
    return turns


def _about(tools: Sequence[dict[str, Any]]) -> str:
    lines = ["You can use these tools, one at a time:"]
    for tool in tools:
        function = tool["function"]
        names = ", ".join(function.get("parameters", {}).get("properties", {}))
        first = str(function.get("description", "")).strip().split("\nExample:")[0]
        lines.append(f"- {function['name']}({names}): {first}")
    lines += [
        "To use one, reply with one JSON object and nothing else:",
        '{"tool": "NAME", "arguments": {"ARGUMENT": "text"}}',
        "Code may follow the object in a ``` block instead of standing in it.",
        "When you know the final answer, reply with it in plain text.",
    ]
    return "\n".join(lines)


def _answer(text: str, tools: Sequence[dict[str, Any]]) -> AIMessage:
    """The call of a tool, where the text is one; the text itself where it is not."""
    found = _first_object(text) if tools else None
    if found is None:
        return AIMessage(text)
    told, rest = found
    wanted = next((told[key] for key in ("tool", "name", "action") if key in told), None)
    known = [tool["function"]["name"] for tool in tools]
    near = difflib.get_close_matches(str(wanted), known, 1, 0.6)
    if wanted is None or not near:
        return AIMessage(text)
    tool = next(each["function"] for each in tools if each["function"]["name"] == near[0])
    keys = ("arguments", "args", "action_input", "input")
    given: object = next((told[key] for key in keys if key in told), {})
    arguments = _arguments(given, tool, rest)
    call = {"name": near[0], "args": arguments, "id": f"call-{abs(hash(text)) % 10**12}"}
    return AIMessage("", tool_calls=[call])


def _arguments(given: object, tool: dict[str, Any], rest: str) -> dict[str, Any]:
    names = list(tool.get("parameters", {}).get("properties", {}))
    arguments = dict(given) if isinstance(given, dict) else {}
    if not isinstance(given, dict) and given is not None and names:
        arguments = {names[0]: given}
    if (code := _FENCED.search(rest)) and names and not arguments.get(names[0]):
        arguments[names[0]] = code["inside"]
    return arguments


def _first_object(text: str) -> tuple[dict[str, Any], str] | None:
    """The first JSON object in `text`, also as Python would write it, and what follows it."""
    decoder = json.JSONDecoder(strict=False)
    for match in re.finditer(r"\{", text):
        with contextlib.suppress(ValueError, RecursionError):
            value, end = decoder.raw_decode(text, match.start())
            if isinstance(value, dict):
                return value, text[end:]
    whole = re.search(r"\{.*\}", text, re.DOTALL)
    if whole:
        with contextlib.suppress(ValueError, SyntaxError, RecursionError, MemoryError):
            value = ast.literal_eval(whole[0])
            if isinstance(value, dict):
                return value, text[whole.end() :]
    return None
