"""Text -> Contents: what a text says about what is in the files that it asks for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from code_it.flow import (
    Content,
    Elements,
    Ends,
    Keys,
    Order,
    Pages,
    PixelSize,
    Reversed,
    Shape,
    Sheet,
    Table,
    Wording,
)
from code_it.reading.end_lines import end_lines
from code_it.reading.name_lists import NamedItem, parse_items, parse_name_list
from code_it.reading.number_words import NUMBER_WORDS, number_of
from code_it.reading.order_words import EARLIEST, GREATEST, LATEST, LEAST

_NUMBER = rf"(?:\d{{1,3}}|{'|'.join(NUMBER_WORDS)})"
_THE = r"(?:the\s+|these\s+|exactly\s+|following\s+|only\s+)*"
_LIST = r"(?P<list>[^\n]{1,600})"


@dataclass(frozen=True)
class Passage:
    """A sentence, and the file to be made that it is about."""

    text: str
    file: str
    names_it: bool
    """The file's name stands in the sentence itself."""
    inputs: tuple[str, ...]
    """The files to be read that the sentence names."""
    all_text: str
    """This sentence and all others."""

    @property
    def is_all(self) -> bool:
        """There is no other sentence."""
        return self.all_text.strip() == self.text.strip()


def read_contents(
    sentences: Sequence[str], made: Sequence[str], taken: Sequence[str]
) -> tuple[Content, ...]:
    """What the sentences of a text say.

    Args:
        made: The files that the text asks for.
        taken: Those that it says are there.
    """
    found: dict[Content, None] = {}
    for passage in _passages(sentences, made, taken):
        for read in _READERS.get(_suffix(passage.file), ()):
            found.update(dict.fromkeys(read(passage)))
    return tuple(found)


def _passages(
    sentences: Sequence[str], made: Sequence[str], taken: Sequence[str]
) -> Iterator[Passage]:
    """The sentences that are about a file to be made: they name it, or follow one that does."""
    file = ""
    inputs: tuple[str, ...] = ()
    all_text = " ".join(sentences)
    for sentence in sentences:
        named = [name for name in made if _stands_in(name, sentence)]
        read = tuple(name for name in taken if name not in made and _stands_in(name, sentence))
        # A sentence about two files could mean either, and so could the ones that follow it.
        if len(named) > 1 or (read and not named):
            file = ""
        elif named:
            file, inputs = named[0], read
        if file:
            yield Passage(sentence, file, bool(named), inputs, all_text)
        elif len(made) == 1 and not read and _MAKES_PICTURE.search(sentence):
            yield Passage(sentence, made[0], False, (), all_text)


def _stands_in(name: str, sentence: str) -> bool:
    return re.search(rf"(?<![\w/.-]){re.escape(name)}(?![\w-])", sentence) is not None


def _suffix(name: str) -> str:
    return name[name.rfind(".") :].lower() if "." in name else ""


# JSON


_SHAPE = re.compile(
    r"(?::\s*|\b(?:as|is|holds|contains|with)\s+)(?:a\s+(?:JSON|YAML)\s+|an?\s+|the\s+same\s+)"
    r"(?P<kind>list|array|object|dictionary|mapping)\b"
)
# "It must be a list with one entry for each boat."
_SHAPE_OF_IT = re.compile(
    r"\W*(?:it|the file)\s+(?:(?:must|should|shall)\s+be|is)\s+an?\s+(?:JSON\s+|YAML\s+)?"
    r"(?P<kind>list|array|object|dictionary|mapping)\b",
    re.IGNORECASE,
)
# "names.json, which maps each name to a number".
_MAPPING = re.compile(
    r"['\"`]?,?\s+(?:(?:which|that)\s+)?(?:should\s+|must\s+|shall\s+)?(?:maps?|mapping)\b",
    re.IGNORECASE,
)
_TOP_KEYS = re.compile(
    rf"\b(?:with|has|have|having|contains?|containing)\s+{_THE}(?:{_NUMBER}\s+)?"
    rf"(?:fields|keys|entries|properties)\b:?\s+{_LIST}",
    re.IGNORECASE,
)
_OBJECT_KEYS = re.compile(
    rf"\b(?:a(?:n|\s+JSON)?\s+object|(?:list|array)\s+of\s+objects)\s+with\s+{_THE}(?:(?:{_NUMBER}\s+)?(?:fields|keys)\b:?\s+)?{_LIST}",
    re.IGNORECASE,
)
_ITEM_KEYS = re.compile(
    rf"^\W*(?:Each|Every)\s+(?:object|entry|element|item|record)\s+"
    rf"(?:has|contains|must have|should have|shall have)\s+{_THE}"
    rf"(?:(?:{_NUMBER}\s+)?(?:fields|keys)\b:?\s+)?{_LIST}",
    re.IGNORECASE,
)
_VALUE_KEYS = re.compile(
    rf"\bwhose\s+values?\s+(?:is|are)\s+(?:an?\s+)?objects?\s+with\s+{_THE}"
    rf"(?:(?:{_NUMBER}\s+)?(?:fields|keys)\b:?\s+)?{_LIST}",
    re.IGNORECASE,
)
_IS_NUMBER = re.compile(
    r"^(?:an?\s+|the\s+)?(?:whole\s+|integer\s+|decimal\s+|total\s+)?(?:number|integer|float)\b",
    re.IGNORECASE,
)


