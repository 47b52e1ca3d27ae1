"""What works on this machine, and the command that would improve what does not."""

from __future__ import annotations

import importlib.util
import os
import platform
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from code_it.config import TaskExecutionConfig
from code_it.errors import CodeItError, ConfigError, ModelError, PackageError, SandboxUnavailable
from code_it.flow import IsolationLevel
from code_it.packages import installers
from code_it.packages.store import environments_folder
from code_it.runs.lock import holder_of
from code_it.sandbox import landlock, remembered
from code_it.sandbox.levels import CONFINING, explain, missing
from code_it.sandbox.self_test import Case, run_self_test

_LEAST_FREE_MIB = 1024
_INSTALL_COMMANDS = {
    "apt-get": "apt-get install bubblewrap",
    "dnf": "dnf install bubblewrap",
    "pacman": "pacman -S bubblewrap",
    "zypper": "zypper install bubblewrap",
    "apk": "apk add bubblewrap",
}


@dataclass(frozen=True)
class LevelReport:
    """A level of isolation, and how it did in its self-test."""

    level: IsolationLevel
    works: bool
    reason: str = ""
    """Why it does not work."""
    advice: str = ""
    """The command that would improve it."""
    cases: tuple[Case, ...] = ()
    not_enforced: tuple[str, ...] = ()


@dataclass(frozen=True)
class Finding:
    """One thing that a run needs."""

    name: str
    ready: bool
    found: str
    advice: str = ""


@dataclass(frozen=True)
class Examination:
    """All that was found."""

    level: IsolationLevel | None
    """The one that a run would take; `None` when it would stop."""
    levels: tuple[LevelReport, ...]
    findings: tuple[Finding, ...]
    system: dict[str, str]
    exit_code: int
    """0 when a run would start, else that of what is in its way."""


def examine(config: TaskExecutionConfig, folder: Path) -> Examination:
    """Look at this machine as a run in `folder` would find it; nothing is fetched or installed."""
    levels = tuple(map(_level, CONFINING))
    working = [report.level for report in levels if report.works]
    level: IsolationLevel | None = working[0] if working else None
    if config.isolation != "auto":
        wanted: IsolationLevel = config.isolation
        level = wanted if wanted == "process" or wanted in working else None
    findings = (_model(config), _packages(), _store(), _folder(folder))
    errors: list[type[CodeItError]] = [SandboxUnavailable] if level is None else []
    kinds = (ModelError, PackageError, PackageError, ConfigError)
    errors += [kind for kind, found in zip(kinds, findings, strict=True) if not found.ready]
    return Examination(level, levels, findings, _system(), errors[0].exit_code if errors else 0)


def _level(level: IsolationLevel) -> LevelReport:
    if reason := missing(level):
        return LevelReport(level, False, reason, _advice(level, reason))
    # Always live, whatever was found before.
    test = run_self_test(level)
    remembered.remember(level, held=test.held)
    reason = explain(str(test)) if not test.held else ""
    return LevelReport(
        level, test.held, reason, _advice(level, reason), test.cases, _not_enforced(level)
    )


def _advice(level: IsolationLevel, reason: str) -> str:
    if level != "namespaces" or not reason or sys.platform != "linux":
        return ""
    if "bubblewrap is not installed" in reason:
        tools = (command for tool, command in _INSTALL_COMMANDS.items() if shutil.which(tool))
        return next(tools, "install bubblewrap with the package manager of your system")
    if "AppArmor" in reason:
        return "install the AppArmor profile bwrap-userns-restrict (package apparmor-profiles)"
    if "max_user_namespaces" in reason:
        return "sysctl -w user.max_user_namespaces=15000"
    if "unprivileged_userns_clone" in reason:
        return "sysctl -w kernel.unprivileged_userns_clone=1"
    return ""


