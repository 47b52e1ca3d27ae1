"""Which paths a script may read: the system, its interpreter, and what it was given."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from code_it.sandbox.job import CERTIFICATE_VARIABLES, Job

SYSTEM_FOLDERS = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")
PACKAGE_STORES = ("/nix/store", "/gnu/store")

# Not /etc/ssl as a whole: it holds private keys, which root can read.
SYSTEM_FILES = (
    "/etc/ld.so.cache",
    "/etc/alternatives",
    "/etc/ssl/certs",
    "/etc/ssl/cert.pem",
    "/etc/ssl/openssl.cnf",
    "/etc/pki/tls/certs",
    "/etc/pki/tls/cert.pem",
    "/etc/pki/tls/openssl.cnf",
    "/etc/pki/ca-trust/extracted",
    "/etc/ca-certificates",
    "/etc/localtime",
    "/etc/timezone",
    "/etc/fonts",
    "/etc/mime.types",
    "/etc/passwd",
    "/etc/group",
    # Without these two "localhost" is not found.
    "/etc/nsswitch.conf",
    "/etc/hosts",
)
# Numeric libraries ask how many there are.
PROCESSORS = "/sys/devices/system/cpu"
RESOLVER = "/etc/resolv.conf"


def interpreter_paths(python: Path) -> list[Path]:
    """The environment of `python` and the installation that it was made from.

    Links are kept beside what they lead to: the interpreter finds itself through them.
    """
    environment = python.parent.parent
    homes = [environment / python.parent.name, python.resolve().parent]
    if base := _base_of(environment):
        homes += [base, base.resolve()]
    paths: list[Path] = []
    for home in homes:
        for path in _installation(home):
            if path not in paths and not _is_system(path):
                paths.append(path)
    return paths


def given_paths(job: Job) -> list[Path]:
    """What the caller lets the script read, and with a network the user's own certificates."""
    paths = [path.absolute() for path in job.readable]
    if job.network:
        values = (os.environ.get(name, "") for name in CERTIFICATE_VARIABLES)
        # One of them may hold several folders.
        each = (part for value in values for part in value.split(os.pathsep))
        paths += [Path(part).absolute() for part in each if part]
    return [path for path in paths if path.exists()]


def _base_of(environment: Path) -> Path | None:
    """The folder of the base interpreter, from the environment's own record of it."""
    try:
        lines = (environment / "pyvenv.cfg").read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return None
    for line in lines:
        key, _, value = line.partition("=")
        if key.strip() == "home" and value.strip():
            return Path(value.strip())
    return None


def _installation(home: Path) -> list[Path]:
    """The prefix of the interpreter in `home`, or its parts when the prefix holds more."""
    prefix = home.parent
    # An interpreter in ~/bin must not open the home folder, nor one in /bin the whole disk.
    too_wide = {Path("/"), Path("/home")}
    # There are users without a home.
    with contextlib.suppress(RuntimeError):
        for user_home in (Path.home(), Path.home().resolve()):
            too_wide |= {user_home, *user_home.parents}
    if prefix not in too_wide:
        return [prefix]
    return [*home.glob("python*"), *prefix.glob("lib*/python*"), *prefix.glob("lib*/libpython*")]


def _is_system(path: Path) -> bool:
    return any(path == Path(folder) or Path(folder) in path.parents for folder in SYSTEM_FOLDERS)
