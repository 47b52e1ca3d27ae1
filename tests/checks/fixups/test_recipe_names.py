"""Names of a recipe that a script uses as if they were there."""

from __future__ import annotations

import pytest

from code_it.checks.fixups.recipe_names import with_definitions_of_recipes
from code_it.flow import Task

_RECIPE = """\
from garden import Bed, Path as Way
import garden.tools as tools
SIGNS = [(10, "X"), (1, "I")]
rows = ["garden"]
limit = 3
def to_signs(number):
    return math.floor(number) * SIGNS[1][1]
print(to_signs(limit))
"""
_SIGNS = 'SIGNS = [(10, "X"), (1, "I")]\n'
_FUNCTION = "def to_signs(number):\n    return math.floor(number) * SIGNS[1][1]\n"


@pytest.mark.parametrize(
    ("source", "mended"),
    [
        ("print(SIGNS)\n", f"{_SIGNS}print(SIGNS)\n"),
        ("print(to_signs(4))\n", f"import math\n{_SIGNS}{_FUNCTION}print(to_signs(4))\n"),
        ("print(Bed())\n", "from garden import Bed\nprint(Bed())\n"),
        (
            "print(Way(tools))\n",
            "from garden import Path as Way\nimport garden.tools as tools\nprint(Way(tools))\n",
        ),
        ("'''Doc.'''\nprint(SIGNS)\n", f"'''Doc.'''\n{_SIGNS}print(SIGNS)\n"),
    ],
)
def test_what_it_uses_of_a_recipe_comes_with_what_that_uses(source: str, mended: str) -> None:
    assert with_definitions_of_recipes(source, Task("Write it.", recipes=(_RECIPE,))) == mended


@pytest.mark.parametrize("source", ["print(rows)\n", "SIGNS = 1\nprint(SIGNS)\n", "print(other)\n"])
def test_other_names_stay_unknown(source: str) -> None:
    """The data of a recipe must not pass for the user's, and what is defined is not again."""
    assert with_definitions_of_recipes(source, Task("Write it.", recipes=(_RECIPE,))) == source