def _not_enforced(level: IsolationLevel) -> tuple[str, ...]:
    """What `level` does not keep for the user who asks."""
    told = []
    if sys.platform == "linux" and os.getuid() == 0 and level == "namespaces":
        told.append("as root, the kernel does not limit the number of processes; they are counted")
    if level == "seatbelt":
        told.append("this level is written against documentation, and nobody has tested it yet")
        told.append("modes and times of your files can be changed, and your processes be seen")
    if level == "landlock":
        told.append("modes and times of your files can be changed")
        if landlock.version() < landlock.SCOPES:
            told.append("your processes can be signalled (Linux 6.12 would prevent it)")
    return tuple(told)


def _model(config: TaskExecutionConfig) -> Finding:
    name = f"model ({config.backend})"
    if config.backend == "embedded":
        return _embedded_model(name, config.model)
    from code_it.models.build import build_llm_from_config

    try:
        build_llm_from_config(config)
    except CodeItError as error:
        return Finding(name, False, str(error))
    return Finding(name, True, f"a server at {config.url or 'its usual address'}; it is not asked")


def _embedded_model(name: str, model: str) -> Finding:
    from code_it.models.weights import CATALOGUE, DEFAULT_MODEL, is_downloaded, models_folder

    if importlib.util.find_spec("xllamacpp") is None:
        return Finding(name, False, "xllamacpp is not installed", "pip install xllamacpp")
    weights = CATALOGUE.get((model or DEFAULT_MODEL).lower())
    if weights is None:
        there = Path(model).is_file()
        return Finding(name, there, f"{model} is {'there' if there else 'not there'}")
    path = models_folder() / weights.file_name
    if is_downloaded(model or DEFAULT_MODEL):
        return Finding(name, True, f"{path} is there")
    free = _free_mib(path.parent)
    needed = weights.size // 2**20
    if free < needed + _LEAST_FREE_MIB:
        found = f"it is to be downloaded ({needed} MiB), and {free} MiB are free"
        return Finding(name, False, found, "free some room, or name a folder in CODE_IT_CACHE")
    return Finding(name, True, f"it is downloaded when it is first used ({needed} MiB)")


def _packages() -> Finding:
    found = installers.available()
    if not found:
        return Finding("packages", False, "there is neither uv nor pip", "pip install uv")
    if "uv" not in found:
        return Finding("packages", True, "pip only, which is slower", "pip install uv")
    return Finding("packages", True, " and ".join(found))


def _store() -> Finding:
    try:
        folder = environments_folder()
    except CodeItError as error:
        return Finding("environments", False, str(error))
    free = _free_mib(folder)
    ready = free >= _LEAST_FREE_MIB
    advice = "" if ready else "free some room, or remove old ones: code-it envs --prune"
    return Finding("environments", ready, f"{folder}, {free} MiB free", advice)


def _folder(folder: Path) -> Finding:
    if not os.access(folder, os.W_OK):
        return Finding("folder", False, f"{folder} cannot be written to")
    if holder := holder_of(folder):
        return Finding("folder", True, f"{folder}; another run is at work here: {holder}")
    shadows = sorted(path.name for path in folder.glob("*.py") if path.stem in _STANDARD)
    if shadows:
        return Finding(
            "folder",
            True,
            f"{folder}; {', '.join(shadows)} would be imported in place of Python's own module",
            "give it another name",
        )
    return Finding("folder", True, str(folder))


_STANDARD = sys.stdlib_module_names


def _free_mib(folder: Path) -> int:
    there = next(path for path in (folder, *folder.parents) if path.exists())
    return shutil.disk_usage(there).free // 2**20


def _system() -> dict[str, str]:
    return {
        "platform": platform.platform(),
        "python": platform.python_version(),
        "user": "root" if hasattr(os, "getuid") and os.getuid() == 0 else "not root",
        "bubblewrap": shutil.which("bwrap") or "not installed",
        "landlock": str(landlock.version()) if sys.platform == "linux" else "not here",
    }
