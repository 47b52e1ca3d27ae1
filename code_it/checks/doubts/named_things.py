"""Sentence, source -> what a sentence of the task names, and a script does not.

Words in quotes, titles, styles, colours, endings of files, numbers, amounts, libraries: a script
that does what the sentence says has them in it.
"""

from __future__ import annotations

import ast
import math
import re
import sys
from collections.abc import Iterator
from functools import cache

from code_it.checks.imports import packages_of
from code_it.checks.syntax import parse
from code_it.flow import Task
from code_it.recipes import all_recipes

# "units times unit_price": what is named there is computed with.
_COMPUTED = re.compile(
    r"\b(?P<one>[A-Za-z_]\w*)\s+(?:times|plus|minus|divided by|multiplied (?:by|with))\s+"
    r"(?:the\s+)?(?P<other>[A-Za-z_]\w*)"
)


# A word in quotes is to be written, looked for, or given to a function as it stands.
_QUOTED = re.compile(r"""(?<!\w)(?P<quote>['"`])(?P<word>\w[\w-]*)(?P=quote)(?!\w)""")
# What is only one of many, or is given to a function, need not stand in the script.
_SAMPLES = re.compile(
    r"\b(?:such as|for example|for instance|e\.g\.)[^;:.]*|\b\w+\((?:[^()]|\([^()]*\))*\)",
    re.IGNORECASE,
)
# "joined by ' and '": what stands between is written as it is.
_JOINED = re.compile(
    r"\b(?:join|separat|divid|connect)\w*\s+(?:by|with)\s+(?P<quote>['\"`])(?P<text>[^'\"`\n]{1,10})"
    r"(?P=quote)",
    re.IGNORECASE,
)
# "with the heading Top customers and a table": the words are to be written.
_TITLED = re.compile(
    r"\b(?:heading|headline|title|caption)\s+(?:is\s+|of\s+|reads\s+|says\s+)?[\"'`]?"
    r"(?P<words>[A-Z][\w-]*(?:\s(?!(?:and|in|with|for|on|at|is|as|or|from|to)\b)[\w-]+){0,5})"
)
# "Set the author of the file to Ann Lee".
_SET = re.compile(
    r"\b[Ss]et\s+(?:the|its)\s+(?:[^.;]|\.(?=\w)){3,60}?\sto\s+"
    r"[\"'`]?(?P<words>[A-Z]\w+(?:\s[\w-]+){1,5})[\"'`]?(?=[.,;]|$)"
)
# "all the .txt files": the others are to be passed over.
_ENDED = re.compile(
    r"\b(?:all|every|each|only|the)\b[^.,;]{0,15}?(?<!\w)(?P<ending>\.[a-z]\w{1,4})\s+(?:files?|ones)\b",
    re.IGNORECASE,
)
# "in the style List Bullet"; of a heading or a title, a function of its own makes it.
_STYLED = re.compile(
    r"\bstyle\s+(?:called\s+|named\s+)?[\"'`]?"
    r"(?P<words>(?!Heading|Title|The\b)[A-Z][\w-]*(?:\s[A-Z\d][\w-]*){0,3})"
)
# "after 12 generations", "up to 5 times": how often or how many is said by a number, which the
# script has, or one next to it, where it counts from 0 or stops before.
_NUMBER = re.compile(
    r"\b(?:after|for|by|up to|every|(?:the )?(?:first|last|next|top)|at most|within"
    r"|(?:more|less|fewer|longer|shorter|older|younger|greater|larger|smaller) than|over|under)"
    r"\s+(?P<number>\d{1,6})\s+(?!pixels)(?:\w+\s+)?[a-z]+s\b"
    r"|(?<!least )\b(?P<times>\d{1,6}) times\b",
    re.IGNORECASE,
)
# "250 euros", "2.5 percent": what is computed with is a number, and not only a word of a text.
_AMOUNT = re.compile(
    r"(?<![\w.,])(?P<amount>\d+(?:\.\d+)?)\s?(?:%|(?:euros?|dollars?|pounds|percent|per cent)\b)",
    re.IGNORECASE,
)
# Colours of what is drawn or filled; in the script they may be names, letters or numbers.
_COLOUR = re.compile(
    r"\b(?P<colour>red|green|blue|yellow|orange|purple|pink|brown|black|gr[ae]y)\s+"
    r"(?:\w+\s+){0,2}(?:bars?|lines?|edges?|fills?|borders?|circles?|squares?|rectangles?|text|points?"
    r"|markers?|curve|background|cells?|font)\b",
    re.IGNORECASE,
)
_COLOUR_CODE = re.compile(
    r"#[0-9a-f]{3}|\b[0-9a-f]{6}\b|\d+, ?\d+, ?\d+|'[rgbykmc]'", re.IGNORECASE
)
_DRAWN = (".png", ".jpg", ".jpeg", ".gif", ".svg", ".pdf", ".xlsx", ".docx", ".pptx", ".html")
# "bars of 15 minutes each from 150 to 330": both ends stand in the script.
_RANGE = re.compile(
    r"\b(?:bars?|bins?|axis|scale|values|numbers(?! of\b))\b[^.;]{0,40}?"
    r"\bfrom\s+(?P<low>\d{1,6})\s+to\s+(?P<high>\d{1,6})\b",
    re.IGNORECASE,
)
# "the class withdrawn" of a web page or an XML file, which is looked for by this name.
_CLASSED = re.compile(
    r"\b(?:class|attribute)\s+[\"'`]?(?P<name>(?!(?:of|and|or|is|has|are|in|with|for|that|which|names?"
    r"|called|named|to|from|as|at|on|by|into|list|was|it|values?)\b)[a-z][\w-]*)",
    re.IGNORECASE,
)
# "each term is a dt element", of a page that has such.
_ELEMENT = re.compile(r"\b(?P<name>[a-z][a-z\d]{0,15}) elements?\b")
# "a field called next" of what is read: the script looks at it by this name.
_CALLED = re.compile(
    r"\b(?:field|key|list|array|object|entry|property|element)\s+(?:called|named)\s+[\"'`]?"
    r"(?P<name>[A-Za-z_]\w*)"
)
# A day of the task, in place of which a script may take the day on which it runs.
_DAY = re.compile(r"\b(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)\b")
_TODAY = re.compile(r"\b(?:date|datetime)\.(?:today|now|utcnow)\(|\bTimestamp\.(?:today|now)\(")
_OF_NOW = re.compile(r"\b(?:today|now|current|currently)\b", re.IGNORECASE)
# "the people on the craft ISS": what is a whole value of the inputs, and written large, is chosen.
_VALUE = re.compile(
    r"\b(?:the|in|on|of|from|with|is|are)\s+(?:\w+\s+)?(?P<value>[A-Z][A-Za-z\d]+)\b(?![^.;]*\bexample)"
)
# "Every line with Failed password for": words that stand so in an input are looked for.
_PHRASE = re.compile(
    r"\b(?:with|contain(?:s|ing)?|has|have|says?|of)\s+(?P<words>[A-Z]\w+(?:\s\w+){1,4})"
)
_MARKUP = (".html", ".htm", ".xhtml", ".xml", ".svg")
_LIBRARY = re.compile(
    # "Use Markdown" may mean no more than the format.
    r"\b(?:us(?:e|ing)\s+(?:the\s+)?(?!(?:markdown|emoji|rich|barcode|docx)\b)(?P<used>[\w-]+)"
    r"|(?:with|by|from)\s+(?:the\s+)?(?P<named>[\w-]+)\s+(?:package|library|module)\b)",
    re.IGNORECASE,
)


