"""The commands beside the main one: argv -> exit code."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence


def _packages(arguments: Sequence[str]) -> int:
    from code_it.cli.packages_command import packages

    return packages(arguments)


def _allow(arguments: Sequence[str]) -> int:
    from code_it.cli.packages_command import allow

    return allow(arguments)


def _envs(arguments: Sequence[str]) -> int:
    from code_it.cli.envs_command import envs

    return envs(arguments)


# Imported when they are used: the main command starts faster without them.
COMMANDS: Mapping[str, Callable[[Sequence[str]], int]] = {
    "packages": _packages,
    "allow": _allow,
    "envs": _envs,
}
