"""Task, RunResult -> Checks, by looking into the files that the run left behind.

A check is made only where the file can be read and holds what the check is about: what cannot be
looked at is no fault.
"""

from __future__ import annotations

import calendar
import csv
import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from code_it.checks.differences import difference
from code_it.flow import (
    Check,
    Content,
    Elements,
    Ends,
    Keys,
    Order,
    Pages,
    PixelSize,
    Reversed,
    RunResult,
    Shape,
    Sheet,
    Table,
    Task,
    Wording,
)
from code_it.reading.apart import read_apart
from code_it.reading.input_brief import UNREADABLE, decode, image_size

_MOST_BYTES = 50_000_000
_MOST_SHOWN = 200
_TEXTS = (".csv", ".tsv", ".json", ".txt", ".md", ".html")


def check_contents(task: Task, run: RunResult, folder: Path) -> tuple[Check, ...]:
    """What the task says about the files that it asks for, held against what is in them."""
    checks: list[Check] = []
    for content in task.contents:
        path = folder / content.file
        if path.is_symlink() or not path.is_file() or path.stat().st_size > _MOST_BYTES:
            continue
        try:
            checks += _CHECKERS[type(content)](content, path, folder)
        except UNREADABLE:
            # That it cannot be read as what it is called is told by another check.
            continue
    return (*checks, *_rounded(task, run, folder))


def _check(content: Content, held: bool, expected: str, found: str) -> Check:
    name = type(content).__name__.lower()
    return Check(name, held, f"{content.file} {expected}", found[:_MOST_SHOWN], file=content.file)


# JSON


def read_json(path: Path) -> Any:
    """The value of a JSON file, with or without a byte order mark.

    Raises:
        OSError, ValueError: It is no such file.
    """
    return json.loads(path.read_text(encoding="utf-8-sig"))


def _shape(content: Shape, path: Path, folder: Path) -> Iterator[Check]:
    del folder
    if content.file.lower().endswith(".json"):
        value = read_json(path)
        held = isinstance(value, list if content.kind == "list" else dict)
        yield _check(content, held, f"is one JSON {content.kind}", f"it is {_kind(value)}")
    elif found := _kind_of_yaml(path.read_text(encoding="utf-8-sig")):
        held = found == content.kind
        yield _check(content, held, f"is one YAML {content.kind}", f"it is one {found}")


def _kind_of_yaml(text: str) -> str:
    """What its first line begins; empty where there is none.

    An item of a list begins with a hyphen and a space, or with a bracket
    (https://yaml.org/spec/1.2.2/#21-collections).
    """
    lines = (line.strip() for line in text.splitlines())
    first = next((line for line in lines if line and not line.startswith(("#", "---", "%"))), "")
    if not first:
        return ""
    return "list" if first == "-" or first.startswith(("- ", "[")) else "object"


def _kind(value: object) -> str:
    names = {dict: "an object", list: "a list", str: "a text", bool: "true or false"}
    return names.get(type(value), "a number" if isinstance(value, (int, float)) else "null")


def _keys(content: Keys, path: Path, folder: Path) -> Iterator[Check]:
    del folder
    value = read_json(path)
    objects = _objects(value, content.where)
    if objects is None:
        yield _check(content, False, f"holds {_HOLDERS[content.where]}", f"it is {_kind(value)}")
        return
    wanted = set(content.names)
    wrong = [item for item in objects if not isinstance(item, dict) or set(item) != wanted]
    expected = f"has the keys {', '.join(content.names)}" + _PLACE[content.where]
    found = _found_keys(content.names, wrong[0]) if wrong else ""
    check = _check(content, not wrong, expected, found)
    if wrong and isinstance(wrong[0], dict):
        apart = difference(content.names, list(wrong[0]))
        check = replace(check, missing=apart.missing, strange=apart.strange)
    yield check
    if not wrong and content.numbers:
        yield _numbers(content, objects)


_PLACE = {"top": "", "items": " in every object", "values": " in every value"}


_HOLDERS = {"top": "one object", "items": "a list of objects", "values": "an object of objects"}


def _objects(value: Any, where: str) -> list[Any] | None:
    if where == "items":
        return value if isinstance(value, list) else None
    if not isinstance(value, dict):
        return None
    return list(value.values()) if where == "values" else [value]


def _found_keys(wanted: Sequence[str], item: object) -> str:
    if not isinstance(item, dict):
        return _kind(item)
    return f"the keys {', '.join(item)}{difference(wanted, list(item))}"


