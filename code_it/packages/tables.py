"""The data files of this package, read once."""

from __future__ import annotations

import functools
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

LIST_DATE = "2026-11"
"""When the list of the most downloaded distributions was drawn up."""

NOTHING = "-"
FAMILY = "*"


@dataclass(frozen=True)
class Mapping:
    """What an import name stands for."""

    distribution: str
    """Normalised; `NOTHING` and `FAMILY` as `imports.tsv` explains them."""
    platform: str = ""
    """The only `sys.platform` that it exists on; empty for all."""


@dataclass(frozen=True)
class NeverInstalled:
    """A module that some Pythons have."""

    when: str
    """Such as `"removed in Python 3.12"`."""
    instead: str
    """Such as `"use importlib"`."""


@dataclass(frozen=True)
class Extra:
    """A requirement that a call needs at run time."""

    module: str
    pattern: re.Pattern[str]
    requirement: Requirement


@functools.cache
def popular() -> dict[str, int]:
    """The most downloaded distributions, by normalised name, with their rank from 1."""
    return {line: rank for rank, line in enumerate(_lines("most_downloaded.txt"), start=1)}


@functools.cache
def mappings() -> dict[str, Mapping]:
    """What is known of import names; what was written by hand is stronger."""
    return generated_mappings() | mappings_by_hand()


@functools.cache
def generated_mappings() -> dict[str, Mapping]:
    """What the wheels of the most downloaded distributions provide."""
    return _mappings("imports.tsv")


@functools.cache
def mappings_by_hand() -> dict[str, Mapping]:
    return _mappings("import_overrides.tsv")


def _mappings(name: str) -> dict[str, Mapping]:
    # There are thousands of rows, and many lead to the same distribution.
    mapping_of = functools.cache(lambda cells: Mapping(*cells.split("\t")))
    parted = (line.partition("\t") for line in _lines(name))
    return {module: mapping_of(cells) for module, _, cells in parted}


@functools.cache
def not_in_every_python() -> dict[str, NeverInstalled]:
    """Standard modules that were added, removed or renamed, by name."""
    return {name: NeverInstalled(when, instead) for name, when, instead in _rows("stdlib.tsv")}


@functools.cache
def never_installed() -> frozenset[str]:
    """The normalised names of all modules that are or were in a standard library."""
    names = {*sys.stdlib_module_names, *not_in_every_python()}
    return frozenset(canonicalize_name(name) for name in names)


@functools.cache
def extras() -> tuple[Extra, ...]:
    return tuple(
        Extra(module, re.compile(pattern), Requirement(requirement))
        for module, pattern, requirement in _rows("extras.tsv")
    )


def _rows(name: str) -> Iterator[list[str]]:
    return (line.split("\t") for line in _lines(name))


def _lines(name: str) -> list[str]:
    folder = resources.files("code_it.packages") / "data"
    text = (folder / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
