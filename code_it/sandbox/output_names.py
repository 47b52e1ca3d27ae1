"""Which names may be brought back into the user's folder.

What lies there is read by other programs, and Python imports from the folder that it is started in:
a file `random.py` would be run by the next script that asks for chance, outside of any sandbox.
"""

from __future__ import annotations

import sys
from collections.abc import Collection
from pathlib import PurePosixPath

from code_it.sandbox.terminal import clean


class Unfit(Exception):
    """A file that is not brought back; its text is the reason."""


# Read by a tool without anyone asking for it, ourselves included.
_NEVER = frozenset(
    """autorun.inf code_it.toml conftest.py desktop.ini pip.conf pip.ini pyvenv.cfg
    sitecustomize.py task.txt usercustomize.py uv.toml""".split()
)
# The same, but a task may well be about one of them.
_ONLY_NAMED = frozenset(
    """babel.config.js build.gradle cmakelists.txt compose.yaml compose.yml composer.json
    docker-compose.yaml docker-compose.yml dockerfile dodo.py fabfile.py gnumakefile
    gunicorn.conf.py jest.config.js jenkinsfile justfile makefile meson.build mise.toml mypy.ini
    noxfile.py package.json pipfile procfile pylintrc pylintrc.toml pyproject.toml pytest.ini
    pytest.toml rakefile sconstruct setup.cfg setup.py snakefile tasks.py tox.ini vagrantfile
    wscript""".split()
)
# A double click runs them.
_RUN_BY_A_CLICK = frozenset(
    """.appref-ms .bat .cmd .com .command .desktop .exe .hta .jse .lnk .msi .pif .ps1 .scf .scr .url
    .vbe .vbs .wsf""".split()
)
_CACHES = (".pyc", ".pyo")
_CODE = frozenset({".py", ".pyw", ".pyd", ".so", ".dylib", ".dll"})
_LONGEST_NAME_BYTES = 255


def check_name(name: str, named: Collection[str] = ()) -> None:
    """May a file of this name be brought back?

    Args:
        name: Relative, with forward slashes.
        named: Those that the task names.

    Raises:
        Unfit: It may not.
    """
    _check_parts(name)
    last = PurePosixPath(name).name.lower()
    if last in _NEVER or last.endswith((".pth", "._pth")):
        raise Unfit("other programs act on a file of this name by themselves")
    _check_module(name, named)
    if name in named:
        return
    if last in _ONLY_NAMED:
        raise Unfit("other programs act on a file of this name, and nobody asked for it")
    if PurePosixPath(last).suffix in _RUN_BY_A_CLICK:
        raise Unfit("it would be run by a double click, and nobody asked for it")


def _check_parts(name: str) -> None:
    parts = PurePosixPath(name).parts
    if not parts or name.startswith("/") or ".." in parts:
        raise Unfit("its name leads out of the folder")
    if sys.platform == "win32" and ("\\" in name or ":" in name):
        raise Unfit("its name leads out of the folder")
    if "__pycache__" in parts or name.endswith(_CACHES):
        raise Unfit("it is a cache")
    for part in parts:
        if clean(part, keep_newlines=False) != part:
            raise Unfit("its name has control characters or is not UTF-8")
        if part.startswith("-"):
            raise Unfit("its name begins with a dash, so programs would take it for an option")
        if part != part.strip():
            raise Unfit("its name begins or ends with a space, which nobody sees")
        if len(part.encode("utf-8")) > _LONGEST_NAME_BYTES:
            raise Unfit("its name is too long")
        if part.startswith("."):
            raise Unfit("hidden files and folders steer other programs")


def _check_module(name: str, named: Collection[str]) -> None:
    """Python code must not stand in the way of a module that a program here may import."""
    path = PurePosixPath(name)
    if path.suffix.lower() not in _CODE:
        return
    module = path.parts[0].partition(".")[0]
    # On many systems, Random.py is random.py.
    if module.lower() in _own_modules():
        raise Unfit(f"programs would import it in place of their own module {module.lower()}")
    if name not in named and _is_of_a_package(module):
        raise Unfit(f"programs would import it in place of the package {module}")


def _own_modules() -> frozenset[str]:
    return frozenset(map(str.lower, sys.stdlib_module_names)) | {"code_it"}


def _is_of_a_package(module: str) -> bool:
    # Imported late: the tables are read for it.
    from code_it.packages.names import distribution_for

    return distribution_for(module) is not None
