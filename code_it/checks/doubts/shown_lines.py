"""Task, lines -> lines that are built otherwise than the one that a sentence of the task shows.

    Write tags.txt, in which each line holds the first name and the last name, such as Maria Ortiz.
    Print the stations, one per line and in the form Night Owl: 94.3, sorted by name.

What is alike are the signs between words and numbers; where one line has them, all are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from code_it.checks.agreement import Outcome, lines_of
from code_it.flow import Task
from code_it.reading.task_text import sentences_of

_SHOWN = re.compile(
    r"\b(?:such as|in the form|of the form|in this form:?|like(?: this:?)?|for example"
    r"|e\.g\.)[,:]? "
    r"(?P<quote>['\"`]?)(?P<sample>\S(?:.*?\S)?)(?P=quote)"
    r"(?=,? \(|, (?:with|sorted|where|and|so|not|which|in|for|if|but|the|as|one|without|ordered"
    r"|starting|followed)\b|[.;]?$|[.;] )",
    re.IGNORECASE,
)
_WRITING = re.compile(r"\b(?:write|print|save|put|show|list)s?\b", re.IGNORECASE)
_PRINTING = re.compile(r"\b(?:print|show)s?\b", re.IGNORECASE)
_LINES = re.compile(r"\blines?\b", re.IGNORECASE)
# Letters that stand for others, and what is no sample of one line.
_STANDS_FOR_OTHERS = re.compile(
    r"[<>{}\[\]\\]|\b(?:YYYY|MM|DD|HH|name|NAME|value|number|N|X|Y)\b|\b(?:and|or|the|a|an|is|are)\b"
)
_MOST_CHARACTERS = 60


def lines_unlike_shown(task: Task, outcome: Outcome) -> Iterator[str]:
    """A sentence for each sample whose signs no line has."""
    for sentence in sentences_of(task.text):
        if not (_WRITING.search(sentence) and _LINES.search(sentence)):
            continue
        lines = _meant(task, sentence, outcome)
        for sample in samples_of_lines(sentence) if lines else ():
            if not any(_signs(line) == _signs(sample) for line in lines):
                yield f"no line is built as {sample!r}, which the task shows: {lines[0][:80]!r}"


def samples_of_lines(sentence: str) -> Iterator[str]:
    """What it shows as a line, where that is more than a word or a number."""
    for match in _SHOWN.finditer(sentence):
        sample = match["sample"].strip().rstrip(".")
        is_line = len(sample) <= _MOST_CHARACTERS and re.search(r"\w\W+\w", sample)
        if is_line and not _STANDS_FOR_OTHERS.search(sample):
            yield sample


def _meant(task: Task, sentence: str, outcome: Outcome) -> Sequence[str]:
    """The lines of the text file that the sentence names, or what is printed."""
    if any(name in sentence for name in task.input_files):
        return ()
    texts = [name for name in task.output_files if name in sentence]
    if len(texts) > 1 or not (texts or _PRINTING.search(sentence)):
        return ()
    lines = lines_of(outcome.get(texts[0] if texts else ""))
    return [line for line in lines if line.strip()]


def _signs(line: str) -> str:
    """What stands between words and numbers, but for the signs within them and blanks."""
    between = re.sub(r"(?<=\w)[-.,'’_&/](?=\w)|(?<!\w)-(?=\d)|\w+|\s+", "", line)
    return re.sub(r"(.)\1+", r"\1", between)
