"""What models put around an answer: turn tokens, thoughts, fences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from code_it.agents.scripts import ends_in_string

_TOKEN = (
    r"(?:<\|start_header_id\|>\w*<\|end_header_id\|>|<\|im_start\|>(?:assistant\b)?"
    r"|<[|｜][\w/▁]{1,40}[|｜]>|<start_of_turn>(?:model\b)?|<end_of_turn>"
    r"|</?s>|<[eb]os>|<<?/?SYS>>?|\[/?INST\])"
)
TURN_TOKEN = re.compile(_TOKEN)
"""What separates turns in one chat template or another."""
_LEADING_TOKENS = re.compile(rf"(?:\s|{_TOKEN})*")
_THOUGHT = re.compile(
    r"^[ \t]*(?:<(?P<tag>think|thinking|thought|reasoning)>|\[THINK\])", re.MULTILINE
)
_THOUGHT_END = r"(?:</think(?:ing)?>|\[/THINK\])"
_END_OF_THOUGHT = re.compile(rf"^(?:.*{_THOUGHT_END}[ \t]*$|[^'\"\n]*{_THOUGHT_END})", re.MULTILINE)
_FENCE = re.compile(r"(?:|.*?[\s:>*])(?P<ticks>`{3,}|~{3,})[ \t]*(?P<info>.*)")
_CLOSING = re.compile(r"(?P<code>.*?)(?P<ticks>`{3,}|~{3,})(?P<rest>.*)")
_CODE_AFTER_TAG = re.compile(r"(?:import|from|def|class|print)\b|#!")
_MOST_ENDS = 100
NOT_CLOSED = "fence that is not closed"


def without_tokens(text: str) -> str:
    """Leave out the turn tokens at both ends; one within a text may belong to it."""
    start = _LEADING_TOKENS.match(text)
    text = text[start.end() if start else 0 :]
    end = len(text)
    for token in reversed(list(TURN_TOKEN.finditer(text))):
        if text[token.end() : end].strip():
            break
        end = token.start()
    return text[:end].rstrip()


def without_thoughts(text: str) -> str:
    """Leave out what a model thinks aloud before it answers; all when it never stops thinking."""
    kept, position = [], 0
    while thought := _THOUGHT.search(text, position):
        before = text[position : thought.start()]
        if "```" in before or "~~~" in before:
            # The answer has begun: what follows is its own.
            break
        kept.append(before)
        end_tag = f"</{thought['tag']}>" if thought["tag"] else "[/THINK]"
        end = text.find(end_tag, thought.end())
        position = end + len(end_tag) if end >= 0 else len(text)
    return "".join([*kept, text[position:]]).strip("\n")


def after_thoughts(text: str) -> str:
    """What follows a thought whose beginning is not there; empty when there is none."""
    end = _END_OF_THOUGHT.search(text)
    return text[end.end() :].strip("\n") if end else ""


@dataclass(frozen=True)
class Block:
    """One fenced block."""

    tag: str
    """The first word after the opening fence, in lower case."""
    body: str
    how: str = "fence"

    @property
    def is_python(self) -> bool:
        return bool(re.match(r"\{?\.?(?:i?python|py\d*\b|pycon\b)|\S*\.py\b", self.tag))


def blocks(text: str) -> list[Block]:
    """The fenced blocks of one turn, in order; a fence within a string of a script is none."""
    lines = text.split("\n")
    found: list[Block] = []
    number = 0
    while number < len(lines):
        opening = _FENCE.match(lines[number])
        if opening and _opens(lines[number], opening):
            block, number = _block(lines, number, opening)
            found.append(block)
        elif found and TURN_TOKEN.search(lines[number]):
            break
        else:
            number += 1
    return found


def _opens(line: str, opening: re.Match[str]) -> bool:
    # A model begins a fence at the end of a sentence at times; tildes within a line are prose.
    alone = not line[: opening.start("ticks")].strip(" \t>*-0123456789.")
    return alone or opening["ticks"][0] == "`"


@dataclass(frozen=True)
class _End:
    line: int
    code: str
    next_line: int
    closed: bool


def _block(lines: list[str], number: int, opening: re.Match[str]) -> tuple[Block, int]:
    """The block that begins in a line, and the line to go on with."""
    info, ticks = opening["info"], opening["ticks"]
    tag, _, after_tag = info.partition(" ")
    if ticks[0] == "`" and ticks in info:
        return _in_a_line(info.partition(ticks)[0]), number + 1
    first = [code for code in (info, after_tag) if _CODE_AFTER_TAG.match(code)][:1]
    indent = re.match(r"[ \t]*", lines[number])
    margin = len(indent[0]) if indent else 0
    tag = "" if info in first else tag.strip().lower()
    fallback: tuple[Block, int] | None = None
    for end in islice(_ends(lines, number + 1, ticks), _MOST_ENDS):
        body = _body(first, [*lines[number + 1 : end.line], end.code], margin)
        ended = Block(tag, body, "fence" if end.closed else NOT_CLOSED), end.next_line
        if not ends_in_string(body):
            return ended
        # What ends here is a block that a string of the script holds.
        fallback = fallback or ended
    body = _body(first, lines[number + 1 :], margin)
    if fallback and ends_in_string(body):
        return fallback
    return Block(tag, body, NOT_CLOSED), len(lines)


def _in_a_line(content: str) -> Block:
    tag = re.match(r"(?:python3?|py)\b[ \t]*", content, re.IGNORECASE)
    return Block("python" if tag else "", content[tag.end() if tag else 0 :], "fence in a line")


def _body(first: list[str], lines: list[str], margin: int) -> str:
    """The lines without the indentation that the fence has itself."""
    cut = [line[min(margin, len(line) - len(line.lstrip(" \t"))) :] for line in lines]
    return "\n".join([*first, *cut])


def _ends(lines: list[str], start: int, ticks: str) -> Iterator[_End]:
    """Where a block can end: at a fence, at the opening of the next block, with the turn."""
    for number in range(start, len(lines)):
        line = lines[number]
        if closing := _CLOSING.fullmatch(line):
            yield from _end_at_fence(lines, number, closing, ticks)
        elif (token := TURN_TOKEN.search(line)) and _is_turn_over(line, token.start()):
            yield _End(number, line[: token.start()], len(lines), False)


def _is_turn_over(line: str, start: int) -> bool:
    after = TURN_TOKEN.sub("", line[start:]).strip()
    return after in ("", "assistant", "user") and not re.search(r"[#'\"]", line[:start])


def _end_at_fence(
    lines: list[str], number: int, closing: re.Match[str], ticks: str
) -> Iterator[_End]:
    code, rest = closing["code"], closing["rest"]
    if closing["ticks"][0] != ticks[0] or len(closing["ticks"]) < len(ticks):
        return
    if not code.strip(" \t>") and re.match(r"[A-Za-z]", rest):
        yield _End(number, "", number, False)
    elif not code.strip(" \t>") or (not rest.strip() and not code.rstrip().endswith(("'", '"'))):
        next_line = len(lines) if TURN_TOKEN.search(rest) else number + 1
        yield _End(number, code.rstrip(" \t"), next_line, True)
