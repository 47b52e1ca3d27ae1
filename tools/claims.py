"""What the distributions provide -> the rows of `imports.tsv`.

Several distributions may provide a module. Mostly it is the original and forks of it, or somebody
ships a copy, and downloads tell which one people mean.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from packaging.utils import canonicalize_name

from code_it.packages import names, tables
from tools.wheel_contents import NAMESPACE_BYTES, Contents

# What is in a wheel under these names got there by accident, also within a family.
_ACCIDENTS = frozenset(
    """benchmark benchmarks bin build changelog conftest dev dist doc docs docsrc documentation e2e
    etc example examples include integration integration_tests license licenses node_modules
    notebooks noxfile readme release sample samples script scripts setup share site_packages src
    tasks test test_utils testcases tests tests_integration tests_unit tests_utils unit_tests
    unittests versioneer""".split()
)
# Scripts mean a file of their own by these, unless a distribution has just that name.
_TOO_GENERAL = frozenset(
    """api app apps cli client common config configs constants core data demo demos extras helper
    helpers hooks lib libs main misc model models plugin plugins resources server settings static
    templates tool tools util utils vendor version""".split()
)

# Ranks are multiplied by these before they are compared, so that a name that fits makes up for
# fewer downloads, and a fork under its own name does not win against the original.
_OWN_NAME = 1
_ALIKE = 4
_OTHER = 8
# It has no wheel to look into, and may well provide what it is called.
_OWN_NAME_UNSEEN = 3
_SHORTEST_ALIKE = 3

_FILE = NAMESPACE_BYTES + 1


@dataclass(frozen=True)
class Claim:
    """A module and the distributions that provide it, the one people mean first."""

    module: str
    claimants: tuple[str, ...]

    @property
    def winner(self) -> str:
        return self.claimants[0]


@dataclass(frozen=True)
class Claims:
    """Who provides what."""

    claims: tuple[Claim, ...]
    families: tuple[str, ...]
    """Names that are no modules, and whose members come from several distributions."""


@dataclass
class _Node:
    code: dict[str, int] = field(default_factory=dict)
    """Bytes of the module itself, by the distributions that have it."""
    holders: set[str] = field(default_factory=set)
    """The distributions that have it or something below it."""
    children: dict[str, _Node] = field(default_factory=dict)

    def below(self, distribution: str) -> set[str]:
        return {name for name, child in self.children.items() if distribution in child.holders}


def find_claims(contents: Sequence[Contents], ranks: Mapping[str, int]) -> Claims:
    """Sort out who provides what.

    Args:
        contents: Of each distribution once.
        ranks: By downloads, from 1. Distributions that are not among them do not count.
    """
    listed = [each for each in contents if each.distribution in ranks]
    seen = {each.distribution for each in listed if each.wheel}
    full = {each.distribution for each in listed if each.packages or each.modules}
    found = _Settlement(ranks, unseen=ranks.keys() - seen, hollow=seen - full)
    for name, node in _tree(listed).children.items():
        if not names.is_standard(name) and name.lower() not in _ACCIDENTS | _TOO_GENERAL:
            found.settle(name, node, node.holders)
    return Claims(
        tuple(sorted(found.claims, key=lambda claim: claim.module)), tuple(sorted(found.families))
    )


def table_rows(claims: Claims, systems: Mapping[str, str]) -> list[tuple[str, ...]]:
    """The rows of the table, by import name.

    Distributions that have only a module of their own name have no row.

    Args:
        claims: Who provides what.
        systems: The only `sys.platform` of a distribution, where there is one.
    """
    listed = {
        claim.winner
        for claim in claims.claims
        if "." in claim.module or canonicalize_name(claim.module) != claim.winner
    }
    rows: list[tuple[str, ...]] = [(name, tables.FAMILY) for name in claims.families]
    for claim in claims.claims:
        if claim.winner in listed:
            system = systems.get(claim.winner, "")
            rows.append((claim.module, claim.winner, *([system] if system else [])))
    return sorted(rows, key=lambda row: (row[0].lower(), row))


class _Settlement:
    def __init__(
        self, ranks: Mapping[str, int], *, unseen: Collection[str], hollow: Collection[str]
    ) -> None:
        self._ranks = ranks
        self._unseen = unseen
        self._hollow = hollow
        self.claims: list[Claim] = []
        self.families: list[str] = []

    def settle(self, name: str, node: _Node, among: set[str]) -> None:
        """Give `name`, or what is below it, to some of the distributions `among`."""
        among = among & node.holders
        main = _real_owners(name, node, among)
        if main:
            self._settle_shared(name, node, among, main)
        elif _is_family(name, node, among):
            # `poetry` has more than the `poetry.core` of poetry-core.
            if len(among) > 1 or canonicalize_name(name) not in self._unseen:
                self.families.append(name)
            self._settle_below(name, node, among)
        else:
            self._claim(name, (among & node.code.keys()) or among)

    def _settle_shared(self, name: str, node: _Node, among: set[str], main: set[str]) -> None:
        """`name` is a module of `main`; others may have put modules of their own below it."""
        taken = set().union(*(node.below(owner) for owner in main))
        owners = among & node.code.keys()
        guests = {
            each
            for each in among - main
            if each not in owners or ((below := node.below(each)) and below.isdisjoint(taken))
        }
        self._claim(name, (main | owners) - guests)
        self._settle_below(name, node, guests, except_for=taken)

    def _settle_below(
        self, name: str, node: _Node, among: set[str], *, except_for: Collection[str] = ()
    ) -> None:
        left_out = _ACCIDENTS.union(except_for)
        for child_name, child in node.children.items():
            if child.holders & among and child_name not in left_out:
                self.settle(f"{name}.{child_name}", child, among)

    def _claim(self, module: str, claimants: set[str]) -> None:
        own_name = canonicalize_name(module)
        # `jupyter` installs `jupyter-core` and more; `bs4` is only another name for something.
        stands_for_parts = own_name in self._hollow and any(
            each.startswith(own_name) for each in claimants
        )
        if own_name in self._unseen or stands_for_parts:
            claimants = claimants | {own_name}
        in_order = sorted(
            claimants, key=lambda each: (self._weighted_rank(module, each), self._ranks[each])
        )
        self.claims.append(Claim(module, tuple(in_order)))

    def _weighted_rank(self, module: str, distribution: str) -> int:
        own_name = canonicalize_name(module)
        if own_name == distribution:
            weight = _OWN_NAME_UNSEEN if distribution in self._unseen else _OWN_NAME
        else:
            weight = _ALIKE if _is_alike(own_name, distribution) else _OTHER
        return self._ranks[distribution] * weight


def _is_alike(own_name: str, distribution: str) -> bool:
    squeezed = own_name.replace("-", "")
    return len(squeezed) >= _SHORTEST_ALIKE and squeezed in distribution.replace("-", "")


def _real_owners(name: str, node: _Node, among: set[str]) -> set[str]:
    """Those for which the module is more than a folder that others share."""
    own_name = canonicalize_name(name)
    if own_name in among and "." not in name:
        return {own_name} | {each for each in among if node.code.get(each, 0) > NAMESPACE_BYTES}
    owners = among & node.code.keys()
    real = {each for each in owners if node.code[each] > NAMESPACE_BYTES}
    return real or (owners if len(owners) == 1 else set())


def _is_family(name: str, node: _Node, among: set[str]) -> bool:
    """Is `name` only what the modules of several distributions have in common?"""
    return _is_named_after_members(name, node, among) or _is_divided(name, node, among)


def _is_named_after_members(name: str, node: _Node, among: set[str]) -> bool:
    """Such as `zope` in zope-interface, which has nothing but `zope.interface`."""
    return not among & node.code.keys() and any(
        canonicalize_name(f"{name}.{child}") in among for child in node.children
    )


def _is_divided(name: str, node: _Node, among: set[str]) -> bool:
    """Do some two of the distributions have no module in common below `node`?"""
    parts = [below for each in sorted(among) if (below := node.below(each))]
    if any(first.isdisjoint(second) for first, second in itertools.combinations(parts, 2)):
        return True
    return any(
        not _real_owners(f"{name}.{each}", child, among)
        and _is_divided(f"{name}.{each}", child, among)
        for each, child in node.children.items()
    )


def _tree(contents: Sequence[Contents]) -> _Node:
    root = _Node()
    for each in contents:
        for module, size in _sized(each):
            node = root
            for part in module.split("."):
                node = node.children.setdefault(part, _Node())
                node.holders.add(each.distribution)
            node.code[each.distribution] = size
    return root


def _sized(contents: Contents) -> Iterator[tuple[str, int]]:
    yield from contents.packages.items()
    yield from ((module, _FILE) for module in contents.modules)
