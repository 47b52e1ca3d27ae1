"""A name in a text, and what stands around it -> its role: what is to become of the file.

A file that is wrongly taken for an output refutes every script, so in doubt it is none: only the
telling words that stand close in front of a name count, and an example, a condition or a negation
takes their word away.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal

from code_it.reading.new_files import is_new
from code_it.reading.telling_words import (
    ADDING,
    CONVERTING,
    DRAWING,
    LINKING,
    OVERWRITING,
    PLACING,
    PRODUCING,
    PUTTING,
    SAVING,
    TRANSFERRING,
    VERBS,
    WANTING,
    telling_words,
)

Role = Literal["taken", "written", "made"]
"""`made`: the text asks for it. `written`: it may be written, or changed. `taken`: neither."""

_CLOSE_WORDS = 4
_FAR_WORDS = 12


@dataclass(frozen=True)
class Place:
    """A name with what stands around it."""

    name: str
    sentence: str
    """What stands in front of the name in its sentence."""
    clause: str
    """The end of that which is about this name, and not about one that stands before it."""
    is_alternative: bool
    """Another name and "or" stand before it."""
    after: str
    is_there: bool
    is_labelled: bool
    """It stands behind "Output:"."""

    @property
    def words(self) -> list[re.Match[str]]:
        return telling_words(self.clause)

    @property
    def suffix(self) -> str:
        return self.name.rpartition(".")[2].lower()


def role_of(place: Place) -> Role:
    is_told = place.is_labelled or (not place.is_there and is_new(place))
    role: Role = "made" if is_told else _role_by_words(place)
    if role == "taken" or _NEGATION.search(_WITHOUT_FIRST.sub("", place.clause)):
        return "taken"
    return "written" if is_doubtful(place) else role


_EXAMPLE = re.compile(
    r"\b(?:such as|e\.g\.?|i\.e\.?|for example|for instance|say|like(?! you| to\b| it| this| a\b))"
    r"(?!\w)(?:[^),]|,(?=\s*(?:and\s+|or\s+)?['\"`]?(?:\ufffc|$)))*$",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"\b(?:if|unless|in case|otherwise|else|optionally|possibly|either|might|could|instead)\b",
    re.IGNORECASE,
)
_CONDITION_AFTER = re.compile(
    r"\b(?:only (?:if|when)|if (?:there|any|needed|necessary|it|the|something|one)|unless|"
    r"where needed|or something|and so on|etc)\b|\.\.\.|…|^\W{0,3}or\b",
    re.IGNORECASE,
)
_NEGATION = re.compile(
    r"\b(?:not|never|without|rather than|instead of|avoid)\b|n't\b", re.IGNORECASE
)
# "Without unpacking it, write": what is not to be done is told before what is.
_WITHOUT_FIRST = re.compile(r"^\s*(?:without|instead of|rather than)\b[^,]*,", re.IGNORECASE)
_PLACEHOLDER = re.compile(r"^[A-Zn]$|YYYY|MM|DD|NN|XX|%[a-z]|#")
_NAMES_A_SCRIPT = frozenset({"py", "ipynb"})


def is_doubtful(place: Place) -> bool:
    """Is it an example, a condition, a pattern, or no file that is asked for?"""
    stem = PurePosixPath(place.name).name.rpartition(".")[0]
    return bool(
        _EXAMPLE.search(place.sentence)
        or _CONDITION.search(place.sentence)
        or _CONDITION_AFTER.search(place.after)
        or _PLACEHOLDER.search(stem)
        or place.is_alternative
        # "Write a script called clean.py": that is the answer itself, and not a file it makes.
        or place.suffix in _NAMES_A_SCRIPT
        or not _is_whole_name(place)
    )


_FILE_WORDS = frozenset(
    "a an the new and file files document image picture photo plot chart graph diagram figure "
    "table spreadsheet workbook database archive page log text csv tsv json xml html yaml toml "
    "pdf png jpg jpeg svg gif excel sqlite zip markdown word icalendar calendar output following "
    "both two three".split()
)


def _is_whole_name(place: Place) -> bool:
    """Can the name not be the end of a longer one, such as `annual report.txt`?"""
    before = place.clause.rstrip()
    if not before or not re.search(r"\w$", before):
        # Quotes say where a name begins; with spaces in it, it may as well be any text.
        opened = before[:-1].rstrip() if before[-1:] in "'\"`“„‚‘«" else ""
        return " " not in place.name or bool(
            re.search(r"\b(?:called|named|as|to|into|in|file|image|picture)$", opened, re.I)
        )
    word = before.split()[-1].lower()
    return word == "is" or any(word in each for each in (_FILE_WORDS, VERBS, PLACING, LINKING))


_DESCRIBING = re.compile(r"\W?\s+(?:has|have|holds?|contains?|is|are|maps?|lists?)\b", re.I)
_MADE_AFTER = re.compile(
    r"\W?\s+(?:(?:is|are|should be|must be|shall be|will be|gets)\s+(?:then\s+)?"
    r"(?:written|created|saved|made|generated|produced)\b(?!\s+by\b)"
    r"|(?:should|must|shall)\s+(?:then\s+)?(?:contain|hold|have|list)\b)",
    re.IGNORECASE,
)


def _role_by_words(place: Place) -> Role:
    words = place.words
    if not words:
        if _MADE_AFTER.match(place.after):
            return "written" if place.is_there else "made"
        return "taken"
    if _DESCRIBING.match(place.after):
        return "taken"
    last = words[-1][0].lower()
    if last in PLACING:
        return _role_of_target(place, last)
    if last == "in":
        return _role_inside(place)
    distance = len(re.findall(r"\w+", place.clause[words[-1].end() :]))
    return _role_of_object(place, last, distance)


_NOT_A_TARGET = re.compile(
    r"\b(?:(?:similar|according|compared|relative|next|equal|identical|links?|refers?|references?|"
    r"pointing|points?|paths?|corresponding|belong\w*|close|due|respect|addition|related|want\w*|"
    r"need\w*|have|has|like|such|well|just|known|soon|long) (?:to|as)|"
    r"same(?: \w+)? as|as (?:in|if|for|of))"
    r"\s+(?:the\s+)?(?:file\s+)?['\"`]?$",
    re.IGNORECASE,
)
# "the sum of a.txt, which has one number per line, to", "every line that has an error to": their
# verbs are about what stands before them.
_RELATIVE = re.compile(
    r",\s*(?:which|whose|where|who)\b[^,]*,"
    r"|\b(?:that|which|who)\s+(?:do\s+not\s+|does\s+not\s+|don't\s+|doesn't\s+)?\w+",
    re.IGNORECASE,
)


def _role_of_target(place: Place, last: str) -> Role:
    """ "Save it as NAME", "convert a.csv to NAME": the verb may stand before another name."""
    said = _RELATIVE.sub(" ", place.sentence)
    verbs = [word for word in _lower_words(said) if word in VERBS]
    if not verbs or _NOT_A_TARGET.search(place.clause):
        return "taken"
    verb = verbs[-1]
    overwriting = verb in OVERWRITING | CONVERTING
    allowed = PRODUCING | TRANSFERRING
    allowed |= ADDING if last in ("to", "into") else WANTING
    if not overwriting and verb not in allowed:
        return "taken"
    return "written" if place.is_there and not overwriting else "made"


_RESULT_IN = re.compile(
    r"\b(?:results?|outputs?|answers?)\b[^,]{0,30}\bin\s+(?:(?:the|a)\s+)?(?:file\s+)?\W*$", re.I
)
_WITH_COLUMNS = re.compile(
    r"\W?\s+with\s+(?:the\s+)?(?:\w+\s+)?(?:columns?|keys?)\b", re.IGNORECASE
)


def _role_inside(place: Place) -> Role:
    """ "Put it in NAME"; but in "write the number of lines in NAME" it is read."""
    words = _lower_words(place.clause)[:-1]
    verbs = [number for number, word in enumerate(words) if word in VERBS]
    has_columns = not place.is_there and _WITH_COLUMNS.match(place.after)
    putting = PRODUCING | SAVING if has_columns else PUTTING
    is_put = bool(verbs) and words[verbs[-1]] in putting
    if _RESULT_IN.search(place.clause) or (
        is_put and not {"of", "from"} & set(words[verbs[-1] + 1 :])
    ):
        return "written" if place.is_there else "made"
    return "taken"


def _lower_words(text: str) -> list[str]:
    return [word[0].lower() for word in telling_words(text)]


_CARRIED_ON = re.compile(r"\W?\s+(?:to|into|as|onto|on)\b", re.IGNORECASE)
_IMAGES = frozenset("png jpg jpeg svg pdf gif webp bmp tif tiff html".split())


def _role_of_object(place: Place, verb: str, distance: int) -> Role:
    """ "Write NAME"."""
    if place.is_there and _CARRIED_ON.match(place.after):
        return "taken"
    if verb in DRAWING and place.suffix not in _IMAGES:
        return "taken"
    if verb in OVERWRITING:
        return "made" if distance <= (_CLOSE_WORDS if place.is_there else _FAR_WORDS) else "taken"
    if verb in PRODUCING and verb not in PUTTING:
        return "written" if place.is_there or distance > _CLOSE_WORDS else "made"
    return "taken"