def _numbers(content: Keys, objects: Sequence[Any]) -> Check:
    wrong = [
        f"{key} is {json.dumps(item[key])}"
        for item in objects
        for key in content.numbers
        if item[key] is not None
        and (isinstance(item[key], bool) or not isinstance(item[key], (int, float)))
    ]
    expected = f"has numbers as {', '.join(content.numbers)}"
    return _check(content, not wrong, expected, wrong[0] if wrong else "")


# Order


def _order(content: Order, path: Path, folder: Path) -> Iterator[Check]:
    del folder
    values = _values(path, content.key)
    if len(values) < 2:
        return
    fault = _fault(values, content.direction)
    expected = f"is sorted by {content.key}"
    if content.direction != "either":
        expected += f", {content.direction}"
    yield _check(content, not fault, expected, fault)


def _values(path: Path, key: str) -> list[Any]:
    """What stands under a key, top to bottom; numbers where all are; none without such a key."""
    if path.suffix.lower() == ".json":
        value = read_json(path)
        rows = value if isinstance(value, list) else []
    else:
        with path.open(encoding="utf-8-sig", newline="") as file:
            delimiter = "\t" if path.suffix.lower() == ".tsv" else ","
            rows = list(csv.DictReader(file, delimiter=delimiter))
    if not all(isinstance(row, dict) for row in rows):
        return []
    names = [name for row in rows[:1] for name in row if str(name).lower() == key.lower()]
    found = [row.get(names[0]) for row in rows if names] if names else []
    found = [value for value in found if value not in (None, "")]
    numbers = [_number(value) for value in found]
    if found and None not in numbers:
        return numbers
    return found if all(map(_is_sorted_by_letters, found)) else []


def _is_sorted_by_letters(value: object) -> bool:
    """Has it no order of another kind: that of amounts, of days and months, of levels?"""
    if not isinstance(value, str):
        return False
    words = set(re.findall(r"[a-z]+", value.lower()))
    is_iso_date = re.fullmatch(r"\d{4}-\d{2}(?:-\d{2}(?:[T ][\d:.]+)?)?", value)
    return bool(is_iso_date) or not (re.search(r"\d", value) or words & _OTHER_ORDERS)


_CALENDAR = (calendar.month_name, calendar.month_abbr, calendar.day_name, calendar.day_abbr)
_OTHER_ORDERS = frozenset(
    [name.lower() for names in _CALENDAR for name in names if name]
    + "low medium middle normal high urgent critical minor major small large xs s m l xl xxl"
    " one two three four five six seven eight nine ten spring summer autumn fall winter".split()
)


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        return float(value)
    except ValueError:
        return None


def _fault(values: Sequence[Any], direction: str) -> str:
    """Two neighbours that stand the wrong way round; `""` when none do.

    Texts may be sorted as they are or without regard to case.
    """
    ways: list[list[Any]] = [list(values)]
    if isinstance(values[0], str):
        ways.append([value.casefold() for value in values])
    faults = []
    for way in ways:
        for descending in (False, True):
            if direction in ("either", "descending" if descending else "ascending"):
                faults.append(_first_fault(way, values, descending))
    return "" if "" in faults else faults[0]


def _first_fault(way: Sequence[Any], shown: Sequence[Any], descending: bool) -> str:
    for number, (before, after) in enumerate(pairwise(way)):
        if (before < after) if descending else (before > after):
            return f"{shown[number + 1]} comes after {shown[number]}"
    return ""


# Workbooks and databases


def _sheet(content: Sheet, path: Path, folder: Path) -> Iterator[Check]:
    del folder
    cells = read_apart("workbook_cells", path)
    names = list(cells)
    held = names == [content.name] if content.only else content.name in names
    what = "has one sheet, called" if content.only else "has a sheet called"
    yield _check(content, held, f"{what} {content.name}", f"the sheets {', '.join(names)}")
    if held:
        filled = any(cell.strip() for row in cells[content.name] for cell in row)
        found = "" if filled else "it is empty"
        yield _check(content, filled, f"has something in the sheet {content.name}", found)


def _table(content: Table, path: Path, folder: Path) -> Iterator[Check]:
    del folder
    tables = read_apart("database_columns", path)
    same = [name for name in tables if name.lower() == content.name.lower()]
    if not same:
        found = f"the tables {', '.join(tables)}" if tables else "no tables"
        yield _check(content, False, f"has a table {content.name}", found)
        return
    columns = tables[same[0]]
    # A table may have a key of its own besides.
    missing = {name.lower() for name in content.columns} - {name.lower() for name in columns}
    expected = f"has a table {content.name} with the columns {', '.join(content.columns)}"
    yield _check(content, not missing, expected, f"the columns {', '.join(columns)}")


