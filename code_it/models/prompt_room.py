"""Messages -> about how many tokens, where nobody counts them.

Text of programs and of English has 3 to 5 characters a token with the vocabularies of today's
models; runs of blanks or of one character are a token or two, and other scripts have up to one
token a character.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from code_it.errors import LLMBadResponse, PromptTooLong
from code_it.models import LLM, Completion, Message

_TOKENS_PER_MESSAGE = 6
"""What a chat template puts around each."""
_USABLE_SHARE = 0.95
"""Of a context: neither templates nor counts are exact."""
_LEAST_CHARACTERS_PER_TOKEN, _USUAL_CHARACTERS_PER_TOKEN = 3.0, 4.0
_FEWEST_CHARACTERS = 200
_ECHO = 2000
_TOO_LONG = re.compile(
    r"exceed_context_size|context[ _](length|size|window)|maximum context|prompt is too long|"
    r"too many tokens|longer than the (model|context)",
    re.IGNORECASE,
)
_RUN = re.compile(r"(.)\1{3,}", re.DOTALL)

# A server that counts what it has read far below what the prompt must have has cut it. Short
# prompts tell nothing, and counts below any context are those of servers that do not count what
# they had read before.
_SHARE_READ = 0.7
_LEAST_TOKENS = 500
_SMALLEST_CONTEXT = 256


def fits(messages: Sequence[Message], llm: LLM, *, max_tokens: int) -> bool:
    """Do `messages`, and an answer of so many tokens, go into the context of `llm`?"""
    told = getattr(llm, "context_tokens", None)
    if not isinstance(told, int):
        return True
    room = int(told * _USABLE_SHARE) - max_tokens
    # To be asked how many tokens a short text has costs more than it brings.
    short = sum(len(message.content.encode()) for message in messages) < room
    return short or _tokens_of(messages, llm) <= room


def _tokens_of(messages: Sequence[Message], llm: LLM) -> int:
    """About their number, rather too many where nobody counts them."""
    count = getattr(llm, "count_tokens", None)
    tokens = _TOKENS_PER_MESSAGE * (len(messages) + 1)
    for message in messages:
        counted = count(message.content) if callable(count) else None
        tokens += _at_most(message.content) if counted is None else counted
    return tokens


def _at_most(text: str) -> int:
    plain = sum(character.isascii() for character in text)
    return int(plain / _LEAST_CHARACTERS_PER_TOKEN) + len(text) - plain + 1


def expect_no_echo(messages: Sequence[Message], completion: Completion, where: str) -> None:
    """
    Raises:
        LLMBadResponse: The answer is the question.
    """
    questions = [message.content.strip() for message in messages if message.role == "user"]
    answer = completion.text.strip()
    # A question of a few words may well be part of its answer.
    if len(answer) >= _FEWEST_CHARACTERS and questions and questions[-1].startswith(answer[:_ECHO]):
        raise LLMBadResponse(
            f"{where} answered with the question; has the model the right chat template?"
        )


def says_too_long(server_text: str) -> bool:
    """Does a server refuse a prompt for its length?"""
    return bool(_TOO_LONG.search(server_text))


def expect_read_whole(
    messages: Sequence[Message], completion: Completion, where: str, advice: str
) -> None:
    """
    Raises:
        PromptTooLong: By its own count, the server has read only a part of `messages`.
    """
    text = "\n".join(message.content for message in messages)
    expected = len(_RUN.sub(r"\1\1\1", text).encode()) / _USUAL_CHARACTERS_PER_TOKEN
    read = completion.prompt_tokens
    if expected >= _LEAST_TOKENS and _SMALLEST_CONTEXT <= read < _SHARE_READ * expected:
        raise PromptTooLong(
            f"{where} read only {read} tokens of a prompt of about {expected:.0f}, and its answer "
            f"is not used; {advice}",
            prompt_room=read,
        )