def _whole(passage: Passage) -> Iterator[Content]:
    """Whether a file of JSON or YAML is one list, or one object."""
    after = passage.text.partition(passage.file)[2]
    if not passage.names_it:
        match = _SHAPE_OF_IT.match(passage.text)
    else:
        match = _SHAPE.match(after) or _SHAPE.search(after[:40])
    if match:
        is_list = match["kind"].lower() in ("list", "array")
        yield Shape(passage.file, "list" if is_list else "object")
    elif passage.names_it and _MAPPING.match(after):
        yield Shape(passage.file, "object")


def _json_keys(passage: Passage) -> Iterator[Content]:
    after = passage.text.partition(passage.file)[2] if passage.names_it else passage.text
    if match := _VALUE_KEYS.search(after):
        yield from _keys(passage.file, match["list"], "values")
    elif passage.names_it and (match := _TOP_KEYS.match(after.lstrip(" ,'\"`"))):
        yield from _keys(passage.file, match["list"], "top")
    elif match := _ITEM_KEYS.match(passage.text):
        yield from _keys(passage.file, match["list"], "items")
    elif passage.names_it and (match := _OBJECT_KEYS.search(after[:120])):
        is_list = re.search(r"\blist\b|\barray\b|\beach\b|\bevery\b", after[: match.start("list")])
        yield from _keys(passage.file, match["list"], "items" if is_list else "top")


_ONE_OF_MANY = re.compile(r"\b(?:one|for|per)\b[^.;]*\b(?:per|each|every)\b", re.IGNORECASE)


def _keys(file: str, text: str, where: Literal["top", "items", "values"]) -> Iterator[Content]:
    items = parse_items(text)
    # "One object for each sensor" has a place for the keys that is not said here.
    if items and not (where == "top" and _ONE_OF_MANY.search(text)):
        numbers = tuple(item.name for item in items if _is_number(item))
        yield Keys(file, tuple(item.name for item in items), where, numbers)


def _is_number(item: NamedItem) -> bool:
    return bool(_IS_NUMBER.match(item.note))


# Tables


