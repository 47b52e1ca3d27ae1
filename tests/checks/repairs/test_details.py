"""Keys that the items of a list have only at an address of their own."""

from __future__ import annotations

import pytest

from code_it.checks.failing_lines import statement_at
from code_it.checks.repairs.details import with_details
from code_it.flow import Task

_BRIEF = (
    'GET http://host/boats answers 200, application/json: {"boats": [{"id": "b1"}]}\n'
    "GET http://host/boats/ID (for the id b1) answers 200, application/json:"
    ' {"id": "b1", "status": {"fuel": 5}}\n'
)
_SOURCE = "import requests\nfor boat in boats:\n    if boat['status']:\n        print(boat)\n"
_FACTS = ("boat is a dict with the keys ['id', 'name']",)
_ERROR = "KeyError: 'status'"


def test_each_item_gets_its_details() -> None:
    failing = statement_at(_SOURCE, 3)
    assert failing is not None
    address = "f\"http://host/boats/{boat['id']}\""
    details = f"    boat = {{**boat, **requests.get({address}, timeout=10).json()}}"
    assert with_details(failing, _ERROR, Task("", brief=_BRIEF), _FACTS) == _SOURCE.replace(
        "    if", f"{details}\n    if"
    )


@pytest.mark.parametrize(
    ("error", "brief", "facts"),
    [
        ("KeyError: 'owner'", _BRIEF, _FACTS),
        (_ERROR, _BRIEF.replace(" (for the id b1)", ""), _FACTS),
        (_ERROR, _BRIEF.replace("ID (for the id b1) answers 200", "ID (for the id b1) answers 404"),
         _FACTS),
        (_ERROR, _BRIEF, ("answer is a dict with the keys ['id', 'name']",)),
        (_ERROR, _BRIEF, ("boat is a dict with the keys ['name']",)),
        ("ValueError: no", _BRIEF, _FACTS),
    ],
)  # fmt: skip
def test_other_keys_are_left_alone(error: str, brief: str, facts: tuple[str, ...]) -> None:
    """Not in the details, no details, of no loop, without what tells the address."""
    failing = statement_at(_SOURCE, 3)
    assert failing is not None
    assert with_details(failing, error, Task("", brief=brief), facts) == ""
