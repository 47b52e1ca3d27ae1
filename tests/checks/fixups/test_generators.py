"""Generators beside other arguments."""

from __future__ import annotations

import pytest

from code_it.checks.fixups.generators import with_generators_in_brackets


@pytest.mark.parametrize(
    ("source", "mended"),
    [
        ("m = max(n for n in a, key=f)\n", "m = max((n for n in a), key=f)\n"),
        ("é = max((n, 1) for n in a, key=f)[0]\n", "é = max(((n, 1) for n in a), key=f)[0]\n"),
        (
            "a = max(n for n in b, key=f)\nc = min(n for n in d, default=0)\n",
            "a = max((n for n in b), key=f)\nc = min((n for n in d), default=0)\n",
        ),
    ],
)
def test_they_get_brackets(source: str, mended: str) -> None:
    assert with_generators_in_brackets(source) == mended


@pytest.mark.parametrize(
    "source",
    [
        "m = max(n for n in a)\n",
        "m = max(n for n\n in a, key=f)\n",
        "m = max(n for n in a, key=f\n",
    ],
)
def test_what_is_right_or_unclear_stays(source: str) -> None:
    assert with_generators_in_brackets(source) == source
