"""Requirements -> Environment, built once and found again by what it holds."""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import shutil
import sys
import sysconfig
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from filelock import FileLock, Timeout

from code_it.errors import InstallError
from code_it.packages import installers, records
from code_it.packages.policy import checked_requirement
from code_it.packages.store import environments_folder, unwritable
from code_it.sandbox.process import run_process

# Part of every key: a change in what an environment looks like makes new ones.
_LAYOUT = 1
_MANIFEST = "code_it_environment.json"
_WINDOWS = sys.platform == "win32"
_INTERPRETER = re.compile(r"pythonw?[\d.]*(?:\.exe)?", re.IGNORECASE)
# Left out when modules are compiled: nobody imports them, and they are most of some packages.
_NOT_COMPILED = r"[/\\](tests?|testing)[/\\]"


@dataclass(frozen=True)
class Environment:
    """A finished environment, shared by all who want the same packages; nobody changes it."""

    path: Path
    python: Path
    packages: tuple[str, ...] = ()
    """What was asked for, pinned: `"requests==2.32.3"`; sorted."""
    all_packages: tuple[str, ...] = ()
    """The same of everything that is installed, dependencies too."""


def provide(
    requirements: Sequence[str],
    *,
    timeout_seconds: float,
    on_note: Callable[[str], None] | None = None,
    installer: Literal["auto", "uv", "pip"] = "auto",
) -> Environment:
    """The environment with `requirements`, built if there is none yet.

    Args:
        requirements: Names with optional extras and versions; none gives the empty environment.
        timeout_seconds: For the whole of it, waiting for another process that builds included.
        on_note: Told in one line what takes long.
        installer: `auto` asks uv if it is there, and pip if uv has trouble with the index.

    Raises:
        PackageError: A requirement is not the name of a package.
        InstallError: It could not be built; says which package and why.
    """
    deadline = time.monotonic() + timeout_seconds
    wanted = tuple(sorted({str(checked_requirement(text)) for text in requirements}))
    folder = environments_folder() / _key(wanted)
    if (ready := _read(folder)) is not None:
        return ready
    try:
        with FileLock(f"{folder}.lock", timeout=timeout_seconds):
            return _read(folder) or _build(wanted, folder, deadline, on_note, installer)
    except Timeout as error:
        raise InstallError(
            f"Another process has been building the environment for {', '.join(wanted)} for "
            f"more than {timeout_seconds:g} s; try again when it is done."
        ) from error
    except OSError as error:
        raise unwritable(folder.parent, error) from error


def installed_modules(environment: Environment) -> set[str]:
    """The modules that `environment` adds to the standard library, with their dots."""
    return records.modules_in(_site_packages(environment.path))


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


def create(folder: Path) -> Path:
    """Make an environment without any packages, not even pip; the answer is its interpreter.

    Raises:
        InstallError: It cannot be made there.
    """
    # Imported late: it takes a tenth of a second, and is rarely needed.
    import virtualenv

    # The user's settings for virtualenv are for environments of their own.
    variables = {
        name: value for name, value in os.environ.items() if not name.startswith("VIRTUALENV_")
    } | {"VIRTUALENV_CONFIG_FILE": os.devnull}
    arguments = ["--no-seed", "--no-periodic-update", str(folder)]
    try:
        session = virtualenv.cli_run(arguments, setup_logging=False, env=variables)
    except (OSError, RuntimeError, SystemExit) as error:
        raise InstallError(f"No environment could be made in {folder}: {error}.") from error
    return Path(session.creator.exe)


def build_at(folder: Path, requirements: Sequence[str], *, timeout_seconds: float) -> Environment:
    """Make an environment of one's own in `folder`, in place of an older one there.

    An older one is never added to: installers start its interpreter, and that runs code of the
    packages it holds.

    Raises:
        PackageError: A requirement is not the name of a package.
        InstallError: It could not be built, or `folder` is something else; says why.
    """
    deadline = time.monotonic() + timeout_seconds
    wanted = tuple(sorted({str(checked_requirement(text)) for text in requirements}))
    if folder.exists() and not (folder / "pyvenv.cfg").is_file() and _holds_something(folder):
        raise InstallError(f"{folder} is there already, and is no environment; it is left alone.")
    with _scaffold(folder):
        python = _filled(folder, wanted, deadline, "auto")
        return _described(folder, python, wanted)


def _key(wanted: Sequence[str]) -> str:
    identity = [_LAYOUT, sys.version, sysconfig.get_platform(), sys.base_prefix, *wanted]
    return hashlib.sha256(json.dumps(identity).encode()).hexdigest()


