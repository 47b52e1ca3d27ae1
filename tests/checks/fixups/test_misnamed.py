"""A collection that is filled under another name than it was made."""

from __future__ import annotations

import pytest

from code_it.checks.fixups.misnamed import with_name_of_collection

MADE = "found = []\nfor n in range(3):\n    results.append(n)\nprint(results)\n"


def test_the_name_under_which_it_was_made_is_used() -> None:
    assert with_name_of_collection(MADE) == MADE.replace("results", "found")
    within = "def f():\n" + "".join(f"    {line}\n" for line in MADE.splitlines())
    assert with_name_of_collection(within) == within.replace("results", "found")


@pytest.mark.parametrize(
    "source",
    [
        MADE + "print(found)\n",
        MADE + "print(others)\n",
        "other = {}\n" + MADE,
        MADE.replace("[]", "[1]"),
        MADE.replace("results", "found"),
        "def f():\n    found = []\nresults.append(1)\n",
        "found = [",
    ],
)
def test_what_may_mean_another_thing_stays(source: str) -> None:
    assert with_name_of_collection(source) == source
