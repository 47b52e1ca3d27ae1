"""Files -> a brief of them, short enough for a small model: names, columns, keys, first lines."""

from __future__ import annotations

import codecs
import csv
import io
import itertools
import json
import re
import stat
import struct
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from code_it.config import SETTINGS_FILE
from code_it.reading.apart import BrokeItsReader, UnreadableFile, read_all_apart
from code_it.reading.cell_values import value_notes
from code_it.reading.line_pattern import LinePattern, line_pattern
from code_it.reading.name_pattern import name_pattern
from code_it.sandbox.terminal import clean

_MOST_FILES = 6
_MOST_LISTED = 20
_MOST_WALKED = 5000
_MOST_CHARACTERS = 2400
_MOST_FOR_ONE = 1200
_HEAD_BYTES = 65_536
_SHOWN_GROUP = 40
HOW_BUILT = "  lines: "
"""How the line of a brief begins that tells how the lines of a text are built."""
_HEAD_LINES = 4
_LINE_CHARACTERS = 160
_MARKUP_CHARACTERS = 900
_WHOLE_CHARACTERS = 400
_OWN_FILES = frozenset({"task.txt", "persistent_source.py", SETTINGS_FILE, "code_it"})


def brief_of_inputs(names: tuple[str, ...], folder: Path, *, hidden: tuple[str, ...] = ()) -> str:
    """Describe the files `names`; without any, list what is in `folder`.

    Args:
        names: Files and folders, relative to `folder`, in the order of importance.
        hidden: Outputs, which are not listed even when an earlier run has left them there.

    Returns:
        Lines of text, or `""` when there is nothing to tell. A file that cannot be read is
        described by that fact.
    """
    if not names:
        return _listing_of_all(folder, hidden)
    changes_workbooks = any(name.lower().endswith((".xlsx", ".xlsm")) for name in hidden)
    parsers = _PARSERS | (_NUMBERED if changes_workbooks else {})
    parts = _briefs(folder, names[:_MOST_FILES], parsers)
    more = len(names) - _MOST_FILES
    return _shorten("\n".join(parts), _MOST_CHARACTERS) + (f"\n({more} more)" if more > 0 else "")


def _briefs(folder: Path, names: Sequence[str], parsers: Mapping[str, str]) -> list[str]:
    """One for each. Those that take a parser are read together, in a process apart."""
    places = [_place(folder, name) for name in names]
    parsed = [
        (place, apart)
        for place in places
        if isinstance(place, Path) and (apart := _takes_a_parser(place, parsers))
    ]
    answers = read_all_apart([(function, place) for place, function in parsed]) if parsed else []
    told = {place: answer for (place, _), answer in zip(parsed, answers, strict=True)}
    briefs = []
    for name, place in zip(names, places, strict=True):
        shown = clean(name, keep_newlines=False)
        if isinstance(place, str):
            briefs.append(f"{shown}: {place}")
        else:
            brief = _with_answer(place, shown, told[place]) if place in told else ""
            briefs.append(_shorten(clean(brief or describe(place, shown)), _MOST_FOR_ONE))
    return briefs


def _place(folder: Path, name: str) -> Path | str:
    """Where a file really is, or why it is not read."""
    try:
        path = (folder / name).resolve(strict=True)
    except (OSError, ValueError, RuntimeError) as error:
        return f"could not be read ({type(error).__name__})"
    if not path.is_relative_to(folder.resolve()):
        return "lies outside of the working folder and was not read"
    return path


def _takes_a_parser(path: Path, parsers: Mapping[str, str]) -> str:
    """The function that is to read it in a process apart; mostly empty."""
    return parsers.get(path.suffix.lower(), "") if path.is_file() else ""


def _with_answer(path: Path, name: str, answer: object) -> str:
    if not isinstance(answer, UnreadableFile):
        return f"{name}: {answer}"
    why = _shorten(" ".join(str(answer).split()), 100)
    kind = f"{path.suffix[1:]} file"
    broke = isinstance(answer, BrokeItsReader)
    found = f"it could not be read as a {kind}" if broke else f"it is no valid {kind}"
    return f"{name}: {found} ({why})\n{_plain(path, name)}"


