"""How the lines of a text are built."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from code_it.reading.line_pattern import line_pattern


@pytest.mark.parametrize(
    ("lines", "groups"),
    [
        (
            [
                "2024-03-02 09:58:38,123 [INFO] worker-2: job 0",
                "2024-03-01 14:58:53,123 [ERROR] worker-3: no more",
                "2024-03-01 09:45:30,001 [INFO] db: ready",
            ],
            ("2024-03-02", "09:58:38,123", "INFO", "worker-2", "job 0"),
        ),
        (
            [
                '10.0.0.1 - - [10/Oct/2023:13:55:36 +0000] "GET / HTTP/1.1" 200 2326',
                '10.0.0.2 - bob [10/Oct/2023:13:55:37 +0000] "POST /a?b=1 HTTP/1.1" 404 12',
                '10.0.0.3 - - [11/Oct/2023:13:55:37 +0000] "GET /x.html HTTP/1.1" 200 9',
            ],
            ("10.0.0.1", "-", "10/Oct/2023", "13:55:36", "0000", "GET / HTTP/1.1", "200", "2326"),
        ),
        (["Rome 3:1 Oslo", "Ulm 0:0 Bonn", "Old Town 2:2 Ulm"], ("Rome", "3", "1", "Oslo")),
        (
            ["move 10 from 3 to 4", "move 1 from 2 to 1", "move 7 from 1 to 3"],
            ("10", "3", "4"),
        ),
        (
            ["[10:01] Bob: hi", "[10:02] Ann Lee: hello, you", "[10:05] Bob: ok: fine"],
            ("10:01", "Bob", "hi"),
        ),
        (
            ["LH1 FRA->JFK 2024-05-01T10:20+02:00", "BA9 LHR->FRA 2024-05-02T11:00Z"] * 2,
            ("LH1", "FRA", "JFK", "2024-05-01T10:20+02:00"),
        ),
        (["Flour: 200 g", "Brown sugar: 50 g", "Milk: 0.5 l"], ("Flour", "200", "g")),
        (['t=1 level=info msg="a b"', 't=22 level=warn msg=""', 't=3 level=x msg="y"'],
         ("1", "info", "a b")),
    ],
)  # fmt: skip
def test_what_all_lines_have_in_common(lines: list[str], groups: tuple[str, ...]) -> None:
    """Every line fits, and its fields are what a person would call so."""
    pattern = line_pattern(lines, complete=True)
    assert pattern is not None
    assert pattern.groups == groups
    assert (pattern.matched, pattern.lines) == (len(lines), len(lines))
    assert all(re.fullmatch(pattern.regex, line) for line in lines)


@pytest.mark.parametrize(
    "lines",
    [
        ["The quick brown fox", "jumps over the lazy dog.", "And then, at last, it ends."],
        ["a,1,x", "b,2,y", "c,3,z"],
        ["1 2 3", "4 5 6", "7 8 9"],
        ["name: Bob", "age: 12", "city: Ulm"],
        ["#####", "#S.E#", "#####"],
        ["Listen", "silent", "enlist"],
        ["12 | Bob", "13 | Anna"],
        [],
    ],
)
def test_what_is_simple_or_not_alike_has_none(lines: list[str]) -> None:
    """To split such a line is simpler; two lines are no pattern."""
    assert line_pattern(lines, complete=True) is None


def test_some_lines_may_be_others() -> None:
    """A log has a traceback here and there."""
    lines = [f"2024-01-0{n} {'INFO' if n % 2 else 'ERROR'}: message {n}" for n in range(1, 8)]
    lines.insert(2, "Traceback (most recent call last):")
    pattern = line_pattern(lines, complete=True)
    assert pattern is not None
    assert (pattern.matched, pattern.lines) == (7, 8)


def test_a_word_may_change_later() -> None:
    """What is the same in the beginning of a file is no constant of it."""
    lines = [f"job {n} of host: ok {n}" for n in range(5)]
    whole, beginning = (line_pattern(lines, complete=complete) for complete in (True, False))
    assert whole is not None and "host" in whole.regex
    assert beginning is not None and "host" not in beginning.regex


@settings(max_examples=200, deadline=2000)
@given(st.lists(st.text(alphabet='ab 1:-,./[]()"|=é', max_size=30), max_size=12))
def test_any_lines_are_taken(lines: list[str]) -> None:
    """No text raises or hangs, and what is told of a pattern is true."""
    pattern = line_pattern(lines, complete=True)
    if pattern is not None:
        fitting = [line for line in lines if re.fullmatch(pattern.regex, line.rstrip())]
        assert len([line for line in fitting if line.strip()]) >= pattern.matched
