"""Pinned releases -> the folder of an environment that holds them."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from code_it.errors import InstallError
from code_it.packages import audit, installers
from code_it.packages.failures import Failure
from code_it.packages.installers import Installer, InstallerName
from code_it.packages.locking import Pin
from code_it.packages.terms import Terms

InstallerChoice = Literal["auto", "uv", "pip"]

_WINDOWS = sys.platform == "win32"


def choose_installers(wanted: Sequence[str], choice: InstallerChoice) -> tuple[InstallerName, ...]:
    """Those to try, in order.

    Raises:
        InstallError: There is none.
    """
    if choice != "auto":
        return (choice,)
    found = installers.available()
    if not found:
        raise InstallError(
            f"There is neither uv nor pip to install {', '.join(wanted)} with; "
            "install one of them for this Python."
        )
    return found


def resolve(
    wanted: Sequence[str], name: InstallerName, terms: Terms, deadline: float
) -> tuple[Pin, ...] | Failure:
    """All releases that `wanted` comes down to, for the Python that this runs in.

    Raises:
        InstallError: They are not what the terms allow.
    """
    found = Installer(name, Path(sys.executable), _left(deadline)).resolve(wanted, terms)
    if not isinstance(found, Failure):
        terms.check(found, wanted)
    return found


def fill(
    folder: Path,
    pins: Sequence[Pin],
    name: InstallerName | None,
    terms: Terms,
    deadline: float,
) -> Path | Failure:
    """Make `folder` an environment that holds `pins`; the answer is its interpreter.

    Args:
        name: Who installs; not needed when there is nothing to install.

    Raises:
        InstallError: It cannot be made there.
    """
    python = create(folder)
    if not pins:
        return python
    assert name is not None, "there is something to install"
    before = audit.contents(folder)
    failure = Installer(name, python, _left(deadline)).install(pins)
    if failure is not None:
        return failure
    # A lock of uv's, which no package accounts for.
    (folder / ".lock").unlink(missing_ok=True)
    trouble = audit.find_trouble(folder, site_packages(folder), before, terms.vouched)
    if trouble:
        return Failure("refused", trouble, "")
    mib = audit.size_in_bytes(folder) / 2**20
    if terms.max_mib and mib > terms.max_mib:
        message = f"It takes {mib:.0f} MiB, more than {terms.max_mib} (max_environment_mib)."
        return Failure("refused", message, "")
    return python


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


@contextmanager
def scaffold(folder: Path) -> Iterator[None]:
    """What is made in `folder` goes when something goes wrong, Ctrl-C included."""
    try:
        yield
    except BaseException:
        audit.remove_tree(folder)
        raise


def move_scripts(building: Path, folder: Path) -> None:
    """Let the commands of the packages name the interpreter where it is going to be."""
    old, new = (os.fsencode(path) for path in (building, folder))
    for script in _commands(building).iterdir():
        if script.is_symlink() or not script.is_file():
            continue
        content = script.read_bytes()
        if content.startswith(b"#!") and old in content:
            script.write_bytes(content.replace(old, new))


def _left(deadline: float) -> float:
    return max(0.0, deadline - time.monotonic())


def _commands(folder: Path) -> Path:
    return folder / ("Scripts" if _WINDOWS else "bin")


def site_packages(folder: Path) -> Path:
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    return (
        folder / "Lib" / "site-packages" if _WINDOWS else folder / "lib" / version / "site-packages"
    )
