"""Task, source -> the instructions of the task that have left no trace in a script.

Small models leave out what does not stop a script from running: that a list is sorted, that a text
is escaped. Some words of a task can hardly be followed without certain words of Python: where none
of these stands in the script, the sentence was likely forgotten.

A script may do it in a way that is not thought of here, so nothing fails by it.
"""

from __future__ import annotations

import ast
import math
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from code_it.checks.imports import packages_of
from code_it.flow import Task
from code_it.reading.task_text import sentences_of
from code_it.recipes import all_recipes

_SORT = (
    "first make a list of them and sort that, as rows = sorted(rows, key=lambda row: row['size'])"
    " for the smallest or the earliest first, which"
)
_TRACES: tuple[tuple[str, str, str], ...] = (
    (
        r"\b(?:sort(?:ed)?|order(?:ed)?)\s+(?:\w+\s+){0,3}?by\b|\bsorted\b|\balphabetical\w*"
        r"|\b(?:ascending|descending)\b"
        r"|\b(?:highest|lowest|largest|smallest|longest|shortest|newest|oldest|latest|earliest|most"
        r"|best|cheapest)\s+(?:(?!comes?\b)\w+\s+){0,2}first\b",
        # A pivot table sorts by itself.
        r"sort|nlargest|nsmallest|most_common|order\s+by|heapq|bisect|\bmax\(|\bmin\(|pivot|crosstab"
        r"|groupby",
        _SORT,
    ),
    (
        r"\bin (?:the )?order of (?!(?:(?:the|their|its|a) )?(?:\w+ )?(?:files?|lines?|rows?|list"
        r"|input|appear\w*|first|sheet|table|text|task|page)\b|\S+\.\w)"
        r"|\bthe \w+(?: (?!that\b|which\b|who\b)\w+){0,5} comes? first\b(?! in\b)",
        r"sort|nlargest|nsmallest|most_common|order\s+by|heapq|bisect|pivot|crosstab|groupby|revers"
        r"|::\s*-1|\brange\(",
        _SORT,
    ),
    (
        r"\bdescending\b|\b(?:highest|largest|longest|newest|latest|biggest|best)\s+(?:\w+\s+){0,2}first\b",
        r"reverse|ascending|\bdesc\b|\[::-1\]|most_common|nlargest|[:(,]\s*\(?\s*-",
        "reverse=True, or ascending=False",
    ),
    (
        r"\bround(?:ed|ing)?\b|\b(?:two|three|\d)\s+(?:decimals|decimal places)\b",
        r"round|\.\d*f\b|quantize|decimals|%\.\d|format|precision|ceil|floor|trunc|//|\bint\(",
        "round(number, 2), and f'{number:.2f}' in a text",
    ),
    (r"\bescap(?:ed?|ing)\b|\bautoescap\w*", r"escape|quote|replace|json\.dump",
     "html.escape(text)"),
    (r"\b(?:complete|full|valid|whole)\s+(?:HTML5?\s+|web\s*)(?:page|document)s?\b"
     r"|\bcomplete (?:page|document)s?\b", r"<html|doctype|ET\.|Document\(",
     "'<!DOCTYPE html><html><head>...</head><body>' around it"),
    (r"\bin bold\b|\bbold\b", r"bold|\*\*|<b>|<strong>", ""),
    # Inputs may have such letters, which the script is to look past.
    (r"\b(?:upper[- ]?case|capital letters)\b",
     r"upper|capital|title|lower|casefold|IGNORECASE|re\.I\b",
     "text.upper()"),
    (r"\blower[- ]?case\b", r"lower|upper|casefold|IGNORECASE|re\.I\b",
     "text.lower()"),
    (r"\b(?:ignor\w+|regardless of|without regard to)\s+(?:upper|lower|the\s+)?[- /]*case\b"
     r"|\bcase[- ]insensitiv\w+", r"lower|upper|casefold|IGNORECASE|re\.I\b|\(\?i\)|NOCASE",
     "text.lower() on both sides"),
    (r"\bforward slash(?:es)?\b", r"posix|replace|sep|['\"]/['\"]",
     "path.as_posix()"),
    (r"\brelative to\b", r"relative_to|relpath|relative|removeprefix|replace|len\(|chdir|split",
     "os.path.relpath(path, folder)"),
    (r"\bmost (?:often|frequent(?:ly)?|common)\b",
     r"count|\bmode\(|\.get\(|defaultdict|groupby|\+= ?1|most_common",
     "collections.Counter(items).most_common()"),
    (r"\b(?:total|sum|average|mean|number|count|amount|revenue|turnover)s?\b[^.,;]{0,40}"
     r"\b(?:of|for|per|by|in)\s+(?:each|every)\b",
     r"group|dict|\{\}|\{[^}]*:|Counter|pivot|crosstab|value_counts|unique|resample|\bfor\b|get\(",
     "rows.groupby('name')['amount'].sum()"),
    (r"\bmedian\b", r"median|quantile|sort|percentile|describe",
     "statistics.median(numbers)"),
    (r"\b(?:standard deviation|variance)\b", r"std|stdev|var|sqrt|\*\*",
     "statistics.stdev(numbers)"),
    (r"\btransparen\w+\b", r"RGBA|alpha|transparen|LA\b|\bmask\b",
     "the mode RGBA, with 0 as the fourth number,"
     " or base.paste(picture, (0, 0), picture.convert('RGBA'))"),
    (r"\bgr[ae]y[- ]?scale\b", r"convert|gr[ae]y|\bL\b",
     "image.convert('L')"),
    (r"\bas (?:real )?numbers\b|\bnumbers?,? (?:and )?not (?:as )?(?:a )?text\b",
     r"float|int\(|Decimal|numeric|read_|astype|eval|load|len\(|sum\(|count| [-+*/] ",
     "float(text)"),
    (r"(?<!\bnot )(?<!\bno )(?<!\bnot as )(?<!\bnot a )(?<!\bnot as a )(?<!\bnot the )"
     r"(?<!\bwithout )(?<!\bwithout a )(?<!\binstead of )(?<!\binstead of a )"
     r"(?<!\bchemical )\bformulas?\b(?!:?\s+\w+\s*=)",
     r"['\"]=",
     "a text such as '=SUM(A2:A9)'"),
    (r"\b(?:password|passphrase)[- ]protect\w*|\bencrypted? with\b", r"encrypt|password|pwd",
     ""),
    (r"\baxis labels?\b|\blabel(?:s|led|ed)?\b[^.]{0,20}\bax[ei]s\b", r"label",
     "axes.set_xlabel(text), axes.set_ylabel(text)"),
    (r"\blegend\b", r"legend|label",
     "label=... for each line, and axes.legend()"),
    (r"\bindent(?:ed|ation)?\b", r"indent|textwrap|' {2,}|\\t|ljust|rjust|:[<>^]?\d",
     ""),
    (r"\b(?:a )?comma and (?:a |one )?space\b|\bcomma followed by a space\b", r", ['\"{]",
     "', '.join(texts)"),
    (r"\bduplicates?\b|\bdistinct\b|\bonly once\b",
     r"set\(|dict|unique|distinct|duplicate|Counter|\bin\b|group|\{\}",
     "a set of what was seen"),
    (r"\b(?:blank|empty) lines?\b",
     r"\bif\b|\bfilter\b|\\n\\n|\\n\s*\*|print\(\)|dropna|skip_blank|re\.split",
     "if not line.strip()"),
)  # fmt: skip


