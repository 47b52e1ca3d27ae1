"""Requirements -> an environment's packages, by asking uv or pip, wheels only.

Wheels only, because an sdist runs its own code when it is installed, or merely looked at.
"""

from __future__ import annotations

import ast
import importlib.util
import os
import re
import shutil
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from platformdirs import user_config_path

from code_it.packages.store import neutral_folder
from code_it.sandbox.process import ProcessResult, run_process

InstallerName = Literal["uv", "pip"]
Reason = Literal[
    "unknown", "no wheel", "versions", "index", "damaged", "disk", "time", "interpreter", "other"
]

PIP = (sys.executable, "-I", "-m", "pip")
QUIET_PIP = ("--no-input", "--no-color", "--disable-pip-version-check")

_PIP_CONFIG_TIMEOUT_SECONDS = 30.0

# What an installer needs of our environment: where the user's settings are, and how to reach
# the index. Keys, tokens and what changes how Python starts stay behind.
_KEPT = frozenset(
    """HOME USERPROFILE HOMEDRIVE HOMEPATH APPDATA LOCALAPPDATA PROGRAMDATA SYSTEMROOT SYSTEMDRIVE
    COMSPEC PATHEXT PATH TMPDIR TEMP TMP LANG LC_ALL LC_CTYPE USER LOGNAME USERNAME NETRC
    XDG_CONFIG_HOME XDG_CONFIG_DIRS XDG_CACHE_HOME XDG_DATA_HOME
    SSL_CERT_FILE SSL_CERT_DIR SSL_CLIENT_CERT REQUESTS_CA_BUNDLE CURL_CA_BUNDLE
    HTTP_PROXY HTTPS_PROXY ALL_PROXY NO_PROXY
    PIP_INDEX_URL PIP_EXTRA_INDEX_URL PIP_FIND_LINKS PIP_NO_INDEX PIP_TRUSTED_HOST PIP_CERT
    PIP_CLIENT_CERT PIP_PROXY PIP_TIMEOUT PIP_DEFAULT_TIMEOUT PIP_RETRIES PIP_CONFIG_FILE
    PIP_CACHE_DIR PIP_NO_CACHE_DIR PIP_KEYRING_PROVIDER PIP_USE_FEATURE
    UV_INDEX UV_DEFAULT_INDEX UV_INDEX_URL UV_EXTRA_INDEX_URL UV_FIND_LINKS UV_NO_INDEX
    UV_INDEX_STRATEGY UV_INSECURE_HOST UV_KEYRING_PROVIDER UV_NATIVE_TLS UV_SYSTEM_CERTS
    UV_HTTP_TIMEOUT UV_REQUEST_TIMEOUT UV_HTTP_RETRIES UV_OFFLINE UV_CACHE_DIR UV_NO_CACHE
    UV_CONFIG_FILE UV_EXCLUDE_NEWER UV_CREDENTIALS_DIR""".split()
)
_INDEX_CREDENTIALS = re.compile(r"UV_INDEX_\w+_(USERNAME|PASSWORD)")

# Any of these says that the user has told uv itself where to look.
_UV_INDEX_SETTINGS = frozenset(
    """UV_INDEX UV_DEFAULT_INDEX UV_INDEX_URL UV_EXTRA_INDEX_URL UV_FIND_LINKS UV_NO_INDEX
    UV_CONFIG_FILE""".split()
)


@dataclass(frozen=True)
class Failure:
    """Why an install did not work."""

    reason: Reason
    message: str
    """One sentence for a person."""
    output: str


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


def pip_is_there() -> bool:
    return importlib.util.find_spec("pip") is not None


def install(
    requirements: Sequence[str], *, python: Path, installer: InstallerName, timeout_seconds: float
) -> Failure | None:
    """Install `requirements` into the environment of `python`, which holds nothing yet.

    Both installers start `python` to learn about it, and packages can have code run at that
    moment: that is why it must not hold any.
    """
    deadline = time.monotonic() + timeout_seconds
    environment = scrubbed_environment()
    if installer == "uv":
        environment |= pip_settings_for_uv(environment)
        argv = _uv_argv(python, requirements)
    else:
        argv = _pip_argv(python, requirements)
    with neutral_folder() as folder:
        result = run_process(
            argv,
            cwd=folder,
            environment=environment,
            timeout_seconds=max(0.0, deadline - time.monotonic()),
        )
    if result.returncode == 0 and not result.timed_out:
        return None
    return explain(result, requirements, timeout_seconds)


