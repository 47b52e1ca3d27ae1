"""Files of formats that take a parser -> what is in them, as JSON.

This file is executed by itself, in a process apart (see apart.py), so it imports nothing of
code_it: a file that is made to break its parser breaks nothing else.

Its argument is JSON: `path`, folders to import from, and `wanted`, pairs of a function of this
file and a path. Its answer is a line of JSON for each, in the file `answer`.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import re
import sqlite3
import sys
import time
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath
from typing import Any
from xml.etree import ElementTree

ANSWER = "answer"

_MOST_LISTED = 20
_MOST_LOOKED_AT = 200
_MOST_ROWS = 100_000
_PIECE_BYTES = 65_536
_MEMBER_BYTES = 4_000_000
_DATABASE_SECONDS = 10.0
_DOCUMENT_SECONDS = 10.0
_STEPS_BETWEEN_LOOKS = 10_000
_LONGEST_VALUE_BYTES = 10_000_000

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_OFFICE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_SLIDE = re.compile(r"ppt/slides/slide(\d+)\.xml")
_PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"


def main() -> int:
    told = json.loads(sys.argv[1])
    sys.path += told["path"]
    with Path(ANSWER).open("w", encoding="utf-8") as answer:
        for name, path in told["wanted"]:
            try:
                answered: list[object] = [True, READERS[name](Path(path))]
                line = json.dumps(answered)
            except Exception as error:  # whatever a parser raises is about the file
                line = json.dumps([False, f"{type(error).__name__}: {error}"[:500]])
            answer.write(f"{line}\n")
            answer.flush()
    return 0


# Databases


def database_brief(path: Path) -> str:
    """The tables, with their number of rows and the first of each."""
    with _open_database(path) as db:
        tables = db.execute(
            "SELECT name, sql FROM sqlite_master "
            "WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"
        ).fetchall()
        parts = ["SQLite database" + ("" if tables else " without tables")]
        for table, sql in tables[:8]:
            limited = f"SELECT count(*) FROM (SELECT 1 FROM {_quoted(table)} LIMIT {_MOST_ROWS})"
            count = db.execute(limited).fetchone()[0]
            row = db.execute(f"SELECT * FROM {_quoted(table)} LIMIT 1").fetchone()
            rows = f"{count} rows" if count < _MOST_ROWS else f"{count} rows or more"
            definition = _shorten(" ".join(str(sql).split()), 300)
            parts.append(f"  {definition} -- {rows}, first: {_shorten(str(row), 200)}")
    return "\n".join(parts)


def database_columns(path: Path) -> dict[str, list[str]]:
    """The columns of each table, also of those that SQLite makes for itself."""
    with _open_database(path) as db:
        names = db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        return {
            name: [row[1] for row in db.execute(f"PRAGMA table_info({_quoted(name)})")]
            for (name,) in names.fetchall()
        }


def database_rows(path: Path) -> dict[str, list[str]]:
    """The rows of each table, as text, in an order that does not depend on how they were put in."""
    with _open_database(path) as db:
        names = db.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' "
            "AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
        ).fetchall()
        return {
            name: sorted(map(repr, db.execute(f"SELECT * FROM {_quoted(name)}").fetchall()))
            for (name,) in names
        }


@contextlib.contextmanager
def _open_database(path: Path) -> Iterator[sqlite3.Connection]:
    """A SQLite file to read; nothing is written beside it, and it need not be locked.

    Questions that take long end in an error, and so do values that are large: a few bytes of SQL
    in such a file can stand for any amount of data.
    """
    # `as_uri` quotes what means something in an address, such as "#".
    db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
    deadline = time.monotonic() + _DATABASE_SECONDS
    db.set_progress_handler(lambda: time.monotonic() > deadline, _STEPS_BETWEEN_LOOKS)
    if sys.version_info >= (3, 11):
        db.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_VALUE_BYTES)
    with contextlib.closing(db):
        yield db


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


# Workbooks and archives


def workbook_brief(path: Path, *, numbered: bool = False) -> str:
    """The sheets, with their first rows.

    Args:
        numbered: Tell numbers and letters of the columns, too, where they have names.
    """
    with zipfile.ZipFile(path) as archive:
        sheets = _sheets(archive)
        strings = _shared_strings(archive)
        parts = [f"Excel workbook with {len(sheets)} sheets"]
        for sheet, member in sheets[:5]:
            rows = list(itertools.islice(_sheet_rows(archive, member, strings), _MOST_LOOKED_AT))
            shown = " / ".join(str(row) for row in rows[:3])
            found = [*(_numbers_note(rows) if numbered else []), *codes_note(rows)]
            notes = "".join(f" ({note})" for note in found)
            parts.append(f"  sheet {sheet!r}{notes}, first rows: {_shorten(shown, 400)}")
    return "\n".join(parts)


def numbered_workbook_brief(path: Path) -> str:
    """The same for what is to be changed, where a cell is called by its place."""
    return workbook_brief(path, numbered=True)


def _numbers_note(rows: Sequence[Sequence[str]]) -> list[str]:
    names = rows[0] if rows else ()
    if not 1 < len(names) <= len(_LETTERS) or not all(names):
        return []
    places = zip(itertools.count(1), _LETTERS, names, strict=False)
    told = ", ".join(f"{number} ({letter}) {name!r}" for number, letter, name in places)
    return [f"columns {told}"]


_LETTERS = "ABCDEFGHIJKLMNOP"


def workbook_cells(path: Path) -> dict[str, list[list[str]]]:
    """The rows of each sheet of an Excel file, as text; a formula without a value is its own."""
    with zipfile.ZipFile(path) as archive:
        strings = _shared_strings(archive)
        return {
            sheet: list(_sheet_rows(archive, member, strings)) for sheet, member in _sheets(archive)
        }


def workbook_values(path: Path) -> dict[str, list[list[str | float]]]:
    """The same, with numbers where the cells hold numbers; text stays what it is."""
    with zipfile.ZipFile(path) as archive:
        strings = _shared_strings(archive)
        return {
            sheet: [
                [_value(text, kind) for text, kind in row]
                for row in _typed_rows(archive, member, strings)
            ]
            for sheet, member in _sheets(archive)
        }


def _value(text: str, kind: str) -> str | float:
    if kind in ("", "n"):
        with contextlib.suppress(ValueError):
            return float(text)
    return text


def codes_note(rows: Sequence[Sequence[str]]) -> list[str]:
    """What to tell of columns of digits that begin with zeros, below the header `rows[0]`.

    They are no numbers, and a table that is read as numbers has lost their zeros.
    """
    names = [
        name
        for number, name in enumerate(rows[0] if rows else ())
        if any(is_code(row[number]) for row in rows[1:] if len(row) > number)
    ]
    kinds = ", ".join(f"{name!r}: str" for name in names)
    return [f"pandas keeps leading zeros with dtype={{{kinds}}}"] if names else []


def is_code(cell: str) -> bool:
    """Is it a number to look at only, such as a zip code?"""
    return re.fullmatch(r"\s*0\d+\s*", cell) is not None


def archive_brief(path: Path) -> str:
    """The first of its members."""
    members = archive_members(path)
    shown = ", ".join(members[:_MOST_LISTED])
    return f"zip archive with {len(members)} members: {shown}"


def archive_members(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as archive:
        return archive.namelist()


def _sheets(archive: zipfile.ZipFile) -> list[tuple[str, str]]:
    """Name and member of each sheet, in the order of the workbook."""
    targets = {
        link.get("Id"): link.get("Target", "")
        for link in _elements(archive, "xl/_rels/workbook.xml.rels", f"{_PACKAGE}Relationship")
    }
    return [
        # A target is relative to xl/ or begins with a slash.
        (
            sheet.get("name", ""),
            str(PurePosixPath("/xl", targets.get(sheet.get(f"{_OFFICE}id"), "")))[1:],
        )
        for sheet in _elements(archive, "xl/workbook.xml", f"{_MAIN}sheet")
    ]


def _elements(archive: zipfile.ZipFile, member: str, tag: str) -> Iterator[ElementTree.Element]:
    """The elements called `tag` in the first 4 MB of a member; none when it is not there."""
    if member not in archive.namelist():
        return
    parser: ElementTree.XMLPullParser[Any] = ElementTree.XMLPullParser(["end"])
    with archive.open(member) as file:
        for _ in range(_MEMBER_BYTES // _PIECE_BYTES):
            piece = file.read(_PIECE_BYTES)
            if b"<!DOCTYPE" in piece:
                # Entities can grow without end, and no office program writes them.
                raise ValueError(f"{member} declares entities")
            parser.feed(piece)
            ended: list[Any] = [event[-1] for event in parser.read_events()]
            yield from (element for element in ended if element.tag == tag)
            if not piece:
                return


def _shared_strings(archive: zipfile.ZipFile) -> list[str]:
    return [
        "".join(text.text or "" for text in item.iter(f"{_MAIN}t"))
        for item in _elements(archive, "xl/sharedStrings.xml", f"{_MAIN}si")
    ]


def _sheet_rows(archive: zipfile.ZipFile, member: str, strings: list[str]) -> Iterator[list[str]]:
    for row in _typed_rows(archive, member, strings):
        yield [text for text, _ in row]


def _typed_rows(
    archive: zipfile.ZipFile, member: str, strings: list[str]
) -> Iterator[list[tuple[str, str]]]:
    """Each cell with its type: `""` or `n` for a number, `s`, `str` or `inlineStr` for text."""
    for row in _elements(archive, member, f"{_MAIN}row"):
        cells = []
        for cell in row.iter(f"{_MAIN}c"):
            value = cell.findtext(f"{_MAIN}v") or "".join(cell.itertext())
            kind = cell.get("t", "")
            shared = kind == "s" and value.isdecimal() and int(value) < len(strings)
            cells.append((strings[int(value)] if shared else value, kind))
        yield cells


# Documents and pages


def archive_sums(path: Path) -> dict[str, int]:
    """The checksum of each file in a zip archive."""
    with zipfile.ZipFile(path) as archive:
        return {info.filename: info.CRC for info in archive.infolist() if not info.is_dir()}


def document_pages(path: Path) -> int:
    """How many pages a PDF file has."""
    import pypdf

    return len(pypdf.PdfReader(path).pages)


def word_lines(path: Path) -> list[str | list[str]]:
    """The paragraphs of a Word file that have a text, and the rows of its tables, in order."""
    body = _part(path, "word/document.xml").find(f"{_WORD}body")
    return [] if body is None else list(_lines_of(body))


def _lines_of(body: Iterable[ElementTree.Element]) -> Iterator[str | list[str]]:
    for part in body:
        if part.tag == f"{_WORD}tbl":
            for row in part.iter(f"{_WORD}tr"):
                yield [_text_in(cell, f"{_WORD}t") for cell in row.iter(f"{_WORD}tc")]
        elif part.tag == f"{_WORD}p" and (text := _text_in(part, f"{_WORD}t")):
            yield text


def word_brief(path: Path) -> str:
    """The first paragraphs, each with its style, and the first rows of each table."""
    body = _part(path, "word/document.xml").find(f"{_WORD}body")
    parts = [] if body is None else list(body)
    texts = [part for part in parts if part.tag == f"{_WORD}p" and _text_in(part, f"{_WORD}t")]
    tables = [part for part in parts if part.tag == f"{_WORD}tbl"]
    told = [f"Word document with {len(texts)} paragraphs with text and {len(tables)} tables"]
    told += [f"  {_paragraph_told(text)}" for text in texts[:_MOST_PARAGRAPHS]]
    for number, table in enumerate(tables[:_MOST_TABLES]):
        rows = [line for line in _lines_of([table]) if isinstance(line, list)]
        shown = _shorten(" / ".join(map(str, rows[:3])), 400)
        size = f"{len(rows)} rows of {len(rows[0]) if rows else 0} cells"
        told.append(f"  tables[{number}], {size}, first rows: {shown}")
    return "\n".join(told)


def _paragraph_told(paragraph: ElementTree.Element) -> str:
    style = paragraph.find(f"{_WORD}pPr/{_WORD}pStyle")
    name = "" if style is None else style.get(f"{_WORD}val", "")
    text = _shorten(_text_in(paragraph, f"{_WORD}t"), 100)
    return f"{text!r} (style {name})" if name else repr(text)


_MOST_PARAGRAPHS = 8
_MOST_TABLES = 3


def slides_brief(path: Path) -> str:
    """The first texts of the slides."""
    lines = slide_lines(path)
    shown = [f"  {_shorten(line, 100)!r}" for line in lines[:_MOST_PARAGRAPHS]]
    return "\n".join([f"PowerPoint presentation with {len(lines)} texts, which begin with", *shown])


def slide_lines(path: Path) -> list[str]:
    """The paragraphs of a PowerPoint file that have a text, slide by slide."""
    with zipfile.ZipFile(path) as archive:
        found = [match for name in archive.namelist() if (match := _SLIDE.fullmatch(name))]
    slides = (_part(path, match[0]) for match in sorted(found, key=lambda match: int(match[1])))
    paragraphs = (each for slide in slides for each in slide.iter(f"{_DRAWING}p"))
    return [text for each in paragraphs if (text := _text_in(each, f"{_DRAWING}t"))]


def _text_in(element: ElementTree.Element, tag: str) -> str:
    return " ".join("".join(part.text or "" for part in element.iter(tag)).split())


def _part(path: Path, name: str) -> ElementTree.Element:
    with zipfile.ZipFile(path) as archive, archive.open(name) as part:
        return ElementTree.fromstring(part.read())


def document_text(path: Path) -> str:
    """The text of a PDF file, page by page."""
    import pypdf

    deadline = time.monotonic() + _DOCUMENT_SECONDS
    texts: list[str] = []
    for page in pypdf.PdfReader(path).pages:
        if time.monotonic() > deadline:
            raise TimeoutError("it takes too long to read")
        texts.append(page.extract_text())
    return "\n".join(texts)


def document_brief(path: Path) -> str:
    """How many pages a PDF file has, and how the text of its first one begins."""
    import pypdf

    reader = pypdf.PdfReader(path)
    if reader.is_encrypted and not reader.decrypt(""):
        return "PDF document that is encrypted with a password"
    pages = reader.pages
    lines = [line.strip() for line in pages[0].extract_text().splitlines() if line.strip()]
    shown = [f"  {_shorten(line, 100)}" for line in lines[:_MOST_PARAGRAPHS]]
    how = ", and the text of the first begins with" if shown else ""
    return "\n".join([f"PDF document with {len(pages)} pages{how}", *shown])


class _Tags(HTMLParser):
    """The elements that begin in a web page."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        del attrs
        self.names.add(tag)


def page_elements(path: Path) -> list[str]:
    """The names of the elements of a web page in UTF-8, or close to it."""
    tags = _Tags()
    tags.feed(re.sub(r"[^\x00-\x7f]", "?", path.read_bytes().decode("latin-1")).replace("\0", ""))
    return sorted(tags.names)


def xml_root(path: Path) -> str:
    """The name of the element that holds all others."""
    root: Any = ElementTree.parse(path).getroot()
    return str(root.tag)


def _shorten(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 3] + "..."


READERS: dict[str, Callable[[Path], object]] = {
    reader.__name__: reader
    for reader in (
        database_brief,
        database_columns,
        database_rows,
        workbook_brief,
        numbered_workbook_brief,
        word_brief,
        slides_brief,
        document_brief,
        workbook_cells,
        workbook_values,
        archive_brief,
        archive_members,
        archive_sums,
        document_pages,
        document_text,
        word_lines,
        slide_lines,
        page_elements,
        xml_root,
    )
}


if __name__ == "__main__":
    sys.exit(main())
