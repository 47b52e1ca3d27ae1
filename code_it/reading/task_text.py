"""Text -> Task, by plain reading: the files, addresses and examples that it names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from code_it.flow import Task
from code_it.reading.columns import read_columns
from code_it.reading.contents import read_contents, read_decimals
from code_it.reading.examples_in_text import find_examples
from code_it.reading.file_names import FILE, URL, tidy
from code_it.reading.input_output import signature_in
from code_it.reading.line_counts import line_counts
from code_it.reading.mentions import Mention, find_mentions
from code_it.reading.missing_inputs import missing_inputs

_MOST_CHARACTERS = 20_000
_MOST_FOLDERS = 40

_FOLDER_PATTERNS = (
    re.compile(
        r"\b(?:folder|directory|sub-?folder)[ \t]+(?:(?:called|named)[ \t]+)?['\"`]?"
        r"(?P<name>[\w-](?:[\w./-]{0,198}\w)?)",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?<![\w./\\~$-])(?P<name>[\w-](?:[\w./-]{0,198}\w)?)/?['\"`]?[ \t]+"
        r"(?:folder|directory)\b",
        re.IGNORECASE,
    ),
    # "in photos": it counts where there is a folder of that name.
    re.compile(
        r"\b(?:in|from|inside|into|of|to|below|under)[ \t]+['\"`]?"
        r"(?P<name>[\w-](?:[\w./-]{0,198}\w)?)",
        re.IGNORECASE,
    ),
)

_CHANGING = (
    r"(?:updat|modify|edit|overwrit|replac|renam|delet|remov|append|fix|chang|mov|clean|add|sort|"
    r"organi[sz]|set|rotat|resiz)(?:e|es|ing|s)?(?: up)?"
)
_MUTATING = re.compile(
    rf"\b(?:in[ -]place|{_CHANGING}|(?:in|to|into) the same file"
    r"|(?:save|write|put) (?:it|them|the (?:file|results?))(?: \w+)? (?:back|again))\b",
    re.IGNORECASE,
)
# Where nothing is made and nothing printed, this is to be done to the file itself.
_MUTATING_ALL = re.compile(
    r"\b(?:increas|decreas|capitali[sz]|convert|round|fill|swap|strip|shuffl|revers|crop|translat"
    r"|anonymi[sz]|deduplicat|correct|multipl|rais|lower|mark|normali[sz]|format|rewrit)"
    r"(?:e|es|ing|s|y|ies)?\b",
    re.IGNORECASE,
)
# These change the file itself, whatever else the task makes.
_CERTAINLY_MUTATING = re.compile(
    r"\bin[ -]place\b|\b(?:renam|delet|remov|overwrit|updat|mov)(?:e|es|ing)\s+"
    r"(?:(?:the|a|an|each|every|all|original|old|existing|file|files)[\s'\"`]+){0,4}"
    r"(?P<what>['\"`]?\ufffc|(?:it|them|these|those|originals?|files?)\b)",
    re.IGNORECASE,
)
# "Rename these", "put a number before their names": what they are, another sentence says.
_MUTATING_THEM = re.compile(
    r"\b(?:renam|delet|remov|mov)(?:e|es|ing)\s+(?:all\s+(?:of\s+)?)?(?:them|these|those)\b"
    rf"|\b(?:{_CHANGING}|put|give|number)\b[^.]{{0,80}}\b(?:their|its|the file)\s+names?\b",
    re.IGNORECASE,
)
_BULK = re.compile(
    r"\b(?:all|every|each|any|the)\b[^!?]{0,40}\b(?:files?|images?|pictures?|photos?|documents?)\b",
    re.IGNORECASE,
)
_NEGATED = re.compile(
    r"(?:\b(?:do not|must not|should not|not to|never|without)\b|\bdon't\b)"
    r".*?(?=\bbut\b|\binstead\b|;|$)",
    re.IGNORECASE | re.DOTALL,
)
_SENTENCE_END = re.compile(r"(?<!e\.g)(?<!i\.e)[.!?](?=\s)|\n[ \t]*\n|\n[ \t]*(?=[-*•A-Z])")

_PRINTING = re.compile(
    r"\b(?:print|prints|printing|printed out)\b|\b(?:show|display|output|write)s?\b[^.]{0,60}"
    r"\b(?:screen|terminal|console|stdout|standard output)\b",
    re.IGNORECASE,
)
# A page may be printed by a person.
_NO_PRINTING = re.compile(
    r"\bprint(?:s|ing)? (?:nothing|no|button|size|quality|layout|version|dialog|edition)\b"
    r"|\b(?:button|ready|link|enough|suitable) (?:to|for) print\w*|\bfor print(?:ing)?\b",
    re.IGNORECASE,
)
_PRINTING_ELSEWHERE = re.compile(
    r"\bprint\w*\b[^.]{0,200}\b(?:to|into)\s[^.]{0,30}\ufffc", re.IGNORECASE
)
_MAYBE_PRINTING = re.compile(
    r"\b(?:if|unless|when|whenever|function|method"
    r"|only(?!\s+(?:the|its)\s+(?:\w+\s+)?(?:number|sum|total|result|answer|count|mean)\b))\b",
    re.IGNORECASE,
)
_ALWAYS = re.compile(r"\b(?:else|otherwise)\b", re.IGNORECASE)

_WEB = re.compile(
    r"\b(?:rest|web|http|public|online) (?:api|service)\b"
    r"|\b(?:use|using|from|call|calls|query|queries|ask|via|with|through)\s+"
    r"(?:(?:the|a|an|its|their)\s+)?(?:[\w.-]+\s+){0,3}api\b"
    r"|\b(?:from|on|over|search|via) the (?:inter|)(?:net|web)\b"
    r"|(?:^|[.,;:!?\n]\s{0,3}|\b(?:and|then|to|should|must|will|shall|can|that|which|please)\s+)"
    r"(?:download|scrape|crawl)s?\s+(?!folder|directory|size|count|number)\w"
    r"|\b(?:get|fetch|read|load|open|visit|check|collect|monitor)\w*\b[^.\ufffc]{0,60}"
    r"\b(?:web ?site|web ?page|home ?page)s?\b(?![^.]{0,40}\ufffc)"
    r"|\b(?:is|are)\s+(?:online|reachable)\b",
    re.IGNORECASE,
)


def read_text(text: str, folder: Path) -> Task:
    """Everything that `text` says by itself, looked up in `folder`; the brief is left empty.

    Only the first 20,000 characters are read.
    """
    head = text[:_MOST_CHARACTERS]
    blanked, mentions = find_mentions(head, lambda name: exists(folder, name))
    # A file that is first read and then written is changed, and not made.
    first: dict[str, Mention] = {}
    for mention in mentions:
        first.setdefault(mention.name, mention)
    there = {name for name in first if exists(folder, name)}
    made = _unique(
        m.name
        for m in mentions
        if m.role == "made" and not (m.name in there and first[m.name].role == "taken")
    )
    named = _unique(_folders(head))[:_MOST_FOLDERS]
    folders = tuple(name for name in named if is_inside_folder(folder, name))
    present = [name for name in first if name in there and name not in made]
    may_change = _may_change(blanked, mentions, made, folders)
    return Task(
        text=text,
        input_files=_unique([*present, *folders]),
        missing_files=missing_inputs(mentions, folder),
        output_files=made,
        may_change=may_change,
        columns=read_columns(head, made),
        line_counts=line_counts(sentences_of(head), made, present),
        contents=read_contents(sentences_of(head), made, present),
        decimals=read_decimals(head),
        urls=_urls(head),
        examples=find_examples(head),
        function=str(signature_in(head) or ""),
        asks_for_output=_asks_for_output(blanked) or (not may_change and _asks(blanked)),
        needs_network=bool(URL.search(head) or _WEB.search(blanked)),
    )


def exists(folder: Path, name: str) -> bool:
    """Is there something of that name in `folder`, and not behind a link that leads out of it?"""
    try:
        path = (folder / name).resolve(strict=True)
    except (OSError, ValueError, RuntimeError):
        return False
    return path.is_relative_to(folder.resolve())


def is_inside_folder(folder: Path, name: str) -> bool:
    """Is `name` a folder below `folder`, and not `folder` itself?"""
    return exists(folder, name) and (folder / name).is_dir() and tidy(name) != "."


def _folders(text: str) -> Iterator[str]:
    for pattern in _FOLDER_PATTERNS:
        for match in pattern.finditer(text):
            name = match["name"]
            if not name.startswith(("/", "-")) and ".." not in name.split("/"):
                yield tidy(name)


def _may_change(
    blanked: str,
    mentions: tuple[Mention, ...],
    made: tuple[str, ...],
    folders: tuple[str, ...],
) -> tuple[str, ...]:
    names = [m.name for m in mentions if m.role != "taken"]
    prints = _asks_for_output(blanked) or "?" in blanked
    for start, end in _sentences(blanked):
        sentence = _NEGATED.sub(" ", blanked[start:end])
        here = [m for m in mentions if start <= m.start < end]
        near = [name for name in folders if name in sentence]
        objects = [match["what"] for match in _CERTAINLY_MUTATING.finditer(sentence)]
        names += _direct_objects(blanked[start:end], start, here)
        # "Remove the empty lines of a.txt and write the rest to b.txt" is about the content.
        loosely = not made and (
            _MUTATING.search(sentence) or (not prints and _MUTATING_ALL.search(sentence))
        )
        if loosely or any(what is None or FILE not in what for what in objects):
            names += [m.name for m in here] + [f"{name}/*" for name in near]
            if not here and not near:
                names += _meant_by(sentence, mentions, folders)
        names += [f"{name}/*" for name in near if _is_filled(sentence, name)]
        if not made and _MUTATING_THEM.search(sentence):
            names += [f"{name}/*" for name in folders]
    return _unique(names)


def _direct_objects(sentence: str, offset: int, mentions: list[Mention]) -> list[str]:
    """The names that stand behind "delete", "rename" and the like."""
    negated = [match.span() for match in _NEGATED.finditer(sentence)]
    starts = {
        offset + match.end() - 1
        for match in _CERTAINLY_MUTATING.finditer(sentence)
        if not any(start <= match.start() < end for start, end in negated)
    }
    return [m.name for m in mentions if m.start in starts]


def _is_filled(sentence: str, name: str) -> bool:
    """Does the sentence put something into the folder `name`?"""
    end = r"['\"`]?" + re.escape(name)
    folder = r"\s+(?:(?:the|a)\s+)?(?:new\s+)?(?:(?:sub-?)?folder|directory)\s+" + end
    into = rf"\b(?:into|inside)\s+(?:the\s+)?{end}|\b(?:into|to|inside){folder}"
    put_in = r"\b(?:save|store|put|place)\b(?:(?!\b(?:of|every|each|all)\b)[^.]){0,60}\bin" + folder
    return bool(re.search(f"{into}|{put_in}", sentence, re.IGNORECASE))


def sentences_of(text: str) -> list[str]:
    """The sentences of a text, each on one line."""
    return [_one_line(text[start:end]) for start, end in _sentences(text)]


def _one_line(sentence: str) -> str:
    return " ".join(sentence.split())


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _SENTENCE_END.finditer(text):
        yield start, match.end()
        start = match.end()
    yield start, len(text)


def _meant_by(sentence: str, mentions: tuple[Mention, ...], folders: tuple[str, ...]) -> list[str]:
    """What a sentence is about that names no file: "change the port to 80", "all files"."""
    if _BULK.search(sentence):
        return [f"{name}/*" for name in folders] or ([] if mentions else ["*"])
    return [m.name for m in mentions if m.role == "taken"]


def _asks_for_output(blanked: str) -> bool:
    for start, end in _sentences(blanked):
        sentence = _NEGATED.sub(" ", blanked[start:end])
        sentence = _NO_PRINTING.sub(" ", sentence)
        if not _PRINTING.search(sentence) or _PRINTING_ELSEWHERE.search(sentence):
            continue
        if not _MAYBE_PRINTING.search(sentence) or _ALWAYS.search(sentence):
            return True
    return False


# "How many lines has a.txt?", "Find the longest word": where no file is to be made or changed, only
# what is printed can answer that.
_ASKING = re.compile(
    r"(?:^|[.!?:\n]\s*)(?:please\s+)?(?:can\s+you\s+|could\s+you\s+)?"
    r"(?:tell\s+me|show|display|output|say|find|count|calculate|compute|list|give\s+me|determine"
    r"|work\s+out|check\s+(?:if|whether)|what|which|who|how\s+(?:many|much|often|long|old|far)"
    r"|i\s+(?:want|need|would\s+like)\s+to\s+know)\b",
    re.IGNORECASE,
)
_DOING = re.compile(
    r"\b(?:function|class|method|module|library|server|window|gui|app|game|bot|website"
    r"|download\w*|upload\w*|send|sends|post|posts|mail|email it|print(?:s|ing)?"
    r"|writ(?:e|es|ing|ten)|sav(?:e|es|ing)|stor(?:e|es|ing)|mov(?:e|es)|copy|copies|renam\w*"
    r"|delet\w*|remov\w*|insert\w*|updat\w*|creat\w*|mak(?:e|es))\b",
    re.IGNORECASE,
)


def _asks(blanked: str) -> bool:
    return bool(_ASKING.search(blanked)) and not _DOING.search(blanked)


def _urls(text: str) -> tuple[str, ...]:
    found = []
    for match in URL.finditer(text):
        url = match[0].rstrip(".,;:!?*_")
        while url.endswith(")") and url.count(")") > url.count("("):
            url = url[:-1].rstrip(".,;:!?")
        # "https://example.org/users/{id}" and ".../<city>" are patterns, not addresses.
        is_pattern = "{" in url or text[match.end() : match.end() + 1] in ("<", "{")
        if re.match(r"https?://\w", url, re.IGNORECASE) and not is_pattern:
            found.append(url)
    return _unique(found)


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
