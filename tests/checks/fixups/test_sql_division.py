"""Whole numbers that are divided in a query."""

from __future__ import annotations

import pytest

from code_it.checks.fixups.sql_division import with_real_division


@pytest.mark.parametrize(
    ("query", "after"),
    [
        ("SELECT ROUND(SUM(s) / 60, 1) FROM t", "SELECT ROUND(SUM(s) / 60.0, 1) FROM t"),
        ("select round(a/100, 2) from t", "select round(a/100.0, 2) from t"),
        (
            "SELECT ROUND(SUM(a * b) / 7, 2), ROUND(c / 2, 1)",
            "SELECT ROUND(SUM(a * b) / 7.0, 2), ROUND(c / 2.0, 1)",
        ),
        ("SELECT ROUND(AVG(a), 1) FROM t", "SELECT ROUND(AVG(a), 1) FROM t"),
        ("SELECT a / 60 FROM t", "SELECT a / 60 FROM t"),
        ("SELECT ROUND(a / 60.0, 1) FROM t", "SELECT ROUND(a / 60.0, 1) FROM t"),
        ("SELECT ROUND(a / 60, 0) FROM t", "SELECT ROUND(a / 60, 0) FROM t"),
        ("INSERT INTO t VALUES ('ROUND(a / 60, 1)')", "INSERT INTO t VALUES ('ROUND(a / 60, 1)')"),
    ],
)
def test_what_is_rounded_to_decimals_has_some(query: str, after: str) -> None:
    """Where nothing is rounded to them, whole numbers may be meant."""
    source = f'import sqlite3\nrows = db.execute("""{query}""")\nx = round(n / 60, 1)\n'
    assert with_real_division(source) == source.replace(query, after)


@pytest.mark.parametrize("source", ["print(round(a / 60, 1))\n", "SELECT (\n", ""])
def test_what_is_no_query_stays(source: str) -> None:
    """Python divides as it should."""
    assert with_real_division(source) == source
