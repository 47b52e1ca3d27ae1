"""Sentence, source -> the library that a sentence names, and a script does not import."""

from __future__ import annotations

import re
import sys
from functools import cache

from code_it.checks.imports import packages_of
from code_it.recipes import all_recipes

_LIBRARY = re.compile(
    # "Use Markdown" may mean no more than the format.
    r"\b(?:us(?:e|ing)\s+(?:the\s+)?(?!(?:markdown|emoji|rich|barcode|docx)\b)(?P<used>[\w-]+)"
    r"|(?:with|by|from)\s+(?:the\s+)?(?P<named>[\w-]+)\s+(?:package|library|module)\b)",
    re.IGNORECASE,
)


def not_imported(sentence: str, source: str) -> re.Match[str] | None:
    """A library that is named and that nothing is imported from."""
    imported = packages_of(source)
    for match in _LIBRARY.finditer(sentence):
        modules = _modules_of_libraries().get((match["used"] or match["named"]).lower())
        if modules is not None and imported.isdisjoint(modules):
            return match
    return None


@cache
def _modules_of_libraries() -> dict[str, set[str]]:
    """By the name of a library what is imported from it, as the recipes do it."""
    found: dict[str, set[str]] = {}
    for recipe in all_recipes():
        modules = packages_of(recipe.code) - sys.stdlib_module_names
        for name in {*recipe.needs, *modules} if recipe.needs else ():
            found.setdefault(name.lower(), set()).update(modules)
    return found
