"""Keys of a JSON object that nobody asked for."""

from __future__ import annotations

import pytest

from code_it.checks.repairs.extra_keys import without_extra_keys
from code_it.flow import Check


def _check(*strange: str, missing: tuple[str, ...] = ()) -> Check:
    return Check("keys", False, "a, b", "a, b, c", file="o.json", missing=missing, strange=strange)


@pytest.mark.parametrize(
    ("source", "changed"),
    [
        ("r = {'a': 1, 'b': 2, 'c': {'x': 3}}", "r = {'a': 1, 'b': 2}"),
        ("r = {\n    'a': 1,\n    'c': sum(\n        n),\n    'b': 2\n}",
         "r = {\n    'a': 1,\n    'b': 2\n}"),
        ("r = {\n    'a': 1,\n    'c': 2\n}\ns = {'a': 1, 'c': 2}",
         "r = {\n    'a': 1,\n}\ns = {'a': 1}"),
    ],
)  # fmt: skip
def test_keys_are_left_out_where_the_object_is_told(source: str, changed: str) -> None:
    assert without_extra_keys(source, _check("c")) == changed


@pytest.mark.parametrize(
    ("source", "check"),
    [
        ("r = {'a': 1}\nr['c'] = 2", _check("c")),
        ("r = {'c': 1}", _check("c")),
        ("r = {'a': 1, 'c': 2}", _check("c", missing=("b",))),
        ("r = {'a': 1, 'c': 2}", _check("c", "d")),
        ("r = {'a': 1, 'c': 2}", Check("columns", False, "", "", strange=("c",))),
        ("r = {'a': 1, **c}", _check("c")),
    ],
)
def test_what_is_not_certain_stays(source: str, check: Check) -> None:
    """Keys that are set elsewhere, an object of that key alone, a key that may be misnamed."""
    assert without_extra_keys(source, check) == ""
