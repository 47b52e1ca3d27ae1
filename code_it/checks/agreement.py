"""RunResult -> Outcome, in a form in which two scripts that were written apart can be compared.

What is the same to a person is the same here: the order of keys in JSON, the last digits of a
number, the spaces of a text. What cannot be compared, pictures, is left out.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal, TypeGuard

from code_it.checks.contents import read_json
from code_it.checks.repairs.unsaved import PICTURES
from code_it.checks.syntax import parse, texts_in
from code_it.flow import RunResult, Task
from code_it.reading.apart import UnreadableFile, read_apart
from code_it.reading.input_brief import UNREADABLE, decode

Agreement = Literal["same", "different", "unknown"]
Outcome = Mapping[str, object]
"""What a script left, by file name; what it printed stands under `""`."""

_MOST_BYTES = 5_000_000
_DIGITS = 6
_NUMBER = re.compile(r"[-+]?\d[\d,]*(?:\.\d+)?(?:e[-+]?\d+)?", re.IGNORECASE)


def outcome_of(task: Task, run: RunResult, folder: Path) -> Outcome:
    """What `run`, which left its files in `folder`, made of `task`; empty when that is nothing
    that can be compared."""
    names = task.output_files or (*run.created, *run.changed)
    outcome: dict[str, object] = {}
    for name in names:
        path = folder / name
        if path.is_file() and not path.is_symlink() and path.stat().st_size <= _MOST_BYTES:
            contents = _contents(path)
            if contents is not None:
                outcome[name] = contents
    if task.asks_for_output or not names:
        outcome[""] = _printed(run.stdout)
    return outcome


def is_open_question(source: str, outcome: Outcome) -> bool:
    """Can a second script tell whether the first one, which left `outcome`, is right?

    Not when nothing can be compared, or when all that was left stands in the script word for word,
    as a poem does: no other script would say the same.
    """
    texts = [contents for contents in outcome.values() if lines_of(contents)]
    lines = _lines(outcome)
    all_written = len(texts) == len(outcome) and len(_written_out(source, lines)) == len(lines)
    return bool(outcome) and not all_written


def is_drawn(task: Task, source: str) -> bool:
    """Is all that is to be made a picture, or a chart, that the script draws or changes itself?

    Its size and format can be checked; whether the right thing is in the right place can not.
    """
    names = [name.lower() for name in task.output_files]
    return (
        bool(names)
        and all(name.endswith(_PICTURES) for name in names)
        and bool(_DRAWING.search(source))
    )


_DRAWING = re.compile(
    r"\bImageDraw\b|\.paste\(|\bImage\.new\(|\.putpixel\(|\balpha_composite\("
    r"|\.rotate\(|\.transpose\(|\.crop\(|\bImageFilter\b|\bImageEnhance\b|\.point\("
    r"|\bImageOps\.(?!exif_transpose|contain\b|fit\b)|\bsavefig\(|\bwrite_image\("
)
_PICTURES = (*PICTURES, ".svg")


def sends_data(source: str) -> bool:
    """Does the script change something on a server, or send a mail? It should not do so twice."""
    return bool(_SENDING.search(source))


_SENDING = re.compile(
    r"\.(?:post|put|patch|delete)\(|['\"](?:POST|PUT|PATCH|DELETE)['\"]|\bsmtplib\b|\.sendmail\("
    r"|\b(?:urlopen|Request)\([^)\n]*\bdata\s*="
)


def is_own_words(task: Task, source: str, outcome: Outcome) -> bool:
    """Is most of what was left a text that stands in the script, and that no task gave it?

    Nothing here can tell whether a poem or a joke is what was asked for.
    """
    lines = _lines(outcome)
    given = " ".join(task.text.lower().split())
    own = [line for line in _written_out(source, lines) if line not in given]
    return bool(lines) and 2 * len(own) > len(lines)


def _written_out(source: str, lines: Sequence[str]) -> list[str]:
    """Those of the lines that stand in a string of the script."""
    texts = (text.lower() for _, text in texts_in(parse(source)))
    written = {" ".join(line.split()) for text in texts for line in text.splitlines()}
    return [line for line in lines if line in written]


def _lines(outcome: Outcome) -> list[str]:
    return [line.lower() for contents in outcome.values() for line in lines_of(contents)]


def lines_of(contents: object) -> tuple[str, ...]:
    if isinstance(contents, _Printed):
        return contents.lines
    lines = contents if isinstance(contents, tuple) else ()
    return tuple(line for line in lines if isinstance(line, str))


def is_table(contents: object) -> TypeGuard[tuple[tuple[object, ...], ...]]:
    """Is it the rows of a table?"""
    return isinstance(contents, tuple) and all(isinstance(line, tuple) for line in contents)


def lines_or_rows(contents: object) -> Sequence[str]:
    """The lines of a text, or the rows of a table as lines."""
    if is_table(contents):
        return [" ; ".join(map(str, row)) for row in contents]
    return lines_of(contents)


def compare(one: Outcome, other: Outcome) -> Agreement:
    """Did two scripts do the same?

    `unknown` when nothing can be compared, or when two texts that hold no number differ in
    their words: there are many ways to say the same.
    """
    if not one or not other:
        return "unknown"
    found = {_compare_one(one.get(name), other.get(name)) for name in one.keys() | other.keys()}
    for verdict in ("different", "unknown"):
        if verdict in found:
            return verdict
    return "same"


def _compare_one(one: object, other: object) -> Agreement:
    if one == other:
        return "same"
    if isinstance(one, _Printed) and isinstance(other, _Printed):
        return one.compare(other)
    return "different"


class _Printed:
    """What a script printed: the numbers count, the words around them are the script's own."""

    def __init__(self, text: str) -> None:
        self.lines = tuple(" ".join(line.split()) for line in text.splitlines() if line.strip())
        self._words = " ".join(text.lower().split())
        self._numbers = [_rounded(float(n.replace(",", ""))) for n in _NUMBER.findall(text)]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Printed) and self._words == other._words

    def __hash__(self) -> int:
        return hash(self._words)

    def compare(self, other: _Printed) -> Agreement:
        if self._numbers and other._numbers:
            return "same" if self._numbers == other._numbers else "different"
        return "unknown"


