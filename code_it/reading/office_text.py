"""A Word or PowerPoint file -> its text, in which two scripts that make the same file agree.

The parts are those of ECMA-376: `word/document.xml` with paragraphs `w:p` and tables `w:tbl`, and
`ppt/slides/slideN.xml` with paragraphs `a:p`.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_SLIDE = re.compile(r"ppt/slides/slide(\d+)\.xml")
_MOST_BYTES = 20_000_000

Line = str | tuple[str, ...]
"""A paragraph, or a row of a table."""


def word_lines(path: Path) -> tuple[Line, ...]:
    """The paragraphs and the rows of tables, in order; paragraphs without text are left out.

    Raises:
        ValueError: It is no such file.
    """
    body = _xml(path, "word/document.xml").find(f"{_WORD}body")
    return () if body is None else tuple(_of_body(body))


def slide_lines(path: Path) -> tuple[Line, ...]:
    """The paragraphs with text, slide by slide.

    Raises:
        ValueError: It is no such file.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            slides = [match for name in archive.namelist() if (match := _SLIDE.fullmatch(name))]
    except (zipfile.BadZipFile, OSError) as error:
        raise ValueError(str(error)) from error
    slides.sort(key=lambda match: int(match[1]))
    return tuple(
        text
        for match in slides
        for paragraph in _xml(path, match[0]).iter(f"{_DRAWING}p")
        if (text := _text(paragraph, f"{_DRAWING}t"))
    )


def _of_body(body: ElementTree.Element) -> Iterator[Line]:
    for part in body:
        if part.tag == f"{_WORD}tbl":
            for row in part.iter(f"{_WORD}tr"):
                yield tuple(_text(cell, f"{_WORD}t") for cell in row.iter(f"{_WORD}tc"))
        elif part.tag == f"{_WORD}p" and (text := _text(part, f"{_WORD}t")):
            yield text


def _text(element: ElementTree.Element, tag: str) -> str:
    return " ".join("".join(part.text or "" for part in element.iter(tag)).split())


def _xml(path: Path, name: str) -> ElementTree.Element:
    try:
        with zipfile.ZipFile(path) as archive, archive.open(name) as part:
            data = part.read(_MOST_BYTES + 1)
        if len(data) > _MOST_BYTES or b"<!DOCTYPE" in data[:1000]:
            raise ValueError(f"{name} is too long, or no part of an Office file")
        return ElementTree.fromstring(data)
    except (KeyError, OSError, RuntimeError, zipfile.BadZipFile, ElementTree.ParseError) as error:
        raise ValueError(str(error)) from error
