"""An error about a module -> what is installed of it: its version, and what else it has."""

from __future__ import annotations

import difflib
import re

from packaging.utils import canonicalize_name

from code_it.packages.environments import Environment, modules_by_distribution
from code_it.packages.names import distribution_for

_NO_MODULE = re.compile(r"No module named '([\w.]+)'")
_OF_A_MODULE = re.compile(
    r"module '([\w.]+)' has no attribute|cannot import name '\w+' from (?:partially initialized "
    r"module )?'([\w.]+)'"
)
_MOST_NAMES = 6


def installed_facts(error: str, environment: Environment) -> tuple[str, ...]:
    """What explains an error that names a module; `()` for others, and for standard modules.

    Models remember other versions than those that are installed.
    """
    if match := _NO_MODULE.search(error):
        return _about_missing(match[1], environment)
    if match := _OF_A_MODULE.search(error):
        owner = _owner(match[1] or match[2], modules_by_distribution(environment))
        return (f"{_with_version(owner, environment)} is installed.",) if owner else ()
    return ()


def _about_missing(module: str, environment: Environment) -> tuple[str, ...]:
    modules = modules_by_distribution(environment)
    if owner := _owner(module, modules):
        near = _near(module, modules[owner])
        others = f"; there are {', '.join(near)}" if near else ""
        return (
            f"{_with_version(owner, environment)} is installed and has no module {module}{others}.",
        )
    # `import scikit_learn`, say.
    meant = distribution_for(module) or canonicalize_name(module.partition(".")[0])
    if meant not in modules:
        return ()
    tops = sorted({name.partition(".")[0] for name in modules[meant]})
    names = ", ".join(name for name in tops if not name.startswith("_"))
    return (f"{_with_version(meant, environment)} is installed, and is imported as {names}.",)


def _owner(module: str, modules: dict[str, set[str]]) -> str:
    """The distribution that has `module`, or the first part of it."""
    top = module.partition(".")[0]
    for name, provided in modules.items():
        if any(each == top or each.startswith(f"{top}.") for each in provided):
            return name
    return ""


def _near(module: str, provided: set[str]) -> list[str]:
    public = [each for each in provided if "." in each and "._" not in each]
    near = difflib.get_close_matches(module, public, _MOST_NAMES, 0.6)
    last = module.rpartition(".")[2]
    same = sorted(each for each in public if each.rpartition(".")[2] == last)
    return list(dict.fromkeys([*same, *near]))[:_MOST_NAMES]


def _with_version(distribution: str, environment: Environment) -> str:
    versions = dict(each.split("==") for each in environment.all_packages)
    return f"{distribution} {versions.get(distribution, '')}".strip()
