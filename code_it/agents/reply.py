"""A model's reply -> the script in it, whichever way the model wraps it up."""

from __future__ import annotations

import ast
import html
import json
import keyword
import re
import textwrap
from collections.abc import Callable, Iterator, Sequence

from code_it.agents.markup import (
    NOT_CLOSED,
    TURN_TOKEN,
    Block,
    after_thoughts,
    blocks,
    without_thoughts,
    without_tokens,
)
from code_it.agents.scripts import broken_off, ends_open, is_script, whole_of
from code_it.checks.syntax import parse
from code_it.errors import UnparsableReply
from code_it.models import Completion

NO_FENCE = "no fence"

Reading = tuple[str, str]
"""A script, and in a few words how it was found."""


def read_script(reply: Completion) -> Reading:
    """`parse_source`, which also tells of a reply that was cut off.

    Raises:
        UnparsableReply: Nothing in the reply looks like code, or the code has no end.
    """
    source, how = parse_source(reply.text)
    if reply.finish_reason == "repetition" and how.startswith(NOT_CLOSED):
        raise UnparsableReply("coder", reply.text)
    return source, f"{how}, cut off" if _ends_too_early(reply, source, how) else how


def is_cut(reply: Completion) -> bool:
    """Does the reply end before its script does, as far as can be told?"""
    if reply.finish_reason == "repetition":
        return False
    try:
        source, how = parse_source(reply.text)
    except UnparsableReply:
        return False
    return _ends_too_early(reply, source, how)


def only_counts(text: str) -> bool:
    """Are all of its last lines alike, but for their numbers?"""
    *whole, _ = text.split("\n")
    last = [line for line in whole if line.strip()][-_LINES_ALIKE:]
    kinds = {re.sub(r"\d+", "0", line) for line in last}
    return len(last) == _LINES_ALIKE and len(kinds) <= _MOST_KINDS


_LINES_ALIKE, _MOST_KINDS = 30, 3
"""Of a row of statements three lines each may be alike."""


def _ends_too_early(reply: Completion, source: str, how: str) -> bool:
    """A fence that is not closed is a sign of it, whatever the server says of the end."""
    if how.startswith(NOT_CLOSED):
        return True
    return how.startswith(NO_FENCE) and (reply.finish_reason == "length" or ends_open(source))


def parse_source(reply: str) -> Reading:
    """Find the script in a reply; also say in a few words how it was found.

    Code that does not compile is returned all the same when nothing better is there.

    Raises:
        UnparsableReply: Nothing in the reply looks like code.
    """
    texts = [(text, blocks(text)) for text in _texts(reply)]
    for readings in (_clear_readings, _among_prose, _broken_readings):
        for text, found in texts:
            for source, how in readings(text, found):
                return source.strip("\n") + "\n", how
    raise UnparsableReply("coder", reply)


def _texts(reply: str) -> Iterator[str]:
    """What the model wants to say, the likeliest first."""
    text = without_tokens(_printable(reply))
    answer = without_tokens(without_thoughts(text))
    if is_script(text):
        answer = text
    elif after := after_thoughts(answer):
        yield without_tokens(after)
    yield answer
    if token := TURN_TOKEN.search(answer):
        yield answer[: token.start()]


def _printable(reply: str) -> str:
    """Line ends as Python has them, without what no file of UTF-8 can hold."""
    text = reply.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").lstrip("\ufeff")
    if re.search(r"^> ?(?:```|~~~)", text, re.MULTILINE) and not _holds_fence(text):
        text = re.sub(r"^> ?", "", text, flags=re.MULTILINE)
    return text


def _holds_fence(text: str) -> bool:
    """Is there a script, or a fence that does not stand in a quotation?"""
    return is_script(text) or bool(re.search(r"^[ \t]*(?:```|~~~)", text, re.MULTILINE))


def _clear_readings(text: str, found: Sequence[Block]) -> Iterator[Reading]:
    """Scripts that are clearly set apart from everything else."""
    yield from _as_script(text, NO_FENCE)
    yield from _fenced(found)
    yield from _unwrapped_json(text)
    if not found:
        yield from _in_tags(text)
        yield from _in_backticks(text)


