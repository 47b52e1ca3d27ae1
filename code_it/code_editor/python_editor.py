"""An editor of a Python script that has an environment of its own."""

from __future__ import annotations

import subprocess
from pathlib import Path

from code_it.code_editor.base import CodeEditorTooling
from code_it.code_editor.virtualenv_manager import VirtualenvManager
from code_it.packages.environments import Environment


class PythonCodeEditor(CodeEditorTooling):
    """Edits a script, and runs it with the packages that were added."""

    def __init__(self, filename: str = "persistent_source.py") -> None:
        super().__init__(filename)
        self.virtualenv = VirtualenvManager()

    @property
    def venv(self) -> VirtualenvManager:
        """Another name of `virtualenv`."""
        return self.virtualenv

    def add_dependency(self, name: str) -> None:
        """Remember a package, such as `"requests"` or `"pandas<3"`, for the next install."""
        self.virtualenv.add_dependency(name)

    def create_env(self) -> None:
        """Have an environment.

        Raises:
            InstallError: It cannot be made.
        """
        self.virtualenv.create_env()

    def install_dependencies(self) -> subprocess.CompletedProcess[str]:
        """Install what was added; see `VirtualenvManager.install_dependencies`."""
        return self.virtualenv.install_dependencies()

    def use_environment(self, environment: Environment) -> None:
        """Run the script in `environment` from now on."""
        self.virtualenv.use_environment(environment)

    def _python(self) -> Path:
        return Path(self.virtualenv.python_interpreter)
