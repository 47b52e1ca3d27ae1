"""Candidate, Suspect -> Candidate, by asking an LLM for other lines in one place."""

from __future__ import annotations

import ast
import textwrap
from typing import ClassVar

from code_it.agents.base import BaseAgent, facts_text
from code_it.agents.markup import blocks, without_thoughts, without_tokens
from code_it.agents.shares import Share
from code_it.checks.failing_lines import FailingLines, block_of
from code_it.checks.suspects import Suspect
from code_it.checks.syntax import parse, parses
from code_it.errors import UnparsableReply
from code_it.flow import Candidate, Task
from code_it.prompts import render

_MOST_TOKENS = 384


class Patcher(BaseAgent):
    """Writes the few lines that fail anew, and leaves the others as they are.

    Only what stands before them is shown: a small model that sees a whole script copies it.
    """

    name: ClassVar[str] = "patcher"

    def patch(
        self,
        task: Task,
        candidate: Candidate,
        suspect: Suspect,
        complaint: str,
        *,
        temperature: float,
        seed: int | None = None,
    ) -> Candidate:
        """The script with other lines.

        Raises:
            UnparsableReply: The reply has no code, or none that fits there.
        """
        reply = self.ask(
            lambda share: _request(task, suspect, complaint, share),
            temperature=temperature,
            seed=seed,
            max_tokens=min(self.max_tokens, _MOST_TOKENS),
        )
        found = blocks(without_thoughts(without_tokens(reply.text)))
        source = _put_in(suspect, found[0].body) if found else ""
        if not source or not parses(source):
            raise UnparsableReply(self.name, reply.text)
        return candidate.patched(source, temperature=temperature)


def _request(task: Task, suspect: Suspect, complaint: str, share: Share) -> str:
    if suspect.because:
        later = "A" if suspect.how == "insert" else "Because of it a"
        complaint = f"{later} later line fails: `{suspect.because}`\n{complaint}"
    return render(
        f"patch_{suspect.how}",
        task=task.text.strip(),
        facts=facts_text(task, share),
        before=share.of_script(_shown(suspect)).rstrip() or "# This is the beginning.",
        lines=suspect.lines.text,
        complaint=share.of_complaint(complaint),
        avoid=f"Do it without `{suspect.avoid}`." if suspect.avoid else "",
    )


def _put_in(suspect: Suspect, text: str) -> str:
    """The script with `text` in it; `text` itself when it is the script from its beginning."""
    lines = suspect.lines
    beginning = _shown(suspect).strip()
    if beginning and text.strip().startswith(beginning.split("\n")[0]) and parses(text):
        rest = text.partition(beginning)[2]
        if not rest.strip() or _goes_to_the_end(rest, lines.after):
            return text.strip("\n") + "\n" if beginning in text else ""
        text = rest
    if suspect.how == "replace":
        return _replaced(lines, text)
    if suspect.how == "append":
        return lines.followed(text)
    return lines.replaced(text) if _repeats(lines.text, text) else lines.preceded(text)


def _shown(suspect: Suspect) -> str:
    """The script as far as the model sees it."""
    return suspect.lines.until_end if suspect.how == "append" else suspect.lines.before


def _goes_to_the_end(rest: str, below: str) -> bool:
    """Is it what the script goes on with, and not only the lines that were asked for?"""
    told, there = (
        [line.strip() for line in each.split("\n") if line.strip()] for each in (rest, below)
    )
    return not there or there[-1] in told or 2 * len(told) >= len(there)


def _repeats(lines: str, text: str) -> bool:
    """Does the text have the lines, or the first and the last of them, in it?

    A model that repeats what it is to write before means the whole.
    """
    old, new = ([line.strip() for line in each.strip().split("\n")] for each in (lines, text))
    return lines.strip() in text or {old[0], old[-1]} <= set(new)


def _replaced(lines: FailingLines, text: str) -> str:
    """The script with `text` in their place.

    A head that comes with its body again takes the place of both; with a few lines of the old one
    it is the head that counts, and with few others these stand before the old ones.
    """
    block, text = block_of(lines), textwrap.dedent(text.strip("\n"))
    new = parse(text).body[-1:] if block and parses(text) else []
    body = getattr(new[0], "body", None) if new else None
    if block is None or not isinstance(body, list):
        return lines.replaced(text)
    told, there = ([ast.unparse(each) for each in part] for part in (body, block.body))
    if len(told) >= len(there) or there[-1] in told:
        whole = FailingLines(lines.source, lines.first, block.end_lineno or lines.last)
        return whole.replaced(text)
    head = text.split("\n")[: body[0].lineno - 1]
    return lines.replaced("\n".join(head) if head and set(told) <= set(there) else text)
