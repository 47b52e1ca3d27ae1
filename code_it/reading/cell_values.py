"""The rows of a CSV file -> what its cells are to be taken for: numbers, dates, or nothing at all.

Small models forget that the csv module gives text, and guess the form of a date.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from code_it.reading.documents import codes_note, is_code

_MOST_EMPTY = 3
"""Columns with empty cells to name."""

# Those that sort as text and that Python reads by itself are left out.
_DATE_FORMATS = (
    "%d.%m.%Y", "%d.%m.%y", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%Y/%m/%d", "%Y%m%d",
    "%d %b %Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y", "%d-%b-%Y",
    "%d.%m.%Y %H:%M", "%d/%m/%Y %H:%M", "%m/%d/%Y %H:%M", "%d.%m.%Y %H:%M:%S",
)  # fmt: skip
_PLAIN = re.compile(r"[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")
_DAY = re.compile(r"\d{4}([-./])\d{1,2}\1\d{1,2}|\d{1,2}([-./])\d{1,2}\2\d{4}")
IN_PANDAS = ", in pandas "
"""What follows is what `read_csv` is given to read such numbers."""
_THOUSANDS = f"float({{cell}}.replace(',', '')){IN_PANDAS}thousands=','"
_NUMBERS: tuple[tuple[re.Pattern[str], str], ...] = (
    # Three digits behind each comma in all cells: thousands, rather than decimals.
    (re.compile(r"[-+]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?"), _THOUSANDS),
    (re.compile(r"[-+]?\d+,\d+"), f"float({{cell}}.replace(',', '.')){IN_PANDAS}decimal=','"),
    (
        re.compile(r"[-+]?\d{1,3}(?:\.\d{3})*,\d+"),
        f"float({{cell}}.replace('.', '').replace(',', '.')){IN_PANDAS}decimal=',', thousands='.'",
    ),
    (re.compile(r"[-+]?\d{1,3}(?:,\d{3})*(?:\.\d+)?"), _THOUSANDS),
    (
        re.compile(r"[-+]?(?:[$€£]\s?)?\d{1,3}(?:,?\d{3})*(?:\.\d+)?"),
        "float(re.sub(r'[^0-9.-]', '', {cell}))",
    ),
    (re.compile(r"[-+]?\d+(?:\.\d+)?\s?%"), "float({cell}.rstrip('% '))"),
)


def value_notes(rows: Sequence[Sequence[str]]) -> str:
    """What to tell of the cells below the header, `rows[0]`; `""` when there is nothing to tell.

    Of each kind the first column is told, for the others go without saying then.
    """
    columns = [
        (name, [row[number].strip() for row in rows[1:] if len(row) > number])
        for number, name in enumerate(rows[0])
    ]
    taken = list(_firsts(columns, (_as_plain, _as_number, _as_date)))
    empty = [name for name, cells in columns if not all(cells) and any(cells)][:_MOST_EMPTY]
    told = [f"csv gives text, so {'; '.join(taken)}"] if taken else []
    told += codes_note(rows)
    told += [f"{name!r} is {how}" for name, cells in columns if (how := _as_mixed_dates(cells))]
    told += [f"{name!r} is empty in some rows" for name in empty]
    return f" ({'; '.join(told)})" if told else ""


_Reader = Callable[[str, Sequence[str]], str]
_Columns = Sequence[tuple[str, Sequence[str]]]


def _firsts(columns: _Columns, readers: Sequence[_Reader]) -> Iterator[str]:
    for reader in readers:
        for name, cells in columns:
            filled = [cell for cell in cells if cell]
            if filled and (how := reader(f"row[{name!r}]", filled)):
                yield f"{name} is {how}"
                break


def _as_plain(cell: str, cells: Sequence[str]) -> str:
    is_number = all(map(_PLAIN.fullmatch, cells)) and not any(map(is_code, cells))
    return f"float({cell})" if is_number else ""


def _as_number(cell: str, cells: Sequence[str]) -> str:
    """Numbers that `float` does not read."""
    if all(map(_PLAIN.fullmatch, cells)):
        return ""
    for pattern, how in _NUMBERS:
        if all(pattern.fullmatch(each) or _PLAIN.fullmatch(each) for each in cells):
            return how.format(cell=cell)
    return ""


def _as_date(cell: str, cells: Sequence[str]) -> str:
    """The one format that fits all cells; where two do, which is meant cannot be told."""
    fitting = [form for form in _DATE_FORMATS if all(_is_date(each, form) for each in cells)]
    if len(fitting) != 1 or (all(map(_PLAIN.fullmatch, cells)) and fitting != ["%Y%m%d"]):
        return ""
    return f"datetime.strptime({cell}, {fitting[0]!r})"


def _as_mixed_dates(cells: Sequence[str]) -> str:
    """Days that are written in several ways, each with an example."""
    filled = [cell for cell in cells if cell]
    if not filled or not all(map(_DAY.fullmatch, filled)):
        return ""
    ways: dict[str, str] = {}
    for cell in filled:
        ways.setdefault(re.sub(r"\d+", "0", cell), cell)
    return f"written in several ways: {', '.join(ways.values())}" if len(ways) > 1 else ""


def _is_date(cell: str, form: str) -> bool:
    try:
        datetime.strptime(cell, form)
    except ValueError:
        return False
    return True
