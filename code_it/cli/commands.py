"""The commands beside the main one: argv -> exit code."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from code_it.cli.session import Session


@dataclass(frozen=True)
class _Command:
    """Imported when it is used: the main command starts faster without it."""

    module: str
    function: str

    def __call__(self, arguments: Sequence[str], session: Session) -> int:
        module = importlib.import_module(f"code_it.cli.{self.module}")
        carry_out: Callable[[Sequence[str], Session], int] = getattr(module, self.function)
        return carry_out(arguments, session)


COMMANDS: Mapping[str, _Command] = {
    "allow": _Command("packages_command", "allow"),
    "doctor": _Command("doctor_command", "doctor"),
    "envs": _Command("envs_command", "envs"),
    "exec": _Command("exec_command", "execute"),
    "models": _Command("models_command", "models"),
    "packages": _Command("packages_command", "packages"),
}
