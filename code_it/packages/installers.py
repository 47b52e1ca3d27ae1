"""Requirements -> an environment's packages, by asking uv or pip, wheels only.

Wheels only, because an sdist runs its own code when it is installed, or merely looked at. What is
to be installed is settled first, with the hash of every file, and nothing else is installed then.
"""

from __future__ import annotations

import datetime
import os
import shutil
import time
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path
from typing import Literal

from packaging.version import Version

from code_it.packages.failures import Failure, explain
from code_it.packages.index_settings import (
    PIP,
    QUIET_PIP,
    pip_is_there,
    pip_settings_for_uv,
    scrubbed_environment,
)
from code_it.packages.locking import Pin, lock_text, read_pip, read_uv
from code_it.packages.store import neutral_folder
from code_it.packages.terms import Terms
from code_it.sandbox.process import ProcessResult, run_process

InstallerName = Literal["uv", "pip"]

_QUIET_UV = ("--no-build", "--no-progress", "--color", "never")
_QUIET_PIP_INSTALL = (*QUIET_PIP, "--progress-bar", "off", "--only-binary", ":all:")
# Earlier versions of pip do not ask how old a release is.
_PIP_KNOWS_AGES = Version("26.0")
_LOCK = "locked.txt"


def available() -> tuple[InstallerName, ...]:
    """The installers that are here, the better one first."""
    found: list[InstallerName] = []
    if find_uv() is not None:
        found.append("uv")
    if pip_is_there():
        found.append("pip")
    return tuple(found)


def find_uv() -> str | None:
    try:
        import uv
    except ImportError:
        return shutil.which("uv")
    try:
        return os.fspath(uv.find_uv_bin())
    except FileNotFoundError:
        return shutil.which("uv")


class Installer:
    """One of the two, until a moment in time.

    Both start the interpreter that they install for, to learn about it, and packages can have
    code run at that moment: that is why its environment must not hold any.
    """

    def __init__(self, name: InstallerName, python: Path, timeout_seconds: float) -> None:
        self.name = name
        self._python = str(python)
        self._limit = timeout_seconds
        self._deadline = time.monotonic() + timeout_seconds
        self._environment = scrubbed_environment()
        if name == "uv":
            self._environment |= pip_settings_for_uv(self._environment)

    def resolve(self, requirements: Sequence[str], terms: Terms) -> tuple[Pin, ...] | Failure:
        """All releases that `requirements` come down to; nothing is installed.

        An index that does not say how old its releases are is believed that they are old enough.
        """
        found = self._resolve(requirements, terms.cooldown_days, terms.vouched)
        if isinstance(found, Failure) and found.reason == "too young" and self._all_may_be(terms):
            return self._resolve(requirements, 0, ())
        if isinstance(found, Failure) and found.reason == "no times":
            return self._resolve(requirements, 0, ())
        return found

    def _all_may_be(self, terms: Terms) -> bool:
        """pip has one limit for all, and what the user vouches for may be younger."""
        return self.name == "pip" and bool(terms.vouched)

    def install(self, pins: Sequence[Pin]) -> Failure | None:
        """Install exactly these files; what is not among them is not fetched either."""
        with neutral_folder() as folder:
            (folder / _LOCK).write_text(lock_text(pins), encoding="utf-8")
            result = self._run([*self._install_argv(), "-r", _LOCK], folder)
        return self._failure(result, [pin.name for pin in pins])

    def _resolve(
        self, requirements: Sequence[str], cooldown_days: int, vouched: Sequence[str]
    ) -> tuple[Pin, ...] | Failure:
        with neutral_folder() as folder:
            wanted, answer = folder / "wanted.txt", folder / "answer"
            wanted.write_text("\n".join(requirements), encoding="utf-8")
            argv = self._resolve_argv(wanted.name, answer.name, cooldown_days, vouched)
            result = self._run(argv, folder)
            if failure := self._failure(result, requirements):
                return failure
            try:
                read = read_uv if self.name == "uv" else read_pip
                return read(answer.read_text(encoding="utf-8"))
            except (OSError, ValueError) as error:
                return Failure("other", f"{self.name} gave an odd answer: {error}.", result.stderr)

    def _resolve_argv(
        self, wanted: str, answer: str, cooldown_days: int, vouched: Sequence[str]
    ) -> list[str]:
        if self.name == "uv":
            argv = [self._uv, "pip", "compile", "--python", self._python, *_QUIET_UV, "--quiet"]
            argv += ["--generate-hashes", "--no-header", "--no-annotate", "--output-file", answer]
            return [*argv, *self._uv_ages(cooldown_days, vouched), wanted]
        argv = [*PIP, "--python", self._python, "install", *_QUIET_PIP_INSTALL]
        # Said twice over, because only at this level does pip tell why it found nothing.
        argv += ["-vv", "--dry-run", "--ignore-installed", "--report", answer]
        return [*argv, *self._pip_ages(cooldown_days), "-r", wanted]

    def _uv_ages(self, days: int, vouched: Sequence[str]) -> list[str]:
        # A limit of the user's own holds as it is.
        if days <= 0 or "UV_EXCLUDE_NEWER" in self._environment:
            return []
        exempt = [f"--exclude-newer-package={name}=false" for name in vouched]
        return [f"--exclude-newer={_days_ago(days)}", *exempt]

    def _pip_ages(self, days: int) -> list[str]:
        return [f"--uploaded-prior-to={_days_ago(days)}"] if days > 0 and knows_ages("pip") else []

    def _install_argv(self) -> list[str]:
        exactly = ["--no-deps", "--require-hashes"]
        if self.name == "uv":
            # Copies, not links into uv's cache: what a script does to its environment must not
            # reach the environments that come after it.
            argv = [self._uv, "pip", "install", "--python", self._python, *_QUIET_UV]
            return [*argv, "--link-mode", "copy", *exactly]
        argv = [*PIP, "--python", self._python, "install", *_QUIET_PIP_INSTALL]
        return [*argv, "-vv", "--no-compile", "--no-warn-script-location", *exactly]

    @property
    def _uv(self) -> str:
        uv = find_uv()
        assert uv is not None, "uv was among the available installers"
        return uv

    def _run(self, argv: Sequence[str], folder: Path) -> ProcessResult:
        left = max(0.0, self._deadline - time.monotonic())
        # What pip leaves when it is killed has to be where it is removed.
        temporary = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(folder))
        return run_process(
            argv,
            cwd=folder,
            environment={**self._environment, **temporary},
            timeout_seconds=left,
            supervised=True,
        )

    def _failure(self, result: ProcessResult, wanted: Sequence[str]) -> Failure | None:
        if result.returncode == 0 and not result.timed_out:
            return None
        return explain(result, wanted, self._limit)


def knows_ages(name: InstallerName) -> bool:
    """Can this installer tell how old a release is?"""
    return name == "uv" or Version(metadata.version("pip")) >= _PIP_KNOWS_AGES


def _days_ago(days: int) -> str:
    moment = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(days=days)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
