"""Task, text -> lines that are not as the task says of every line, or as it shows one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from code_it.checks.doubts.list_lines import texts_in
from code_it.flow import Task
from code_it.reading.end_lines import IS_LISTED
from code_it.reading.input_brief import decode
from code_it.reading.number_words import NUMBER_WORDS, number_of
from code_it.reading.task_text import sentences_of

_NUMBER = rf"(?P<number>\d{{1,3}}|{'|'.join(NUMBER_WORDS)})"
_EACH = r"\b(?:every|each|one|all)\s+(?:of\s+the\s+)?(?:\w+\s+)?(?:lines?|sentences?)\b"
_LENGTH = re.compile(
    rf"{_EACH}[^.;]*?\bexactly {_NUMBER} (?:characters|letters|signs)(?: (?:long|wide))?\b",
    re.IGNORECASE,
)
_WORDS = re.compile(rf"{_EACH}[^.;]*?\bat least {_NUMBER} words\b", re.IGNORECASE)
_WORD = re.compile(
    rf"{_EACH}[^.;]*?\b(?:contains?|has|have|includes?|must be|is) the word ['\"`]?(?P<word>\w+)",
    re.IGNORECASE,
)
# "50 passwords, one per line. Each password has 8 characters".
_SIGNS = re.compile(rf"\b(?:has|have|of|is)\s+(?:exactly\s+)?{_NUMBER}\s+characters\b(?! or)")
_ONLY = re.compile(
    r"\bonly\s+(?:of\s+)?(?P<kind>letters and digits|digits|letters)\b", re.IGNORECASE
)
_KINDS = {"letters and digits": r"[A-Za-z\d]*", "digits": r"\d*", "letters": r"[^\W\d_]*"}
_AT_LEAST = {
    "capital letter": (r"(?:capital|upper-?\s?case)(?: letter)?", r"[A-Z]"),
    "small letter": (r"(?:small|lower-?\s?case)(?: letter)?", r"[a-z]"),
    "digit": (r"(?:digit|number)", r"\d"),
}
_FILLED = re.compile(
    r"\b(?:such as|like(?: this:?)?|for example|e\.g\.)\s+[^\s:]*?(?P<sign>[.\-_*=~#])(?P=sign){3,}"
)
_AS_GIVEN = re.compile(
    r"\b(?:print|write|list|show)\s+(?:only\s+)?(?:the|those|these)\s+\w+\s+(?:exactly\s+|just\s+)?as\s+"
    r"they\s+(?:are|stand)\s+in\s+(?:the|that)\s+(?:file|input)\b",
    re.IGNORECASE,
)
_SHOWN = re.compile(r"(?<!\w)(?P<quote>['\"`])(?P<line>\w[^'\"`\n]* [^'\"`\n]*\w[.!?]?)(?P=quote)")
_LINES = re.compile(r"\bprints?\b[^.]*\blines?\b", re.IGNORECASE)
# What stands in the place of something else, or is only a part of a line.
_OPEN = re.compile(
    r"\b(?:N|X|name|title|such as|like|e\.g\.|for example|instead|contain\w*|start\w*|begin\w*"
    r"|end\w*|heading|followed|if|when|otherwise)\b|[<>{}\[\]]"
)


def lines_against_rules(task: Task, stdout: str, folder: Path) -> Iterator[str]:
    """A sentence about the first line that breaks a rule, for each rule.

    The rules are about the text file to be made, and about what is printed where there is none.
    """
    texts = dict(texts_in(task, folder)) or ({} if task.output_files else {"": stdout})
    for text in texts.values():
        lines = [line.rstrip("\r") for line in text.rstrip().split("\n")] if text.strip() else []
        yield from _of_other_signs(task, lines)
        for sentence in sentences_of(task.text) if lines else ():
            yield from _of_other_length(sentence, lines)
            yield from _without_words(sentence, lines)
            yield from _not_shown(sentence, lines)
        yield from _not_filled(task, lines)
        yield from _not_as_given(task, lines, folder)


def _of_other_length(sentence: str, lines: Sequence[str]) -> Iterator[str]:
    if match := _LENGTH.search(sentence):
        wanted = number_of(match["number"])
        line = next((line for line in lines if len(line) != wanted), None)
        if line is not None:
            yield f"the line {line[:80]!r} has {len(line)} characters, and not {wanted}"


def _of_other_signs(task: Task, lines: Sequence[str]) -> Iterator[str]:
    """Of lines that hold one word each, whose length and signs are told."""
    if not IS_LISTED.search(task.text) or any(len(line.split()) != 1 for line in lines):
        return
    for sentence in sentences_of(task.text):
        if not re.match(r"\W*(?:each|every|all|they)\b", sentence, re.IGNORECASE):
            continue
        if (size := _SIGNS.search(sentence)) and (
            other := [line for line in lines if len(line) != number_of(size["number"])]
        ):
            yield f"the line {other[0][:80]!r} has {len(other[0])} characters"
        if (only := _ONLY.search(sentence)) and (
            other := [x for x in lines if not re.fullmatch(_KINDS[only["kind"].lower()], x)]
        ):
            yield f"the line {other[0][:80]!r} has not only {only['kind']}"
        for name, signs in required_signs(sentence):
            if other := [line for line in lines if not re.search(signs, line)]:
                yield f"the line {other[0][:80]!r} has no {name}"


def required_signs(sentence: str) -> Iterator[tuple[str, str]]:
    """Of what each line is to have at least one: what it is called, and a pattern."""
    for name, (words, signs) in _AT_LEAST.items():
        if re.search(rf"\bat least one\b[^.;]*\b{words}\b", sentence, re.IGNORECASE):
            yield name, signs


def _without_words(sentence: str, lines: Sequence[str]) -> Iterator[str]:
    if match := _WORDS.search(sentence):
        wanted = number_of(match["number"])
        line = next((line for line in lines if len(line.split()) < wanted), None)
        if line is not None:
            yield f"the line {line[:80]!r} has fewer than {wanted} words"
    if match := _WORD.search(sentence):
        word = re.compile(rf"\b{re.escape(match['word'])}\b", re.IGNORECASE)
        line = next((line for line in lines if not word.search(line)), None)
        if line is not None:
            yield f"the line {line[:80]!r} does not have the word {match['word']}"


def _not_shown(sentence: str, lines: Sequence[str]) -> Iterator[str]:
    """A whole line in quotes that was to be printed, and is only the beginning of one."""
    if not _LINES.search(sentence) or _OPEN.search(sentence):
        return
    for match in _SHOWN.finditer(sentence):
        longer = [line for line in lines if line.startswith(match["line"])]
        if longer and match["line"] not in (line.strip() for line in lines):
            yield f"the line {longer[0][:120]!r} has more than {match['line']!r}, as asked for"


def _not_filled(task: Task, lines: Sequence[str]) -> Iterator[str]:
    """A sample with many signs in a row, where no line has two."""
    match = _FILLED.search(task.text)
    if match and lines and not any(2 * match["sign"] in line for line in lines):
        yield f"no line has {match['sign']!r} in a row, as {match[0][-30:]!r} has"


def _not_as_given(task: Task, lines: Sequence[str], folder: Path) -> Iterator[str]:
    """A line that is none of the one text that is read, of which each shall be."""
    texts = [name for name in task.input_files if name.lower().endswith(".txt")]
    if len(texts) != 1 or not _AS_GIVEN.search(task.text):
        return
    path = folder / texts[0]
    given = (
        {line.strip() for line in decode(path.read_bytes()).splitlines()} if path.is_file() else ()
    )
    other = next((line for line in lines if line.strip() not in given), None)
    if given and other is not None:
        yield f"the line {other[:80]!r} is none of those in {texts[0]}"