# "units times unit_price": what is named there is computed with.
_COMPUTED = re.compile(
    r"\b(?P<one>[A-Za-z_]\w*)\s+(?:times|plus|minus|divided by|multiplied (?:by|with))\s+"
    r"(?:the\s+)?(?P<other>[A-Za-z_]\w*)"
)


# A word in quotes is to be written, looked for, or given to a function as it stands.
_QUOTED = re.compile(r"""(?<!\w)(?P<quote>['"`])(?P<word>\w[\w-]*)(?P=quote)(?!\w)""")
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
    r"\b(?:after|for|by|up to|every|(?:the )?(?:first|last|next|top)|(?:more|less|fewer) than"
    r"|within)\s+(?P<number>\d{1,6})\s+(?!pixels)(?:\w+\s+)?[a-z]+s\b"
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
    r"\b(?:bars?|bins?|axis|scale|values|numbers?)\b[^.;]{0,40}?\bfrom\s+(?P<low>\d{1,6})\s+to\s+"
    r"(?P<high>\d{1,6})\b",
    re.IGNORECASE,
)
_LIBRARY = re.compile(
    # "Use Markdown" may mean no more than the format.
    r"\b(?:us(?:e|ing)\s+(?:the\s+)?(?!(?:markdown|emoji|rich|barcode|docx)\b)(?P<used>[\w-]+)"
    r"|(?:with|by|from)\s+(?:the\s+)?(?P<named>[\w-]+)\s+(?:package|library|module)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class LeftOut:
    """An instruction of which nothing is to be seen in a script."""

    text: str
    """The sentence that it stands in; of a long one the part."""
    words: str
    """What is told there."""
    how: str = ""
    """What does it in Python, where that is always alike."""


def left_out(task: Task, source: str) -> tuple[LeftOut, ...]:
    """The instructions of which nothing is to be seen in the script.

    Args:
        source: It compiles.
    """
    # Without its comments, which say what was to be done.
    source = ast.unparse(ast.parse(source))
    used = ast.unparse(_Uses().visit(ast.parse(source)))
    return tuple(
        LeftOut(_part_around(sentence, match), match[0], how)
        for sentence in sentences_of(task.text)
        for match, how in _missing(task, _without_denials(task, sentence), source, used)
    )


# What is not to be done, or is so already, leaves no trace.
_DENIED = re.compile(
    r"\b(?:(?:do|does|must|should|shall|need|may)(?: not|n't)|cannot|can't|never|without|not|no)\b"
    r"[^.,;:]*?(?=\bbut\b|\bonly\b|[,;:.]|$)",
    re.IGNORECASE,
)
_DONE = re.compile(r"\b(?:is|are) (?:already )?(?:sorted|ordered|rounded)\b[^.,;]*", re.IGNORECASE)


def _without_denials(task: Task, sentence: str) -> str:
    is_about_input = any(name in sentence for name in task.input_files)
    return _DONE.sub("", _DENIED.sub("", sentence)) if is_about_input else _DENIED.sub("", sentence)


def _missing(
    task: Task, sentence: str, source: str, used: str
) -> Iterator[tuple[re.Match[str], str]]:
    yield from _without_trace(sentence, source)
    others = (
        _not_computed(sentence, task.brief, used),
        _not_quoted(sentence, source),
        _not_joined(sentence, source),
        _not_titled(sentence, source),
        _not_styled(sentence, source),
        _not_ended(sentence, source),
        _not_coloured(task, sentence, source),
        _not_ranged(sentence, source),
        _not_used(sentence, source),
        _not_counted(sentence, source),
    )
    yield from ((match, "") for match in others if match)
    for amount in _AMOUNT.finditer(sentence):
        if not _is_computed_with(float(amount["amount"]), used):
            yield amount, f"computing with the number {amount['amount']}"


def _part_around(sentence: str, match: re.Match[str]) -> str:
    if len(sentence) <= _LONG_SENTENCE:
        return sentence
    before = re.split(_BREAK, sentence[: match.start()])[-1]
    after = re.split(_BREAK, sentence[match.end() :])[0]
    return f"{before}{match[0]}{after}".strip()


_LONG_SENTENCE = 120
_BREAK = r"[,;:]\s|\sand\s"


def _without_trace(sentence: str, source: str) -> Iterator[tuple[re.Match[str], str]]:
    for told, trace, how in _TRACES:
        match = re.search(told, sentence, re.IGNORECASE)
        if match and not re.search(trace, source, re.IGNORECASE):
            yield match, how


def _not_computed(sentence: str, brief: str, used: str) -> re.Match[str] | None:
    # Columns and keys of the inputs must be called by their names; other words need not be.
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


def _not_counted(sentence: str, source: str) -> re.Match[str] | None:
    known = _numbers_in(source)
    sentence = _TIMES.sub("", sentence)
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
    values = [node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant)]
    numbers = [float(value) for value in values if isinstance(value, (int, float))]
    texts = [value for value in values if isinstance(value, str)]
    # `Decimal("2.5")`, and SQL.
    read = any(re.search(rf"^\s*{amount:g}\s*$|[*/<>=+-]\s*{amount:g}\b", text) for text in texts)
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


class _Uses(ast.NodeTransformer):
    """Leaves out where a name says only how a table is to be read."""

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        return ast.Constant(name) if name.startswith("read_") else node
