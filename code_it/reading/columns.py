"""Text -> the columns that it lists for the tables that are to be made."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from code_it.reading.name_lists import parse_name_list

_COUNT = r"(?:following|two|three|four|five|six|seven|eight|\d+)"
_LIST = r"(?P<list>[^\n]{1,500})"
# A header as it stands in the file, so without spaces.
_HEADER = r"['\"`]?(?P<header>[^\W\d]\w*(?:,[^\W\d]\w*)+)['\"`]?(?=[\s.;:)]|$)"
_BEHIND_THE_NAME = (
    # "out.csv with the columns a, b and c", "out.csv with three columns, a, b and c"
    r"['\"`”’]?,?\s+(?:which\s+|that\s+|and\s+)?(?:should\s+|must\s+|shall\s+)?"
    r"(?:with|has|have|having|containing|contains|contain)\s+(?:exactly\s+|only\s+|just\s+)?"
    rf"(?:the\s+|these\s+)?(?:{_COUNT}\s+)?(?:columns|fields)[:,]?\s+{_LIST}",
    # "out.csv (columns: a, b, c)"
    r"['\"`”’]?\s+\((?:with\s+)?(?:the\s+)?columns:?\s+(?P<list>[^)\n]{1,300})\)",
    # "out.csv with the header a,b", "out.csv, whose first line is a,b"
    rf"['\"`”’]?,?\s+with\s+(?:a|the)\s+header(?:\s+(?:row|line))?:?\s+\(?{_HEADER}",
    rf"['\"`”’]?,?\s+(?:whose|where the)\s+(?:first\s+(?:line|row)|header)\s+is:?\s+{_HEADER}",
    r"['\"`”’]?,?\s+with\s+a\s+header(?:\s+(?:row|line))?\s+\((?P<list>[^)\n]{1,300})\)",
    # "out.csv. Its columns are a, b and c.", "out.csv. The header is a,b."
    rf"[^.\n]{{0,100}}\.\s+(?:Its|The)\s+columns\s+(?:are|should be|must be|shall be):?\s+{_LIST}",
    r"[^.\n]{0,100}\.\s+(?:Its|The)\s+(?:header(?:\s+(?:row|line))?|first\s+(?:line|row))"
    rf"\s+(?:is|should be|must be|shall be):?\s+{_HEADER}",
)
_WITHOUT_HEADER = re.compile(
    r"\b(?:without|no)\s+(?:an?\s+|the\s+|any\s+)?(?:header|heading|title|column names)",
    re.IGNORECASE,
)


def read_columns(text: str, made: Iterable[str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The columns of each CSV and TSV file that is to be made, where they are clearly listed."""
    # A line break within a sentence is no end of a list.
    joined = re.sub(r"(?<![.:;\n])\n(?![\n \t*•-])", " ", text)
    tables = [name for name in made if name.lower().endswith((".csv", ".tsv"))]
    if _WITHOUT_HEADER.search(joined):
        return ()
    found = ((name, next(filter(None, _lists(joined, name)), ())) for name in tables)
    return tuple((name, columns) for name, columns in found if columns)


def _lists(text: str, name: str) -> Iterator[tuple[str, ...]]:
    for pattern in _BEHIND_THE_NAME:
        match = re.search(rf"(?<![\w/.-]){re.escape(name)}{pattern}", text, re.IGNORECASE)
        if match is None:
            continue
        told = match.groupdict()
        if header := told.get("header"):
            columns = tuple(header.split(","))
            yield columns if len(set(columns)) == len(columns) else ()
        else:
            yield parse_name_list(told["list"])
