"""Task, source -> the instructions of the task that have left no trace in a script.

Small models leave out what does not stop a script from running: that a list is sorted, that a text
is escaped. Some words of a task can hardly be followed without certain words of Python: where none
of these stands in the script, the sentence was likely forgotten.

A script may do it in a way that is not thought of here, so nothing fails by it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from code_it.checks.doubts.blanking import blanked
from code_it.checks.doubts.header_rows import IN_VIEW
from code_it.checks.doubts.named_things.gathered import not_named
from code_it.checks.doubts.named_things.markup import not_classed
from code_it.checks.doubts.picture_size import HARD_PIXELS
from code_it.checks.syntax import parse
from code_it.flow import Task
from code_it.reading.order_words import EARLIEST, GREATEST, LATEST, LEAST
from code_it.reading.task_text import sentences_of

_SORT = (
    "first make a list of them and sort that, as rows = sorted(rows, key=lambda row: row['size'])"
    " for the smallest or the earliest first, which"
)
# "The strongest first", but not "the request first".
_MOST_OF_ALL = (
    rf"(?:{GREATEST}|{LEAST}|{LATEST}|{EARLIEST}|best|(?!(?:test|rest|request|guest|forest|interest"
    r"|west|contest|harvest|nest|quest|digest|chest|nearest|first|last)\b)\w{3,}est)"
)
_TRACES: tuple[tuple[str, str, str], ...] = (
    (
        r"\b(?:sort(?:ed)?|order(?:ed)?)\s+(?:\w+\s+){0,3}?by\b|\bsorted\b|\balphabetical\w*"
        r"|\b(?:ascending|descending)\b"
        rf"|\b{_MOST_OF_ALL}\s+(?:(?!comes?\b)\w+\s+){{0,2}}first\b",
        # A pivot table sorts by itself.
        r"sort|nlargest|nsmallest|most_common|order\s+by|heapq|bisect|\bmax\(|\bmin\(|pivot|crosstab"
        r"|groupby",
        _SORT,
    ),
    (
        r"\bin (?:the )?order of (?!(?:(?:the|their|its|a) )?(?:\w+ )?(?:files?|lines?|rows?|list"
        r"|input|appear\w*|first|columns?|header|days|sheet|table|text|task|page|documents?|paragraphs?|chapters?|slides?"
        r"|books?|folders?|headings?|entries|arrival|occurrence)\b|\S+\.\w)"
        r"|\bthe \w+(?: (?!that\b|which\b|who\b)\w+){0,5} comes? first\b(?! in\b)",
        r"sort|nlargest|nsmallest|most_common|order\s+by|heapq|bisect|pivot|crosstab|groupby|revers"
        r"|::\s*-1|\brange\(",
        _SORT,
    ),
    (
        rf"\bdescending\b|\b(?:{GREATEST}|{LATEST}|best)\s+(?:\w+\s+){{0,2}}first\b",
        r"reverse|ascending|\bdesc\b|\[::-1\]|most_common|nlargest|[:(,]\s*\(?\s*-",
        "reverse=True, or ascending=False",
    ),
    (
        r"\bshades? of gr[ae]y\b|\b(?:to|into|in) gr[ae]y ?scale\b",
        r"convert\(|gr[ae]y|desaturate|color\(|luma",
        "image.convert('L') of Pillow",
    ),
    (
        r"(?<!\bway )(?<!\bways )(?<!\ball )\bround(?:ed|ing)?\b(?! trip)"
        r"|\b(?:two|three|\d)\s+(?:decimals|decimal places)\b",
        r"round|\.\d*f\b|quantize|decimals|%\.\d|format|precision|ceil|floor|trunc|//|\bint\(",
        "round(number, 2), and f'{number:.2f}' in a text",
    ),
    (r"\bescap(?:ed?|ing)\b|\bautoescap\w*", r"escape|quote|replace|json\.dump",
     "html.escape(text)"),
    (r"\b(?:complete|full|valid|whole)\s+(?:HTML5?\s+|web\s*)(?:page|document)s?\b"
     r"|\bcomplete (?:page|document)s?\b", r"<html|doctype|ET\.|Document\(",
     "'<!DOCTYPE html><html><head>...</head><body>' around it"),
    (r"\bin bold\b(?! or\b)|\bbold\b(?! or\b)", r"bold|\*\*|<b>|<strong>", ""),
    # Inputs may have such letters, which the script is to look past.
    (r"(?<!\bstay )(?<!\bremain )(?<!(?-i:[A-Z]{2}) in )\b(?:upper[- ]?case|capital letters)\b"
     r"(?! (?:stay|remain|are kept)\b)",
     r"upper|capital|title|lower|casefold|IGNORECASE|re\.I\b",
     "text.upper()"),
    (r"\blower[- ]?case\b", r"lower|upper|casefold|IGNORECASE|re\.I\b",
     "text.lower()"),
    (r"\b(?:ignor\w+|regardless of|without regard to)\s+(?:upper|lower|the\s+)?[- /]*case\b"
     r"|\bcase[- ]insensitiv\w+", r"lower|upper|casefold|IGNORECASE|re\.I\b|\(\?i\)|NOCASE",
     "text.lower() on both sides"),
    (r"\bheaders?\s+(?:(?:named|called)\s+)?['\"`]?(?-i:X-\w|Authorization\b)"
     r"|(?-i:\bX-[\w-]+|\bAuthorization)['\"`]?\s+(?:\w+\s+)?header\b",
     r"header|\bauth\b",
     "requests.get(url, headers={'X-Name': 'value'}, timeout=10)"),
    (r"\bforward slash(?:es)?\b", r"posix|replace|sep|['\"]/['\"]",
     "path.as_posix()"),
    (r"\b(?:address|link|url)\w*\b[^.;:]{0,15}\babsolute\b|\babsolute (?:address|link|url)\w*",
     r"urljoin|urlsplit|urlparse|urlunsplit|make_links_absolute",
     "urllib.parse.urljoin(page, link['href'])"),
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
    (HARD_PIXELS.pattern,
     # Or nothing is resized at all, and each pixel drawn.
     r"nearest|\bbox\b|repeat|kron|resample=0|\A(?![\s\S]*\.resize\()",
     "image.resize(size, Image.Resampling.NEAREST)"),
    (r"\bproduct of (?:\w+ ){0,2}factors\b|\bfactori[sz]ed?\b|\bfactored\b", r"factor|%|//",
     "sympy.factor(expression)"),
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
    (IN_VIEW.pattern, r"freeze",
     "sheet.freeze_panes = 'A2', for the rows above and the columns left of that cell,"),
    (r"\bleading zeros?\b", r"zfill|:0\d|%0\d|dtype|\bstr\b|rjust|strip|csv\.|converters",
     "number.zfill(5), or dtype=str where pandas reads,"),
    (r"\bhorizontal bar\w*(?: chart)?\b|\bbar chart\b[^.]*\bhorizontal\b",
     r"barh|horizontal|orient",
     "axes.barh(names, numbers), with axes.invert_yaxis() where the first one is at the top,"),
    (r"\bthe \w+est\b[^.;]{0,40}\bat the (?:top|bottom|left|right)\b",
     r"sort|nlargest|nsmallest|max\(|min\(|invert|argm", _SORT),
    (r"\b(?:header|footer)s? of (?:the|each|every|all) pages?\b|\bpage (?:header|footer)s?\b",
     r"header|footer|sections|onPage|onLaterPages|draw",
     "section.header.paragraphs, for section in document.sections, in python-docx"),
    (r"\bletters (?:from )?a to z\b"
     r"|\bmade (?:up )?(?:only )?of (?:only |exactly )?(?:\w+ )?letters\b",
     r"isalpha|a-z|A-Z|ascii_l",
     "word.isascii() and word.isalpha()"),
    (r"\bpie chart\b", r"\.pie\(|Pie|['\"]pie['\"]", "axes.pie(numbers, labels=names)"),
    (r"\bscatter (?:plot|chart|diagram)\b", r"scatter|['\"]o['\"]|marker", "axes.scatter(x, y)"),
    (r"\bhistogram\b", r"hist|bar\(|['\"]\S['\"] ?\*",
     "axes.hist(numbers, bins=10)"),
    (r"\blegend\b", r"legend|label",
     "label=... for each line, and axes.legend()"),
    (r"\bindent(?:ed|ation)?\b", r"indent|textwrap|' {2,}|\\t|ljust|rjust|:[<>^]?\d",
     ""),
    (r"\b(?:a )?comma and (?:a |one )?space\b|\bcomma followed by a space\b", r", ['\"{]",
     "', '.join(texts)"),
    (r"\bduplicates?\b|\bdistinct\b|\bonly once\b",
     r"set\(|dict|unique|distinct|duplicate|Counter|\bin\b|group|\{\}",
     "a set of what was seen"),
    (r"\b(?:how many|number of) different\b",
     r"set\(|dict|unique|distinct|duplicate|Counter|group|\{\}|\{\w+ for|not in",
     "len(set(names))"),
    (r"\bpunctuation\b", r"punctuation|\bre\.|isal|translate|strip\(['\"]|replace\(|\bin ['\"]",
     "re.findall(r\"[\\w']+\", text)"),
    (r"\bthousands separators?\b|\bcommas? (?:as|for|between) (?:the )?thousands\b",
     r":,|locale|replace|intcomma", "f'{number:,}'"),
    (r"\b(?:Europe|America|Asia|Africa|Australia|Pacific)/[A-Z]\w+",
     r"zoneinfo|pytz|timezone|dateutil|tz_|astimezone|tzinfo|gettz",
     "datetime.replace(tzinfo=ZoneInfo('Europe/Berlin')).astimezone(timezone.utc)"),
    (r"\b(?:working|business) days?\b|\bweekends?\b",
     r"week|busday|bdate|BDay|Sat|Mon|holiday|day_name|%a\b|%A\b", "day.weekday() < 5"),
    (r"\b(?:all|any|its|their|the|with|in|including|also|every|each)(?: of)?(?: its| the)?"
     r" sub-?(?:folders?|director(?:y|ies))\b|\brecursive(?:ly)?\b",
     r"walk|rglob|\*\*|recursive|is_dir|isdir|iterdir|namelist|getnames|infolist|mkdir|makedirs",
     "sorted(Path(folder).rglob('*'))"),
    (r"\b(?:latin-?1|iso-?8859-?1|cp1252|windows-1252|utf-?16)\b",
     r"latin|8859|1252|utf.?16|charset|chardet", "open(path, encoding='latin-1')"),
    (r"\b(?:in )?reversed? order\b|\bbackwards\b",
     r"revers|::\s*-1|, -1|ascending|desc|\[-|: -|\bpop\(|appendleft|insert\(0",
     "reversed(items)"),
    (r"\bevery (?:second|third|fourth|fifth|other)"
     r" (?:line|row|word|letter|character|file|item|entry|number)\b",
     r"%|::|, \d\)|step|islice", "lines[1::2]"),
    (r"(?<!\bin )(?<!\bin a )\brandom(?:ly)?\b(?! order)|\bshuffl(?:e|ed|ing)\b",
     r"random|shuffle|secrets|sample|choice", "random.choice(items)"),
    (r"\b(?:blank|empty) lines?\b",
     r"\bif\b|\bfilter\b|\\n\\n|\\n\s*\*|print\(\)|dropna|skip_blank|re\.split",
     "if not line.strip()"),
)  # fmt: skip


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
    source = ast.unparse(parse(source))
    used = ast.unparse(_Uses().visit(parse(source)))
    return tuple(
        LeftOut(_part_around(sentence, match), match[0], how)
        for sentence in sentences_of(task.text)
        for match, how in _missing(task, sentence, source, used)
    )


# What is not to be done, or is so already, leaves no trace.
_DENIED = re.compile(
    r"\b(?:(?:do|does|must|should|shall|need|may)(?: not|n't)|cannot|can't|never|not|no"
    r"|without(?! (?:any |the |its |their )?(?:punctuation|duplicates?)\b))\b"
    r"[^.,;:]*?(?=\bbut\b|\bonly\b|[,;:.]|$)",
    re.IGNORECASE,
)
_DONE = re.compile(r"\b(?:is|are) (?:already )?(?:sorted|ordered|rounded)\b[^.,;]*", re.IGNORECASE)


def _without_denials(task: Task, sentence: str) -> str:
    is_about_input = any(name in sentence for name in task.input_files)
    sentence = blanked(_DENIED, sentence)
    return blanked(_DONE, sentence) if is_about_input else sentence


def _missing(
    task: Task, sentence: str, source: str, used: str
) -> Iterator[tuple[re.Match[str], str]]:
    done = _without_denials(task, sentence)
    yield from _without_trace(done, source)
    yield from not_named(task, done, source, used)
    # What is of a class that is not wanted is known by it, too.
    if match := not_classed(task, sentence, source):
        yield match, ""


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


class _Uses(ast.NodeTransformer):
    """Leaves out where a name says only how a table is to be read."""

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        return ast.Constant(name) if name.startswith("read_") else node