# Texts, documents and pictures


def _reversed(content: Reversed, path: Path, folder: Path) -> Iterator[Check]:
    source = folder / content.source
    if not source.is_file() or source.stat().st_size > _MOST_BYTES:
        return
    wanted, found = _lines(source)[::-1], _lines(path)
    known = set(wanted)
    strange = [line for line in found if line not in known]
    told = f"there is a line {strange[0]!r}" if strange else f"it begins with {found[:1]}"
    expected = f"has the lines of {content.source}, the last one first"
    yield _check(content, wanted == found, expected, told)


def _lines(path: Path) -> list[str]:
    # How a file ends, and blank lines there, are no matter.
    return decode(path.read_bytes()).rstrip().splitlines()


def _wording(content: Wording, path: Path, folder: Path) -> Iterator[Check]:
    del folder
    found = decode(path.read_bytes()).strip()
    expected = f"holds {content.text!r} and nothing else"
    yield _check(content, found == content.text.strip(), expected, repr(found))


def _ends(content: Ends, path: Path, folder: Path) -> Iterator[Check]:
    del folder
    found = [line.strip() for line in _lines(path)]
    if content.first:
        begun = found[: len(content.first)]
        expected = f"begins with the lines {', '.join(content.first)}"
        told = f"it begins with {', '.join(begun)}"
        yield _check(content, begun == list(content.first), expected, told)
    if content.last:
        last = found[-1] if found else ""
        yield _check(content, last == content.last, f"ends with {content.last}", f"with {last!r}")


def _pages(content: Pages, path: Path, folder: Path) -> Iterator[Check]:
    del folder
    count = read_apart("document_pages", path)
    found = f"it has {count}" + (_NEXT_PAGE if count < content.count else "")
    yield _check(content, count == content.count, f"has {content.count} pages", found)


_NEXT_PAGE = (
    "; a canvas of reportlab begins the next page with showPage(), its platypus with PageBreak(),"
    " fpdf with add_page()"
)


def _elements(content: Elements, path: Path, folder: Path) -> Iterator[Check]:
    del folder
    there = read_apart("page_elements", path)
    missing = [name for name in content.names if name not in there]
    expected = f"has the elements {', '.join(content.names)}"
    found = "they are missing: " + ", ".join(missing) if missing else "they are there"
    yield _check(content, not missing, expected, found)


def _pixel_size(content: PixelSize, path: Path, folder: Path) -> Iterator[Check]:
    del folder
    size = image_size(path.read_bytes())
    if size is not None:
        held = size == (content.width, content.height)
        expected = f"is {content.width} x {content.height} pixels large"
        yield _check(content, held, expected, f"it is {size[0]} x {size[1]}")


_CHECKERS: dict[type, Callable[[Any, Path, Path], Iterator[Check]]] = {
    Keys: _keys,
    Shape: _shape,
    Sheet: _sheet,
    Table: _table,
    Order: _order,
    Reversed: _reversed,
    Wording: _wording,
    Ends: _ends,
    Pages: _pages,
    Elements: _elements,
    PixelSize: _pixel_size,
}


def _rounded(task: Task, run: RunResult, folder: Path) -> Iterator[Check]:
    """Is any number rounded, where the task asks for it? Those of the inputs are left out."""
    if task.decimals is None:
        return
    read = {
        match[0]
        for text in _texts(task.input_files, folder)
        for match in re.finditer(r"\d+\.\d+", text)
    }
    made = "\n".join([run.stdout, *_texts(task.output_files, folder)])
    fractions = {match[0]: len(match[1]) for match in re.finditer(r"\d+\.(\d+)", made)}
    computed = {text: size for text, size in fractions.items() if text not in read}
    long = [text for text, size in computed.items() if size > task.decimals]
    if long and len(long) == len(computed):
        expected = f"numbers are rounded to {task.decimals} decimals"
        yield Check("rounding", False, expected, f"{long[0]} is not")


def _texts(names: Sequence[str], folder: Path) -> Iterator[str]:
    for name in names:
        path = folder / name
        is_text = path.suffix.lower() in _TEXTS and path.is_file() and not path.is_symlink()
        if is_text and path.stat().st_size <= _MOST_BYTES:
            yield decode(path.read_bytes())
