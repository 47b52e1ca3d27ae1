"""What the user has told pip and uv about package indexes, and the environment these get."""

from __future__ import annotations

import configparser
import importlib.util
import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path

from platformdirs import site_config_dir, user_config_dir

PIP = (sys.executable, "-I", "-m", "pip")
QUIET_PIP = ("--no-input", "--no-color", "--disable-pip-version-check")

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


def pip_is_there() -> bool:
    return importlib.util.find_spec("pip") is not None


def scrubbed_environment() -> dict[str, str]:
    """Our environment, without what installers have no business to know."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name.upper() in _KEPT or _INDEX_CREDENTIALS.fullmatch(name.upper())
    }
    # pip.conf may ask for these, and they make no sense for an environment of ours.
    return kept | {"PIP_USER": "0", "PIP_REQUIRE_VIRTUALENV": "0", "PIP_NO_INPUT": "1"}


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
    windows = sys.platform == "win32"
    home = os.environ.get("APPDATA", "") if windows else os.environ.get("XDG_CONFIG_HOME", "")
    user = Path(home) if home else Path.home() / ".config"
    candidates = (user / "uv" / "uv.toml", Path("/etc/uv/uv.toml"))
    for path in candidates:
        try:
            if re.search(r"index|find-links", path.read_text(encoding="utf-8")):
                return True
        except (OSError, UnicodeDecodeError):
            continue
    return False


def _pip_settings(environment: Mapping[str, str]) -> dict[str, str]:
    """pip's effective settings: variables beat `[install]`, which beats `[global]`.

    The files and their order are those of https://pip.pypa.io/en/stable/topics/configuration.
    pip itself would take a third of a second to tell.
    """
    by_section: dict[str, dict[str, str]] = {"global": {}, "install": {}}
    for path in _pip_files(environment):
        parser = configparser.RawConfigParser()
        try:
            parser.read(path, encoding="utf-8")
        except (configparser.Error, UnicodeDecodeError, OSError):
            continue  # pip refuses to start then, and says so when it is its turn
        for section in by_section.keys() & set(parser.sections()):
            by_section[section] |= {
                name.lower().removeprefix("--").replace("_", "-"): value
                for name, value in parser.items(section)
            }
    variables = {
        name.removeprefix("PIP_").lower().replace("_", "-"): value
        for name, value in environment.items()
        if name.startswith("PIP_") and value
    }
    return by_section["global"] | by_section["install"] | variables


def _pip_files(environment: Mapping[str, str]) -> list[Path]:
    """Where pip looks for settings, the weakest first."""
    chosen = environment.get("PIP_CONFIG_FILE", "")
    if chosen == os.devnull:
        return []
    windows = sys.platform == "win32"
    name = "pip.ini" if windows else "pip.conf"
    shared = site_config_dir("pip", appauthor=False, multipath=True).split(os.pathsep)
    user = Path(user_config_dir("pip", appauthor=False, roaming=True))
    if sys.platform == "darwin" and not user.is_dir():
        user = Path.home() / ".config" / "pip"
    own = [Path.home() / ("pip" if windows else ".pip"), user]
    # A file that is named stands in for those of the user.
    named = [Path(chosen)] if chosen else []
    folders = [*map(Path, shared), Path("/etc"), *([] if any(map(Path.exists, named)) else own)]
    return [*(folder / name for folder in (*folders, Path(sys.prefix))), *named]
