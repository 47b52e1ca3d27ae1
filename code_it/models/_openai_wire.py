"""What a server of OpenAI's protocol sends -> Reply, streamed or in one piece.

Chat completions have a `message` or `delta` in each choice, completions a `text`.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator

from code_it.errors import LLMBadResponse, LLMUnavailable
from code_it.models._answers import Answer, BrokenOff, raise_error_in
from code_it.models._replies import Reply, text_of_parts


def server_sent_data(lines: Iterable[str]) -> Iterator[str]:
    """The data of each event of a stream, without the comments that keep it alive."""
    data: list[str] = []
    # Some servers leave out the empty line after the last event.
    for line in itertools.chain(lines, [""]):
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if name == "data":
            data.append(value)
        elif name == "error":
            # Earlier versions of llama.cpp's server put an error object into a field of its own.
            data.append(f'{{"error": {value}}}')
        elif not line:
            if any(data):
                yield "\n".join(data)
            data = []


def add_stream(reply: Reply, answer: Answer, within_seconds: float) -> None:
    answered = False
    try:
        for data in server_sent_data(answer.lines(within_seconds=within_seconds)):
            answered = True
            if data.strip() == "[DONE]":
                reply.ended = True
                break
            _add_chunk(reply, answer.parse(data), answer.where)
            if reply.full:
                break
    except (LLMUnavailable, LLMBadResponse):
        # What comes after the end of the answer is only a farewell.
        if not reply.ended:
            raise
    if not answered:
        raise _no_completion(answer)
    if not (reply.ended or reply.full):
        raise BrokenOff(
            f"{answer.where} ended in the middle of its answer; look into the server's log"
        )


def add_whole(reply: Reply, answer: Answer) -> None:
    """For servers that do not stream."""
    response = answer.json()
    _add_chunk(reply, response, answer.where)
    if not (isinstance(response, dict) and response.get("choices")):
        raise _no_completion(answer)


def _no_completion(answer: Answer) -> LLMBadResponse:
    return LLMBadResponse(
        f"{answer.where} answered with what is no chat completion; "
        "is it an OpenAI-compatible server?"
    )


def _add_chunk(reply: Reply, chunk: object, where: str) -> None:
    raise_error_in(chunk, where)
    if not isinstance(chunk, dict):
        return
    usage = chunk.get("usage")
    if isinstance(usage, dict):
        reply.count(usage.get("prompt_tokens"), usage.get("completion_tokens"))
    choices = chunk.get("choices")
    if not (isinstance(choices, list) and choices and isinstance(choices[0], dict)):
        return
    choice = choices[0]
    part = choice.get("delta") or choice.get("message") or {}
    content = part.get("content") if isinstance(part, dict) else None
    reply.add(choice.get("text") if content is None else text_of_parts(content))
    if isinstance(choice.get("finish_reason"), str):
        reply.finish_reason = choice["finish_reason"]
        reply.ended = True
