"""Loops that go through nothing, and conditions that never hold."""

from __future__ import annotations

import subprocess
import sys

import pytest

from code_it.checks.idle import Idle, driver_source, read_idle, with_condition_met

MARKER = "0123456789abcdef"


def idle(source: str) -> tuple[Idle, ...]:
    driver = driver_source(source, "main.py", MARKER)
    run = subprocess.run(
        [sys.executable, "-"], input=driver, capture_output=True, text=True, check=True
    )
    assert run.stdout.startswith(MARKER)
    return read_idle(run.stdout, MARKER)


@pytest.mark.parametrize(
    ("source", "line", "what"),
    [
        (
            "rows = [[1], [1, 2]]\nfor row in rows:\n    if len(row) == 6:\n        print(row)\n",
            3,
            "`len(row) == 6` was never true; len(row) was 1, 2",
        ),
        (
            "names = ['a', 'b']\nfound = [name for name in names if name == 'A']\n",
            2,
            "`name == 'A'` was never true; name was 'a', 'b'",
        ),
        (
            "rows = []\nfor row in rows:\n    print(row)\n",
            2,
            "there is nothing in rows, which is an empty list",
        ),
        (
            "def f(rows):\n    return [r for r in rows]\n\nf(iter(()))\n",
            2,
            "there is nothing in rows, which is a tuple_iterator",
        ),
        (
            "for word in ['a']:\n    if 'x' in word.lower() and word:\n        print(1)\n",
            2,
            "`'x' in word.lower() and word` was never true; word.lower() was 'a'",
        ),
        (
            "ws = iter([1])\nfor n in [1]:\n    if next(ws) == 2:\n        print(1)\n",
            3,
            "`next(ws) == 2` was never true",
        ),
        (
            "for n in [1]:\n    if n > 1:\n        print(n)\nraise SystemExit(3)\n",
            2,
            "`n > 1` was never true; n was 1",
        ),
        (
            "for n in [1]:\n    if n > 1:\n        print(n)\n1 / 0\n",
            2,
            "`n > 1` was never true; n was 1",
        ),
    ],
)
def test_what_did_nothing_is_told(source: str, line: int, what: str) -> None:
    """With what the condition looked at, where asking again changes nothing."""
    (found,) = idle(source)
    assert (found.line, found.what) == (line, what)


@pytest.mark.parametrize(
    ("source", "told"),
    [
        (
            "import datetime\nday = datetime.date(2024, 5, 1)\nprint('2024-05-01' == day)\n",
            "`'2024-05-01' == day` is never true: '2024-05-01' is a str, and the other is"
            " datetime.date(2024, 5, 1)",
        ),
        (
            "for n in ['3', '4']:\n    if n in [3, 4]:\n        print(n)\n",
            "`n in [3, 4]` is never true: '3' is a str, and the other holds 3",
        ),
        (
            "found = [n for n in ['3'] if n == 3]\n",
            "`n == 3` is never true: '3' is a str, and the other is 3",
        ),
        (
            "import datetime\nnow = datetime.datetime(2024, 5, 1)\nprint(now == now.date())\n",
            "`now == now.date()` is never true: datetime.datetime(2024, 5, 1, 0, 0) is a datetime,"
            " and the other is datetime.date(2024, 5, 1)",
        ),
    ],
)
def test_comparisons_of_what_is_never_equal_are_told(source: str, told: str) -> None:
    """With what stood on both sides."""
    assert [each.what for each in idle(source) if each.kind == "mixed"] == [told]