def _read(folder: Path) -> Environment | None:
    """The finished environment in `folder`. The manifest is written last, so it vouches."""
    manifest = folder / _MANIFEST
    try:
        facts = json.loads(manifest.read_text(encoding="utf-8"))
        python = folder / facts["python"]
        packages, all_packages = tuple(facts["packages"]), tuple(facts["all_packages"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    # The Python that it was made of may have been uninstalled since.
    if not python.exists():
        return None
    with suppress(OSError):
        os.utime(manifest)
    return Environment(folder, python, packages, all_packages)


def _build(
    wanted: Sequence[str],
    folder: Path,
    deadline: float,
    on_note: Callable[[str], None] | None,
    installer: Literal["auto", "uv", "pip"],
) -> Environment:
    if wanted and on_note is not None:
        on_note(f"installing {', '.join(wanted)}")
    _remove_abandoned(folder)
    # A name of its own: when this process is killed, the installer may go on for a while.
    building = folder.with_name(f".{folder.name}.{secrets.token_hex(4)}")
    with _scaffold(building):
        python = _filled(building, wanted, deadline, installer)
        finished = _described(folder, folder / python.relative_to(building), wanted, building)
        if wanted:
            _compile(building, folder, max(0.0, deadline - time.monotonic()))
            _move_scripts(building, folder)
        _write_manifest(building / _MANIFEST, finished)
        # A folder of that name without a manifest that can be read is of no use to anybody.
        shutil.rmtree(folder, ignore_errors=True)
        building.replace(folder)
    return finished


def _remove_abandoned(folder: Path) -> None:
    """Remove what killed processes left half built; only the holder of the lock may do that."""
    for abandoned in folder.parent.glob(f".{folder.name}.*"):
        shutil.rmtree(abandoned, ignore_errors=True)


@contextmanager
def _scaffold(folder: Path) -> Iterator[None]:
    """What is made in `folder` goes when something goes wrong, Ctrl-C included."""
    try:
        yield
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _filled(
    folder: Path,
    wanted: Sequence[str],
    deadline: float,
    installer: Literal["auto", "uv", "pip"],
) -> Path:
    """Make `folder` an environment with `wanted` in it; the answer is its interpreter."""
    failures: list[installers.Failure] = []
    for name in _installers(wanted, installer):
        shutil.rmtree(folder, ignore_errors=True)
        python = create(folder)
        failure = _install(folder, python, wanted, deadline, name)
        if failure is None:
            return python
        failures.append(failure)
        # The other one reads other settings, so only trouble with the index is worth a try.
        if failure.reason not in ("index", "unknown"):
            break
    output = "\n\n".join(failure.output for failure in failures)
    raise InstallError(failures[0].message, output)


def _install(
    folder: Path,
    python: Path,
    wanted: Sequence[str],
    deadline: float,
    installer: installers.InstallerName,
) -> installers.Failure | None:
    """Fill an environment fresh from `create`, and look at what its packages did to it."""
    if not wanted:
        return None
    before = _vital_parts(folder)
    failure = installers.install(
        wanted,
        python=python,
        installer=installer,
        timeout_seconds=max(0.0, deadline - time.monotonic()),
    )
    if failure is None and _vital_parts(folder) != before:
        # pip lets a wheel replace `bin/python` and `pyvenv.cfg`, and the first runs on our side.
        message = f"A package of {', '.join(wanted)} changed the interpreter it came to."
        return installers.Failure("interpreter", message, "")
    return failure


def _installers(
    wanted: Sequence[str], installer: Literal["auto", "uv", "pip"]
) -> tuple[installers.InstallerName, ...]:
    if installer != "auto":
        return (installer,)
    found = installers.available()
    if not found and not wanted:
        return ("uv",)
    if not found:
        raise InstallError(
            f"There is neither uv nor pip to install {', '.join(wanted)} with; "
            "install one of them for this Python."
        )
    return found


def _described(
    folder: Path, python: Path, wanted: Sequence[str], holding: Path | None = None
) -> Environment:
    """The record of the environment in `folder`, as long as that is still `holding`."""
    versions = records.installed_versions(_site_packages(holding or folder))
    return Environment(
        folder, python, records.pinned(wanted, versions), records.pinned(versions, versions)
    )


def _holds_something(folder: Path) -> bool:
    return not folder.is_dir() or any(folder.iterdir())


def _write_manifest(path: Path, environment: Environment) -> None:
    facts = {
        "python": environment.python.relative_to(environment.path).as_posix(),
        "packages": environment.packages,
        "all_packages": environment.all_packages,
    }
    with path.open("w", encoding="utf-8") as file:
        json.dump(facts, file, indent=1)
        file.flush()
        os.fsync(file.fileno())


def _compile(building: Path, folder: Path, timeout_seconds: float) -> None:
    """Compile the modules, as scripts cannot: to them the environment is read-only.

    With this Python, which is the same: that of the environment would run code of the packages
    as it starts. Modules that do not compile are left as they are.
    """
    argv = [sys.executable, "-I", "-m", "compileall", "-q", "-j", "2", "-x", _NOT_COMPILED]
    argv += ["-s", str(building), "-p", str(folder), str(_site_packages(building))]
    run_process(
        argv,
        cwd=building,
        environment=installers.scrubbed_environment(),
        timeout_seconds=timeout_seconds,
    )


def _move_scripts(building: Path, folder: Path) -> None:
    """Let the commands of the packages name the interpreter where it is going to be."""
    old, new = (os.fsencode(path) for path in (building, folder))
    for script in _commands(building).iterdir():
        if script.is_symlink() or not script.is_file():
            continue
        content = script.read_bytes()
        if content.startswith(b"#!") and old in content:
            script.write_bytes(content.replace(old, new))


def _vital_parts(folder: Path) -> list[tuple[str, str | bytes]]:
    """What decides which interpreter starts, and what it runs before any script."""
    # A command such as python-barcode is none of them.
    commands = sorted(_commands(folder).iterdir())
    pythons = [path for path in commands if _INTERPRETER.fullmatch(path.name)]
    configuration = [folder / "pyvenv.cfg", *sorted(folder.glob("pip.*"))]
    customs = [_site_packages(folder) / f"{name}.py" for name in ("sitecustomize", "usercustomize")]
    return [
        (path.name, str(path.readlink()) if path.is_symlink() else path.read_bytes())
        for path in (*pythons, *configuration, *customs)
        if path.exists()
    ]


def _commands(folder: Path) -> Path:
    return folder / ("Scripts" if _WINDOWS else "bin")


def _site_packages(folder: Path) -> Path:
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    return (
        folder / "Lib" / "site-packages" if _WINDOWS else folder / "lib" / version / "site-packages"
    )
