"""Task, source -> the instructions of the task that have left no trace in a script.

Small models leave out what does not stop a script from running: that a list is sorted, that a text
is escaped. Some words of a task can hardly be followed without certain words of Python: where none
of these stands in the script, the sentence was likely forgotten.

A script may do it in a way that is not thought of here, so nothing fails by it.
"""

from __future__ import annotations

import ast
import re
import sys
from functools import cache

from code_it.checks.imports import packages_of
from code_it.flow import Task
from code_it.reading.task_text import sentences_of
from code_it.recipes import all_recipes

_TRACES: tuple[tuple[str, str], ...] = (
    (
        r"\b(?:sort(?:ed)?|order(?:ed)?)\s+(?:\w+\s+){0,3}?by\b|\bsorted\b|\balphabetical\w*"
        r"|\b(?:ascending|descending)\b"
        r"|\b(?:highest|lowest|largest|smallest|longest|shortest|newest|oldest|latest|earliest|most"
        r"|best|cheapest)\s+(?:(?!comes?\b)\w+\s+){0,2}first\b",
        # A pivot table sorts by itself.
        r"sort|nlargest|nsmallest|most_common|order\s+by|heapq|bisect|\bmax\(|\bmin\(|pivot|crosstab"
        r"|groupby",
    ),
    (
        r"\bin (?:the )?order of (?!(?:(?:the|their|its|a) )?(?:\w+ )?(?:files?|lines?|rows?|list"
        r"|input|appear\w*|first|sheet|table|text|task|page)\b|\S+\.\w)"
        r"|\bthe \w+(?: (?!that\b|which\b|who\b)\w+){0,5} comes? first\b(?! in\b)",
        r"sort|nlargest|nsmallest|most_common|order\s+by|heapq|bisect|pivot|crosstab|groupby|revers"
        r"|::\s*-1|\brange\(",
    ),
    (
        r"\bdescending\b|\b(?:highest|largest|longest|newest|latest|biggest|best)\s+(?:\w+\s+){0,2}first\b",
        r"reverse|ascending|\bdesc\b|\[::-1\]|most_common|nlargest|:\s*\(?\s*-",
    ),
    (
        r"\bround(?:ed|ing)?\b|\b(?:two|three|\d)\s+(?:decimals|decimal places)\b",
        r"round|\.\d*f\b|quantize|decimals|%\.\d|format|precision|ceil|floor|trunc|//|\bint\(",
    ),
    (r"\bescap(?:ed?|ing)\b|\bautoescap\w*", r"escape|quote|replace|json\.dump"),
    (r"\bin bold\b|\bbold\b", r"bold|\*\*|<b>|<strong>"),
    # Inputs may have such letters, which the script is to look past.
    (r"\b(?:upper[- ]?case|capital letters)\b",
     r"upper|capital|title|lower|casefold|IGNORECASE|re\.I\b"),
    (r"\blower[- ]?case\b", r"lower|upper|casefold|IGNORECASE|re\.I\b"),
    (r"\b(?:ignor\w+|regardless of|without regard to)\s+(?:upper|lower|the\s+)?[- /]*case\b"
     r"|\bcase[- ]insensitiv\w+", r"lower|upper|casefold|IGNORECASE|re\.I\b|\(\?i\)|NOCASE"),
    (r"\bforward slash(?:es)?\b", r"posix|replace|sep|['\"]/['\"]"),
    (r"\brelative to\b", r"relative_to|relpath|relative|removeprefix|replace|len\(|chdir|split"),
    (r"\bmost (?:often|frequent(?:ly)?|common)\b",
     r"count|\bmode\(|\.get\(|defaultdict|groupby|\+= ?1|most_common"),
    (r"\bmedian\b", r"median|quantile|sort"),
    (r"\b(?:standard deviation|variance)\b", r"std|stdev|var|sqrt|\*\*"),
    (r"\btransparen\w+\b", r"RGBA|alpha|transparen|LA\b"),
    (r"\bgr[ae]y[- ]?scale\b", r"convert|gr[ae]y|\bL\b"),
    (r"\bas (?:real )?numbers\b|\bnumbers?,? (?:and )?not (?:as )?(?:a )?text\b",
     r"float|int\(|Decimal|numeric|read_|astype|eval|load|len\(|sum\(|count| [-+*/] "),
    (r"(?<!\bnot )(?<!\bno )(?<!\bnot as )(?<!\bnot a )(?<!\bnot as a )(?<!\bnot the )"
     r"(?<!\bwithout )(?<!\bwithout a )(?<!\binstead of )(?<!\binstead of a )\bformulas?\b",
     r"['\"]="),
    (r"\b(?:password|passphrase)[- ]protect\w*|\bencrypted? with\b", r"encrypt|password|pwd"),
    (r"\baxis labels?\b|\blabel(?:s|led|ed)?\b[^.]{0,20}\bax[ei]s\b", r"label"),
    (r"\blegend\b", r"legend|label"),
    (r"\bindent(?:ed|ation)?\b", r"indent|textwrap|' {2,}|\\t|ljust|rjust|:[<>^]?\d"),
    (r"\b(?:a )?comma and (?:a |one )?space\b|\bcomma followed by a space\b", r", ['\"{]"),
    (r"\bduplicates?\b|\bdistinct\b|\bonly once\b",
     r"set\(|dict|unique|distinct|duplicate|Counter|\bin\b|group|\{\}"),
    (r"\b(?:blank|empty) lines?\b",
     r"\bif\b|\bfilter\b|\\n\\n|\\n\s*\*|print\(\)|dropna|skip_blank|re\.split"),
)  # fmt: skip


