"""Numbers that are picked from other values."""

from __future__ import annotations

import pytest

from code_it.checks.fixups.truth_values import without_truth_values

VALUES = [True, 1, "a", 2.5, None, False, [], 0]


@pytest.mark.parametrize(
    ("kinds", "picked"), [("int", [1, 0]), ("(int, float)", [1, 2.5, 0]), ("(int,)", [1, 0])]
)
def test_true_is_no_number(kinds: str, picked: list[float]) -> None:
    source = f"found = [value for value in VALUES if isinstance(value, {kinds})]\n"
    names = {"VALUES": VALUES}
    exec(without_truth_values(source), names)
    assert list(map(repr, names["found"])) == list(map(repr, picked))


@pytest.mark.parametrize(
    "source",
    [
        "found = [v for v in values if isinstance(v, float)]\n",
        "found = [v for v in values if isinstance(v, (int, str))]\n",
        "found = [v for v in values if isinstance(v, int) and not isinstance(v, bool)]\n",
        "found = [v for v in values if isinstance(other, int)]\n",
        "if isinstance(value, int):\n    print(value)\n",
        "found = [v for v in values if isinstance(v, int)\n",
    ],
)
def test_other_scripts_stay(source: str) -> None:
    assert without_truth_values(source) == source
