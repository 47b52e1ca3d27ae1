"""Names that are wanted, names that are there -> what is missing and what is too many."""

from __future__ import annotations

from collections.abc import Sequence

_MOST_SHOWN = 8


def difference(wanted: Sequence[str], found: Sequence[str]) -> str:
    """`"; b is missing; c is not asked for"`, in the order of the names; `""` without any."""
    missing, strange = _sides(wanted, found)
    parts = [f"{_listed(missing)} missing"] if missing else []
    parts += [f"{_listed(strange)} not asked for"] if strange else []
    return "".join(f"; {part}" for part in parts)


def faults(wanted: Sequence[str], found: Sequence[str]) -> int:
    """How many names are missing or not asked for; 1 when only their order is wrong."""
    missing, strange = _sides(wanted, found)
    return max(len(missing) + len(strange), 1)


def _sides(wanted: Sequence[str], found: Sequence[str]) -> tuple[list[str], list[str]]:
    there = {name.strip().lower() for name in found}
    asked = {name.strip().lower() for name in wanted}
    missing = [name for name in wanted if name.strip().lower() not in there]
    return missing, [name for name in found if name.strip().lower() not in asked]


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(names[:_MOST_SHOWN])
    return f"{shown} {'is' if len(names) == 1 else 'are'}"
