"""A server's pieces -> Completion, without what the model's user did not ask for."""

from __future__ import annotations

import math
import re
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import Literal, TypeGuard

from code_it.models import Completion

_THINKING = re.compile(r"\s*<think(?:ing)?>.*?</think(?:ing)?>", re.DOTALL)
_UNCLOSED_THINKING = re.compile(r"\s*<think(?:ing)?>")
# Templates that open the thinking in the prompt leave only its end in the reply. It stands on
# a line of its own, which sets it apart from code that deals with such tags.
_END_OF_THINKING = re.compile(r"^[ \t]*</think(?:ing)?>[ \t]*$", re.MULTILINE)

_NO_COUNT = 2**31

_TEMPLATE_TOKENS = (
    "<|im_end|>",
    "<|im_start|>",
    "<|endoftext|>",
    "<|end_of_text|>",
    "<|eot_id|>",
    "<|end|>",
    "<|EOT|>",
    "<|end_of_turn|>",
    "<end_of_turn>",
    "<｜end▁of▁sentence｜>",
    "</s>",
    "[/INST]",
    "[INST]",
)


def without_thinking(text: str) -> tuple[str, bool]:
    """`text` without the thinking before the answer, and whether the thinking had an end."""
    if leading := _THINKING.match(text):
        return text[leading.end() :].lstrip(), True
    if _UNCLOSED_THINKING.match(text):
        return "", False
    if end := _END_OF_THINKING.search(text):
        return text[end.end() :].lstrip(), True
    return text, True


def without_template_tokens(text: str) -> str:
    """`text` without tokens of a chat template at its end."""
    while True:
        shorter = text.rstrip()
        token = next((token for token in _TEMPLATE_TOKENS if shorter.endswith(token)), None)
        if token is None:
            return text
        text = shorter.removesuffix(token)


def before_stop(text: str, stop: Iterable[str]) -> str:
    """`text` up to the first of `stop`, for servers that do not stop there themselves."""
    ends = [text.find(end) for end in stop if end]
    return text[: min((end for end in ends if end >= 0), default=len(text))]


def as_text(text: str) -> str:
    """`text` that can be written to a file: no NULs, no halves of characters.

    A model's tokens may split a character, and JSON then carries its halves.
    """
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return whole.replace("\0", "")


def text_of_parts(content: object) -> object:
    """The text of a message's content: where that is a list of parts, of those that have one."""
    if not isinstance(content, list):
        return content
    texts = (part.get("text", "") if isinstance(part, dict) else part for part in content)
    return "".join(text for text in texts if isinstance(text, str))


def _is_count(value: object) -> TypeGuard[int]:
    """Is it a number of tokens? Servers send anything there."""
    return type(value) is int and 0 <= value < _NO_COUNT