def scrubbed_environment() -> dict[str, str]:
    """Our environment, without what installers have no business to know."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name.upper() in _KEPT or _INDEX_CREDENTIALS.fullmatch(name.upper())
    }
    # pip.conf may ask for these, and they make no sense for an environment of ours.
    return kept | {"PIP_USER": "0", "PIP_REQUIRE_VIRTUALENV": "0", "PIP_NO_INPUT": "1"}


def explain(result: ProcessResult, requirements: Sequence[str], limit_seconds: float) -> Failure:
    """Say in one sentence what an installer's output means."""
    output = f"{result.stdout}\n{result.stderr}".strip()
    asked = ", ".join(requirements)
    if result.timed_out:
        message = f"Installing {asked} took longer than {limit_seconds:g} s and was stopped."
        return Failure("time", message, output)
    flat = " ".join(output.split())
    for reason, pattern, sentence in _TROUBLES:
        if pattern.search(flat):
            return Failure(reason, sentence.format(asked=asked), output)
    for reason, pattern, sentence in _LACKS:
        if match := pattern.search(flat):
            return Failure(reason, sentence.format(package=match["package"]), output)
    if match := _PIP_FOUND_NOTHING.search(flat):
        return _explain_pip(match["package"], match["versions"], output)
    last_line = output.splitlines()[-1].strip() if output else f"exit status {result.returncode}"
    return Failure("other", f"{asked} could not be installed: {last_line}", output)


_NO_WHEEL = (
    '"{package}" has no wheel for this Python and machine, and nothing is built from source here.'
)
_NO_SUCH = '"{package}" is not on your package index.'
_NO_VERSION = 'Your package index has no version of "{package}" that fits the others asked for.'

_TROUBLES: tuple[tuple[Reason, re.Pattern[str], str], ...] = (
    (
        "disk",
        re.compile(
            r"no space left on device|os error 28\b|disk quota exceeded|os error 122\b",
            re.IGNORECASE,
        ),
        "There is no space left to install {asked}; free some, or name a folder on another "
        "disk in CODE_IT_CACHE.",
    ),
    (
        "index",
        re.compile(
            r"\b401 (client error|unauthorized)|\b403 (client error|forbidden)",
            re.IGNORECASE,
        ),
        "Your package index refused to hand out {asked}; check its credentials.",
    ),
    (
        "damaged",
        re.compile(
            r"hash mismatch|do not match the hashes",
            re.IGNORECASE,
        ),
        "A file for {asked} is not what your package index says it is; nothing was installed.",
    ),
    (
        "index",
        re.compile(
            r"error sending request|dns error|http status server error|network connectivity is "
            r"disabled|connection (error|refused|reset|broken)|max retries exceeded|read timed "
            r"out|certificate verify failed|failed to fetch|not a trusted or secure host",
            re.IGNORECASE,
        ),
        "Your package index could not be reached for {asked}; check the network and the "
        "index settings of pip and uv.",
    ),
)
_PACKAGE = r"(?P<package>[A-Za-z0-9][A-Za-z0-9._-]*)"
_VERSION = r"(?:[=<>!~]+\S+)?"
_LACKS: tuple[tuple[Reason, re.Pattern[str], str], ...] = (
    ("no wheel", re.compile(rf"{_PACKAGE}{_VERSION} has no (?:usable )?wheels"), _NO_WHEEL),
    ("unknown", re.compile(rf"{_PACKAGE} was not found in"), _NO_SUCH),
    ("versions", re.compile(rf"you require {_PACKAGE}{_VERSION}[, ]"), _NO_VERSION),
)
_PIP_FOUND_NOTHING = re.compile(
    rf"satisfies the requirement {_PACKAGE}[^(]*(?:\(from (?!versions)[^)]*\) )?"
    r"\(from versions: (?P<versions>[^)]*)"
)


