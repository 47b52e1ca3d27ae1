"""Names that are wanted, names that are there -> what is missing and what is too many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_MOST_SHOWN = 8


@dataclass(frozen=True)
class Difference:
    """Without regard to case and order, both in the order of their lists."""

    missing: tuple[str, ...]
    strange: tuple[str, ...]

    def __str__(self) -> str:
        """`"; b is missing; c is not asked for"`; empty when nothing differs."""
        parts = [f"{_listed(self.missing)} missing"] if self.missing else []
        parts += [f"{_listed(self.strange)} not asked for"] if self.strange else []
        return "".join(f"; {part}" for part in parts)


def difference(wanted: Sequence[str], found: Sequence[str]) -> Difference:
    there = {name.strip().lower() for name in found}
    asked = {name.strip().lower() for name in wanted}
    missing = tuple(name for name in wanted if name.strip().lower() not in there)
    return Difference(missing, tuple(n for n in found if n.strip().lower() not in asked))


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(names[:_MOST_SHOWN])
    return f"{shown} {'is' if len(names) == 1 else 'are'}"