_SORTED = re.compile(
    r"\b(?:sort(?:ed|s)?|order(?:ed)?)\b(?:\s+(?:it|them|the\s+\w+|rows|all|in\s+\w+\s+order))?"
    r"(?:\s+\w+){0,2}?\s+by\s+(?:the\s+)?(?:column\s+|field\s+|key\s+)?"
    # "By name length", "by price per kg" is more than a column.
    r"['\"`]?(?P<key>[A-Za-z_]\w*)['\"`]?(?=\s*(?:$|[,.;:()]|(?:and|in|then|from|so|with|to|as|for)\b"
    r"|ascending|descending|alphabetical|numerical))(?P<rest>[^.;]{0,60})",
    re.IGNORECASE,
)
# What a last line holds, and what counts without its sign, is not in the order of its figures.
_NOT_ALL = re.compile(
    r"\b(?:last|total|sum|summary)\s+(?:row|line)\b|\b(?:row|line)\s+(?:with|for|of)\s+the\s+(?:total|sum)"
    r"|\babsolute\b|\bregardless of (?:the |its |their )?sign\b"
    r"|\b(?:biggest|largest|greatest|smallest)\s+(?:change|difference|deviation)s?\b",
    re.IGNORECASE,
)
_FIRST = r"[^,.;]{0,20}\bfirst"
_DOWN = re.compile(
    rf"\b(?:descending|decreasing|(?:{GREATEST})\b{_FIRST}"
    r"|from\s+(?:high|large|big)\w*\s+to\s+(?:low|small))",
    re.IGNORECASE,
)
_UP = re.compile(
    rf"\b(?:ascending|increasing|alphabetical\w*|(?:{LEAST})\b{_FIRST}"
    r"|from\s+(?:low|small)\w*\s+to\s+(?:high|large|big))",
    re.IGNORECASE,
)

_LATEST = re.compile(rf"\b(?:{LATEST})\b{_FIRST}", re.IGNORECASE)
_EARLIEST = re.compile(rf"\b(?:{EARLIEST})\b{_FIRST}", re.IGNORECASE)
_OLDEST = re.compile(rf"\boldest\b{_FIRST}", re.IGNORECASE)
_YOUNGEST = re.compile(rf"\byoungest\b{_FIRST}", re.IGNORECASE)
# "One object for each product, sorted by price" speaks of all of them, and of no group.
_ONE_EACH = re.compile(r"\b(?:one|an?)\s+(?:\w+\s+)?\w+\s+for each\b", re.IGNORECASE)
_GROUPED = re.compile(r"\b(?:within|inside)\b|\bfor each\b", re.IGNORECASE)


def _order(passage: Passage) -> Iterator[Content]:
    # "Print them sorted by" and "the five first, sorted by" are about something else.
    if re.search(r"\bprint", passage.text, re.IGNORECASE):
        return
    # Within a group, or of several groups, is another order than that of the whole.
    if _GROUPED.search(_ONE_EACH.sub("", passage.text)) or _NOT_ALL.search(passage.text):
        return
    if match := _SORTED.search(passage.text):
        # What is said behind a second key may be said of that one only.
        told = _NEXT_KEY.split(match[0])[0]
        yield Order(passage.file, match["key"], _direction(told, match["key"].lower()))


_NEXT_KEY = re.compile(r",?\s+(?:and|then|within|for)\b(?=[^.;]*\bby\b)", re.IGNORECASE)


def _direction(text: str, key: str) -> Literal["ascending", "descending", "either"]:
    down = bool(_DOWN.search(text) or _LATEST.search(text))
    up = bool(_UP.search(text) or _EARLIEST.search(text))
    if _OLDEST.search(text):
        # The oldest person has the greatest age, and the oldest letter the earliest date.
        down, up = (True, up) if key == "age" else (down, True)
    if key == "age" and _YOUNGEST.search(text):
        up = True
    if down == up:
        return "either"
    return "descending" if down else "ascending"


# Workbooks and databases


_SHEET = re.compile(
    r"\b(?P<number>one|a\s+single|only\s+one|a|an)?\s*(?:work)?sheet\s+(?:that\s+is\s+)?"
    r"(?:called|named)\s+(?P<quote>['\"`])?(?P<name>(?(quote)[^'\"`]{1,31}|(?-i:[A-Z])\w{0,30}))"
    # More than one word without quotes: where the name ends is a guess.
    r"(?(quote)|(?=\s*(?:$|[,.;:)]|(?:and|with|that|which|has|holds|contains|for|in|of|to)\b)))",
    re.IGNORECASE,
)
_NOT_MADE = re.compile(
    r"\b(?:without|remov\w*|delet\w*|drop\w*|strip\w*|extract\w*)\b", re.IGNORECASE
)
_READ = re.compile(r"\b(?:from|of|read|reads|reading)\s+(?:the\s*)?$", re.IGNORECASE)
_TABLE = re.compile(
    r"\btable\s+(?:(?:called|named)\s+)?['\"`]?(?P<name>(?!that\b|with\b|which\b|has\b|for\b)\w+)"
    r"['\"`]?,?\s+(?:that\s+|which\s+)?(?:with|has|having|containing|contains)\s+"
    rf"{_THE}(?:{_NUMBER}\s+)?columns:?\s+{_LIST}",
    re.IGNORECASE,
)