def _explain_pip(package: str, versions: str, output: str) -> Failure:
    if versions != "none":
        return Failure("versions", _NO_VERSION.format(package=package), output)
    # Only what is known of this very package counts: other links are skipped all the time.
    wheel_or_sdist = re.compile(
        rf"Skipping link: .*\b{re.sub('[-_.]+', '[-_.]+', package)}-\d", re.IGNORECASE
    )
    if wheel_or_sdist.search(output):
        return Failure("no wheel", _NO_WHEEL.format(package=package), output)
    return Failure("unknown", _NO_SUCH.format(package=package), output)


def _uv_argv(python: Path, requirements: Sequence[str]) -> list[str]:
    uv = find_uv()
    assert uv is not None, "uv was among the available installers"
    # Copies, not links into uv's cache: what a script does to its environment must not reach
    # the environments that come after it.
    options = ["--no-build", "--link-mode", "copy", "--no-progress", "--color", "never"]
    return [uv, "pip", "install", "--python", str(python), *options, "--", *requirements]


def _pip_argv(python: Path, requirements: Sequence[str]) -> list[str]:
    # Said twice over, because only at this level does pip tell why it found nothing.
    options = ["-vv", "--only-binary", ":all:", "--no-compile", "--no-warn-script-location"]
    return [
        *PIP,
        "--python",
        str(python),
        "install",
        *QUIET_PIP,
        "--progress-bar",
        "off",
        *options,
        "--",
        *requirements,
    ]


def pip_settings_for_uv(environment: Mapping[str, str]) -> dict[str, str]:
    """What pip's configuration says about indexes, in uv's words.

    uv does not read pip's configuration, and most people who use a mirror have told only pip.
    Nothing is translated for those who have told uv something about indexes.
    """
    if _UV_INDEX_SETTINGS & environment.keys() or not pip_is_there() or _uv_is_configured():
        return {}
    settings = _pip_settings(environment)
    translated = {
        name: " ".join(settings[setting].split())
        for setting, name in _PIP_TO_UV.items()
        if settings.get(setting) and name not in environment
    }
    if "UV_FIND_LINKS" in translated:
        translated["UV_FIND_LINKS"] = translated["UV_FIND_LINKS"].replace(" ", ",")
    if "UV_INDEX" in translated:
        # pip takes the best version that any index has, and it is pip's settings that count.
        translated["UV_INDEX_STRATEGY"] = "unsafe-best-match"
    if settings.get("no-index", "").lower() in {"1", "true", "yes", "on"}:
        translated["UV_NO_INDEX"] = "1"
    return translated


_PIP_TO_UV = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "trusted-host": "UV_INSECURE_HOST",
    "cert": "SSL_CERT_FILE",
    "client-cert": "SSL_CLIENT_CERT",
    "proxy": "ALL_PROXY",
}


def _uv_is_configured() -> bool:
    """Is there a configuration file of uv's, the user's or the system's, that names an index?"""
    candidates = (user_config_path("uv") / "uv.toml", Path("/etc/uv/uv.toml"))
    for path in candidates:
        try:
            if re.search(r"index|find-links", path.read_text(encoding="utf-8")):
                return True
        except (OSError, UnicodeDecodeError):
            continue
    return False


def _pip_settings(environment: Mapping[str, str]) -> dict[str, str]:
    """pip's effective settings: variables beat `[install]`, which beats `[global]`."""
    with neutral_folder() as folder:
        result = run_process(
            [*PIP, "config", "list", *QUIET_PIP],
            cwd=folder,
            environment=environment,
            timeout_seconds=_PIP_CONFIG_TIMEOUT_SECONDS,
        )
    found = re.findall(r"^(:env:|global|install)\.([\w-]+)=(.*)$", result.stdout, re.MULTILINE)
    ranks = ("global", "install", ":env:")
    settings: dict[str, str] = {}
    for _, name, value in sorted(found, key=lambda entry: ranks.index(entry[0])):
        settings[name] = _literal(value)
    return settings


def _literal(text: str) -> str:
    try:
        return str(ast.literal_eval(text))
    except (SyntaxError, ValueError):
        return text
