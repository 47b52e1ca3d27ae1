"""YAML with the keys in another order."""

from __future__ import annotations

import pytest

from code_it.checks.fixups.yaml_order import with_order_of_keys
from code_it.flow import Task

_TASK = Task("Write the list to plan.yaml.")
_BOTH = ", sort_keys=False, allow_unicode=True)"


@pytest.mark.parametrize(
    ("call", "mended"),
    [
        ("yaml.dump(rows, file)", f"yaml.dump(rows, file{_BOTH}"),
        ("yaml.safe_dump(rows)", f"yaml.safe_dump(rows{_BOTH}"),
        ("yaml.dump(rows, sort_keys=True)", "yaml.dump(rows, sort_keys=True, allow_unicode=True)"),
    ],
)
def test_keys_stay_as_they_are(call: str, mended: str) -> None:
    assert with_order_of_keys(f"import yaml\n{call}\n", _TASK) == f"import yaml\n{mended}\n"


def test_keys_are_sorted_where_anything_is() -> None:
    source = "import yaml\nyaml.dump(rows)\n"
    assert with_order_of_keys(source, Task("Write it sorted by name.")) == source


@pytest.mark.parametrize("line", ["json.dump(rows, file)", "yaml.dump(rows, **how)", "yaml.dump("])
def test_others_stay(line: str) -> None:
    assert with_order_of_keys(f"import yaml\n{line}\n", _TASK) == f"import yaml\n{line}\n"