def _printed(stdout: str) -> _Printed:
    return _Printed(stdout[-_MOST_BYTES:])


def _contents(path: Path) -> object | None:
    """The contents in a form that can be compared; `None` when there is no such form."""
    reader = _READERS.get(path.suffix.lower(), _text)
    try:
        return reader(path)
    except UNREADABLE:
        return _text(path)


def _text(path: Path) -> object | None:
    data = path.read_bytes()
    if b"\0" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return None
    lines = (" ".join(line.split()) for line in decode(data).splitlines())
    return tuple(line for line in lines if line)


def _document(path: Path) -> object | None:
    """The text of a PDF: where on a page it stands is the script's own affair."""
    try:
        return _Printed(read_apart("document_text", path))
    except UnreadableFile:
        return None


def _incomparable(_path: Path) -> None:
    return None


def _table(path: Path) -> object:
    text = decode(path.read_bytes())
    delimiter = "\t" if path.suffix.lower() == ".tsv" else ","
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    return tuple(tuple(_cell(cell) for cell in row) for row in rows if row)


def _cell(text: str) -> object:
    try:
        return _rounded(float(text))
    except ValueError:
        return text.strip()


def _rounded(number: float) -> float | str:
    text = f"{number:.{_DIGITS}g}"
    # NaN is not equal to itself.
    return float(text) if math.isfinite(number) else text


def _json(path: Path) -> object:
    return _plain(read_json(path))


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, bool):
        # In Python, true is equal to 1.
        return ("bool", value)
    return _rounded(float(value)) if isinstance(value, (int, float)) else value


def _workbook(path: Path) -> object:
    return {
        sheet: [
            [cell.strip() if isinstance(cell, str) else _rounded(cell) for cell in row]
            for row in rows
            if any(cell != "" for cell in row)
        ]
        for sheet, rows in read_apart("workbook_values", path).items()
    }


def _database(path: Path) -> object:
    return read_apart("database_rows", path)


def _packed(path: Path) -> object:
    return read_apart("archive_sums", path)


def _paragraphs(path: Path) -> object:
    """Paragraphs as texts, rows of tables as tuples."""
    lines = read_apart("word_lines", path)
    return tuple(tuple(line) if isinstance(line, list) else line for line in lines)


def _slides(path: Path) -> object:
    return tuple(read_apart("slide_lines", path))


_READERS = {
    **dict.fromkeys((".csv", ".tsv"), _table),
    **dict.fromkeys((".json", ".geojson"), _json),
    **dict.fromkeys((".xlsx", ".xlsm"), _workbook),
    ".pdf": _document,
    ".docx": _paragraphs,
    ".pptx": _slides,
    ".zip": _packed,
    **dict.fromkeys((".db", ".sqlite", ".sqlite3"), _database),
    **dict.fromkeys(
        (*_PICTURES, ".gz", ".tar", ".pkl", ".npy", ".parquet"),
        _incomparable,
    ),
}  # fmt: skip
