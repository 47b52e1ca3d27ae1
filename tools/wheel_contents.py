"""Names of the files in a wheel -> the modules that it provides."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

NAMESPACE_BYTES = 1000
"""An `__init__.py` up to this size may only say that others share its folder."""

_SUFFIXES = (".py", ".so", ".pyd")
_DEPTH = 5
_DATA = re.compile(r"^[^/]+\.data/(?:purelib|platlib)/")
_MYPYC = "__mypyc"


@dataclass(frozen=True)
class Contents:
    """What the newest wheel of a distribution provides, as far as its file names tell.

    Folders without an `__init__` are in neither field; what lies in them is. Below a package
    that shares its folder with nobody, only its direct members are kept.
    """

    distribution: str
    """Normalised."""
    wheel: str = ""
    """Its file name; empty where there is no wheel, and then nothing is known."""
    system: str = ""
    """The only `sys.platform` that it is made for; empty for several."""
    packages: Mapping[str, int] = field(default_factory=dict)
    """With their dots, and the size of their `__init__` in bytes."""
    modules: tuple[str, ...] = ()


def read_contents(
    distribution: str, wheel: str, files: Mapping[str, int], *, system: str = ""
) -> Contents:
    """Find out what `files`, names with sizes in bytes, let a script import.

    Names with a leading underscore are left out: scripts have no business with them.
    """
    found: dict[tuple[str, ...], int | None] = {}
    for name, size in files.items():
        parts = _module(name)
        if parts is None:
            continue
        if parts[-1] == "__init__":
            found[parts[:-1]] = max(size, found.get(parts[:-1]) or 0)
        else:
            found.setdefault(parts, None)
    kept = {prefix for parts in found for prefix in _prefixes_to_keep(parts, found)}
    packages = {".".join(parts): found[parts] or 0 for parts in kept if _has_init(parts, found)}
    modules = {".".join(parts) for parts in kept if not _has_init(parts, found)}
    return Contents(
        distribution, wheel, system, dict(sorted(packages.items())), tuple(sorted(modules))
    )


def _module(name: str) -> tuple[str, ...] | None:
    path = PurePosixPath(_DATA.sub("", name))
    if path.suffix not in _SUFFIXES:
        return None
    # Compiled modules carry a tag: `_x.cpython-311-x86_64-linux-gnu.so`.
    parts = (*path.parts[:-1], path.name.partition(".")[0])
    named = parts[:-1] if parts[-1] == "__init__" else parts
    if not named or not all(map(_is_public, named)):
        return None
    return parts


def _is_public(part: str) -> bool:
    return part.isidentifier() and not part.startswith("_") and not part.endswith(_MYPYC)


def _prefixes_to_keep(
    parts: tuple[str, ...], found: Mapping[tuple[str, ...], int | None]
) -> list[tuple[str, ...]]:
    """Those of `parts` that are modules, down to the members of the first real package."""
    kept = []
    for count in range(1, min(len(parts), _DEPTH) + 1):
        prefix = parts[:count]
        if prefix in found or count == _DEPTH:
            kept.append(prefix)
        if (found.get(prefix) or 0) > NAMESPACE_BYTES:
            if count < len(parts):
                kept.append(parts[: count + 1])
            break
    return kept


def _has_init(parts: tuple[str, ...], found: Mapping[tuple[str, ...], int | None]) -> bool:
    return found.get(parts) is not None