class Repetition:
    """Notices a model that writes the same again and again, which it would do without end."""

    _EQUAL_LINES = 30
    _LINES, _DIFFERENT_LINES = 40, 6
    # Lines that differ in their numbers only. Rows of numbers alone are data.
    _COUNTING_LINES, _DIFFERENT_COUNTING_LINES = 60, 3
    _LONGEST_PERIOD, _LONG_TAIL, _LOOK_EVERY = 200, 1_200, 400
    # Whole functions, one after the other, and then the same ones again.
    _BLOCKS, _LONG_BLOCK = range(3, 61), 30
    _COPIES, _COPIED_CHARACTERS = 3, 1_500
    # The same function, or one whose name is that of the one before and more, and so on.
    _DEFINITIONS, _LONGER_NAMES = 3, 4

    def __init__(self) -> None:
        self.is_runaway = False
        self._unfinished = ""
        self._lines: deque[str] = deque(maxlen=2 * max(self._BLOCKS))
        self._next_look = self._LONG_TAIL
        self._defined: list[str] = []

    def add(self, piece: str) -> None:
        *lines, self._unfinished = (self._unfinished + piece).split("\n")
        for line in filter(str.strip, lines):
            self._lines.append(line)
            self.is_runaway = self.is_runaway or self._goes_round() or self._defines_again(line)
        if lines:
            self._next_look = self._LONG_TAIL
        elif len(self._unfinished) >= self._next_look:
            self._next_look = len(self._unfinished) + self._LOOK_EVERY
            self.is_runaway = self.is_runaway or self._goes_round_in_a_line()

    def _goes_round(self) -> bool:
        last = list(self._lines)
        if len(last) >= self._EQUAL_LINES and len({*last[-self._EQUAL_LINES :]}) == 1:
            return True
        if len(last) >= self._LINES and len({*last[-self._LINES :]}) <= self._DIFFERENT_LINES:
            return True
        counting = last[-self._COUNTING_LINES :]
        if len(counting) == self._COUNTING_LINES and self._counts(counting):
            return True
        return any(self._copies(last, size) for size in self._BLOCKS)

    def _defines_again(self, line: str) -> bool:
        match = re.match(r"def (\w+)\(", line)
        if match is None:
            return False
        self._defined.append(match[1])
        last = self._defined[-self._LONGER_NAMES :]
        is_longer = all(name.startswith(f"{before}_") for before, name in pairwise(last))
        return (len(last) == self._LONGER_NAMES and is_longer) or (
            self._defined.count(match[1]) >= self._DEFINITIONS
        )

    def _copies(self, lines: Sequence[str], size: int) -> bool:
        """Is the end the same block of so many lines again and again? Numbers alone are data."""
        block = lines[-size:]
        if lines[-2 * size : -size] != block:
            return False
        if 2 * sum(1 for line in block if re.search(r"[A-Za-z]", line)) <= size:
            return False
        enough = math.ceil(self._COPIED_CHARACTERS / sum(map(len, block)))
        copies = 2 if size >= self._LONG_BLOCK else max(self._COPIES, enough)
        end = lines[-copies * size :]
        return len(end) == copies * size and end[size:] == end[:-size]

    def _counts(self, lines: Sequence[str]) -> bool:
        without_numbers = {re.sub(r"\d+", "0", line) for line in lines}
        are_words = any(re.search(r"[A-Za-z]", line) for line in without_numbers)
        return are_words and len(without_numbers) <= self._DIFFERENT_COUNTING_LINES

    def _goes_round_in_a_line(self) -> bool:
        tail = self._unfinished[-self._LONG_TAIL :]
        return any(tail[period:] == tail[:-period] for period in range(1, self._LONGEST_PERIOD + 1))


class Reply:
    """A reply that arrives in pieces."""

    # More characters than any token has: where a server that ignores max_tokens is stopped.
    _CHARACTERS_PER_TOKEN = 40

    def __init__(
        self,
        *,
        max_tokens: int,
        stop: Sequence[str],
        on_text: Callable[[str], None] | None,
        model: str = "",
    ) -> None:
        self._started = time.monotonic()
        self._model = model
        self._room = max_tokens * self._CHARACTERS_PER_TOKEN
        self._stop = stop
        self._on_text = on_text
        self._pieces: list[str] = []
        self._repetition = Repetition()
        self.finish_reason = ""
        """As the server calls it."""
        self.prompt_tokens = 0
        self.completion_tokens = 0
        self.ended = False
        """The server said that this is all."""

    @property
    def full(self) -> bool:
        """Far more came than was asked for, or the same again and again."""
        return self._room < 0 or self._repetition.is_runaway

    def add(self, piece: object) -> None:
        """Take what came; servers send `null` and nothing too."""
        if isinstance(piece, str) and piece:
            self._pieces.append(piece)
            self._room -= len(piece)
            self._repetition.add(piece)
            if self._on_text is not None:
                self._on_text(as_text(piece))

    def count(self, prompt_tokens: object, completion_tokens: object) -> None:
        """Note the counts; what is missing, or no count, changes nothing."""
        if _is_count(prompt_tokens):
            self.prompt_tokens = prompt_tokens
        if _is_count(completion_tokens):
            self.completion_tokens = completion_tokens

    def completion(self) -> Completion:
        """What came, without what does not belong to the answer."""
        text, thought_to_an_end = without_thinking(as_text("".join(self._pieces)))
        return Completion(
            without_template_tokens(before_stop(text, self._stop)),
            self._reason(thought_to_an_end),
            self.prompt_tokens,
            # Servers count at the end, to which a reply that was stopped does not come.
            self.completion_tokens or (len(self._pieces) if self.full else 0),
            seconds=time.monotonic() - self._started,
            model=self._model,
        )

    def _reason(
        self, thought_to_an_end: bool
    ) -> Literal["stop", "length", "repetition", "unknown"]:
        if self._repetition.is_runaway:
            return "repetition"
        return "length" if self.full or not thought_to_an_end else self._known_reason()

    def _known_reason(self) -> Literal["stop", "length", "unknown"]:
        if self.finish_reason in ("stop", "eos", "eos_token", "stop_sequence"):
            return "stop"
        return "length" if self.finish_reason in ("length", "max_tokens") else "unknown"
