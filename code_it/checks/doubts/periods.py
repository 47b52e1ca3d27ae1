"""Task, Outcome -> dates of another year than the one that all dates are to be of.

Only where nothing is read, and the task names one year: a loop over its months that begins or ends
one off gives a date of the year before or after.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from code_it.checks.agreement import Outcome, lines_of
from code_it.checks.doubts.blanking import without_samples
from code_it.flow import Task

_YEAR = re.compile(r"(?<![\d-])(?P<year>(?:19|20)\d\d)(?![\d-])")
_DATE = re.compile(r"(?P<date>(?P<year>\d{4})-\d\d-\d\d)\b")
_FEWEST_DATES = 3


def dates_of_another_year(task: Task, outcome: Outcome) -> Iterator[str]:
    """A sentence about the first one of what is printed, and of each text that is made."""
    years = {match["year"] for match in _YEAR.finditer(without_samples(task.text))}
    if len(years) != 1 or task.input_files or task.urls:
        return
    (year,) = years
    for name, contents in outcome.items():
        dates = [match for line in lines_of(contents) if (match := _DATE.match(line))]
        counts = Counter(match["year"] for match in dates)
        if len(dates) >= _FEWEST_DATES and 2 * counts[year] > len(dates) > counts[year]:
            other = next(match["date"] for match in dates if match["year"] != year)
            yield f"{name or 'what is printed'} has the date {other}, and not only those of {year}"