def _fenced(found: Sequence[Block]) -> Iterator[Reading]:
    group = _likeliest(found)
    pieces = [_without_label(block.body) for block in group]
    if joined := broken_off(pieces):
        yield joined, "fences"
    mended = [next(_as_script(p, b.how), (p, b.how)) for p, b in zip(pieces, group, strict=True)]
    whole = whole_of([source for source, _ in mended])
    if whole and len(whole) >= len(_longest_broken(pieces)):
        ways = dict(reversed(mended))
        yield whole, ways.get(whole, "fences")


def _likeliest(found: Sequence[Block]) -> list[Block]:
    """The blocks that are said to be Python; else those without a tag; else all."""
    untagged = ("", "code", "tool_code", "script")
    for group in (
        [block for block in found if block.is_python],
        [block for block in found if block.tag in untagged],
        [block for block in found if not block.tag.startswith(("diff", "patch"))],
    ):
        if any(_looks_like_code(block.body) or is_script(block.body) for block in group):
            return group
    return []


def _longest_broken(pieces: Sequence[str]) -> str:
    broken = [p for p in pieces if _looks_like_code(p) and not any(_as_script(p, ""))]
    return max(broken, key=len, default="")


def _unwrapped_json(text: str) -> Iterator[Reading]:
    start = re.search(r"^[ \t]*\{", text, re.MULTILINE)
    if start is None or _looks_like_code(text[: start.start()]):
        # Data within a script is the script's own.
        return
    for code in sorted(_strings(_first_value(text[start.start() :])), key=len, reverse=True):
        for source, _ in (*_fenced(blocks(code)), *_as_script(code, "JSON")):
            yield source, "JSON"


def _first_value(text: str) -> object:
    """What stands at the start of `text`, as JSON or as Python writes it."""
    try:
        return json.JSONDecoder(strict=False).raw_decode(text.lstrip())[0]
    except (ValueError, RecursionError):
        pass
    try:
        expression = parse(text[: text.rfind("}") + 1].strip()).body[0]
        return ast.literal_eval(expression.value) if isinstance(expression, ast.Expr) else None
    except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError, IndexError):
        return None


