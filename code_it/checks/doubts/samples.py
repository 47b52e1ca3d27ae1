"""Task, Outcome -> the samples of a form that nothing in the outcome has: `like 2024-05-01 09:30`.

Only dates and times, and what is written like them: of a number no form is left once it is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from code_it.checks.agreement import Outcome
from code_it.flow import Task

_SAMPLE = re.compile(
    # A text that is such a date is read, not written.
    r"(?<!\btext )(?<!\btext such )"
    r"\b(?:like|such as|as|form|format|e\.g\.|example)\b[,:]?\s+(?:this:?\s+)?[\"'`]?"
    r"(?P<sample>(?:\d{4}-\d{2}(?:-\d{2})?|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|\d{1,2}:\d{2})"
    r"(?:[ T]\d{1,2}:\d{2})?(?::\d{2})?)"
    r"(?![\w-]|[.:/]\d)"
)
_FEWEST_CHARACTERS = 5


def forms_left_out(task: Task, outcome: Outcome) -> tuple[str, ...]:
    """The samples of the task that no text in any file is like; `()` where there is no file.

    What the inputs are like may be a sample of them.
    """
    files = [contents for name, contents in outcome.items() if name]
    texts = [text for contents in files for text in _texts(contents)]
    return tuple(
        sample
        for sample in samples_in(task.text)
        if not _form(sample).search(task.brief)
        and texts
        and not any(_form(sample).search(text) for text in texts)
    )


def samples_in(text: str) -> tuple[str, ...]:
    """What the text shows as samples of how a date or a time is to be written."""
    found = (match["sample"] for match in _SAMPLE.finditer(text))
    return tuple(dict.fromkeys(sample for sample in found if len(sample) >= _FEWEST_CHARACTERS))


def written_by(sample: str) -> str:
    """What writes a moment like the sample; `""` where its parts could be several ones.

    Of `05/06/2024` it cannot be told which is the month.
    """
    match = re.fullmatch(
        r"(?P<date>\d{4}-\d{2}(?P<day>-\d{2})?)?(?P<gap>[ T])?(?P<time>\d{2}:\d{2}(?P<s>:\d{2})?)?",
        sample,
    )
    if match is None:
        return ""
    date = ("%Y-%m-%d" if match["day"] else "%Y-%m") if match["date"] else ""
    time = ("%H:%M:%S" if match["s"] else "%H:%M") if match["time"] else ""
    return f"moment.strftime({date + (match['gap'] or '') + time!r})"


def _form(sample: str) -> re.Pattern[str]:
    digits = re.sub(r"\d", r"\\d", re.escape(sample).replace("\\ ", " "))
    return re.compile(rf"(?<!\d){digits}(?!\d)")


def _texts(contents: object) -> Iterator[str]:
    if isinstance(contents, str):
        yield contents
    elif isinstance(contents, Mapping):
        for key, value in contents.items():
            yield str(key)
            yield from _texts(value)
    elif isinstance(contents, (list, tuple)):
        for item in contents:
            yield from _texts(item)
    else:
        yield from getattr(contents, "lines", ())
