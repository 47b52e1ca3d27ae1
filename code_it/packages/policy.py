"""Candidate -> Requirements, by reading its imports.

A package is installed when it is one of the most downloaded, or when the user allowed it by name.
That a name exists on the index says nothing: names that models invent are registered by strangers.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from code_it.config import TaskExecutionConfig
from code_it.errors import PackageError
from code_it.flow import Refusal, Requirements
from code_it.packages import names, tables
from code_it.packages.likeness import is_look_alike, nearest_known

Exists = Callable[[str], bool]

LIST = f"list of {tables.LIST_DATE}"

_NAME = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._-]{0,62}[A-Za-z0-9])?", re.ASCII)
_LONGEST_REQUIREMENT = 200
_LONGEST_SPECIFIER = 64
# They would change the environment itself, or stand for this program.
_TOOLS = frozenset({"pip", "wheel", "uv", "virtualenv", "code-it"})
_PLATFORMS = {"win32": "Windows", "darwin": "macOS"}


def checked_requirement(text: str) -> Requirement:
    """Read `text` as a name with optional extras and versions, and nothing else.

    The name comes back normalised and a marker that holds is left out, so that `str()` of it
    can be handed to an installer.

    Raises:
        PackageError: It is a URL, a path, an option, a name that cannot be, or not for here.
    """
    shown = repr(text if len(text) <= 80 else f"{text[:77]}...")
    try:
        requirement = Requirement(text) if len(text) <= _LONGEST_REQUIREMENT else None
    except InvalidRequirement:
        requirement = None
    if requirement is None or not is_name(requirement.name) or not text.isascii():
        raise PackageError(f"{shown} is not the name of a package.")
    if requirement.url is not None:
        raise PackageError(f"{shown} is an address; packages are only taken from your index.")
    versions = str(requirement.specifier)
    if len(versions) > _LONGEST_SPECIFIER or "===" in versions:
        raise PackageError(f"{shown} asks for versions in a way that is not accepted.")
    if requirement.marker is not None and not requirement.marker.evaluate():
        raise PackageError(f"{shown} is not meant for this Python or this machine.")
    return _requirement(canonicalize_name(requirement.name), requirement.extras, versions)


def is_name(text: str) -> bool:
    """Could `text` be the name of a distribution?"""
    return _NAME.fullmatch(text) is not None


def decide(
    wanted: Iterable[str],
    *,
    allowed: Sequence[str] = (),
    blocked: Sequence[str] = (),
    exists: Exists | None = None,
    asked_by: str = "asked for by the model",
) -> Requirements:
    """Sort requirements into those to install and those to refuse.

    An import name that is another project's name is taken for what it means: `sklearn` is
    scikit-learn. Several requirements for one package become one.

    Args:
        wanted: PEP 508 requirements, such as `"pandas<3"`.
        allowed: Names that the user accepts although they are not widely known. One with
            versions also narrows what is installed.
        blocked: Names never to install; stronger than everything else.
        exists: Asked about names that only the user vouches for; `None` asks nobody.
        asked_by: Where the wish comes from, for the reasons.
    """
    gate = _Gate(by_name(allowed), frozenset(by_name(blocked)), exists, asked_by)
    accepted: dict[str, Requirement] = {}
    refused: dict[str, Refusal] = {}
    for text in wanted:
        try:
            requirement = gate.pass_through(text)
        except PackageError as error:
            refused.setdefault(text, Refusal(text, str(error)))
            continue
        accepted[requirement.name] = _merged(accepted.get(requirement.name), requirement)
    return Requirements(tuple(sorted(map(str, accepted.values()))), tuple(refused.values()))


def requirements_of(
    source: str,
    *,
    folder: Path,
    config: TaskExecutionConfig,
    hints: Sequence[str] = (),
    exists: Exists | None = None,
) -> Requirements:
    """What has to be installed for `source`, and what it asks for in vain.

    A refusal means that the script cannot run as it is: imports that it can do without (see
    `names.find_optional_imports`) are never refused, only left out.

    Args:
        source: A Python script; one that does not parse needs nothing.
        folder: Modules that lie there are the user's own.
        config: `allowed_packages`, `blocked_packages` and `check_package_is_in_pypi` count.
        hints: What a model believes to be needed. A hint can add extras to a package that is
            needed anyway, and it can name the package of an import that no table knows.
            Versions in it are not believed.
        exists: Asked instead of the user's index.
    """
    exists = exists or index_of(config)
    imports = [name for name in names.find_imports(source) if not names.is_local(name, folder)]
    optional = names.find_optional_imports(source)
    user_allowed = by_name(config.allowed_packages)

    wanted: dict[str, bool] = {}
    unknown: list[str] = []
    for module in imports:
        needed = module not in optional
        distribution = distribution_of(module, user_allowed)
        if distribution is not None:
            wanted[distribution] = wanted.get(distribution, False) or needed
        elif needed and _is_missing_here(module):
            unknown.append(module)
    for extra in names.extra_requirements(source, imports):
        extra.marker = None
        wanted.setdefault(str(extra), False)

    unknown, hinted = _use_hints(hints, unknown, wanted)
    decision = decide(
        [*wanted, *hinted],
        allowed=config.allowed_packages,
        blocked=config.blocked_packages,
        exists=exists if config.check_package_is_in_pypi else None,
        asked_by="imported by the script",
    )
    refused = [refusal for refusal in decision.refused if wanted.get(refusal.name, False)]
    refused += [Refusal(module, why_unknown(module)) for module in unknown]
    return Requirements(decision.allowed, tuple(refused))


class _Gate:
    """The rules, in order."""

    def __init__(
        self,
        allowed: dict[str, Requirement],
        blocked: frozenset[str],
        exists: Exists | None,
        asked_by: str,
    ) -> None:
        self._allowed = allowed
        self._blocked = blocked
        self._exists = exists
        self._asked_by = asked_by

    def pass_through(self, text: str) -> Requirement:
        """The requirement to install for `text`.

        Raises:
            PackageError: Refused; the message is the reason.
        """
        asked = checked_requirement(text)
        self._refuse_reserved(asked.name, text)
        # The user's own word is taken literally; everybody else's is taken for an import name
        # where it is one, because of 105 common imports 40 are the names of other projects.
        name = asked.name if asked.name in self._allowed else self._meant(text, asked.name)
        if self._blocked & {asked.name, name}:
            raise self._refusal(name, "You have blocked it (blocked_packages).")
        requirement = _requirement(name, asked.extras, str(asked.specifier))
        if name in self._allowed:
            if self._exists is not None and name not in tables.popular():
                self._refuse_missing(name)
            return _merged(self._allowed[name], requirement)
        if name not in tables.popular():
            raise self._refusal(name, _not_known(name))
        return requirement

    def _refuse_reserved(self, name: str, text: str) -> None:
        if name in _TOOLS:
            raise self._refusal(name, "Scripts get their environment ready made.")
        if name in tables.never_installed():
            raise self._refusal(name, _about_standard(text))

    def _meant(self, text: str, name: str) -> str:
        import_name = _as_import(text)
        if import_name is None:
            return name
        distribution = names.distribution_for(import_name)
        if distribution is None:
            raise self._refusal(name, _about_import(import_name))
        return distribution

    def _refuse_missing(self, name: str) -> None:
        if self._exists is not None and not self._exists(name):
            raise self._refusal(name, "It is not on your index.")

    def _refusal(self, name: str, why: str) -> PackageError:
        return PackageError(f'Refused to install "{name}" ({self._asked_by}). {why}')


def index_of(config: TaskExecutionConfig) -> Exists | None:
    """Whom to ask whether a package exists; `None` when nobody is to be asked."""
    if not config.check_package_is_in_pypi:
        return None
    from code_it.packages.index import is_on_index

    return is_on_index


def by_name(requirements: Sequence[str]) -> dict[str, Requirement]:
    """The requirements by normalised name.

    Raises:
        PackageError: One is not the name of a package.
    """
    checked = map(checked_requirement, requirements)
    return {requirement.name: requirement for requirement in checked}


def _requirement(name: str, extras: Iterable[str], versions: str) -> Requirement:
    listed = ",".join(sorted(extras))
    return Requirement(name + (f"[{listed}]" if listed else "") + versions)


def _merged(first: Requirement | None, second: Requirement) -> Requirement:
    if first is None:
        return second
    versions = SpecifierSet(str(first.specifier)) & second.specifier
    return _requirement(second.name, first.extras | second.extras, str(versions))


def _as_import(text: str) -> str | None:
    """The import name in `imports.tsv` that `text` stands for, if there is one."""
    name = Requirement(text).name
    candidates = (name, name.lower().replace("-", "_"))
    return next((each for each in candidates if each in tables.mappings()), None)


def distribution_of(module: str, user_allowed: Mapping[str, Requirement]) -> str | None:
    """What to install for `module`; names that the user allowed are believed to be imports too."""
    distribution = names.distribution_for(module)
    if distribution is None and not names.is_standard(module):
        own_name = canonicalize_name(module.partition(".")[0])
        return own_name if own_name in user_allowed else None
    return distribution


def _is_missing_here(module: str) -> bool:
    return module.partition(".")[0] not in sys.stdlib_module_names


def _use_hints(
    hints: Sequence[str], unknown: list[str], wanted: dict[str, bool]
) -> tuple[list[str], list[str]]:
    """The imports that stay unknown, and the requirements that come of `hints`."""
    usable: list[str] = []
    known = {Requirement(text).name for text in wanted}
    for hint in hints:
        decision = decide([hint])
        if not decision.allowed:
            continue
        requirement = Requirement(decision.allowed[0])
        explained = [module for module in unknown if _resembles(module, requirement.name)]
        if explained or requirement.name in known:
            usable.append(str(_requirement(requirement.name, requirement.extras, "")))
        unknown = [module for module in unknown if module not in explained]
    return unknown, usable


def _resembles(module: str, distribution: str) -> bool:
    words = set(re.split(r"[._-]", module.lower()))
    squeezed = distribution.replace("-", "")
    return any(len(word) >= 3 and word in squeezed for word in words)


def why_unknown(module: str) -> str:
    """Why nothing is installed for `module`, of which no distribution is known."""
    if names.is_standard(module):
        why = _about_standard(module)
    elif names.is_known(module):
        why = _about_import(module)
    else:
        why = _not_known(canonicalize_name(module.partition(".")[0]))
    return f'Refused to install "{module}" (imported by the script). {why}'


def _about_import(module: str) -> str:
    """Why an import that `imports.tsv` knows stands for no package here."""
    platform = names.only_on(module)
    if platform and platform != sys.platform:
        return f"It exists only on {_PLATFORMS.get(platform, platform)}."
    if names.is_family(module):
        return "It is a family of packages, and no known one holds what is asked for."
    return "No package on an index provides it."


def _about_standard(text: str) -> str:
    top = re.split(r"[^\w]", text.strip(), maxsplit=1)[0]
    entry = tables.not_in_every_python().get(top)
    if entry is None or top in sys.stdlib_module_names:
        return "It is part of Python's standard library, and needs no installing."
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    return f"It is a standard module {entry.when}, and this is Python {version}: {entry.instead}."


def _not_known(name: str) -> str:
    nearest = nearest_known(name)
    sentences = [f"It is not among the 15,000 most downloaded projects ({LIST})."]
    if nearest and is_look_alike(name, nearest):
        sentences.append(f"It looks like {nearest}, which is another project.")
    elif nearest:
        sentences.append(f"Nearest known: {nearest}.")
    sentences.append(f"To accept it: python -m code_it allow {name}.")
    return " ".join(sentences)