@pytest.mark.parametrize(
    "source",
    [
        "for n in ['3', 3]:\n    print(n == 3)\n",
        "print(1 == 1.5, True == 3, None == 'a', 'a' == None)\n",
        "row = {'x': 1.5}\nprint(row['x'] == '', '' == row['x'])\n",
        "print('a' in 'abc', 'a' in {'b': 1}, 3 in range(2), 'a' in [], 'a' in [1, 'b'])\n",
        "class A:\n    pass\nprint(A() == 3, 3 in [A()])\n",
        "print('3' != 3)\n",
        "for score in [5, 7]:\n    if score == 'N/A':\n        continue\n    print(score)\n",
        "print(1 == 1 == '1')\n",
    ],
)
def test_what_may_be_equal_is_not_told(source: str) -> None:
    """Of one kind at least once, of a kind that is not known, or empty to see whether it is."""
    assert [each for each in idle(source) if each.kind == "mixed"] == []


def test_what_did_something_is_not_told() -> None:
    """Nor what was never come to; and the script does what it did."""
    source = (
        "total = 0\nfor n in [1, 2]:\n    if n > 1:\n        total += n\n    elif n < 0:\n"
        "        pass\nif total == 2:\n    print('out of the way')\n"
    )
    assert idle(source) == (Idle(5, "`n < 0` was never true; n was 1", "n", ("1",)),)


def test_what_a_script_prints_is_no_answer() -> None:
    """Nor is what is no list of pairs."""
    assert read_idle("", MARKER) == ()
    assert read_idle(f"{MARKER}nonsense", MARKER) == ()
    assert read_idle(f"{MARKER}[[1]]", MARKER) == ()
    assert read_idle(f'{MARKER}{{"a": 1}}', MARKER) == ()
    many = f"{MARKER}{[[n, 'x', '', [], 'idle'] for n in range(9)]}".replace("'", '"')
    assert [each.line for each in read_idle(many, MARKER)] == [0, 1, 2, 3]


@pytest.mark.parametrize(
    ("source", "mended"),
    [
        (
            "for row in [[1], [1, 2, 3], 'abcd']:\n    if len(row) == 6:\n        print(row[2])\n",
            "len(row) == 3",
        ),
        (
            "for name in ['yes', 'no']:\n    if name == 'Yes ':\n        print(name)\n",
            "name == 'yes'",
        ),
        ("print([n for n in ['A b'] if n == 'ab'])\n", "n == 'A b'"),
        ("for n in ['yes', 'YES']:\n    if n == 'Yes':\n        print(n)\n", ""),
        ("for n in ['maybe']:\n    if n == 'Yes':\n        print(n)\n", ""),
        ("for row in [[1], [2]]:\n    if len(row) == 6:\n        print(row[5])\n", ""),
        ("for n in [1]:\n    if n == 2:\n        print(n)\n", ""),
        ("for n in [1]:\n    if n > 2:\n        print(n)\n", ""),
    ],
)
def test_a_condition_that_a_value_is_near_to(source: str, mended: str) -> None:
    """A length that rows have, or the same word in other letters; else nothing."""
    (found,) = idle(source)
    changed = with_condition_met(source, found)
    assert (mended in changed) if mended else changed == ""


_LINES = "lines = ['a 1', 'b 2', 'c -', '', 'd 4']\nimport re\n"


@pytest.mark.parametrize(
    ("source", "told"),
    [
        (
            "rows = [m.groups() for line in lines if (m := re.match(r'(\\w) (\\d)', line))]\n",
            ["`re.match('(\\\\w) (\\\\d)', line)` does not fit 1 of 4 lines, such as 'c -'"],
        ),
        (
            "P = re.compile(r'\\w \\d')\nfor line in lines:\n    P.fullmatch(line)\n",
            ["`P.fullmatch(line)` does not fit 1 of 4 lines, such as 'c -'"],
        ),
        ("rows = [re.match(r'\\w .', line) for line in lines]\n", []),
        ("rows = [re.match(r'a', line) for line in lines]\n", []),
        ("rows = [re.search(r'\\d', line) for line in lines]\n", []),
    ],
)
def test_a_pattern_that_misses_some_lines_is_told(source: str, told: list[str]) -> None:
    """Not one that fits all that hold something, or few, or looks for something within."""
    assert [each.what for each in idle(_LINES + source) if each.kind == "partial"] == told