def _strings(value: object) -> list[str]:
    """The texts in a value; a list of lines is one text."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, list) and value and all(isinstance(line, str) for line in value):
        return ["\n".join(value)]
    inner = list(value.values()) if isinstance(value, dict) else value
    return [text for part in inner for text in _strings(part)] if isinstance(inner, list) else []


_TAGS = (
    (r"\[PYTHON\]", "[/PYTHON]"),
    (r"\\begin\{code\}", r"\end{code}"),
    *((rf"<{name}\b[^<>\n]*>", f"</{name}>") for name in ("code", "python", "script", "answer")),
)


def _in_tags(text: str) -> Iterator[Reading]:
    for opening, closing in _TAGS:
        if start := re.search(opening, text, re.IGNORECASE):
            yield from _as_script(text[start.end() :].partition(closing)[0], "tags")


def _in_backticks(text: str) -> Iterator[Reading]:
    for match in re.finditer(r"^[ \t]*(`{1,2})([^`]+)\1[ \t]*$", text, re.MULTILINE):
        yield from _as_script(match[2], "backticks")


_MOST_STARTS = 10
_MOST_CUTS = 5


def _among_prose(text: str, found: Sequence[Block]) -> Iterator[Reading]:
    """The longest run of lines that is a script, when what follows it is prose."""
    likeliest = _likeliest(found)
    if likeliest and likeliest[-1].how == NOT_CLOSED:
        text = _without_label(likeliest[-1].body)
    elif likeliest or _is_diff(text):
        return
    if runs := list(_runs(text.split("\n"))):
        yield max(runs, key=len), "code among prose"


def _runs(lines: list[str]) -> Iterator[str]:
    number = tries = 0
    while number < len(lines) and tries < _MOST_STARTS:
        if not _CODE_LINE.match(lines[number]):
            number += 1
            continue
        tries += 1
        while number > 0 and lines[number - 1].startswith("#"):
            number -= 1
        length = _parsed_length(lines[number:])
        rest = [line for line in lines[number + length :] if line.strip()]
        source = "\n".join(lines[number : number + length])
        if rest and not _is_prose(rest[0]):
            # A script with a fault in it: no part of it is the whole.
            return
        if is_script(source):
            yield source
        number += max(length, 1)


def _parsed_length(lines: list[str]) -> int:
    """How many lines from the first are Python."""
    length = len(lines)
    for _ in range(_MOST_CUTS):
        try:
            parse("\n".join(lines[:length]))
            return length
        except SyntaxError as error:
            # No longer beginning can be Python either, for it has the same fault.
            length = min(length - 1, max(error.lineno or 1, 1) - 1)
    return 0


def _broken_readings(text: str, found: Sequence[Block]) -> Iterator[Reading]:
    """What is meant as code and does not compile."""
    if group := [b for b in found if b.is_python and b.body.strip()] or [
        b for b in _likeliest(found) if not b.tag or b.tag == "code"
    ]:
        longest = max(group, key=lambda block: len(block.body))
        if not _is_diff(longest.body):
            yield _without_label(longest.body), longest.how
    elif not _is_diff(text):
        lines = text.split("\n")
        starts = [number for number, line in enumerate(lines) if _CODE_LINE.match(line)]
        if starts:
            yield "\n".join(lines[starts[0] :]), NO_FENCE


_CODE_LINE = re.compile(
    r"(?:import \w|from [\w.]+ import |(?:async )?def \w|class \w+[(:]|@\w|print\(|\"\"\"|>>> |"
    r"(?:if|for|while|with|try)\b.*:\s*(?:#.*)?$|[A-Za-z_][\w.]*(?:\[[^\]]*\])?\s*[-+*/]?=[^=]|"
    r"[A-Za-z_][\w.]*\(.*\)\s*$)"
)
_LABEL = re.compile(
    r"\s*(?:python3?|py|code|assistant|answer|response)[ \t]*:?[ \t]*\n", re.IGNORECASE
)


def _looks_like_code(source: str) -> bool:
    return any(_CODE_LINE.match(line.lstrip()) for line in source.split("\n"))


def _is_prose(line: str) -> bool:
    if line.lstrip().startswith(("```", "~~~")):
        return True
    words = re.match(r"[\W\d_]*([A-Za-z][\w'’]*)(?:[,:]?\s+[\w'’`\"(*]|[:.!*\s]*$)", line)
    if words is None:
        return False
    return not keyword.iskeyword(words[1]) or bool(re.match(r"\s*[A-Za-z]+(?: [A-Za-z]+){4}", line))


def _is_diff(text: str) -> bool:
    return bool(re.search(r"^(?:@@ .*@@|--- \S.*\n\+\+\+ \S)", text, re.MULTILINE))


def _without_label(source: str) -> str:
    """Leave out a first line that only names the language."""
    label = _LABEL.match(source)
    return source[label.end() :] if label else source


def _as_script(text: str, how: str) -> Iterator[Reading]:
    """`text` when it is a script, if need be after undoing what has happened to it on the way."""
    source = _without_label(text)
    if is_script(source):
        yield source, how
        return
    for what, mend in _MENDS:
        mended = mend(source)
        if mended != source and is_script(mended):
            yield mended, f"{how} with {what}"
            return
        source = mended


def _session(source: str) -> str:
    # A script of which only a docstring shows a session begins with something else.
    if not source.lstrip().startswith(">>>"):
        return source
    lines = source.split("\n")
    return "\n".join(line[4:] for line in lines if line.startswith((">>>", "...")))


def _in_one_line(source: str) -> str:
    if "\n" in source.strip():
        return source
    return source.replace("\\n", "\n").replace("\\t", "\t").replace('\\"', '"')


_ODD_CHARACTERS = str.maketrans(
    dict.fromkeys("\u00a0\u2000\u2001\u2002\u2003\u2007\u2009\u202f\u3000", " ")
    | dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u00ad", None)
    | dict.fromkeys("“”", '"')
    | dict.fromkeys("‘’", "'")
)
_MENDS: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("a turn token", lambda source: TURN_TOKEN.sub("", source)),
    ("HTML entities", html.unescape),
    ("odd characters", lambda source: source.translate(_ODD_CHARACTERS)),
    ("indentation", lambda source: textwrap.dedent(source).strip("\n")),
    ("a session's prompts", _session),
    ("escaped line ends", _in_one_line),
)
