"""Which well-known name an unknown one resembles: a slip of the model, or a trap."""

from __future__ import annotations

import difflib
import functools
import re

from packaging.utils import canonicalize_name

from code_it.packages import names, tables

# Of a likeness that goes a little beyond 1: the same letters, and words in common.
_NEAR = 0.85
_LOOK_ALIKE_RANK = 5_000
_LOOK_ALIKE_LETTERS = 5


def nearest_known(name: str) -> str:
    """The widely known distribution that `name` most resembles; empty when none does."""
    wanted = canonicalize_name(name)
    for variant in _variants(wanted):
        same = _squeezed().get(_squeeze(variant), "")
        if same and tables.popular()[same] <= _LOOK_ALIKE_RANK:
            return same
    candidates = set(difflib.get_close_matches(wanted, tables.popular(), n=5, cutoff=0.75))
    candidates |= set(_by_first_word().get(wanted.partition("-")[0], ()))
    best = max(candidates, key=lambda known: _resemblance(wanted, known), default="")
    if not best or _resemblance(wanted, best) < _NEAR:
        return ""
    # Some of the most downloaded names are import names that point to something else.
    return names.distribution_for(best.replace("-", "_")) or best


def _resemblance(name: str, known: str) -> float:
    # `flask-jwt-authz` is nearer to `flask-jwt-extended` than to `fastapi-jwt-auth`: a word is
    # got wrong more often than letters here and there.
    shared = len(set(name.split("-")) & set(known.split("-")))
    well_known = tables.popular()[known] <= _LOOK_ALIKE_RANK
    return difflib.SequenceMatcher(None, name, known).ratio() + 0.15 * shared + 0.1 * well_known


@functools.cache
def _by_first_word() -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for name in tables.popular():
        groups.setdefault(name.partition("-")[0], []).append(name)
    return groups


def is_look_alike(name: str, known: str) -> bool:
    """Is `name` one letter or a decoration away from the widely known `known`?"""
    if tables.popular()[known] > _LOOK_ALIKE_RANK:
        return False
    if any(_squeeze(variant) == _squeeze(known) for variant in _variants(name)):
        return True
    return len(name) >= _LOOK_ALIKE_LETTERS and _is_one_edit(name, known)


def _variants(name: str) -> list[str]:
    """`name`, and what is left of it without the usual decorations."""
    bare = re.sub(r"^(python\d?|py)-?|-?(python\d?|py|lib|\d)$", "", name)
    return [name, bare, f"python-{name}", f"py{name}"] if bare else [name]


def _squeeze(name: str) -> str:
    return name.replace("-", "")


@functools.cache
def _squeezed() -> dict[str, str]:
    # The list goes by rank, and the most downloaded of several that squeeze alike is kept.
    known: dict[str, str] = {}
    for name in tables.popular():
        known.setdefault(_squeeze(name), name)
    return known


def _is_one_edit(first: str, second: str) -> bool:
    """Does one letter too many, too few or wrong, or one swap, make the one of the other?"""
    start = 0
    while start < min(len(first), len(second)) and first[start] == second[start]:
        start += 1
    a, b = first[start:], second[start:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])
