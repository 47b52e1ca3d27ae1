"""Text -> the names of files in it, and the text with these names and all addresses blanked.

A name ends as those of files do, leads nowhere outside of the work folder, and has spaces only in
quotes.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import NamedTuple

_MOST_NAMES = 200

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

FILE = "\ufffc"
"""Stands for each character of a name, so that its dots end no sentence."""


class NameInText(NamedTuple):
    """The name of a file, and where it stands."""

    start: int
    end: int
    name: str


def find_names(text: str, is_there: Callable[[str], bool]) -> tuple[str, list[NameInText]]:
    """The text with names and addresses blanked, and the names in the order of the text.

    Args:
        is_there: Says whether a file of that name, relative to the work folder, exists.
    """
    blanked = URL.sub(lambda match: " " * len(match[0]), text)
    names: list[NameInText] = []
    for pattern in (_QUOTED_NAME, _NAME):
        for match in list(pattern.finditer(blanked))[: _MOST_NAMES - len(names)]:
            start, end = match.span("name")
            blanked = blanked[:start] + FILE * (end - start) + blanked[end:]
            name = tidy(match["name"])
            if _is_name(name) and (is_there(name) or not _is_framework(name)):
                names.append(NameInText(start, end, name))
    return blanked, sorted(names)


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
