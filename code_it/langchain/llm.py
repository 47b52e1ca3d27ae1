"""Any LangChain model as one of ours, and any of ours as a LangChain chat model."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Any

from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.language_models import BaseLanguageModel
from langchain_core.language_models.chat_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage
from langchain_core.messages.ai import add_usage
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.runnables import Runnable
from langchain_core.utils.function_calling import convert_to_openai_tool
from pydantic import PrivateAttr

from code_it import cancelling
from code_it.errors import LLMUnavailable
from code_it.langchain import calls
from code_it.langchain.threads import in_thread
from code_it.models import LLM, Completion, Message, ModelBuilder, as_llm
from code_it.models._replies import Reply
from code_it.models.classic import flatten

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
        reply.add(calls.text_of(answer))
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

        def ask(turns: Sequence[Message]) -> Completion:
            return self._client().complete(
                turns,
                temperature=options.get("temperature", self.temperature),
                max_tokens=options.get("max_tokens", self.max_tokens),
                seed=options.get("seed", self.seed),
                stop=stop or (),
                # The call of a tool is no text to show.
                on_text=None if tools else on_text,
            )

        completion = ask(calls.conversation(messages, tools))
        message, usage = calls.answer(completion.text, tools), _usage(completion)
        again = () if message.tool_calls else calls.once_more(messages, completion.text, tools)
        if again:
            second = ask(again)
            usage = add_usage(usage, _usage(second))
            if (called := calls.answer(second.text, tools)).tool_calls:
                completion, message = second, called
        message.response_metadata = {"finish_reason": completion.finish_reason}
        message.usage_metadata = usage
        return ChatResult(generations=[ChatGeneration(message=message)])

    def _client(self) -> LLM:
        with self._lock:
            if self._llm is None:
                self._llm = as_llm(self._builder())
            return self._llm


def _usage(completion: Completion) -> Any:
    return {
        "input_tokens": completion.prompt_tokens,
        "output_tokens": completion.completion_tokens,
        "total_tokens": completion.prompt_tokens + completion.completion_tokens,
    }
