"""FailingLines, error, facts -> the lines put right that have to do with dates or with columns.

How a date is written can be read from the one at hand; which accessor of pandas leads to a method
is known by the method.
"""

from __future__ import annotations

import ast
import difflib
import re
from collections.abc import Sequence
from datetime import datetime
from itertools import product

from code_it.checks.failing_lines import FailingLines
from code_it.checks.repairs.replacing import Rule, changed, expression, kinds, replaced, told

_OTHER_FORM = re.compile(
    r"^ValueError: time data ['\"](?P<date>.+)['\"] does not match format '(?P<form>.+)'"
)
_NOT_ALL = re.compile(r"^ValueError: unconverted data remains: ")
_IS_DATE = re.compile(
    r"^TypeError: (?:strptime\(\) argument 1|fromisoformat: argument) must be str, not"
    r" (?:datetime|Timestamp)"
)
_IS_DAY = re.compile(r"^AttributeError: 'datetime\.date' object has no attribute 'date'")
_DAY_AND_TIME = re.compile(
    r"^TypeError: (?:can't compare datetime\.datetime to datetime\.date"
    r"|(?:'[<>]=?' not supported between instances of|unsupported operand type\(s\) for -:)"
    r" 'datetime\.date(?:time)?' and 'datetime\.date(?:time)?')"
)
_OF_SERIES = re.compile(r"^AttributeError: 'Series' object has no attribute '(?P<name>\w+)'")
_OF_INDEX = re.compile(
    r"^AttributeError: '(?:DatetimeIndex|Timestamp)' object has no attribute 'dt'"
)
_NO_DATES = re.compile(r"^AttributeError: Can only use \.dt accessor with datetimelike values")
_NO_TEXTS = re.compile(r"^AttributeError: Can only use \.str accessor with string values")

_DATES = (
    "%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y", "%d/%m/%Y", "%m/%d/%Y", "%d/%m/%y", "%m/%d/%y", "%Y/%m/%d",
    "%d-%m-%Y", "%m-%d-%Y", "%Y%m%d", "%d %B %Y", "%d %b %Y", "%B %d, %Y", "%b %d, %Y", "%d-%b-%Y",
    "%d/%b/%Y", "%B %d %Y", "%b %d %Y", "%Y-%m", "%Y.%m.%d",
)  # fmt: skip
_TIMES = (
    "%H:%M",
    "%H:%M:%S",
    "%H:%M:%S.%f",
    "%I:%M %p",
    "%I:%M:%S %p",
    "%I:%M%p",
    "%H.%M",
    "%H%M%S",
)
_CLOCK = re.compile(r"^(?P<joint> at |, |[ T:_])(?P<time>\d.*?)(?P<zone>Z| UTC| ?[-+]\d\d:?\d\d)?$")
_DAYS = ("", "%A, ", "%a, ", "%A ", "%a ")

_OF_DATES = frozenset(
    "date time year month day hour minute second weekday dayofweek day_of_week dayofyear quarter"
    " strftime day_name month_name isocalendar normalize tz_localize tz_convert total_seconds days"
    " to_period".split()
)
_OF_TEXTS = frozenset(
    "lower upper title capitalize casefold strip lstrip rstrip split rsplit startswith endswith"
    " zfill removeprefix removesuffix isdigit isnumeric isalpha".split()
)


def _form(failing: FailingLines, error: str, facts: Sequence[str]) -> str:
    """A date is read in the form that it has."""
    match = _OTHER_FORM.search(error)
    if not match and not _NOT_ALL.search(error):
        return ""
    texts = {ast.literal_eval(what[8:]) for what in told(facts).values() if _is_text(what)}
    dates = {match["date"]} if match else texts

    def other(node: ast.expr) -> ast.expr | None:
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
            return None
        if (match and node.value != match["form"]) or "%" not in node.value:
            return None
        forms = [form for date in dates for form in _forms(date, node.value)]
        return ast.Constant(forms[0]) if forms and forms[0] != node.value else None

    return changed(failing, other, once=True)


def _is_text(what: str) -> bool:
    """Is it a text that is told whole?"""
    return (
        re.fullmatch(r"the str (?:'[^'\\]*'|\"[^\"\\]*\")", what) is not None and "..." not in what
    )


