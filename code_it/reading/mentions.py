"""Text -> the files that it names, and for each what is to become of it.

A file that is wrongly taken for an output refutes every script, so in doubt it is none: only the
telling words that stand close in front of a name count, and an example, a condition or a negation
takes their word away.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal

from code_it.reading.new_files import is_new

Role = Literal["taken", "written", "made"]
"""`made`: the text asks for it. `written`: it may be written, or changed. `taken`: neither."""

_MOST_CHARACTERS = 20_000
_MOST_NAMES = 200
_BEFORE_CHARACTERS = 400
_AFTER_CHARACTERS = 200
_CLOSE_WORDS = 4
_FAR_WORDS = 12

URL = re.compile(r"\bhttps?://[^\s<>\"'`\]}]+|\bwww\.[\w.-]+\.\w+", re.IGNORECASE)

_SUFFIXES = (
    "txt md rst log csv tsv json jsonl ndjson geojson xml html htm xhtml yaml yml toml ini cfg "
    "conf env sql db sqlite sqlite3 xlsx xlsm xls ods docx doc pptx pdf png jpg jpeg gif bmp svg "
    "webp tif tiff ico wav mp3 ogg flac mp4 avi ics vcf eml zip tar gz tgz bz2 xz 7z bin dat pkl "
    "npy npz parquet feather h5 hdf5 j2 jinja jinja2 tmpl tex bib srt vtt kml gpx py ipynb sh js "
    "css rtf epub properties"
).split()
_SUFFIX = "(?:" + "|".join(sorted(_SUFFIXES, key=len, reverse=True)) + ")"
# What may not stand in front of a name: then it is the end of a path, a pattern or an address
# that is longer than what is seen here. (U+0300 to U+036F are accents that follow their letter.)
_NAME = re.compile(
    r"(?<![\w@/.\\:$%~*?{}<>\u0300-\u036f-])"
    r"(?P<name>(?:\.{0,2}/)?(?:[\w-]+/)*[\w-][\w.-]*\." + _SUFFIX + r")(?![\w/\\(*-])(?!\.\w)",
    re.IGNORECASE,
)
_QUOTED_NAME = re.compile(
    r"(?<!\w)(?P<quote>['\"`“”„‚‘’«»])(?P<name>[^'\"`“”„‚‘’«»\n]{1,120}\." + _SUFFIX + r")"
    r"['\"`“”„‚‘’«»](?!\w)",
    re.IGNORECASE,
)
_FRAMEWORKS = frozenset(
    "node vue next three d3 express chart react nuxt angular p5 discord ember backbone".split()
)
_PLACEHOLDER = re.compile(r"^[A-Zn]$|YYYY|MM|DD|NN|XX|%[a-z]|#")

FILE = "\ufffc"
"""Stands for each character of a name, so that its dots end no sentence."""


@dataclass(frozen=True)
class Mention:
    """A name where it stands in the text."""

    name: str
    start: int
    end: int
    role: Role


def find_mentions(text: str, is_there: Callable[[str], bool]) -> tuple[str, tuple[Mention, ...]]:
    """The files that `text` names, in its order, and the text with names and addresses blanked.

    Args:
        is_there: Says whether a file of that name, relative to the work folder, exists.
    """
    blanked, places = _blank(text[:_MOST_CHARACTERS], is_there)
    mentions = []
    clause_start = 0
    for number, (start, end, name) in enumerate(places):
        following = places[number + 1][0] if number + 1 < len(places) else len(blanked)
        place = _place(blanked, name, clause_start, start, end, is_there=is_there(name))
        mentions.append(Mention(name, start, end, _role(place)))
        # "turn a.csv into b.xlsx": what stands in front of a name is not about the next one,
        # but "write a.csv and b.csv" is about both.
        if _TELLING.search(blanked, end, following):
            clause_start = end
    return blanked, tuple(mentions)


def _blank(text: str, is_there: Callable[[str], bool]) -> tuple[str, list[tuple[int, int, str]]]:
    blanked = URL.sub(lambda match: " " * len(match[0]), text)
    places: list[tuple[int, int, str]] = []
    for pattern in (_QUOTED_NAME, _NAME):
        for match in list(pattern.finditer(blanked))[: _MOST_NAMES - len(places)]:
            start, end = match.span("name")
            blanked = blanked[:start] + FILE * (end - start) + blanked[end:]
            name = tidy(match["name"])
            if _is_name(name) and (is_there(name) or not _is_framework(name)):
                places.append((start, end, name))
    return blanked, sorted(places)


def _is_name(name: str) -> bool:
    path = PurePosixPath(name)
    bad_start = name.startswith(("/", "~", "-", "www.")) or ":" in name or "\\" in name
    return not bad_start and ".." not in path.parts and not set(name) & set("*?<>|{}$%")


def _is_framework(name: str) -> bool:
    stem, _, suffix = name.lower().rpartition(".")
    return suffix == "js" and stem in _FRAMEWORKS


def tidy(name: str) -> str:
    """The name without what changes nothing in it: `a//b/` is `a/b`."""
    return str(PurePosixPath(name.strip()))


# Telling words, by what they say of the name that follows them.
_OVERWRITING = frozenset(
    "write writes writing written save saves saving saved create creates creating generate "
    "generates generating produce produces producing".split()
)
_PRODUCING = frozenset(
    "make makes making export exports store stores stored output outputs dump dumps draw draws "
    "plot plots render renders build builds put puts place places record records collect goes go "
    "list lists".split()
)
_SAVING = frozenset("save saves saved saving".split())
_PUTTING = _SAVING | frozenset(
    "put puts place places store stores stored record records collect write writes written "
    "writing".split()
)
_DRAWING = frozenset("draw draws plot plots".split())
_CONVERTING = frozenset(
    "convert converts turn turns copy copies print prints export exports store stores stored "
    "output outputs dump dumps render renders transform translate".split()
)
_TRANSFERRING = frozenset(
    "move moves rename renames merge merges combine combines join joins split splits resize "
    "resizes rotate crop extract extracts pack zip compress concatenate sort sorts filter filters "
    "reverse reverses encrypt decrypt import imports insert inserts load loads format".split()
)
_ADDING = frozenset("append appends add adds attach insert inserts".split())
_READING = frozenset(
    "read reads reading open opens use uses using parse parses compute computes take takes has "
    "have holds contains containing given count counts analyze analyse process fetch fetches find "
    "finds show shows compare compares check checks match matches apply applies set sets change "
    "changes changing replace replaces update updates edit modify switch template delete remove "
    "download downloads get gets unzip validate summarize summarise sum sums embed embeds include "
    "includes reference references display displays feature features describe describes refer "
    "refers".split()
)
_PLACING = frozenset("to into as called named".split())
_WANTING = frozenset("want wants need needs expect expects".split())
_LINKING = frozenset("in of from with by against on over about than for between inside".split())
_VERBS = _OVERWRITING | _PRODUCING | _CONVERTING | _TRANSFERRING | _ADDING | _READING | _WANTING
_TELLING = re.compile(rf"\b(?:{'|'.join(sorted(_VERBS | _PLACING | _LINKING))})\b", re.IGNORECASE)

# Some of them are things as well: "the sum", "their word counts", "a sorted list".
_NOUN = re.compile(
    r"\b(?:the|a|an|their|its|his|her|this|these|those|each|every|all|any|one|no)\s+(?:[\w-]+\s+)?"
    r"(?P<noun>zip|sums?|counts?|lists?|outputs?|records?|plots?|copy|copies|sets?|matches|"
    r"changes?|updates?|exports?|extracts?|filters?)\b"
    r"(?!\s+(?:the|all|how|each|every|their|its)\b)",
    re.IGNORECASE,
)


def _telling_words(text: str) -> list[re.Match[str]]:
    nouns = {match.start("noun") for match in _NOUN.finditer(text)}
    return [word for word in _TELLING.finditer(text) if word.start() not in nouns]


_FILE_WORDS = frozenset(
    "a an the new and file files document image picture photo plot chart graph diagram figure "
    "table spreadsheet workbook database archive page log text csv tsv json xml html yaml toml "
    "pdf png jpg jpeg svg gif excel sqlite zip markdown word icalendar calendar output following "
    "both two three".split()
)

_BOUNDARY = re.compile(
    r"(?<!e\.g)(?<!i\.e)(?<!\betc)[.!?;:](?=\s)|\n[ \t]*\n|\n[ \t]*(?=[-*•A-Z\d])"
)
_LABEL = re.compile(
    r"(?:^|\n)[ \t>*-]*(?:output|result)s?(?:[ \t]+files?)?[ \t]*:\s*['\"`]?$"
    r"|\b(?:write|create|make|save|produce|generate)s?\b[^.!?:\n\ufffc]{0,40}\bfiles?:\s*['\"`]?$",
    re.IGNORECASE,
)
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
_NOT_A_TARGET = re.compile(
    r"\b(?:(?:similar|according|compared|relative|next|equal|identical|links?|refers?|references?|"
    r"pointing|points?|paths?|corresponding|belong\w*|close|due|respect|addition|related|want\w*|"
    r"need\w*|have|has|like|such|well|just|known|soon|long) (?:to|as)|"
    r"same(?: \w+)? as|as (?:in|if|for|of))"
    r"\s+(?:the\s+)?(?:file\s+)?['\"`]?$",
    re.IGNORECASE,
)
_RESULT_IN = re.compile(
    r"\b(?:results?|outputs?|answers?)\b[^,]{0,30}\bin\s+(?:(?:the|a)\s+)?(?:file\s+)?\W*$", re.I
)
_DESCRIBING = re.compile(r"\W?\s+(?:has|have|holds?|contains?|is|are|maps?|lists?)\b", re.I)
_MADE_AFTER = re.compile(
    r"\W?\s+(?:(?:is|are|should be|must be|shall be|will be|gets)\s+(?:then\s+)?"
    r"(?:written|created|saved|made|generated|produced)\b(?!\s+by\b)"
    r"|(?:should|must|shall)\s+(?:then\s+)?(?:contain|hold|have|list)\b)",
    re.IGNORECASE,
)
_WITH_COLUMNS = re.compile(
    r"\W?\s+with\s+(?:the\s+)?(?:\w+\s+)?(?:columns?|keys?)\b", re.IGNORECASE
)
# "the sum of a.txt, which has one number per line, to", "every line that has an error to": their
# verbs are about what stands before them.
_RELATIVE = re.compile(
    r",\s*(?:which|whose|where|who)\b[^,]*,"
    r"|\b(?:that|which|who)\s+(?:do\s+not\s+|does\s+not\s+|don't\s+|doesn't\s+)?\w+",
    re.IGNORECASE,
)
_CARRIED_ON = re.compile(r"\W?\s+(?:to|into|as|onto|on)\b", re.IGNORECASE)
_NAMES_A_SCRIPT = frozenset({"py", "ipynb"})
_IMAGES = frozenset("png jpg jpeg svg pdf gif webp bmp tif tiff html".split())


# "a.csv, b.csv and": the names of one list are all treated as the first one is.
_LIST_BEFORE = re.compile(
    r"['\"`]?\ufffc(?:\ufffc|['\"`]?(?:\s*,\s*(?:and\s+|or\s+)?|\s+(?:and|or)\s+)['\"`]?(?=\ufffc|$))*$"
)


@dataclass(frozen=True)
class _Place:
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
        return _telling_words(self.clause)

    @property
    def suffix(self) -> str:
        return self.name.rpartition(".")[2].lower()


def _place(
    blanked: str, name: str, clause_start: int, start: int, end: int, *, is_there: bool
) -> _Place:
    window = max(0, start - _BEFORE_CHARACTERS)
    before = blanked[window:start]
    boundaries = [match.end() for match in _BOUNDARY.finditer(before)]
    sentence_start = window + (boundaries[-1] if boundaries else 0)
    after = blanked[end : end + _AFTER_CHARACTERS]
    ends = _BOUNDARY.search(after)
    clause = blanked[max(sentence_start, clause_start) : start]
    listed = _LIST_BEFORE.search(clause)
    return _Place(
        name,
        sentence=blanked[sentence_start:start],
        clause=clause[: listed.start()] if listed else clause,
        is_alternative=bool(listed and re.search(r"\bor\b", listed[0])),
        after=after[: ends.start()] if ends else after,
        is_there=is_there,
        is_labelled=bool(_LABEL.search(before)),
    )


def _role(place: _Place) -> Role:
    is_told = place.is_labelled or (not place.is_there and is_new(place))
    role: Role = "made" if is_told else _role_by_words(place)
    if role == "taken" or _NEGATION.search(_WITHOUT_FIRST.sub("", place.clause)):
        return "taken"
    return "written" if _is_doubtful(place) else role


def _is_doubtful(place: _Place) -> bool:
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


def _is_whole_name(place: _Place) -> bool:
    """Can the name not be the end of a longer one, such as `annual report.txt`?"""
    before = place.clause.rstrip()
    if not before or not re.search(r"\w$", before):
        # Quotes say where a name begins; with spaces in it, it may as well be any text.
        opened = before[:-1].rstrip() if before[-1:] in "'\"`“„‚‘«" else ""
        return " " not in place.name or bool(
            re.search(r"\b(?:called|named|as|to|into|in|file|image|picture)$", opened, re.I)
        )
    word = before.split()[-1].lower()
    return word == "is" or any(word in each for each in (_FILE_WORDS, _VERBS, _PLACING, _LINKING))


def _role_by_words(place: _Place) -> Role:
    words = place.words
    if not words:
        if _MADE_AFTER.match(place.after):
            return "written" if place.is_there else "made"
        return "taken"
    if _DESCRIBING.match(place.after):
        return "taken"
    last = words[-1][0].lower()
    if last in _PLACING:
        return _role_of_target(place, last)
    if last == "in":
        return _role_inside(place)
    distance = len(re.findall(r"\w+", place.clause[words[-1].end() :]))
    return _role_of_object(place, last, distance)


def _role_of_target(place: _Place, last: str) -> Role:
    """ "Save it as NAME", "convert a.csv to NAME": the verb may stand before another name."""
    said = _RELATIVE.sub(" ", place.sentence)
    verbs = [word for word in _lower_words(said) if word in _VERBS]
    if not verbs or _NOT_A_TARGET.search(place.clause):
        return "taken"
    verb = verbs[-1]
    overwriting = verb in _OVERWRITING | _CONVERTING
    allowed = _PRODUCING | _TRANSFERRING
    allowed |= _ADDING if last in ("to", "into") else _WANTING
    if not overwriting and verb not in allowed:
        return "taken"
    return "written" if place.is_there and not overwriting else "made"


def _role_inside(place: _Place) -> Role:
    """ "Put it in NAME"; but in "write the number of lines in NAME" it is read."""
    words = _lower_words(place.clause)[:-1]
    verbs = [number for number, word in enumerate(words) if word in _VERBS]
    has_columns = not place.is_there and _WITH_COLUMNS.match(place.after)
    putting = _PRODUCING | _SAVING if has_columns else _PUTTING
    is_put = bool(verbs) and words[verbs[-1]] in putting
    if _RESULT_IN.search(place.clause) or (
        is_put and not {"of", "from"} & set(words[verbs[-1] + 1 :])
    ):
        return "written" if place.is_there else "made"
    return "taken"


def _lower_words(text: str) -> list[str]:
    return [word[0].lower() for word in _telling_words(text)]


def _role_of_object(place: _Place, verb: str, distance: int) -> Role:
    """ "Write NAME"."""
    if place.is_there and _CARRIED_ON.match(place.after):
        return "taken"
    if verb in _DRAWING and place.suffix not in _IMAGES:
        return "taken"
    if verb in _OVERWRITING:
        return "made" if distance <= (_CLOSE_WORDS if place.is_there else _FAR_WORDS) else "taken"
    if verb in _PRODUCING and verb not in _PUTTING:
        return "written" if place.is_there or distance > _CLOSE_WORDS else "made"
    return "taken"
