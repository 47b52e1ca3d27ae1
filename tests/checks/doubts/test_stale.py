"""Names of an earlier loop that are used in a later one."""

from __future__ import annotations

import pytest

from code_it.checks.doubts.stale import stale_names, with_names_made_again

_TWO_LOOPS = """\
rows = []
for line in lines:
    line = line.strip()
    number = int(line)
    rows.append((line, number * 2))
for line, double in rows:
    if number > 3:
        print(line)
"""


def test_a_name_of_an_earlier_loop_is_told() -> None:
    """With both lines, so that a model finds them."""
    (stale,) = stale_names(_TWO_LOOPS)
    assert str(stale) == "number on line 7 is always that of the last item of the loop on line 2"


def test_it_is_made_again_of_what_the_later_loop_has() -> None:
    """With all that it is made of, in the same order."""
    (stale,) = stale_names(_TWO_LOOPS)
    lines = with_names_made_again(_TWO_LOOPS, stale).split("\n")
    assert lines[5:9] == [
        "for line, double in rows:",
        "    line = line.strip()",
        "    number = int(line)",
        "    if number > 3:",
    ]


def test_what_the_later_loop_makes_too_is_meant_to_be_the_last() -> None:
    source = (
        "for row in rows:\n    last = int(row[1])\n"
        "for row in rows:\n    print(last - int(row[1]))\n"
    )
    (stale,) = stale_names(source)
    assert with_names_made_again(source, stale) == ""


def test_it_is_not_made_of_what_is_not_there() -> None:
    """The later loop has no line."""
    source = _TWO_LOOPS.replace("for line, double", "for text, double")
    source = source.replace("print(line)", "print(text)")
    (stale,) = stale_names(source)
    assert with_names_made_again(source, stale) == ""


def test_a_loop_on_one_line_is_told_only() -> None:
    """There is no place for a line in it."""
    source = "for x in a:\n    y = x + 1\nfor x in b: print(y)\n"
    (stale,) = stale_names(source)
    assert with_names_made_again(source, stale) == ""


def test_a_loop_within_a_later_block_is_looked_into() -> None:
    """Files are often written so."""
    source = "for x in a:\n    y = x + 1\nwith f:\n    for x in b:\n        print(y)\n"
    assert [stale.name for stale in stale_names(source)] == ["y"]


@pytest.mark.parametrize(
    "source",
    [
        "y = 0\nfor x in a:\n    y = x + 1\nfor x in b:\n    print(y)\n",
        "for x in a:\n    y = x + 1\n    if y > 3:\n        break\nfor x in b:\n    print(y)\n",
        "for x in a:\n    y = 1\nfor x in b:\n    print(y)\n",
        "for x in a:\n    if x:\n        y = x\nfor x in b:\n    print(y)\n",
        "for x in a:\n    y = x\nfor x in b:\n    y = x\n    print(y)\n",
        "for x in a:\n    y = x\nfor z in y:\n    print(z)\n",
        "for x in a:\n    y = x\nprint(y)\n",
        "for x in a:\n    y = x\ndef f():\n    for z in b:\n        print(y)\n",
        "for x in a:\n    y = x\n    for z in b:\n        print(y)\n",
        "for x in a:\n    y += x\nfor x in b:\n    print(y)\n",
    ],
)
def test_what_is_meant_to_stay_is_not_told(source: str) -> None:
    """What was found, what has a value before, what is not made of the items."""
    assert stale_names(source) == ()
