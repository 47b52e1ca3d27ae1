"""Requirements -> Environment, built once and found again by what it holds."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from filelock import FileLock, Timeout

from code_it.errors import InstallError
from code_it.packages import audit, building, bytecode, installers, records, stored
from code_it.packages.building import InstallerChoice
from code_it.packages.failures import Failure
from code_it.packages.installers import InstallerName
from code_it.packages.locking import Pin
from code_it.packages.policy import checked_requirement
from code_it.packages.store import environments_folder, held, unwritable
from code_it.packages.stored import Environment
from code_it.packages.terms import DEFAULT_TERMS, Terms

# An environment that was used since is left alone when room is made: it may be in use.
_IN_USE_DAYS = 1.0

__all__ = [
    "Environment",
    "Terms",
    "build_at",
    "installed_modules",
    "missing_imports",
    "modules_by_distribution",
    "provide",
]


def provide(
    requirements: Sequence[str],
    *,
    timeout_seconds: float,
    terms: Terms = DEFAULT_TERMS,
    on_note: Callable[[str], None] | None = None,
    installer: InstallerChoice = "auto",
) -> Environment:
    """The environment with `requirements`, built if there is none yet.

    What was asked for once is answered from the store, without any process and without the index:
    the versions stay those of the first time. One that was changed since is built anew.

    Args:
        requirements: Names with optional extras and versions; none gives the empty environment.
        timeout_seconds: For the whole of it, waiting for another process that builds included.
        terms: What holds for all that is installed, dependencies too.
        on_note: Told in one line what takes long.
        installer: `auto` asks uv if it is there, and pip if uv has trouble with the index.

    Raises:
        PackageError: A requirement is not the name of a package.
        InstallError: It could not be built; says which package and why.
    """
    deadline = time.monotonic() + timeout_seconds
    wanted = _checked(requirements)
    asked = stored.Asked(wanted, terms)
    if (environment := asked.read()) is None:
        environment = _provide(asked, deadline, timeout_seconds, on_note or _say_nothing, installer)
    bytecode.compile_later(environment)
    return environment


def _provide(
    asked: stored.Asked,
    deadline: float,
    timeout_seconds: float,
    note: Callable[[str], None],
    installer: InstallerChoice,
) -> Environment:
    try:
        with held(FileLock(asked.lock_path), timeout_seconds):
            return asked.read() or _build(asked, deadline, note, installer)
    except Timeout as error:
        raise InstallError(
            f"Another process has been building the environment for {', '.join(asked.wanted)} for "
            f"more than {timeout_seconds:g} s; try again when it is done."
        ) from error
    except OSError as error:
        raise unwritable(environments_folder(), error) from error


def build_at(
    folder: Path,
    requirements: Sequence[str],
    *,
    timeout_seconds: float,
    terms: Terms = DEFAULT_TERMS,
) -> Environment:
    """Make an environment of one's own in `folder`, in place of an older one there.

    An older one is never added to: installers start its interpreter, and that runs code of the
    packages it holds.

    Raises:
        PackageError: A requirement is not the name of a package.
        InstallError: It could not be built, or `folder` is something else; says why.
    """
    deadline = time.monotonic() + timeout_seconds
    wanted = _checked(requirements)
    if folder.exists() and not (folder / "pyvenv.cfg").is_file() and _holds_something(folder):
        raise InstallError(f"{folder} is there already, and is no environment; it is left alone.")

    def build(pins: tuple[Pin, ...], name: InstallerName | None) -> Environment | Failure:
        audit.remove_tree(folder)
        with building.scaffold(folder):
            python = building.fill(folder, pins, name, terms, deadline)
            if isinstance(python, Failure):
                audit.remove_tree(folder)
                return python
            return stored.described(folder, python, wanted, _versions(pins))

    return _by_any_installer(wanted, terms, deadline, "auto", build, _say_nothing)


def installed_modules(environment: Environment) -> set[str]:
    """The modules that `environment` adds to the standard library, with their dots."""
    return records.modules_in(building.site_packages(environment.path))


def modules_by_distribution(environment: Environment) -> dict[str, set[str]]:
    """The same for each distribution, by normalised name."""
    return records.modules_by_distribution(building.site_packages(environment.path))


def missing_imports(environment: Environment, imports: Iterable[str]) -> tuple[str, ...]:
    """Those of `imports` that `environment` does not hold, read from the packages' records.

    Standard modules count as held.
    """
    modules = installed_modules(environment)
    return tuple(
        name
        for name in imports
        if name.partition(".")[0] not in sys.stdlib_module_names
        and not records.is_provided(name, modules)
    )


def _build(
    asked: stored.Asked,
    deadline: float,
    note: Callable[[str], None],
    installer: InstallerChoice,
) -> Environment:
    if asked.wanted:
        note(f"installing {', '.join(asked.wanted)}")

    def build(pins: tuple[Pin, ...], name: InstallerName | None) -> Environment | Failure:
        folder = stored.built_folder(pins)
        with held(stored.built_lock(folder), deadline - time.monotonic()):
            ready = stored.read_built(folder, asked.wanted)
            return ready or _build_stored(folder, pins, name, asked, deadline)

    environment = _by_any_installer(asked.wanted, asked.terms, deadline, installer, build, note)
    asked.write(environment)
    stored.prune(
        keep=asked.terms.max_stored, keep_mib=asked.terms.max_stored_mib, unused_days=_IN_USE_DAYS
    )
    return environment


def _build_stored(
    folder: Path,
    pins: tuple[Pin, ...],
    name: InstallerName | None,
    asked: stored.Asked,
    deadline: float,
) -> Environment | Failure:
    stored.remove_abandoned(folder)
    place = stored.building_folder(folder)
    versions = _versions(pins)
    with building.scaffold(place):
        python = building.fill(place, pins, name, asked.terms, deadline)
        if isinstance(python, Failure):
            audit.remove_tree(place)
            return python
        if pins:
            building.move_scripts(place, folder)
        stored.seal(place, python, versions)
        # A folder of that name which nothing vouches for is of no use to anybody.
        audit.remove_tree(folder)
        place.replace(folder)
    made = stored.described(folder, folder / python.relative_to(place), asked.wanted, versions)
    return replace(made, compiled=not pins)


def _by_any_installer(
    wanted: tuple[str, ...],
    terms: Terms,
    deadline: float,
    choice: InstallerChoice,
    build: Callable[[tuple[Pin, ...], InstallerName | None], Environment | Failure],
    note: Callable[[str], None],
) -> Environment:
    """What `build` makes of the releases that `wanted` comes down to.

    Raises:
        InstallError: No installer gets that far; the first one's reason is told.
    """
    failures: list[Failure] = []
    names: tuple[InstallerName | None, ...] = (None,)
    if wanted:
        names = building.choose_installers(wanted, choice)
    for name in names:
        if name is not None and terms.cooldown_days and not installers.knows_ages(name):
            note(f"this {name} cannot tell how old a release is; the newest ones are taken")
        pins = building.resolve(wanted, name, terms, deadline) if name is not None else ()
        made = pins if isinstance(pins, Failure) else build(pins, name)
        if not isinstance(made, Failure):
            return made
        failures.append(made)
        # The other one reads other settings, so only trouble with the index is worth a try.
        if made.reason not in ("index", "unknown"):
            break
    output = "\n\n".join(failure.output for failure in failures)
    raise InstallError(failures[0].message, output)


def _checked(requirements: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted({str(checked_requirement(text)) for text in requirements}))


def _versions(pins: Iterable[Pin]) -> dict[str, str]:
    return {pin.name: pin.version for pin in pins}


def _say_nothing(_note: str) -> None:
    pass


def _holds_something(folder: Path) -> bool:
    return not folder.is_dir() or any(folder.iterdir())
