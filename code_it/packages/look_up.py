"""What an import comes to, for a person who asks; nothing is installed."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import Requirement

from code_it.config import TaskExecutionConfig
from code_it.errors import PackageError
from code_it.packages import names, tables
from code_it.packages.likeness import nearest_known
from code_it.packages.policy import (
    LIST,
    by_name,
    checked_requirement,
    decide,
    distribution_of,
    index_of,
    is_name,
    why_unknown,
)


@dataclass(frozen=True)
class Answer:
    """What an import or a name comes to."""

    import_name: str
    """As it was asked for."""
    distribution: str | None
    """Normalised; `None` where nothing is known to provide it."""
    allowed: bool
    """May it be installed? Standard modules need no installing, and may not be."""
    reason: str
    nearest: str | None
    """The known name that a refused one resembles most."""


def look_up(text: str, config: TaskExecutionConfig) -> Answer:
    """What would be installed for `text`, an import name or a requirement, and whether it may be.

    Nobody is asked: neither a model nor an index.
    """
    module = text if all(part.isidentifier() for part in text.split(".")) else ""
    distribution = distribution_of(module, by_name(config.allowed_packages)) if module else None
    if module and distribution is None and (names.is_standard(module) or names.is_known(module)):
        return Answer(text, None, False, why_unknown(module), None)
    decision = decide(
        [distribution or text],
        allowed=config.allowed_packages,
        blocked=config.blocked_packages,
        asked_by="asked for",
    )
    if decision.refused:
        nearest = nearest_known(text) if is_name(text) else ""
        return Answer(text, distribution, False, decision.refused[0].reason, nearest or None)
    name = Requirement(decision.allowed[0]).name
    return Answer(text, name, True, _why_allowed(name, config), None)


def look_up_script(source: str, folder: Path, config: TaskExecutionConfig) -> tuple[Answer, ...]:
    """The same for each import of a script that has to be installed, and for what calls need.

    Args:
        source: One that does not parse imports nothing.
        folder: Modules that lie there are the user's own, and left out.
    """
    imports = [
        module
        for module in names.find_imports(source)
        if module.partition(".")[0] not in sys.stdlib_module_names
        and not names.is_local(module, folder)
    ]
    extras = [requirement.name for requirement in names.extra_requirements(source, imports)]
    return tuple(look_up(each, config) for each in dict.fromkeys([*imports, *extras]))


def allowable(text: str, config: TaskExecutionConfig) -> str:
    """`text` in its normal form, if the user can allow it.

    Raises:
        PackageError: It is no name of a package, reserved, blocked, or not on the index.
    """
    requirement = checked_requirement(text)
    exists = index_of(config)
    decision = decide(
        [requirement.name],
        allowed=[str(requirement)],
        blocked=config.blocked_packages,
        exists=exists,
        asked_by="asked for by you",
    )
    if decision.refused:
        raise PackageError(decision.refused[0].reason)
    return str(requirement)


def _why_allowed(name: str, config: TaskExecutionConfig) -> str:
    if name in by_name(config.allowed_packages):
        return "You have allowed it (allowed_packages)."
    rank = tables.popular()[name]
    return f"It is number {rank:,} of the 15,000 most downloaded projects ({LIST})."
