"""The environments of the store: found, vouched for, listed, and removed when nobody needs them."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import sys
import sysconfig
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from code_it.packages import audit, records
from code_it.packages.locking import Pin
from code_it.packages.store import environments_folder
from code_it.packages.terms import Terms

# Part of every key: a change in what an environment looks like makes new ones.
_LAYOUT = 2
_MANIFEST = "code_it_environment.json"
_DAY_SECONDS = 86_400.0


@dataclass(frozen=True)
class Environment:
    """A finished environment, shared by all who want the same packages; nobody changes it."""

    path: Path
    python: Path
    packages: tuple[str, ...] = ()
    """What was asked for, pinned: `"requests==2.32.3"`; sorted."""
    all_packages: tuple[str, ...] = ()
    """The same of everything that is installed, dependencies too."""
    compiled: bool = field(default=True, compare=False)
    """Until its modules are compiled, they are slower to import."""


class Asked:
    """Requirements on their terms, and the environment that they got."""

    def __init__(self, wanted: tuple[str, ...], terms: Terms) -> None:
        """
        Args:
            wanted: Checked, normalised and sorted.
            terms: Other terms may come to other releases.
        """
        self.wanted = wanted
        self.terms = terms
        conditions = [terms.cooldown_days, *terms.vouched, "", *terms.blocked] if wanted else []
        key = _key([*wanted, "", *conditions])
        self.path = environments_folder("asked") / f"{key}.json"
        self.lock_path = environments_folder("locks") / f"{key}.lock"

    def read(self) -> Environment | None:
        """What they got, if it is still as it was built."""
        facts = _read_json(self.path)
        name = facts.get("environment")
        if not isinstance(name, str) or not name.isalnum():
            return None
        return read_built(environments_folder("built") / name, self.wanted)

    def write(self, environment: Environment) -> None:
        _write_json(self.path, {"environment": environment.path.name, "wanted": self.wanted})


def built_folder(pins: Sequence[Pin]) -> Path:
    """Where the environment belongs that holds `pins`, and nothing else."""
    return environments_folder("built") / _key([str(pin) for pin in sorted(pins)])


def built_lock(folder: Path) -> FileLock:
    """Held by who builds the environment in `folder`, or removes it."""
    return FileLock(environments_folder("locks") / f"{folder.name}.lock")


def read_built(folder: Path, wanted: Sequence[str]) -> Environment | None:
    """The environment in `folder`, if it is whole and nothing in it was changed.

    The manifest is written last, so it vouches. Being read counts as use.
    """
    manifest = folder / _MANIFEST
    facts = _read_json(manifest)
    try:
        python, versions = folder / facts["python"], dict(facts["versions"])
        # The Python that it was made of may have been uninstalled since.
        compiled = facts["compiled"] is True
        if not python.exists() or _state(folder, compiled=compiled) != facts["fingerprint"]:
            return None
        environment = replace(described(folder, python, wanted, versions), compiled=compiled)
    except (OSError, KeyError, TypeError, ValueError):
        return None
    with suppress(OSError):
        os.utime(manifest)
    return environment


def described(
    folder: Path, python: Path, wanted: Sequence[str], versions: dict[str, str]
) -> Environment:
    """The record of the environment in `folder`, in which `versions` are installed."""
    pinned = records.pinned(wanted, versions), records.pinned(versions, versions)
    return Environment(folder, python, *pinned)


def seal(building: Path, python: Path, versions: dict[str, str]) -> None:
    """Make what was built read-only, and vouch for it as it is now.

    Folders stay open for the bytecode of its modules, if it has any.
    """
    compiled = not versions
    audit.make_read_only(building, folders=compiled)
    facts = {
        "python": python.relative_to(building).as_posix(),
        "versions": versions,
        "bytes": audit.size_in_bytes(building),
        "compiled": compiled,
        "fingerprint": _state(building, compiled=compiled),
    }
    _write_json(building / _MANIFEST, facts)


def seal_compiled(folder: Path) -> None:
    """Vouch for the bytecode too, which is there now; only the holder of the lock may do that."""
    facts = _read_json(folder / _MANIFEST)
    if facts.get("compiled") is not False or _state(folder, compiled=False) != facts["fingerprint"]:
        return
    audit.make_read_only(folder, folders=True)
    facts |= {
        "bytes": audit.size_in_bytes(folder),
        "compiled": True,
        "fingerprint": _state(folder, compiled=True),
    }
    _write_json(folder / _MANIFEST, facts)


def remove_abandoned(folder: Path) -> None:
    """Remove what killed processes left half built; only the holder of the lock may do that."""
    for abandoned in folder.parent.glob(f".{folder.name}.*"):
        audit.remove_tree(abandoned)


def building_folder(folder: Path) -> Path:
    """Where to build what belongs in `folder`.

    A name of its own: when this process is killed, the installer may go on for a while.
    """
    return folder.with_name(f".{folder.name}.{secrets.token_hex(4)}")


@dataclass(frozen=True)
class Stored:
    """An environment of the store, as it is listed."""

    path: Path
    wanted: tuple[str, ...]
    """What was asked for first; empty when nothing was, or nobody knows."""
    all_packages: tuple[str, ...]
    bytes: int
    last_used: float
    """Seconds since 1970."""


def stored_environments() -> tuple[Stored, ...]:
    """All that are whole, the one used last first."""
    wanted: dict[str, tuple[str, ...]] = {}
    for path in sorted(environments_folder("asked").glob("*.json"), key=_modified):
        facts = _read_json(path)
        wanted.setdefault(str(facts.get("environment")), tuple(facts.get("wanted") or ()))
    found = [
        Stored(
            folder,
            wanted.get(folder.name, ()),
            tuple(f"{name}=={version}" for name, version in facts["versions"].items()),
            facts["bytes"],
            _modified(folder / _MANIFEST),
        )
        for folder, facts in _built()
    ]
    return tuple(sorted(found, key=lambda each: each.last_used, reverse=True))


def prune(*, keep: int | None = None, keep_mib: int | None = None, unused_days: float) -> int:
    """Remove environments, the one that was used longest ago first; the answer is how many.

    Args:
        keep: How many may stay at most; `None` for no such limit.
        keep_mib: What they may take at most, in MiB; `None` for no such limit.
        unused_days: One that was used since is never removed: a script may be running in it.
            Without `keep` and `keep_mib`, all others are.
    """
    everything = stored_environments()
    removed = 0
    count, size = len(everything), sum(each.bytes for each in everything)
    too_new = time.time() - unused_days * _DAY_SECONDS
    for each in reversed(everything):
        no_limit = keep is None and keep_mib is None
        too_many = keep is not None and count > keep
        too_large = keep_mib is not None and size > keep_mib * 2**20
        if each.last_used > too_new or not (no_limit or too_many or too_large):
            continue
        if _remove(each.path):
            removed, count, size = removed + 1, count - 1, size - each.bytes
    _tidy_up()
    return removed


def _remove(folder: Path) -> bool:
    try:
        with built_lock(folder).acquire(blocking=False):
            # Out of sight at once, so that nobody takes up what is being removed.
            gone = building_folder(folder)
            folder.replace(gone)
            audit.remove_tree(gone)
    except (OSError, Timeout):
        return False
    return True


def _tidy_up() -> None:
    """Remove records of environments that are gone, and what killed processes left."""
    built = {folder.name for folder, _ in _built()}
    for path in environments_folder("asked").glob("*.json"):
        if _read_json(path).get("environment") not in built:
            path.unlink(missing_ok=True)
    yesterday = time.time() - _DAY_SECONDS
    for pattern in (".empty-*", "built/.*"):
        for path in environments_folder().glob(pattern):
            if _modified(path) < yesterday:
                audit.remove_tree(path)


def _built() -> Iterator[tuple[Path, dict[str, Any]]]:
    for folder in sorted(environments_folder("built").iterdir()):
        facts = _read_json(folder / _MANIFEST)
        if {"versions", "bytes"} <= facts.keys():
            yield folder, facts


def _state(folder: Path, *, compiled: bool) -> str:
    return audit.fingerprint(folder, without=_MANIFEST, bytecode=compiled)


def _key(parts: Sequence[object]) -> str:
    identity = [_LAYOUT, sys.version, sysconfig.get_platform(), sys.base_prefix, *parts]
    return hashlib.sha256(json.dumps(identity).encode()).hexdigest()


def _modified(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _read_json(path: Path) -> dict[str, Any]:
    try:
        facts = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return facts if isinstance(facts, dict) else {}


def _write_json(path: Path, facts: dict[str, object]) -> None:
    """Whole or not at all, and on the disk when this returns."""
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with temporary.open("w", encoding="utf-8") as file:
            json.dump(facts, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
