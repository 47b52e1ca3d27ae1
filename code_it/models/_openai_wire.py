"""What a server of OpenAI's protocol sends -> Completion, or several, streamed or in one piece.

Chat completions have a `message` or `delta` in each choice, completions a `text`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate, chain, pairwise
from typing import Any

from code_it.errors import LLMBadResponse, LLMUnavailable
from code_it.models import Completion
from code_it.models._answers import Answer, BrokenOff, one_line, raise_error_in, said_error
from code_it.models._replies import Reply, text_of_parts


def server_sent_data(lines: Iterable[str]) -> Iterator[str]:
    """The data of each event of a stream, without what only keeps it alive."""
    data: list[str] = []
    kind = ""
    # Some servers leave out the empty line after the last event.
    for line in chain(lines, [""]):
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if name == "event":
            kind = value.strip()
        elif name == "data":
            if data and _is_whole("\n".join(data)):
                # Or after each.
                yield "\n".join(data)
                data = []
            data.append(value)
        elif name == "error":
            # Earlier versions of llama.cpp's server put an error object into a field of its own.
            data.append(f'{{"error": {value}}}')
        elif not line:
            text = "\n".join(data)
            if kind == "error":
                yield json.dumps({"error": text}) if not _is_whole(text) else f'{{"error": {text}}}'
            elif text and kind not in _PINGS:
                yield text
            data, kind = [], ""


def _is_whole(text: str) -> bool:
    """Is it all that an event says?"""
    if text.strip() == "[DONE]":
        return True
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


_PINGS = frozenset({"ping", "keepalive", "keep-alive", "heartbeat"})
_FIELD = re.compile(r"(data|event|id|retry|error)?:")


class Choices:
    """The replies of one answer: to one question a server may write several, in turns."""

    def __init__(self, replies: Sequence[Reply]) -> None:
        """
        Args:
            replies: As many as were asked for, 1 or more. Fewer may come.
        """
        self._unbegun = [*replies]
        self._is_one = len(replies) == 1
        self._begun: dict[int, Reply] = {}
        self._last_ended: Reply | None = None

    @property
    def replies(self) -> tuple[Reply, ...]:
        """Those that came; the first one, if none did."""
        return tuple(self._begun.values()) or (self._unbegun[0],)

    @property
    def ended(self) -> bool:
        """What came is whole."""
        return all(reply.ended or reply.full for reply in self.replies)

    @property
    def full(self) -> bool:
        """What is still to come is not worth waiting for."""
        return self.ended and any(reply.full for reply in self.replies)

    def end(self) -> None:
        for reply in self.replies:
            reply.ended = True

    def add(self, chunk: object, where: str, *, is_whole: bool = False) -> None:
        """Take a piece of a stream, or a whole answer."""
        raise_error_in(chunk, where)
        if not isinstance(chunk, dict):
            return
        choices = chunk.get("choices")
        for place, choice in enumerate(choices if isinstance(choices, list) else ()):
            if isinstance(choice, dict):
                raise_error_in(choice, where)
                # Where one is asked for, some number its pieces rather than the replies.
                index = None if is_whole or self._is_one else choice.get("index")
                self._add(choice, index if isinstance(index, int) else place)
        if isinstance(usage := chunk.get("usage"), dict):
            first = self.replies[0]
            first.count(usage.get("prompt_tokens"), None)
            (self._last_ended or first).count(None, usage.get("completion_tokens"))

    def _add(self, choice: Mapping[str, Any], number: int) -> None:
        if number not in self._begun and self._unbegun:
            self._begun[number] = self._unbegun.pop(0)
        reply = self._begun.get(number)
        if reply is None or reply.full:
            return
        part = choice.get("delta") or choice.get("message")
        part = part if isinstance(part, dict) else {}
        content = next((part[name] for name in ("content", "refusal") if part.get(name)), None)
        reply.add(choice.get("text") if content is None else text_of_parts(content))
        if isinstance(choice.get("finish_reason"), str):
            reply.finish_reason = choice["finish_reason"]
            reply.ended = True
            self._last_ended = reply

    def completions(self) -> tuple[Completion, ...]:
        """In the order in which they began; the first has the tokens of the prompt."""
        completions = [reply.completion() for reply in self.replies]
        counts = [completion.completion_tokens for completion in completions]
        if all(counts) or not any(counts):
            return tuple(completions)
        # llama.cpp counts each when it has ended, others all of them at the end.
        lengths = [len(completion.text) + 1 for completion in completions]
        ends = [max(counts) * end // sum(lengths) for end in accumulate(lengths, initial=0)]
        return tuple(
            replace(completion, completion_tokens=end - begin)
            for completion, (begin, end) in zip(completions, pairwise(ends), strict=True)
        )


def add_answer(choices: Choices, answer: Answer, within_seconds: float) -> None:
    """Streamed or not, whatever the server calls it."""
    lines = answer.lines(within_seconds=within_seconds)
    first = next(filter(str.strip, lines), "")
    is_stream = _FIELD.match(first) if answer.is_json else not first.lstrip().startswith("{")
    if is_stream:
        _add_stream(choices, answer, chain([first], lines))
    else:
        _add_whole(choices, answer, "\n".join([first, *lines]))


def _add_stream(choices: Choices, answer: Answer, lines: Iterable[str]) -> None:
    answered = False
    try:
        for data in server_sent_data(lines):
            answered = True
            if data.strip() == "[DONE]":
                choices.end()
                break
            choices.add(answer.parse_whole(data), answer.where)
            if choices.full:
                break
    except (LLMUnavailable, LLMBadResponse):
        # What comes after the end of the answer is only a farewell.
        if not choices.ended:
            raise
    if not answered:
        raise _no_completion(answer)
    if not choices.ended:
        raise BrokenOff(
            f"{answer.where} ended in the middle of its answer; look into the server's log"
        )


def _add_whole(choices: Choices, answer: Answer, text: str) -> None:
    response = answer.parse_whole(text)
    choices.add(response, answer.where, is_whole=True)
    found = response.get("choices") if isinstance(response, dict) else None
    if not (isinstance(found, list) and found):
        raise _no_completion(answer, said_error(response) or "")


def _no_completion(answer: Answer, said: str = "") -> LLMBadResponse:
    return LLMBadResponse(
        f"{answer.where} answered with what is no chat completion"
        f"{said and f' ({one_line(said)})'}; is it an OpenAI-compatible server?"
    )