def _plain(path: Path, name: str) -> str:
    try:
        return _text(path, name)
    except UNREADABLE as error:
        return f"{name}: could not be read ({type(error).__name__})"


def describe(path: Path, name: str) -> str:
    """What is in the file or folder at `path`, which takes no parser; it is called `name` there."""
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            return _folder(path, name)
        if not stat.S_ISREG(mode):
            # To open a FIFO means to wait for who writes into it.
            return f"{name}: a special file, which was not read"
        return _regular(path, name)
    except UNREADABLE as error:
        return f"{name}: could not be read ({type(error).__name__})"


def _regular(path: Path, name: str) -> str:
    reader = _READERS.get(path.suffix.lower(), _text)
    try:
        return reader(path, name)
    except UNREADABLE as error:
        if reader is _text or isinstance(error, OSError):
            raise
        why = _shorten(" ".join(str(error).split()), 100)
        return f"{name}: it is no valid {path.suffix[1:]} file ({why})\n{_text(path, name)}"


def _listing_of_all(folder: Path, hidden: tuple[str, ...]) -> str:
    try:
        files = sorted(
            entry.name + ("/" if entry.is_dir() else "")
            for entry in folder.iterdir()
            if not entry.name.startswith((".", "__"))
            and entry.name not in _OWN_FILES
            and entry.name not in hidden
        )
    except OSError:
        return ""
    files = [clean(name, keep_newlines=False) for name in files]
    if not files:
        return ""
    more = f" and {len(files) - _MOST_LISTED} more" if len(files) > _MOST_LISTED else ""
    shown = "Files in the working folder: " + ", ".join(files[:_MOST_LISTED])
    return _shorten(shown, _MOST_CHARACTERS) + more


def _folder(path: Path, name: str) -> str:
    walked = list(itertools.islice(path.rglob("*"), _MOST_WALKED))
    found = (item for item in walked if item.is_file() and not item.is_symlink())
    files = sorted(item.relative_to(path).as_posix() for item in found)
    shown = ", ".join(clean(name, keep_newlines=False) for name in files[:_MOST_LISTED])
    more = f" and {len(files) - _MOST_LISTED} more" if len(files) > _MOST_LISTED else ""
    count = f"{len(files)} files" if len(walked) < _MOST_WALKED else "thousands of files"
    listed = f"{': ' if files else ''}{_shorten(shown, 900)}{more}"
    return f"{name}/ is a folder with {count}{listed}{_how_named(files)}"


def _how_named(files: Sequence[str]) -> str:
    """A line about how most of the names are built; empty where they are not."""
    pattern = name_pattern([file.rpartition("/")[2] for file in files])
    if pattern is None:
        return ""
    fits = "every name fits" if pattern.matched == pattern.lines else "most names fit"
    told = f"match = re.fullmatch({pattern.text}, path.name), {_first_groups(pattern)}"
    return clean(f"\n  names: {fits} {told}")


def _head(path: Path) -> tuple[str, bool]:
    """The beginning of a text file, and whether that is all of it."""
    with path.open("rb") as file:
        data = file.read(_HEAD_BYTES + 1)
    return decode(data[:_HEAD_BYTES]), len(data) <= _HEAD_BYTES