def _sheets(passage: Passage) -> Iterator[Content]:
    text = passage.text.partition(passage.file)[2] if passage.names_it else passage.text
    found = [match for match in _SHEET.finditer(text) if not _READ.search(text[: match.start()])]
    if _NOT_MADE.search(text[: found[-1].end()] if found else ""):
        return
    for match in found:
        only = bool(re.match(r"one|a\s+single|only", match["number"] or "", re.IGNORECASE))
        yield Sheet(passage.file, match["name"].strip(), only and len(found) == 1)


def _tables(passage: Passage) -> Iterator[Content]:
    for match in _TABLE.finditer(passage.text):
        columns = parse_name_list(match["list"])
        if columns:
            yield Table(passage.file, match["name"], columns)


# Texts, documents and pictures


_MOVED = re.compile(
    r"\b(?:in\s+)?revers(?:e|ed)\s+order\b|\breverse\s+the\s+(?:order|lines)\b", re.I
)
_CHANGED = re.compile(
    r"\b(?:unique|duplicat\w*|distinct|without|blank|empty|remov\w*|strip\w*|only|skip\w*|filter\w*"
    r"|number(?:ed|s|ing)?|sort\w*|alphabet\w*|upper\w*|lower\w*|first\s+\w+\s+lines|words?|letters?|characters?"
    r"|each\s+line\s+revers\w*|(?<!so )that|which|contain\w*|begin\w*|start\w*"
    r"|with|(?:last|first)\s+(?:\d+|\w+\s+lines))\b",
    re.IGNORECASE,
)
_PAGES = re.compile(
    rf"\b(?:with|has|have)\s+(?:exactly\s+)?(?P<number>{_NUMBER})\s+pages?\b"
    r"(?!\s+(?:per|each|for (?:each|every|all))\b)",
    re.I,
)
_SIZES = (
    re.compile(r"\b(?P<width>\d{1,5})\s?(?:x|×|by)\s?(?P<height>\d{1,5})\s*(?:pixels?|px)\b", re.I),
    re.compile(
        r"\bwidth\s+of\s+(?P<width>\d{1,5})\b[^.]{0,30}?\bheight\s+of\s+(?P<height>\d{1,5})\b", re.I
    ),
    re.compile(
        r"\b(?P<width>\d{1,5})\s+(?:pixels\s+)?wide\s+and\s+(?P<height>\d{1,5})\s+(?:pixels\s+)?"
        r"(?:high|tall)\b",
        re.I,
    ),
)
# Its name may stand in the next sentence.
_MAKES_PICTURE = re.compile(
    r"^\W*(?:Make|Create|Draw|Generate|Produce)\s+(?:a|an)\s+(?:\w+\s+)?(?:picture|image)\b"
)
# The size of a frame to fit in, or of a part.
_OTHER_SIZE = re.compile(
    r"\b(?:fits?|fitting|at most|max\w*|up to|within|proportions?|aspect|fields|squares?|tiles?"
    r"|cells?|thumbnails?|boxe?s?|each|paste\w*|logo|no (?:larger|bigger)|at least)\b",
    re.IGNORECASE,
)


def _reversed(passage: Passage) -> Iterator[Content]:
    about_lines = re.search(r"\blines\b", passage.text)
    moved = _MOVED.search(passage.text) and not _CHANGED.search(passage.text)
    if len(passage.inputs) == 1 and about_lines and moved:
        yield Reversed(passage.file, passage.inputs[0])


