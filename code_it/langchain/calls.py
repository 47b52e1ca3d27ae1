"""Calls of tools by a model that was never trained to make them.

It is asked for one JSON object, or for plain text; code may follow the object in a fence, and is
never asked for inside JSON.
"""

from __future__ import annotations

import ast
import contextlib
import difflib
import json
import re
import uuid
from collections.abc import Sequence
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage, ToolMessage

from code_it.models import Message, Role
from code_it.models._replies import text_of_parts

_ROLES: dict[str, Role] = {"system": "system", "human": "user", "ai": "assistant"}
_ARGUMENTS = ("arguments", "args", "action_input", "input")
_FENCED = re.compile(r"```[\w-]*\n(?P<inside>.*?)\n?```", re.DOTALL)
# A model that has just replied with an object tends to do so again.
_GO_ON = "If that is what was asked for, say so in plain text now. If not, use a tool again."
# Without these words at the end, a small model tells what a tool might have answered.
_BY_A_TOOL = "Use a tool for this, with the JSON object, unless it can be answered without one."
_NOTHING_RAN = (
    "Nothing has been done: you wrote code, and code in a reply is not run. "
    "Use a tool: reply with the JSON object, and nothing else."
)


def conversation(messages: Sequence[BaseMessage], tools: Sequence[dict[str, Any]]) -> list[Message]:
    """The conversation in the three roles that small models know; neighbours of one role merge."""
    turns = [Message("system", _about(tools))] if tools else []
    unanswered = _question_without_a_tool(messages)
    for number, message in enumerate(messages):
        role = _ROLES.get(message.type, "user")
        text = text_of(message)
        if tools and number == unanswered:
            text = f"{text}\n\n{_BY_A_TOOL}"
        if isinstance(message, ToolMessage):
            text = f"{message.name or 'The tool'} answered:\n{text}\n\n{_GO_ON}"
        elif isinstance(message, AIMessage) and message.tool_calls:
            call = message.tool_calls[0]
            text = json.dumps({"tool": call["name"], "arguments": call["args"]})
        if turns and turns[-1].role == role:
            text = f"{turns.pop().content}\n\n{text}"
        turns.append(Message(role, text))
    return turns


def once_more(
    messages: Sequence[BaseMessage], text: str, tools: Sequence[dict[str, Any]]
) -> list[Message]:
    """What to ask a model that wrote code where it was to call a tool; nothing where it did not.

    Once a tool has been used, code may well be part of the answer.
    """
    if not tools or _question_without_a_tool(messages) is None or "```" not in text:
        return []
    said = [Message("assistant", text), Message("user", _NOTHING_RAN)]
    return [*conversation(messages, tools), *said]


def _question_without_a_tool(messages: Sequence[BaseMessage]) -> int | None:
    """Where the last question of the user stands, as long as no tool was used for it."""
    last = max((n for n, m in enumerate(messages) if m.type == "human"), default=-1)
    used = any(isinstance(message, ToolMessage) for message in messages[last + 1 :])
    return None if used or last < 0 else last


def text_of(answer: object) -> str:
    """The text of a message, which may be one of parts, or the text itself."""
    return str(text_of_parts(getattr(answer, "content", answer)))


def _about(tools: Sequence[dict[str, Any]]) -> str:
    lines = ["You can use these tools, one at a time:"]
    for tool in tools:
        function = tool["function"]
        names = ", ".join(_parameters(function))
        first = str(function.get("description", "")).strip().split("\nExample:")[0]
        lines.append(f"- {function['name']}({names}): {first}")
    # With names of these tools, since a small model copies what stands for a name, too.
    function = tools[0]["function"]
    call = {"tool": function["name"], "arguments": dict.fromkeys(_parameters(function)[:1], "...")}
    lines += ["To use one, reply with one JSON object and nothing else, such as:", json.dumps(call)]
    if any("code" in _parameters(tool["function"]) for tool in tools):
        lines.append("Code may follow the object in a ``` block instead of standing in it.")
    lines.append("When you know the final answer, reply with it in plain text.")
    return "\n".join(lines)


def _parameters(function: dict[str, Any]) -> list[str]:
    return list(function.get("parameters", {}).get("properties", {}))


def answer(text: str, tools: Sequence[dict[str, Any]]) -> AIMessage:
    """The call of a tool, where the text is one; the text itself where it is not."""
    found = _first_object(text) if tools else None
    if found is None:
        return AIMessage(text)
    told, rest = found
    called = _called(told, {tool["function"]["name"]: tool["function"] for tool in tools})
    if called is None:
        return AIMessage(text)
    function, given = called
    arguments = _arguments(given, function, rest)
    call = {"name": function["name"], "args": arguments, "id": f"call-{uuid.uuid4().hex}"}
    return AIMessage("", tool_calls=[call])


def _called(
    told: dict[str, Any], functions: dict[str, dict[str, Any]]
) -> tuple[dict[str, Any], object] | None:
    """The tool that an object calls, and its arguments, in any of the ways that models write it.

    `{"tool": NAME, "arguments": {...}}`, the arguments beside the name, the name as the key of the
    arguments, or the arguments alone where they are those of one tool only.
    """
    key = next((key for key in ("tool", "name", "action") if isinstance(told.get(key), str)), "")
    if key:
        inner = next((each for each in _ARGUMENTS if each in told), "")
        given = told[inner] if inner else {name: told[name] for name in told if name != key}
        near = difflib.get_close_matches(told[key], functions, 1, 0.6)
        return (functions[near[0]], given) if near else None
    for name, given in told.items():
        if name in functions:
            return functions[name], given
    alike = [each for each in functions.values() if told and set(told) == {*_parameters(each)}]
    return (alike[0], told) if len(alike) == 1 else None


def _arguments(given: object, function: dict[str, Any], rest: str) -> dict[str, Any]:
    names = _parameters(function)
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