def decode(data: bytes) -> str:
    """Text of unknown encoding; UTF-8 or UTF-16 with a byte order mark, else Latin-1."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return _utf8(data)
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _utf8(data: bytes) -> str:
    # A head may end in the middle of a character; a shorter file may not.
    decoder = codecs.getincrementaldecoder("utf-8-sig")("strict")
    return decoder.decode(data, len(data) < _HEAD_BYTES)


def _encoding_note(path: Path) -> str:
    with path.open("rb") as file:
        data = file.read(_HEAD_BYTES)
    if data.startswith(b"\xef\xbb\xbf"):
        return ", encoding utf-8-sig"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ", encoding utf-16"
    try:
        _utf8(data)
    except UnicodeDecodeError:
        return ", encoding latin-1 (not UTF-8)"
    return ""


def _lines(text: str) -> list[str]:
    """The lines as a text file has them; `str.splitlines` knows more ends than files do."""
    return [line.rstrip("\n") for line in io.StringIO(text, newline=None)]


def _text(path: Path, name: str) -> str:
    if _looks_binary(path):
        return f"{name}: binary file, {path.stat().st_size} bytes"
    text, complete = _head(path)
    lines = _lines(text)
    if not lines:
        return f"{name}: an empty file"
    note = _encoding_note(path)
    if complete and not text.endswith(("\n", "\r")):
        note += ", without a newline after the last line"
    if complete and len(text) <= _WHOLE_CHARACTERS:
        whole = "\n".join(f"  {line}" for line in lines)
        return f"{name}: text, {len(lines)} lines{note}\n{whole}{_how_built(lines, complete)}"
    count = f"{len(lines)} lines" if complete else "many lines"
    first = "\n".join(f"  {_shorten(line, _LINE_CHARACTERS)}" for line in lines[:_HEAD_LINES])
    return f"{name}: text, {count}{note}, begins with\n{first}{_how_built(lines, complete)}"


def _how_built(lines: list[str], complete: bool) -> str:
    """A line about how all others are built; empty where they are not."""
    pattern = line_pattern(lines, complete=complete)
    if pattern is None:
        return ""
    fits = "every line fits" if pattern.matched == pattern.lines else "most lines fit"
    told = f"match = re.match({pattern.text}, line), {_first_groups(pattern)}"
    return f"\n{HOW_BUILT}{fits} {told}"


def _first_groups(pattern: LinePattern) -> str:
    """What the groups are in the first; a small model counts wrongly, so each has its number."""
    groups = enumerate((_shorten(group, _SHOWN_GROUP) for group in pattern.groups), start=1)
    return "first " + ", ".join(f"match[{number}] is {group!r}" for number, group in groups)


def _markup(path: Path, name: str) -> str:
    text, _ = _head(path)
    body = re.sub(r"<(script|style)\b.*?(?:</\1>|\Z)", "", text, flags=re.S | re.I)
    body = body[max(body.lower().find("<body"), 0) :]
    kind = f"{path.suffix[1:]} file to be read with {_reader(path, body)}"
    return f"{name}: {kind}, contains\n{_shorten(body.strip(), _MARKUP_CHARACTERS)}"


def _reader(path: Path, body: str) -> str:
    """What reads a file with tags; for XML how those of a namespace are found."""
    if path.suffix.lower() in _WEB_PAGES:
        return "open()"
    tags = re.findall(r"<([A-Za-z_][\w-]*)", body)
    if not has_default_namespace(body) or not tags:
        return "xml.etree.ElementTree"
    usual = max(dict.fromkeys(tags), key=tags.count)
    return (
        "xml.etree.ElementTree, whose tags are in a namespace: find them as"
        f" root.findall('.//{{*}}{usual}')"
    )


def _settings(path: Path, name: str) -> str:
    """Names and values in levels, of which the first lines show the outermost only."""
    text, _ = _head(path)
    if _looks_binary(path) or not text.strip():
        return _text(path, name)
    how = _SETTINGS_READERS[path.suffix.lower()]
    if "yaml" in how and _YAML_DATE.search(text):
        how += ", which makes datetime.date of a date"
    return f"{name}: to be read with {how}, contains\n{_shorten(text.strip(), _MARKUP_CHARACTERS)}"


_SETTINGS_READERS = {
    ".yaml": "yaml.safe_load",
    ".yml": "yaml.safe_load",
    ".toml": "tomllib.load, from a file that is opened with 'rb'",
    ".ini": "configparser.ConfigParser(interpolation=None)",
}
# https://yaml.org/type/timestamp.html
_YAML_DATE = re.compile(r"(?:^|[:\-,\[]) *\d{4}-\d\d-\d\d *(?:#.*|[,\]].*)?$", re.MULTILINE)
_WEB_PAGES = (".html", ".htm", ".xhtml")


def has_default_namespace(text: str) -> bool:
    """Are there tags in a namespace though they have no prefix? Not those of a web page."""
    return re.search(r"""<(?!html\b)[A-Za-z_][\w-]*\b[^<>]*?\sxmlns=["'][^"']""", text) is not None


def _looks_binary(path: Path) -> bool:
    with path.open("rb") as file:
        data = file.read(4096)
    return b"\0" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff"))


def _table(path: Path, name: str) -> str:
    if _looks_binary(path):
        return _text(path, name)
    text, complete = _head(path)
    lines = _lines(text)
    if not lines:
        return f"{name}: an empty file"
    delimiter = _delimiter(path, lines)
    rows = [row for row in csv.reader(io.StringIO(text), delimiter=delimiter) if row]
    said = "" if delimiter == "," else f", delimiter {delimiter!r}"
    count = f"{len(rows)}" if complete else "many"
    first = "\n".join(f"  {_shorten(line, _LINE_CHARACTERS)}" for line in lines[:_HEAD_LINES])
    if not has_header(rows):
        kind = f"CSV without a header, to be read with csv.reader or pandas.read_csv, {count} rows"
        return f"{name}: {kind}{said}{_encoding_note(path)}\n{first}"
    columns = _shorten(", ".join(f"{column!r}" for column in rows[0]), 600)
    count = f"{len(rows) - 1}" if complete else "many"
    # Small models try to read it with whatever library the task names.
    kind = f"CSV to be read with csv.DictReader or pandas.read_csv, {count} rows"
    kind += f"{said}{_encoding_note(path)}"
    return f"{name}: {kind}, with the columns {columns}{value_notes(rows)}\n{first}"


def _delimiter(path: Path, lines: list[str]) -> str:
    if path.suffix.lower() == ".tsv":
        return "\t"
    return max(",;\t|", key=lambda delimiter: _fit(lines[:20], delimiter))


def _fit(lines: list[str], delimiter: str) -> tuple[bool, int]:
    """How well a delimiter explains the lines: it gives each the same number of cells, and many."""
    try:
        rows = [row for row in csv.reader(lines, delimiter=delimiter) if row]
    except csv.Error:
        return (False, 0)
    widths = {len(row) for row in rows}
    cells = len(rows[0]) if rows else 0
    return (len(widths) == 1 and cells > 1, cells)


def has_header(rows: list[list[str]]) -> bool:
    """Is the first row of a table a header? Its cells are distinct, filled, and no numbers.

    The first cell may be empty: so it is when somebody saved row numbers.
    """
    first = rows[0] if rows else []
    return (
        bool(first)
        and len(set(first)) == len(first)
        and any(cell.strip() for cell in first)
        and all(cell.strip() and not _is_value(cell) for cell in first[first[0] == "" :])
    )


def _is_value(cell: str) -> bool:
    return bool(re.fullmatch(r"\s*(=.*|[-+]?[\d.,:/-]+%?)\s*", cell))


def _json(path: Path, name: str) -> str:
    text, complete = _head(path)
    if not complete:
        return f"{name}: JSON, {path.stat().st_size} bytes, begins with {_shorten(text, 600)}"
    value = json.loads(text)
    return f"{name}: JSON, {shape_of(value)}"


def _json_lines(path: Path, name: str) -> str:
    text, complete = _head(path)
    lines = [line for line in _lines(text) if line.strip()]
    count = f"{len(lines)} lines" if complete else "many lines"
    first = "\n".join(f"  {_shorten(line, 200)}" for line in lines[:_HEAD_LINES])
    return f"{name}: one JSON value per line, {count}\n{first}"


def shape_of(value: object, *, budget: int = 700) -> str:
    """The shape of a JSON value: its keys, nested, with an example of each.

    A list stands for its length and its first item: `list of 3: [{"name": "Ann"}, ...]`.
    """
    head = f"a list of {len(value)}: " if isinstance(value, list) else ""
    for depth, items in ((6, 3), (5, 2), (4, 1), (3, 1), (2, 1)):
        sketch = head + json.dumps(_sketch(value, depth, items), ensure_ascii=False)
        sketch = sketch.replace('"..."', "...")
        if len(sketch) <= budget:
            return sketch
    return _shorten(sketch, budget)


def _sketch(value: object, depth: int, items: int) -> object:
    if isinstance(value, str):
        return _shorten(value, 60)
    if isinstance(value, (dict, list)) and depth == 0:
        return "..."
    if isinstance(value, dict):
        pairs = list(value.items())
        shown = {key: _sketch(inner, depth - 1, items) for key, inner in pairs[:12]}
        return shown | ({"...": "..."} if len(pairs) > 12 else {})
    if isinstance(value, list):
        shown_items = [_sketch(inner, depth - 1, items) for inner in value[:items]]
        return shown_items + (["..."] if len(value) > items else [])
    return value


def _image(path: Path, name: str) -> str:
    with path.open("rb") as file:
        size = image_size(file.read(_HEAD_BYTES))
    pixels = f"{size[0]} x {size[1]} pixels" if size else "size unknown"
    return f"{name}: {path.suffix[1:].upper()} image, {pixels}"


def image_size(data: bytes) -> tuple[int, int] | None:
    """Width and height in pixels of a PNG, GIF, BMP or JPEG file that begins with `data`."""
    try:
        if data.startswith(b"\x89PNG\r\n\x1a\n"):
            return struct.unpack_from(">II", data, 16)
        if data.startswith((b"GIF87a", b"GIF89a")):
            return struct.unpack_from("<HH", data, 6)
        if data.startswith(b"BM"):
            width, height = struct.unpack_from("<ii", data, 18)
            return width, abs(height)
        return _jpeg_size(data) if data.startswith(b"\xff\xd8") else None
    except struct.error:
        return None


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    stream = io.BytesIO(data[2:])
    while len(marker := stream.read(4)) == 4:
        kind, length = marker[1], int.from_bytes(marker[2:], "big")
        if marker[0] != 0xFF or length < 2:
            break
        # Start-of-frame markers hold the size; C4, C8 and CC are other segments.
        if 0xC0 <= kind <= 0xCF and kind not in (0xC4, 0xC8, 0xCC):
            _, height, width = struct.unpack(">BHH", stream.read(5))
            return width, height
        stream.seek(length - 2, io.SEEK_CUR)
    return None


def _shorten(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 3] + "..."


_READERS: dict[str, Callable[[Path, str], str]] = {
    **dict.fromkeys((".csv", ".tsv"), _table),
    **dict.fromkeys((".json", ".geojson"), _json),
    **dict.fromkeys((".jsonl", ".ndjson"), _json_lines),
    **dict.fromkeys((".html", ".htm", ".xml", ".xhtml", ".svg", ".kml", ".gpx"), _markup),
    **dict.fromkeys(_SETTINGS_READERS, _settings),
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".gif", ".bmp"), _image),
}

_PARSERS = {
    **dict.fromkeys((".db", ".sqlite", ".sqlite3"), "database_brief"),
    **dict.fromkeys((".xlsx", ".xlsm"), "workbook_brief"),
    ".zip": "archive_brief",
    ".docx": "word_brief",
    ".pptx": "slides_brief",
    ".pdf": "document_brief",
}
_NUMBERED = dict.fromkeys((".xlsx", ".xlsm"), "numbered_workbook_brief")

UNREADABLE = (
    OSError,
    ValueError,
    csv.Error,
    # The rest is what the modules raise for data that is made to confuse them.
    RuntimeError,
    ArithmeticError,
    EOFError,
    MemoryError,
    LookupError,
    struct.error,
)
"""What reading a file of any kind may raise when it is damaged, or no file of that kind."""