def _forms(text: str, like: str) -> list[str]:
    """The forms that fit a text, the one most like another form first: is the day or the month
    before the other?"""
    found = [time for time in _TIMES if _rest(text, time) == ""]
    for date in map("".join, product(_DAYS, _DATES)):
        rest = _rest(text, date)
        clock = _CLOCK.match(rest or "")
        if rest == "":
            found.append(date)
        elif clock:
            zone = clock["zone"] or ""
            zone = re.sub(r"[-+]\d\d:?\d\d", "%z", zone)
            times = [time for time in _TIMES if _rest(clock["time"], time) == ""]
            found += [f"{date}{clock['joint']}{time}{zone}" for time in times]
    return sorted(found, key=lambda form: -difflib.SequenceMatcher(None, form, like).ratio())


def _rest(text: str, form: str) -> str | None:
    """What is left of a text behind the date or time that it begins with; none without one."""
    try:
        datetime.strptime(text, form)
    except ValueError as error:
        mark, _, rest = str(error).partition("unconverted data remains: ")
        return rest if not mark else None
    return ""


def _is_date(failing: FailingLines, error: str, facts: Sequence[str]) -> str:
    """What is a date already is not read as one."""
    del facts

    def other(node: ast.expr) -> ast.expr | None:
        match node:
            case ast.Call(func=ast.Attribute(attr="strptime" | "fromisoformat"), args=[date, *_]):
                return date
        return None

    return changed(failing, other, once=True) if _IS_DATE.search(error) else ""


def _is_day(failing: FailingLines, error: str, facts: Sequence[str]) -> str:
    """A day has no day."""
    found = {part for part, kind in kinds(facts).items() if kind == "date"}

    def other(node: ast.expr) -> ast.expr | None:
        match node:
            case ast.Call(func=ast.Attribute(value=day, attr="date"), args=[]) if (
                ast.unparse(day) in found
            ):
                return day
        return None

    return changed(failing, other) if _IS_DAY.search(error) else ""


def _days(failing: FailingLines, error: str, facts: Sequence[str]) -> str:
    """A day with a time is compared with a day as a day."""
    known = kinds(facts)
    if not _DAY_AND_TIME.search(error) or "date" not in known.values():
        return ""
    found = {part: f"{part}.date()" for part, kind in known.items() if kind == "datetime"}
    return replaced(failing, found)


def _accessor(failing: FailingLines, error: str, facts: Sequence[str]) -> str:
    """The methods of dates and of texts are behind `.dt` and `.str` of a column."""
    del facts
    match = _OF_SERIES.search(error)
    name = match["name"] if match else ""
    accessor = "dt" if name in _OF_DATES else "str" if name in _OF_TEXTS else ""

    def other(node: ast.expr) -> ast.expr | None:
        match node:
            case ast.Attribute(value=series, attr=attribute) if attribute == name:
                return expression(f"{ast.unparse(series)}.{accessor}.{name}")
        return None

    return changed(failing, other, once=True) if accessor else ""


def _no_accessor(failing: FailingLines, error: str, facts: Sequence[str]) -> str:
    """An index of dates, and one date, have no `.dt`."""
    found = {part for part, kind in kinds(facts).items() if kind in ("DatetimeIndex", "Timestamp")}

    def other(node: ast.expr) -> ast.expr | None:
        match node:
            case ast.Attribute(value=dates, attr="dt") if ast.unparse(dates) in found:
                return dates
        return None

    return changed(failing, other) if _OF_INDEX.search(error) else ""


def _converted(failing: FailingLines, error: str, facts: Sequence[str]) -> str:
    """A column becomes one of dates, or of texts, before it is taken for one."""
    del facts
    way = {"dt": "pd.to_datetime({})"} if _NO_DATES.search(error) else {}
    way = {"str": "{}.astype(str)"} if _NO_TEXTS.search(error) else way

    def other(node: ast.expr) -> ast.expr | None:
        match node:
            case ast.Attribute(value=column, attr=accessor) if accessor in way:
                return expression(f"{way[accessor].format(ast.unparse(column))}.{accessor}")
        return None

    return changed(failing, other, once=True)


RULES: tuple[Rule, ...] = (
    _form, _is_date, _is_day, _days, _accessor, _no_accessor, _converted,
)  # fmt: skip
