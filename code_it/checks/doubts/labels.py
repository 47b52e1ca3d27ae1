"""Task, Outcome -> lines that are printed otherwise than the lines that the task shows.

    Print two lines in this form:
    Distance: 12.34 km
    Climb: 85 m

The word before the colon is the same, and what stands for a number is one with as many decimals.
Of a single line without a colon, the whole is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from code_it.checks.agreement import Outcome, lines_of
from code_it.flow import Task
from code_it.reading.task_text import sentences_of

_SHOWN_BELOW = re.compile(
    r"\b(?:in (?:this|the following) (?:form|format|way)|like this|as follows|like these"
    r"|for example|this form|this format|these lines)\b[^\n]{0,40}:[ \t]*\n"
    r"|\b(?:such as|like|for example|e\.g\.)[,:]?[ \t]*\n",
    re.IGNORECASE,
)
_PRINTED = re.compile(r"\b(?:print|show|display)\b", re.IGNORECASE)
_LABELLED = re.compile(r"[ \t]*(?P<label>[A-Z][\w ]{1,40}): (?P<rest>\S.{0,80})")
_NUMBER = re.compile(r"\d+(?:\\\.(?P<decimals>\d+))?")
_WORDS = re.compile(r"[^\W\d]+(?: [^\W\d]+)*")
_MOST_LINES = 12
_MOST_CHARACTERS = 60


def labelled_samples(text: str) -> dict[str, str]:
    """What stands behind the colon on each line of a sample, by the word before it.

    A word that comes twice stands for others, as a name does.
    """
    found: dict[str, str] = {}
    for match in _SHOWN_BELOW.finditer(text):
        if not _PRINTED.search(_sentence_before(text, match)):
            continue
        below = text[match.end() :].split("\n")[:_MOST_LINES]
        lines = [line.strip().strip("`") for line in below]
        shown = list(_leading(lines))
        labels = [label for label, _ in shown]
        if len({*labels}) == len(labels):
            found.update(shown)
    return found


def _sentence_before(text: str, match: re.Match[str]) -> str:
    """The sentence that a sample ends, up to the words that announce it."""
    return re.split(r"[.\n]\s", text[: match.start()])[-1]


def _leading(lines: list[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        match = _LABELLED.fullmatch(line)
        if match is None:
            return
        yield match["label"], match["rest"]


def line_of_no_such_form(task: Task, outcome: Outcome) -> tuple[str, ...]:
    """A sentence where none of the printed lines is like the one line that the task shows.

    Only where it shows one with a number in it, by words that speak of what is printed.
    """
    printed = lines_of(outcome.get(""))
    for match in _SHOWN_BELOW.finditer(task.text):
        sentence = _sentence_before(task.text, match)
        sample, _, below = task.text[match.end() :].partition("\n")
        sample = sample.strip().strip("`")
        form = _form(sample)
        is_one = form and len(sample) <= _MOST_CHARACTERS and not re.match(r".*\d", below)
        if not (is_one and form and printed and _PRINTED.search(sentence)):
            continue
        if not _LABELLED.fullmatch(sample) and not any(map(form.fullmatch, printed)):
            return (f"no line that is printed is of the form {sample!r}, as {printed[0][:80]!r}",)
    return ()


def lines_of_another_form(task: Task, outcome: Outcome) -> tuple[str, ...]:
    """A sentence for each labelled line that is printed in another form; `()` for none.

    Samples of what is read are none of what is printed.
    """
    printed = lines_of(outcome.get(""))
    found = []
    for label, rest in labelled_samples(task.text).items():
        own = [line for line in printed if line.startswith(f"{label}:")]
        form = _form(rest)
        if own and form and not any(form.fullmatch(line[len(label) + 1 :].strip()) for line in own):
            found.append(f"{own[0][:100]!r} is not of the form {f'{label}: {rest}'!r}")
    return tuple(found)


_PRINT_NUMBER = re.compile(
    r"\b(?:print|show|display)s?\s+(?:only\s+|just\s+|also\s+)?(?:me\s+)?"
    r"(?:how (?:many|much|often)\b|the (?:total |overall )?"
    r"(?:number|count|sum|total|average|mean|median|percentage|share) of\b)"
    r"(?!.*\b(?:in words|letters only)\b)",
    re.IGNORECASE,
)


def number_not_printed(task: Task, outcome: Outcome) -> tuple[str, ...]:
    """A sentence where the task asks to print how many there are, and no number is printed."""
    printed = lines_of(outcome.get(""))
    asked = [each for each in sentences_of(task.text) if _PRINT_NUMBER.search(each)]
    if not asked or not printed or any(re.search(r"\d", line) for line in printed):
        return ()
    return (
        f'no number is printed, as "{asked[0]}" asks for; what is printed is {printed[0][:80]!r}',
    )


def _form(rest: str) -> re.Pattern[str] | None:
    """Numbers of any size with as many decimals; none where there is no number to go by.

    Words may be others, as they are often what was found; where there are several, of any number.
    """
    if not re.search(r"\d", rest):
        return None
    text = re.escape(rest).replace("\\ ", " ").replace("\\n", " ")
    text = _WORDS.sub(lambda words: r"\w+(?: \w+)*" if " " in words[0] else r"\w+", text)
    return re.compile(_NUMBER.sub(_any_number, text))


def _any_number(match: re.Match[str]) -> str:
    decimals = match["decimals"]
    return r"-?\d[\d,]*" + (rf"\.\d{{{len(decimals)}}}" if decimals else "")
