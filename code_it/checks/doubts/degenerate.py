"""Outcome -> what in it looks as if the work had not been done: no rows, zeros all the way down.

Such a file has the right name, the right columns, and nothing in it. It may be right all the same,
so no script fails by it: it is told once, and what stays so is not verified.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from code_it.checks.agreement import Outcome

_FEWEST_ROWS = 3
"""Two equal values are no pattern."""
_NO_NUMBERS = frozenset({"nan", "nat"})
"""What pandas and floats write for a value that is not there."""
_WORKBOOKS = (".xlsx", ".xlsm")
_DATABASES = (".db", ".sqlite", ".sqlite3")

Row = Sequence[object]


def doubts_about(outcome: Outcome) -> tuple[str, ...]:
    """A sentence for each thing that looks wrong, the worst first; `()` when nothing does."""
    found = [doubt for name, contents in outcome.items() if name for doubt in _of(contents, name)]
    return tuple(dict.fromkeys([*found, *_of_printed(getattr(outcome.get(""), "lines", ()))]))


_NOTHING = " has nothing in it"
_AS_TEXT = " has numbers that are text"
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?")
_NO_LETTER = " has a range without the letter of a column behind the colon"
_HALF_RANGE = re.compile(r"=?[A-Z]+\(.*\b[A-Z]{1,3}\d+:\d+\b")
_NOT_ALL = " has a range that is not all numbers above it"
_OF_ONE_COLUMN = re.compile(r"=?[A-Z]+\((?P<of>[A-Z])(?P<first>\d+):(?P<to>[A-Z])(?P<last>\d*)\)")
_ONLY_HEADER = " has nothing below its header row"


def _of(contents: object, name: str) -> Iterator[str]:
    if isinstance(contents, Mapping) and name.lower().endswith(_WORKBOOKS):
        for sheet, rows in contents.items():
            yield from _of_rows(rows, f"the sheet {sheet} of {name}")
            yield from _of_texts(rows, f"the sheet {sheet} of {name}")
            yield from _of_formulas(rows, f"the sheet {sheet} of {name}")
    elif isinstance(contents, Mapping) and name.lower().endswith(_DATABASES):
        for table, rows in contents.items():
            if not rows:
                yield f"the table {table} of {name}{_NOTHING}"
    elif isinstance(contents, Mapping):
        if not contents:
            yield f"{name}{_NOTHING}"
        yield from _of_values(list(contents.values()), f"every value in {name}")
    elif isinstance(contents, list):
        yield from _of_list(contents, name)
    elif isinstance(contents, tuple):
        rows = [line for line in contents if isinstance(line, tuple)]
        if len(rows) == len(contents):
            yield from _of_rows(rows, name)
        elif any(not any(row) for row in rows):
            yield f"a table in {name} has a row without any text"


def _of_list(items: Sequence[object], name: str) -> Iterator[str]:
    if not items:
        yield f"{name}{_NOTHING}"
    if items and all(isinstance(item, Mapping) for item in items):
        keys = dict.fromkeys(key for item in items for key in item)  # type: ignore[attr-defined]
        for key in keys:
            values = [item.get(key) for item in items]  # type: ignore[attr-defined]
            yield from _of_values(values, f"{key} in {name}")


def _of_rows(rows: Sequence[Row], name: str) -> Iterator[str]:
    if not rows:
        yield f"{name}{_NOTHING}"
        return
    header, *body = rows
    if not body and len(header) > 1 and all(isinstance(cell, str) and cell for cell in header):
        yield f"{name}{_ONLY_HEADER}"
    if any(str(cell).lower() in _NO_NUMBERS for row in body for cell in row):
        yield f"{name} has a cell with the text nan"
    for number, title in enumerate(header):
        values = [row[number] for row in body if number < len(row)]
        yield from _of_values(values, f"the column {title} of {name}")
        yield from _of_figures(values, str(title), f"the column {title} of {name}")


def _of_figures(values: Sequence[object], title: str, what: str) -> Iterator[str]:
    """Texts that were put together, where numbers were to be added up."""
    if _FIGURE.fullmatch(title) and values and all(map(_is_no_number, values)):
        yield f"{what} has no number in it, but {str(values[0])[:40]!r}"


_FIGURE = re.compile(r"(?:(?:grand|sub)?_?total|sum|average|mean)(?:_\w+)?", re.IGNORECASE)
_WORD_WITH_DIGITS = re.compile(r"[A-Za-z]+\d+[A-Za-z]+\w*")


def _is_no_number(value: object) -> bool:
    return isinstance(value, str) and bool(_WORD_WITH_DIGITS.match(value))


def _of_texts(rows: Sequence[Row], name: str) -> Iterator[str]:
    """Columns of numbers that a spreadsheet cannot compute with."""
    header, *body = rows or ((),)
    for number, title in enumerate(header):
        cells = [row[number] for row in body if number < len(row) and row[number] != ""]
        texts = [cell for cell in cells if isinstance(cell, str) and _NUMBER.fullmatch(cell)]
        if len(texts) > 1 and 2 * len(texts) > len(cells) and not _are_codes(cells):
            yield f"the column {title} of {name}{_AS_TEXT}"


def _are_codes(cells: Sequence[object]) -> bool:
    """Does one begin with a 0, or have all the same length? So do postcodes and the like."""
    texts = [str(cell) for cell in cells]
    lengths = {len(text) for text in texts}
    starts_with_zero = any(re.match(r"0\d", text) for text in texts)
    return starts_with_zero or (len(lengths) == 1 and lengths.pop() >= _FEWEST_DIGITS)


_FEWEST_DIGITS = 5


def _of_printed(lines: Sequence[str]) -> Iterator[str]:
    """What was to follow was not found, or not printed."""
    if lines and lines[-1].endswith(":"):
        yield f"nothing is printed below {lines[-1]!r}"


def _of_formulas(rows: Sequence[Row], name: str) -> Iterator[str]:
    """The first formula with a wrong range.

    One that ends in a number only is none: Excel calls the file damaged.
    """
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if not isinstance(cell, str):
                continue
            if _HALF_RANGE.match(cell):
                yield f"{cell[:80]} in {name}{_NO_LETTER}"
                return
            match = _OF_ONE_COLUMN.fullmatch(cell)
            if match and {match["of"], match["to"]} == {chr(ord("A") + column)}:
                above = [other[column] if column < len(other) else None for other in rows[:number]]
                if _is_other_range(match, above):
                    yield f"{cell[:80]} in {name}{_NOT_ALL}"
                    return


def _is_other_range(match: re.Match[str], above: Sequence[object]) -> bool:
    """Is a formula about its own column, with other cells than the numbers that stand above it?

    Also where that changes no sum, as a header does not, the next who reads it wonders why.
    """
    numbers = [row for row, cell in enumerate(above, start=1) if isinstance(cell, float)]
    if match["first"] == "2":
        # A number in the first row may be a title, as a year is.
        numbers = [row for row in numbers if row > 1]
    if not numbers or numbers != list(range(numbers[0], len(above) + 1)):
        return False
    return (match["first"], match["last"]) != (str(numbers[0]), str(numbers[-1]))


def leaves_numbers_out(doubt: str) -> bool:
    """Is it that a formula is not about all numbers above it, and no more?"""
    return doubt.endswith(_NOT_ALL)


def has_half_ranges(doubt: str) -> bool:
    """Is it that a range of cells has no column at its end?"""
    return doubt.endswith(_NO_LETTER)


def has_numbers_as_text(doubt: str) -> bool:
    """Is it that numbers were written as text?"""
    return doubt.endswith(_AS_TEXT)


def _of_values(values: Sequence[object], what: str) -> Iterator[str]:
    """Numbers that are all 0, or values that are all missing."""
    if len(values) > 1 and all(isinstance(value, (list, dict)) and not value for value in values):
        yield f"{what} is empty"
    if len(values) < _FEWEST_ROWS:
        return
    if all(isinstance(value, float) and value == 0 for value in values):
        yield f"{what} is always 0"
    elif all(value is None or value == "" for value in values):
        yield f"{what} is always empty"