# "units times unit_price": what is named there is computed with.
_COMPUTED = re.compile(
    r"\b(?P<one>[A-Za-z_]\w*)\s+(?:times|plus|minus|divided by|multiplied (?:by|with))\s+"
    r"(?:the\s+)?(?P<other>[A-Za-z_]\w*)"
)


# A word in quotes is to be written, looked for, or given to a function as it stands.
_QUOTED = re.compile(r"""(?<!\w)(?P<quote>['"`])(?P<word>\w[\w-]*)(?P=quote)(?!\w)""")
# "with the heading Top customers and a table": the words are to be written.
_TITLED = re.compile(
    r"\b(?:heading|headline|title|caption)\s+(?:is\s+|of\s+|reads\s+|says\s+)?[\"'`]?"
    r"(?P<words>[A-Z][\w-]*(?:\s(?!(?:and|in|with|for|on|at|is|as|or|from|to)\b)[\w-]+){0,5})"
)
# "after 12 generations", "up to 5 times": how often or how many is said by a number, which the
# script has, or one next to it, where it counts from 0 or stops before.
_NUMBER = re.compile(
    r"\b(?:after|for|by|up to|every|(?:the )?(?:first|last|next|top)|(?:more|less|fewer) than"
    r"|within)\s+(?P<number>\d{1,6})\s+(?!pixels)(?:\w+\s+)?[a-z]+s\b"
    r"|(?<!least )\b(?P<times>\d{1,6}) times\b",
    re.IGNORECASE,
)
_LIBRARY = re.compile(
    # "Use Markdown" may mean no more than the format.
    r"\b(?:us(?:e|ing)\s+(?:the\s+)?(?!(?:markdown|emoji|rich|barcode|docx)\b)(?P<used>[\w-]+)"
    r"|(?:with|by|from)\s+(?:the\s+)?(?P<named>[\w-]+)\s+(?:package|library|module)\b)",
    re.IGNORECASE,
)


def left_out(task: Task, source: str) -> tuple[str, ...]:
    """The sentences with an instruction of which nothing is to be seen in the script.

    Of a long sentence it is the part that holds the instruction.

    Args:
        source: It compiles.
    """
    # Without its comments, which say what was to be done.
    source = ast.unparse(ast.parse(source))
    used = ast.unparse(_Uses().visit(ast.parse(source)))
    return tuple(
        _part_around(sentence, match)
        for sentence in sentences_of(task.text)
        if (
            match := _without_trace(sentence, source)
            or _not_computed(sentence, task.brief, used)
            or _not_quoted(sentence, source)
            or _not_titled(sentence, source)
            or _not_used(sentence, source)
            or _not_counted(sentence, source)
        )
    )


def _part_around(sentence: str, match: re.Match[str]) -> str:
    if len(sentence) <= _LONG_SENTENCE:
        return sentence
    before = re.split(_BREAK, sentence[: match.start()])[-1]
    after = re.split(_BREAK, sentence[match.end() :])[0]
    return f"{before}{match[0]}{after}".strip()


_LONG_SENTENCE = 120
_BREAK = r"[,;:]\s|\sand\s"


def _without_trace(sentence: str, source: str) -> re.Match[str] | None:
    return next(
        (
            match
            for told, trace in _TRACES
            if (match := re.search(told, sentence, re.IGNORECASE))
            and not re.search(trace, source, re.IGNORECASE)
        ),
        None,
    )


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


def _not_titled(sentence: str, source: str) -> re.Match[str] | None:
    written = " ".join(source.lower().split())
    found = (match for match in _TITLED.finditer(sentence) if match["words"][0].isupper())
    return next((m for m in found if m["words"].lower().split()[0] not in written), None)


def _not_counted(sentence: str, source: str) -> re.Match[str] | None:
    known = {int(digits) for digits in re.findall(r"\d{1,6}", source)}
    for match in _NUMBER.finditer(sentence):
        number = int(match["number"] or match["times"])
        if known.isdisjoint({number - 1, number, number + 1}):
            return match
    return None


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