_SAID = (
    r"(?:exactly\s+)?(?:the\s+)?(?:(?:text|words?|line|sentence|content|message)\s+)?"
    r"(?P<quote>['\"`])(?P<text>(?:(?!(?P=quote)).){1,200})(?P=quote)"
)
_WORD = r"(?:exactly\s+)?the\s+word\s+(?P<text>\w+)"
_MADE = (
    r"(?:an?\s+|the\s+)?(?:new\s+|plain\s+)?(?:text\s+)?(?:file\s+)?(?:called\s+|named\s+)?"
    r"['\"`]?{file}['\"`]?"
)
_WORDINGS = (
    r"(?:please\s+)?(?:write|save|put|store)\s+{said}\s+(?:in|to|into)\s+{made}",
    r"(?:please\s+)?(?:create|make|write|save)\s+{made},?\s+"
    r"(?:with|containing|that\s+contains|which\s+contains)\s+{said}(?:\s+in\s+it)?",
)
_BLANKS = re.compile(r"[<>{}\[\]%\\]|\.\.\.|…")


def _wording(passage: Passage) -> Iterator[Content]:
    """What a file holds that the text says to the letter, with no blanks to fill in.

    The sentence must be all of the text: another may add to the file without naming it, and where
    there are words to be counted, "the word count" is no word.
    """
    if not passage.is_all:
        return
    sentence = passage.text.strip().rstrip(".!")
    made = _MADE.replace("{file}", re.escape(passage.file))
    for said in (_SAID, _WORD):
        for wording in _WORDINGS:
            wanted = wording.replace("{said}", said).replace("{made}", made)
            match = re.fullmatch(wanted, sentence, re.IGNORECASE)
            if match and not _BLANKS.search(match["text"]):
                yield Wording(passage.file, match["text"])


def _ends(passage: Passage) -> Iterator[Content]:
    first, last = end_lines(passage.text, passage.all_text)
    if first or last:
        yield Ends(passage.file, first, last)


def _pages(passage: Passage) -> Iterator[Content]:
    if match := _PAGES.search(passage.text):
        yield Pages(passage.file, number_of(match["number"]))


_WHOLE_PAGE = re.compile(
    r"\b(?:complete|full|valid)\s+(?:HTML5?\s+|web\s*)?(?:page|document|file)\b", re.IGNORECASE
)
_ELEMENTS = re.compile(
    r"\b(?:an?|the|one|exactly one)\s+<?(?P<name>h[1-6]|table|[uod]l|title|nav|main|form|footer)>?"
    r"\s+(?:element|tag)s?\b",
    re.IGNORECASE,
)


def _elements(passage: Passage) -> Iterator[Content]:
    if _NOT_MADE.search(passage.text):
        return
    named = [match["name"].lower() for match in _ELEMENTS.finditer(passage.text)]
    whole = ["html", "head", "body"] if _WHOLE_PAGE.search(passage.text) else []
    if whole or named:
        yield Elements(passage.file, (*whole, *named))


def _pixel_size(passage: Passage) -> Iterator[Content]:
    if not passage.names_it and not _MAKES_PICTURE.search(passage.text):
        return
    found = [match for size in _SIZES for match in size.finditer(passage.text)]
    # Two sizes in one sentence: what was, and what is to be.
    if len(found) == 1 and len(passage.inputs) < 2 and not _OTHER_SIZE.search(passage.text):
        yield PixelSize(passage.file, int(found[0]["width"]), int(found[0]["height"]))


_READERS: dict[str, tuple[Callable[[Passage], Iterator[Content]], ...]] = {
    ".json": (_whole, _json_keys, _order),
    **dict.fromkeys((".yaml", ".yml"), (_whole,)),
    ".csv": (_order,),
    ".tsv": (_order,),
    ".xlsx": (_sheets,),
    **dict.fromkeys((".db", ".sqlite", ".sqlite3"), (_tables,)),
    ".txt": (_reversed, _wording, _ends),
    ".pdf": (_pages,),
    **dict.fromkeys((".html", ".htm"), (_elements,)),
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".gif", ".bmp"), (_pixel_size,)),
}


_ROUNDED = re.compile(
    r"\b(?:round\w*\s+to|with)\s+(?:exactly\s+)?"
    rf"(?P<number>{_NUMBER})\s+(?:decimal\s+places|decimals|digits\s+after\s+the\s+(?:decimal\s+)?point)",
    re.IGNORECASE,
)


def read_decimals(text: str) -> int | None:
    """To how many decimals numbers are rounded; none when the text tells none or several."""
    found = {number_of(match["number"]) for match in _ROUNDED.finditer(text)}
    return found.pop() if len(found) == 1 else None