def not_named(task: Task, sentence: str, source: str, used: str) -> Iterator[re.Match[str]]:
    """The first of each kind.

    Args:
        source: The script, without comments.
        used: The same without what only says how a table is to be read.
    """
    found = (
        _not_computed(sentence, task.brief, used),
        _not_quoted(sentence, source),
        _not_joined(sentence, source),
        _not_titled(sentence, source),
        _not_set(sentence, source),
        _not_styled(sentence, source),
        _not_ended(sentence, source),
        _not_classed(task, sentence, source),
        _not_looked_at(sentence, task.brief, source),
        _not_dated(task, sentence, source),
        _not_chosen(sentence, task.brief, source),
        _not_looked_for(sentence, task.brief, source),
        _not_coloured(task, sentence, source),
        _not_ranged(sentence, source),
        _not_used(sentence, source),
        _not_counted(sentence, source),
    )
    yield from filter(None, found)


def blanked(pattern: re.Pattern[str], sentence: str) -> str:
    """With blanks in place of what fits, so that all else stays where it was."""
    return pattern.sub(lambda match: " " * len(match[0]), sentence)


def amounts_not_used(sentence: str, used: str) -> Iterator[re.Match[str]]:
    """The amounts that a sentence names, and nothing is computed with."""
    for amount in _AMOUNT.finditer(sentence):
        if not _is_computed_with(float(amount["amount"]), used):
            yield amount


