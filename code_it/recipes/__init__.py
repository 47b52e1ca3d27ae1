"""Task -> Recipes: short examples of the libraries that a task is about, for the model to go by.

One text file for each subject: when it is shown, what it needs installed, and the code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import Literal


@dataclass(frozen=True)
class Recipe:
    """How a library is used."""

    name: str
    when: tuple[str, ...]
    """Words and phrases that a task about it holds, and endings of file names (`.xlsx`)."""
    needs: tuple[str, ...]
    """The distributions that hold what it imports; none for the standard library."""
    code: str
    files: Literal["", "made", "read", "changed"] = ""
    """Whether files with the endings in `when` are written there, or read, or read and written with
    all that is in them; empty for any."""


def recipes_for(
    text: str, *, made: Sequence[str] = (), read: Sequence[str] = (), most: int = 3
) -> tuple[Recipe, ...]:
    """The recipes for a task, those first that more of its words ask for.

    They are few and short: a small model reads slowly, and mixes up what it has read. So what a
    chance word asks for is left out beside one for a library that is named, and so is another way
    to do it; another step with the same library is not.

    Args:
        made: The files that the task asks for.
        read: Those that are there. One that shows how such a file is made is out of place then.
    """
    fitting = (recipe for recipe in all_recipes() if not _is_out_of_place(recipe, made, read))
    weights = [(_weight(recipe, text), recipe) for recipe in fitting]
    asked_for = sorted(
        ((weight, recipe) for weight, recipe in _with_changed_ones(weights) if weight),
        key=lambda pair: (-pair[0], pair[1].name),
    )
    if not asked_for:
        return ()
    heaviest, first = asked_for[0]
    shown = (
        recipe
        for weight, recipe in asked_for
        if 2 * weight >= heaviest or (weight > 1 and not set(first.needs).isdisjoint(recipe.needs))
    )
    return tuple(islice(shown, most))


def _with_changed_ones(
    weights: Sequence[tuple[int, Recipe]],
) -> Iterator[tuple[int, Recipe]]:
    """Without those that make, or only read, what another one changes.

    That one file of a kind is read, and one made, does not say that one is to become the other.
    """
    changed = [recipe for weight, recipe in weights if recipe.files == "changed" and weight > 1]
    needs = {need for recipe in changed for need in recipe.needs}
    for weight, recipe in weights:
        is_other = recipe.files in ("made", "read") and not needs.isdisjoint(recipe.needs)
        if not is_other and (recipe.files != "changed" or recipe in changed):
            yield weight, recipe


@cache
def all_recipes() -> tuple[Recipe, ...]:
    """All there are, by name."""
    names = sorted(file.name for file in files(__name__).iterdir() if file.name.endswith(".txt"))
    return tuple(_read(name) for name in names)


def _read(file_name: str) -> Recipe:
    head, _, code = (files(__name__) / file_name).read_text(encoding="utf-8").partition("\n---\n")
    fields = dict(line.split(":", 1) for line in head.splitlines())
    return Recipe(
        file_name.removesuffix(".txt"),
        tuple(word.strip() for word in fields["when"].split("|")),
        tuple(need.strip() for need in fields["needs"].split(",") if need.strip()),
        code.strip("\n"),
        _FILES[fields.get("files", "").strip()],
    )


_FILES: dict[str, Literal["", "made", "read", "changed"]] = {
    "": "", "made": "made", "read": "read", "changed": "changed",
}  # fmt: skip


def _is_out_of_place(recipe: Recipe, made: Sequence[str], read: Sequence[str]) -> bool:
    endings = tuple(word for word in recipe.when if word.startswith("."))
    is_made, is_read = (
        any(name.lower().endswith(endings) for name in names) for names in (made, read)
    )
    return bool(endings) and (
        (recipe.files == "made" and is_read and not is_made)
        or (recipe.files == "read" and is_made and not is_read)
        or (recipe.files == "changed" and not (is_made and is_read))
    )


def _weight(recipe: Recipe, text: str) -> int:
    """What the words of `text` say for `recipe`: a library's name the most, then long phrases."""
    libraries = {need.lower() for need in recipe.needs}
    found = [word.lower().split() for word in _words_in(recipe, text)]
    return sum((1 if libraries.isdisjoint(words) else 3) + len(words) - 1 for words in found)


def _words_in(recipe: Recipe, text: str) -> Iterator[str]:
    lower = text.lower()
    for word in recipe.when:
        if word.lower() not in lower:
            continue
        # "not as a formula" asks for none.
        ending = r"(?<=\w)" if word.startswith(".") else r"(?<![\w.])(?<!\bnot )(?<!\bwithout )"
        # What stands in the name of a file says what is in it, not what is to be done.
        if re.search(rf"{ending}{re.escape(word)}s?(?!\w|\.\w)", text, re.IGNORECASE):
            yield word
