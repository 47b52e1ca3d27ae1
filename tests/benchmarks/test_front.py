"""Another program asks the model through OpenAI's protocol, and is counted like every arm."""

from __future__ import annotations

import requests

from benchmarks.counting import CountingLLM
from benchmarks.front import front
from benchmarks.results import Row
from code_it.errors import LLMUnavailable
from code_it.models import Completion, Message
from code_it.models.scripted import ScriptedLLM


def ask(address: str, **request: object) -> requests.Response:
    body = {"model": "local", "messages": [{"role": "user", "content": "Hello"}], **request}
    return requests.post(f"{address}/chat/completions", json=body, timeout=30)


def test_a_request_is_answered_and_counted() -> None:
    llm = ScriptedLLM(Completion("Hi", "length", prompt_tokens=7, completion_tokens=2))
    counting = CountingLLM(llm)
    with front(counting, seed=5) as address:
        answer = ask(address, temperature=0.3, max_tokens=9, stop="x").json()
    assert answer["choices"][0]["message"] == {"role": "assistant", "content": "Hi"}
    assert answer["choices"][0]["finish_reason"] == "length"
    assert answer["usage"]["total_tokens"] == 9
    call = llm.calls[0]
    assert (call.temperature, call.max_tokens, call.seed, call.stop) == (0.3, 9, 5, ("x",))
    row = Row("a", "b", 1)
    counting.fill_in(row)
    assert (row.llm_calls, row.prompt_tokens, row.completion_tokens) == (1, 7, 2)


def test_parts_and_strange_roles_are_understood() -> None:
    """Agents send content in parts, and the answers of tools."""
    llm = ScriptedLLM("Hi")
    parts = [{"type": "text", "text": "a"}, {"type": "text", "text": "b"}]
    messages = [{"role": "system", "content": parts}, {"role": "tool", "content": "c"}]
    with front(llm, seed=1) as address:
        ask(address, messages=messages)
    assert llm.calls[0].messages == (Message("system", "a\nb"), Message("user", "c"))


def test_a_model_that_fails_is_an_answer_too() -> None:
    with front(ScriptedLLM(LLMUnavailable("it is gone")), seed=1) as address:
        answer = ask(address)
    assert answer.status_code == 400
    assert "it is gone" in answer.json()["error"]["message"]