def _not_computed(sentence: str, brief: str, used: str) -> re.Match[str] | None:
    # Columns and keys of the inputs must be called by their names; other words need not be, nor
    # the columns of a sheet, which has numbers for them.
    if "openpyxl" in used:
        return None
    return next(
        (
            match
            for match in _COMPUTED.finditer(sentence)
            for name in match.group("one", "other")
            if f"'{name}'" in brief and not re.search(rf"\b{re.escape(name)}\b", used)
        ),
        None,
    )


def _not_quoted(sentence: str, source: str) -> re.Match[str] | None:
    sentence = blanked(_SAMPLES, sentence)
    return next(
        (
            match
            for match in _QUOTED.finditer(sentence)
            # A date in quotes is a sample of how dates are written.
            if match["word"] not in source and not re.fullmatch(r"[\d-]+", match["word"])
        ),
        None,
    )


def _not_joined(sentence: str, source: str) -> re.Match[str] | None:
    return next((m for m in _JOINED.finditer(sentence) if m["text"] not in source), None)


def _not_titled(sentence: str, source: str) -> re.Match[str] | None:
    written = " ".join(source.lower().split())
    found = (match for match in _TITLED.finditer(sentence) if match["words"][0].isupper())
    return next((m for m in found if m["words"].lower().split()[0] not in written), None)


def _not_set(sentence: str, source: str) -> re.Match[str] | None:
    return next((m for m in _SET.finditer(sentence) if m["words"] not in source), None)


def _not_styled(sentence: str, source: str) -> re.Match[str] | None:
    found = _STYLED.finditer(sentence)
    return next((match for match in found if match["words"].lower() not in source.lower()), None)


def _not_ended(sentence: str, source: str) -> re.Match[str] | None:
    found = _ENDED.finditer(sentence)
    return next((m for m in found if m["ending"][1:].lower() not in source.lower()), None)


def _not_coloured(task: Task, sentence: str, source: str) -> re.Match[str] | None:
    if not any(name.lower().endswith(_DRAWN) for name in task.output_files):
        return None
    has_code = _COLOUR_CODE.search(source)
    found = () if has_code else _COLOUR.finditer(sentence)
    return next((m for m in found if m["colour"].lower() not in source.lower()), None)


def _not_ranged(sentence: str, source: str) -> re.Match[str] | None:
    known = _numbers_in(source)
    for match in _RANGE.finditer(sentence):
        ends = int(match["low"]), int(match["high"])
        if any(known.isdisjoint({end - 1, end, end + 1}) for end in ends if end):
            return match
    return None


def _numbers_in(source: str) -> set[int]:
    return {int(digits) for digits in re.findall(r"\d{1,6}", source)}


