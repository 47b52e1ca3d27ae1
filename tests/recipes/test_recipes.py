"""Every recipe runs as it stands, and is shown to the tasks that it is for."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from code_it.config import TaskExecutionConfig
from code_it.packages.environments import Environment, Terms, provide
from code_it.packages.policy import requirements_of
from code_it.recipes import Recipe, all_recipes, recipes_for

HERE = Path(__file__).parent
NOT_RUN = {
    line.split(":")[0].strip(): line.split(":", 1)[1].strip()
    for line in (HERE / "not_run.txt").read_text(encoding="utf-8").splitlines()
    if ":" in line
}
BROUGHT_ALONG = {"crypto": "cryptography", "images": "pillow", "pil": "pillow"}
"""By the extra of a package, what it installs besides."""
MOST_LINES, MOST_CHARACTERS = 14, 710


@pytest.fixture(scope="module")
def environment() -> Environment:
    """Everything that any recipe needs, together: what a recipe shows must hold beside others."""
    needs = sorted({need for recipe in all_recipes() for need in recipe.needs})
    return provide(needs, timeout_seconds=1800, terms=Terms(max_packages=1000, max_mib=0))


def by_name(recipe: Recipe) -> str:
    return recipe.name


@pytest.mark.network
@pytest.mark.parametrize("recipe", all_recipes(), ids=by_name)
def test_recipe_runs(recipe: Recipe, environment: Environment, tmp_path: Path) -> None:
    """With the newest versions of what it needs, and the inputs that it speaks of."""
    if recipe.name in NOT_RUN:
        pytest.skip(NOT_RUN[recipe.name])
    prelude = HERE / "preludes" / f"{recipe.name}.py"
    scripts = [prelude.read_text(encoding="utf-8")] if prelude.is_file() else []
    for source in (*scripts, recipe.code):
        script = tmp_path.parent / "script.py"
        script.write_text(source, encoding="utf-8")
        run = subprocess.run(
            [environment.python, script], cwd=tmp_path, capture_output=True, text=True, timeout=120
        )
        assert run.returncode == 0, run.stderr
        assert "Warning" not in run.stderr


@pytest.mark.parametrize("recipe", all_recipes(), ids=by_name)
def test_a_script_like_a_recipe_gets_what_the_recipe_needs(recipe: Recipe) -> None:
    """What is told from the imports and calls alone: a user's script says no more."""
    config = TaskExecutionConfig()
    requirements = requirements_of(recipe.code, folder=HERE, config=config, exists=lambda _: True)
    allowed = {Requirement(text) for text in requirements.allowed}
    names: set[str] = {canonicalize_name(requirement.name) for requirement in allowed}
    names |= {BROUGHT_ALONG[extra] for requirement in allowed for extra in requirement.extras}
    assert {canonicalize_name(need) for need in recipe.needs} <= names


@pytest.mark.parametrize("recipe", all_recipes(), ids=by_name)
def test_recipe_is_short(recipe: Recipe) -> None:
    """A small model reads slowly."""
    assert len(recipe.code) <= MOST_CHARACTERS
    assert len([line for line in recipe.code.splitlines() if line.strip()]) <= MOST_LINES


@pytest.mark.parametrize("recipe", all_recipes(), ids=by_name)
def test_recipe_is_found_by_its_words(recipe: Recipe) -> None:
    """Each of them alone is enough; of what changes a file only words that say so."""
    endings = [word for word in recipe.when if word.startswith(".")]
    files = [f"data{ending}" for ending in endings if recipe.files == "changed"]
    for word in recipe.when:
        if files and word in endings:
            continue
        named = f"data{word}" if word.startswith(".") else word
        text = f"Do what I want with {named}, please."
        assert recipe in recipes_for(text, made=files, read=files, most=1000)


@pytest.mark.parametrize("need", sorted({need for r in all_recipes() for need in r.needs}))
def test_a_library_that_is_named_is_shown(need: str) -> None:
    found = recipes_for(f"Do it with the {need} package.")
    assert any(need in recipe.needs for recipe in found)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Print the numbers from 1 to 9.", []),
        ("Read in.csv and print the sum of the column price.", []),
        ("Use openpyxl to write out.csv into a workbook.", ["openpyxl_book"]),
        ("Make QR codes of the addresses.", ["qr_code"]),
        ("Save invoice.csv as table.csv.", []),
        ("Write the sum as a number and not as a formula.", []),
        ("Use Pillow to draw a flag.", ["pillow_shapes", "pillow_resize"]),
    ],
)
def test_what_a_task_is_shown(text: str, names: list[str]) -> None:
    """Nothing where nothing is asked for."""
    assert [recipe.name for recipe in recipes_for(text)] == names


@pytest.mark.parametrize(
    ("made", "read", "name"),
    [
        ((), ("boats.db",), "sqlite_query"),
        (("boats.db",), (), "sqlite_db"),
        (("boats.csv",), ("boats.db",), "sqlite_query"),
    ],
)
def test_a_file_that_is_there_is_not_shown_how_to_make(
    made: tuple[str, ...], read: tuple[str, ...], name: str
) -> None:
    (shown,) = recipes_for("Use the SQLite database boats.db.", made=made, read=read)
    assert shown.name == name


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Add a column to the Excel file a.xlsx and save it as b.xlsx.", ["openpyxl_change"]),
        ("Sum up the Excel file a.xlsx in the workbook b.xlsx.", ["openpyxl_book"]),
    ],
)
def test_a_workbook_that_is_changed_is_not_made_anew(text: str, names: list[str]) -> None:
    shown = recipes_for(text, made=["b.xlsx"], read=["a.xlsx"])
    assert sorted(recipe.name for recipe in shown) == names


def test_few_are_shown_and_those_that_are_named_first() -> None:
    """The name of a library says more than the words of a trade."""
    text = "Use networkx. Sort the invoices, then the QR codes, then the zip archives, by IPv4."
    shown = recipes_for(text)
    assert shown[0].name.startswith("networkx")
    assert len(shown) <= 3
