"""What may be installed beside the names that were asked for, and how much of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from code_it.config import TaskExecutionConfig
from code_it.errors import InstallError
from code_it.packages.locking import Pin


@dataclass(frozen=True)
class Terms:
    """The user's conditions for everything that an install brings along."""

    cooldown_days: int = 7
    """Releases that are younger are not installed; 0 takes the newest."""
    vouched: tuple[str, ...] = ()
    """Normalised names that may be younger, because the user allowed them."""
    blocked: tuple[str, ...] = ()
    """Normalised names never to install, not even when another package needs them."""
    max_packages: int = 60
    """Releases in one environment."""
    max_mib: int = 2048
    """Size of one environment, in MiB; 0 for no limit."""
    max_stored: int = 40
    """Environments to keep in the store."""
    max_stored_mib: int = 10_240
    """What they may take together, in MiB."""

    @classmethod
    def of(cls, config: TaskExecutionConfig) -> Terms:
        return cls(
            cooldown_days=config.package_cooldown_days,
            vouched=distribution_names(config.allowed_packages),
            blocked=distribution_names(config.blocked_packages),
            max_packages=config.max_packages,
            max_mib=config.max_environment_mib,
            max_stored=config.max_stored_environments,
            max_stored_mib=config.max_stored_mib,
        )

    def check(self, pins: Sequence[Pin], asked: Iterable[str]) -> None:
        """Look at all that would be installed for `asked`, dependencies too.

        Raises:
            InstallError: A release is not wanted here, or there are too many.
        """
        wanted = ", ".join(asked)
        for pin in pins:
            if pin.name in self.blocked:
                raise InstallError(
                    f"{wanted} need {pin.name}, which you have blocked (blocked_packages)."
                )
        if len(pins) > self.max_packages:
            raise InstallError(
                f"{wanted} bring {len(pins)} packages, more than {self.max_packages} "
                "(max_packages)."
            )


DEFAULT_TERMS = Terms()


def distribution_names(requirements: Iterable[str]) -> tuple[str, ...]:
    """The normalised names in `requirements`, without extras and versions."""
    return tuple(canonicalize_name(Requirement(text).name) for text in requirements)
