"""What an environment holds, read from the records of its packages without running any of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib import metadata
from pathlib import Path, PurePosixPath

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

_MODULE_SUFFIXES = (".py", ".pyd", ".so")


def installed_versions(site_packages: Path) -> dict[str, str]:
    """The version of each distribution, by normalised name."""
    found = metadata.distributions(path=[str(site_packages)])
    versions = {canonicalize_name(each.metadata["Name"] or ""): each.version for each in found}
    return dict(sorted(versions.items()))


def pinned(requirements: Iterable[str], versions: dict[str, str]) -> tuple[str, ...]:
    """The requirements with the versions that they were given; extras are kept."""
    return tuple(sorted(_pinned(Requirement(text), versions) for text in requirements))


def _pinned(requirement: Requirement, versions: dict[str, str]) -> str:
    extras = f"[{','.join(sorted(requirement.extras))}]" if requirement.extras else ""
    return f"{requirement.name}{extras}=={versions[canonicalize_name(requirement.name)]}"


def modules_in(site_packages: Path) -> set[str]:
    """The modules and packages that can be imported, with their dots.

    Folders without an `__init__` are no modules by themselves; what is in them is listed.
    """
    return set().union(*modules_by_distribution(site_packages).values())


def modules_by_distribution(site_packages: Path) -> dict[str, set[str]]:
    """The same for each distribution, by normalised name."""
    return {
        canonicalize_name(distribution.metadata["Name"] or ""): {
            module for path in distribution.files or () if (module := _module(PurePosixPath(path)))
        }
        for distribution in metadata.distributions(path=[str(site_packages)])
    }


def is_provided(module: str, modules: set[str]) -> bool:
    """Can `module` be imported, as far as files tell, if `modules` are what is there?

    What follows the last known module may be a name inside it, so that is believed.
    """
    parts = module.split(".")
    prefixes = (".".join(parts[:count]) for count in range(1, len(parts) + 1))
    inside = f"{module}."
    return any(prefix in modules for prefix in prefixes) or any(
        known.startswith(inside) for known in modules
    )


def _module(path: PurePosixPath) -> str:
    if path.suffix not in _MODULE_SUFFIXES or path.parts[0] == "..":
        return ""
    # Compiled modules carry a tag: `_x.cpython-311-x86_64-linux-gnu.so`.
    parts: Sequence[str] = (*path.parts[:-1], path.name.partition(".")[0])
    if not all(part.isidentifier() for part in parts):
        return ""
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
