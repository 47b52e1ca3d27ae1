"""Sums that stay at nothing."""

from __future__ import annotations

import pytest

from code_it.checks.doubts.never_added import never_added


@pytest.mark.parametrize(
    "source",
    [
        "total_interest = 0\nfor n in (1, 2):\n    x = n\nprint(f'{total_interest:.2f}')\n",
        "from decimal import Decimal\ntotal = Decimal('0.00')\nx = 1\nprint(total)\n",
        "count = 0\nrows = [1]\nwriter.writerow(['n', count])\n",
    ],
)
def test_what_nothing_is_added_to_is_told(source: str) -> None:
    (found,) = never_added(source)
    assert found.line == source.count("\n")
    assert "nothing is added to it" in str(found)


@pytest.mark.parametrize(
    "source",
    [
        "total = 0\nfor n in (1, 2):\n    total += n\nprint(total)\n",
        "total = 0\ntotal = total + 1\nprint(total)\n",
        "start = 0\nprint(start)\n",
        "total = 5\nprint(total)\n",
        "total = 0\nif total:\n    pass\n",
        "total = 0\ndef f(total):\n    print(total)\n",
        "total = 0\nfor total in (1, 2):\n    print(total)\n",
    ],
)
def test_others_are_not(source: str) -> None:
    assert never_added(source) == ()
