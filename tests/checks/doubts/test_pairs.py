"""JSON that holds pairs of a key and its value."""

from __future__ import annotations

import pytest

from code_it.checks.doubts.pairs import pairs_in_lists, with_values_of_pairs

_SOURCE = """\
groups = sorted(groups.items(), key=lambda pair: -len(pair[1]))
json.dump({}, file, indent=2)
"""


def test_pairs_are_told() -> None:
    (doubt,) = pairs_in_lists({"a.json": [["aet", ["eat", "tea"]], ["no", ["on", "no"]]]})
    assert "a.json holds pairs" in doubt


@pytest.mark.parametrize(
    "contents", [[["Ann", 3], ["Bob", 4]], [["a", ["b"]]], {"a": ["b"]}, [["a", "b"], ["c", "d"]]]
)
def test_other_lists_are_not(contents: object) -> None:
    assert list(pairs_in_lists({"a.json": contents})) == []


def test_the_values_are_written_alone() -> None:
    right = _SOURCE.format("[_value for _, _value in groups]")
    assert with_values_of_pairs(_SOURCE.format("groups")) == right
    assert with_values_of_pairs(_SOURCE.format("dict(groups)")) == ""
    assert with_values_of_pairs("json.dump(groups, file)\n") == ""
