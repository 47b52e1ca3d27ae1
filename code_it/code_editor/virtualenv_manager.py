"""The environment of one script: what it needs, and where it is installed."""

from __future__ import annotations

import os
import secrets
import subprocess
from collections.abc import Sequence
from pathlib import Path

from code_it.errors import InstallError
from code_it.packages.environments import Environment, build_at, provide
from code_it.packages.policy import decide
from code_it.packages.terms import Terms, distribution_names


class VirtualenvManager:
    """Collects dependencies and installs them.

    Environments come from the store that all scripts share, unless `base_path` asks for one of
    one's own. What is installed has to pass the package policy either way.
    """

    allowed_packages: Sequence[str] = ()
    """Packages to install although they are not widely known."""
    blocked_packages: Sequence[str] = ()
    """Packages never to install."""
    install_time_limit_seconds: float = 600.0
    """Wall-clock limit for one install."""

    def __init__(self, name: str = "", base_path: str | os.PathLike[str] = "") -> None:
        """
        Args:
            name: Folder of the environment in `base_path`; a random one when empty.
            base_path: Where to make an environment of one's own; empty for the store.
        """
        self.dependencies: list[str] = []
        self._own_folder: Path | None = None
        if base_path:
            self._own_folder = Path(base_path).absolute() / (name or secrets.token_hex(8))
        self._environment: Environment | None = None

    @property
    def environment(self) -> Environment:
        """The environment as it is now; made, without packages, if there is none yet.

        Raises:
            InstallError: It cannot be made.
        """
        if self._environment is None:
            self._environment = self._make(())
        return self._environment

    @property
    def path(self) -> str:
        """The environment's folder."""
        return str(self._own_folder or self.environment.path)

    @property
    def python_interpreter(self) -> str:
        return str(self.environment.python)

    def add_dependency(self, name: str) -> None:
        """Remember a package, such as `"requests"` or `"pandas<3"`, for the next install."""
        if name not in self.dependencies:
            self.dependencies.append(name)

    def create_env(self) -> None:
        """Have an environment, without packages unless some are installed already.

        Raises:
            InstallError: It cannot be made.
        """
        _ = self.environment

    def use_environment(self, environment: Environment) -> None:
        """Go on with an environment that is there already."""
        self._environment = environment
        self.dependencies = list(environment.packages)
        # They passed the policy where they were installed, which may have allowed more.
        self.allowed_packages = (*self.allowed_packages, *environment.packages)

    def install_dependencies(self) -> subprocess.CompletedProcess[str]:
        """Install all that was added; none of it if one is refused.

        The answer has `returncode` 0 when everything is there. Otherwise `stderr` says in a
        sentence what is wrong, and `stdout` holds what the installer wrote.
        """
        decision = decide(
            self.dependencies, allowed=self.allowed_packages, blocked=self.blocked_packages
        )
        if decision.refused:
            reasons = "\n".join(refusal.reason for refusal in decision.refused)
            return self._outcome(1, stderr=reasons)
        try:
            self._environment = self._make(decision.allowed)
        except InstallError as error:
            return self._outcome(1, stdout=error.output, stderr=str(error))
        return self._outcome(0, stdout=" ".join(("Installed:", *self._environment.packages)))

    def _make(self, requirements: Sequence[str]) -> Environment:
        limit = self.install_time_limit_seconds
        terms = Terms(
            vouched=distribution_names(self.allowed_packages),
            blocked=distribution_names(self.blocked_packages),
        )
        if self._own_folder is not None:
            return build_at(self._own_folder, requirements, timeout_seconds=limit, terms=terms)
        return provide(requirements, timeout_seconds=limit, terms=terms)

    def _outcome(
        self, returncode: int, *, stdout: str = "", stderr: str = ""
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess(
            ["install", *self.dependencies], returncode, stdout, stderr
        )
