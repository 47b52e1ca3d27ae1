"""Numbers that a script computes and does not round."""

from __future__ import annotations

import pytest

from code_it.checks.repairs.rounding import with_rounding
from code_it.flow import Check, Task

_CHECK = Check("rounding", False, "numbers are rounded to 2 decimals", "0.333 is not")


@pytest.mark.parametrize(
    ("source", "changed"),
    [
        ("f.groupby('a').mean().to_csv('o.csv')", "f.groupby('a').mean().round(2).to_csv('o.csv')"),
        ("mean = total / count", "mean = round(total / count, 2)"),
        ("r = {'mean': t / n if n else 0, 'n': n}",
         "r = {'mean': round(t / n if n else 0, 2), 'n': n}"),
        ("print(statistics.mean(x))", "print(round(statistics.mean(x), 2))"),
        ("rows.append([name, t / n])", "rows.append([name, round(t / n, 2)])"),
    ],
)  # fmt: skip
def test_what_is_computed_is_rounded_at_the_end(source: str, changed: str) -> None:
    assert list(with_rounding(source, _CHECK, Task("", decimals=2))) == [changed]


@pytest.mark.parametrize(
    ("source", "check", "decimals"),
    [
        ("x = a * (t / n)", _CHECK, 2),
        ("x = t / n", Check("columns", False, "", ""), 2),
        ("x = t / n", _CHECK, None),
    ],
)
def test_parts_of_a_calculation_and_other_checks_stay(
    source: str, check: Check, decimals: int | None
) -> None:
    """To round in between makes other numbers of it."""
    assert list(with_rounding(source, check, Task("", decimals=decimals))) == []