def _not_classed(task: Task, sentence: str, source: str) -> re.Match[str] | None:
    if not any(name.lower().endswith(_MARKUP) for name in task.input_files):
        return None
    elements = (
        match
        for match in _ELEMENT.finditer(sentence)
        if f"<{match['name']}>" in task.brief or f"<{match['name']} " in task.brief
    )
    named = (*_CLASSED.finditer(sentence), *elements)
    return next((m for m in named if not re.search(rf"\b{m['name']}\b", source)), None)


def _not_looked_at(sentence: str, brief: str, source: str) -> re.Match[str] | None:
    return next(
        (
            match
            for match in _CALLED.finditer(sentence)
            if re.search(rf"[\"']{match['name']}[\"']", brief)
            and not re.search(rf"\b{match['name']}\b", source)
        ),
        None,
    )


def _not_chosen(sentence: str, brief: str, source: str) -> re.Match[str] | None:
    sentence = blanked(_SAMPLES, sentence)
    return next(
        (
            match
            for match in _VALUE.finditer(sentence)
            # A key stands before a colon, and a column is in the first row.
            if re.search(rf": [\"']{match['value']}[\"'](?!:)", brief)
            and not re.search(rf"\b{match['value']}\b", source, re.IGNORECASE)
        ),
        None,
    )


def _not_looked_for(sentence: str, brief: str, source: str) -> re.Match[str] | None:
    for match in _PHRASE.finditer(blanked(_SAMPLES, sentence)):
        # Where they end is not told: two of them are enough to find them by.
        two = " ".join(match["words"].split()[:2])
        if re.search(rf"\b{two}\b(?![\"'])", brief) and two not in source:
            return match
    return None


def _not_dated(task: Task, sentence: str, source: str) -> re.Match[str] | None:
    if not _TODAY.search(source) or _OF_NOW.search(task.text):
        return None
    return next(
        (
            match
            for match in _DAY.finditer(blanked(_SAMPLES, sentence))
            if match[0] not in source
            and not re.search(r",\s*0?".join(str(int(part)) for part in match.groups()), source)
        ),
        None,
    )


def _not_counted(sentence: str, source: str) -> re.Match[str] | None:
    known = _numbers_in(source)
    sentence = blanked(_TIMES, sentence)
    for match in _NUMBER.finditer(sentence):
        number = int(match["number"] or match["times"])
        if known.isdisjoint({number - 1, number, number + 1}):
            return match
    return None


# An hour may be 60 minutes in the script, or 3600 seconds.
_TIMES = re.compile(
    r"\b\d+\s+(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?)\b", re.IGNORECASE
)


def _is_computed_with(amount: float, source: str) -> bool:
    """Is it a number of the script, or as a part of a hundred, or what is more or less by it?"""
    same = [amount, amount / 100, 1 + amount / 100, 1 - amount / 100]
    same += [100 / amount] if amount else []
    values = [node.value for node in ast.walk(parse(source)) if isinstance(node, ast.Constant)]
    numbers = [float(value) for value in values if isinstance(value, (int, float))]
    texts = [value for value in values if isinstance(value, str)]
    # `Decimal("2.5")`, and SQL.
    read = any(
        re.search(rf"^\s*{each:g}\s*$|[*/<>=+-]\s*{each:g}\b", text)
        for text in texts
        for each in (amount, amount / 100)
    )
    return read or any(math.isclose(number, each) for number in numbers for each in same)


def _not_used(sentence: str, source: str) -> re.Match[str] | None:
    """A library that is named and that nothing is imported from."""
    imported = packages_of(source)
    for match in _LIBRARY.finditer(sentence):
        modules = _modules_of_libraries().get((match["used"] or match["named"]).lower())
        if modules is not None and imported.isdisjoint(modules):
            return match
    return None


@cache
def _modules_of_libraries() -> dict[str, set[str]]:
    """By the name of a library what is imported from it, as the recipes do it."""
    found: dict[str, set[str]] = {}
    for recipe in all_recipes():
        modules = packages_of(recipe.code) - sys.stdlib_module_names
        for name in {*recipe.needs, *modules} if recipe.needs else ():
            found.setdefault(name.lower(), set()).update(modules)
    return found
