"""What installers are told, and what their output is taken to mean."""

from __future__ import annotations

import ast
import os
import re
import subprocess
from pathlib import Path

import pytest

from code_it.packages.failures import explain
from code_it.packages.index_settings import (
    PIP,
    _pip_settings,
    pip_settings_for_uv,
    scrubbed_environment,
)
from code_it.sandbox.process import ProcessResult

UV_NO_WHEEL = """error: No solution found when resolving dependencies
  cause: Because evilpkg==1.0 has no usable wheels and only evilpkg==1.0 is available, we can
         conclude that all versions of evilpkg cannot be used.
hint: Wheels are required for `evilpkg` because building from source is disabled"""
UV_OTHER_PLATFORM = """error: No solution found when resolving dependencies
  cause: Because win-pkg==1.0 has no wheels with a matching platform tag (e.g., `manylinux`) and
         only win-pkg==1.0 is available, we can conclude that"""
UV_UNKNOWN = """error: No solution found when resolving dependencies
  cause: Because nope was not found in the package registry and you require nope, we can"""
UV_UNKNOWN_DEPENDENCY = """error: No solution found when resolving dependencies
  cause: Because not-there was not found in the package registry and all versions of a depend on
         not-there>=2, we can conclude that all versions of a cannot be used."""
UV_VERSIONS = """error: No solution found when resolving dependencies
  cause: Because only goodpkg==1.0 is available and you require goodpkg>2, we can conclude that"""
UV_401 = """  cause: Because goodpkg was not found in the package registry and you require goodpkg
hint: An index URL (http://h/simple) could not be queried due to a lack of valid authentication
credentials (401 Unauthorized)"""
UV_DOWN = """error: Failed to fetch: http://127.0.0.1:1/simple/a/
  cause: error sending request for url (http://127.0.0.1:1/simple/a/)
  cause: Connection refused (os error 111)"""
UV_500 = """error: Failed to fetch: http://h/simple/a/
  cause: HTTP status server error (500 Internal Server Error) for url (http://h/simple/a/)"""
UV_DISK = "error: failed to copy file: No space left on device (os error 28)"
UV_HASH = "error: Failed to read `a==1`\n  cause: Hash mismatch for `a==1`"
PIP_NOTHING = (
    "ERROR: Could not find a version that satisfies the requirement some-pkg (from a) "
    "(from versions: none)\nERROR: No matching distribution found for some-pkg"
)
PIP_SDIST = (
    "Skipping link: No sources permitted for some-pkg: http://h/some_pkg-1.0.tar.gz#sha256=0\n"
)
PIP_OTHER_SDIST = "Skipping link: No sources permitted for b: http://h/b-1.0.tar.gz\n"
PIP_404 = "Could not fetch URL http://h/simple/some-pkg/: 404 Client Error: Not Found - skipping\n"
PIP_403 = "Could not fetch URL http://h/simple/some-pkg/: 403 Client Error: Forbidden - skipping\n"
PIP_DOWN = "Could not fetch URL http://h/a/: connection error: Max retries exceeded - skipping\n"
PIP_VERSIONS = (
    "ERROR: Could not find a version that satisfies the requirement a>2 (from versions: 1.0, 1.1)"
)


@pytest.mark.parametrize(
    ("output", "reason", "says"),
    [
        pytest.param(UV_NO_WHEEL, "no wheel", '"evilpkg" has no wheel', id="uv-only-sdist"),
        pytest.param(UV_OTHER_PLATFORM, "no wheel", '"win-pkg" has no wheel', id="uv-platform"),
        pytest.param(UV_UNKNOWN, "unknown", '"nope" is not on your package index', id="uv-unknown"),
        pytest.param(UV_UNKNOWN_DEPENDENCY, "unknown", '"not-there" is not', id="uv-dependency"),
        pytest.param(UV_VERSIONS, "versions", 'no version of "goodpkg"', id="uv-versions"),
        pytest.param(UV_401, "index", "check its credentials", id="uv-401"),
        pytest.param(UV_DOWN, "index", "could not be reached for a, b", id="uv-down"),
        pytest.param(UV_500, "index", "could not be reached", id="uv-500"),
        pytest.param(UV_DISK, "disk", "no space left to install a, b", id="uv-disk"),
        pytest.param(UV_HASH, "damaged", "is not what your package index says", id="uv-hash"),
        pytest.param(PIP_404 + PIP_NOTHING, "unknown", '"some-pkg" is not on', id="pip-unknown"),
        pytest.param(
            PIP_SDIST + PIP_NOTHING, "no wheel", '"some-pkg" has no wheel', id="pip-sdist"
        ),
        pytest.param(
            PIP_OTHER_SDIST + PIP_NOTHING, "unknown", '"some-pkg" is', id="pip-other-sdist"
        ),
        pytest.param(PIP_403 + PIP_NOTHING, "index", "check its credentials", id="pip-403"),
        pytest.param(PIP_DOWN + PIP_NOTHING, "index", "could not be reached", id="pip-down"),
        pytest.param(PIP_VERSIONS, "versions", 'no version of "a"', id="pip-versions"),
        pytest.param("something\nelse", "other", "a, b could not be installed: else", id="other"),
        pytest.param("", "other", "a, b could not be installed: exit status 1", id="silent"),
    ],
)
def test_a_failure_is_one_sentence(output: str, reason: str, says: str) -> None:
    """It names the package where that is known, and the output rides along."""
    failure = explain(ProcessResult(1, "", output), ("a", "b"), 60)
    assert failure.reason == reason
    assert says in failure.message
    assert "\n" not in failure.message
    assert failure.output == output.strip()


def test_a_timeout_is_said_to_be_one() -> None:
    """With the limit."""
    failure = explain(ProcessResult(143, "", "", timed_out=True), ("a",), 5)
    assert failure.message == "Installing a took longer than 5 s and was stopped."


def test_installers_get_index_settings_but_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is not known to be needed stays behind."""
    for name in ("OPENAI_API_KEY", "PYTHONPATH", "LD_PRELOAD", "PIP_TARGET", "UV_LINK_MODE"):
        monkeypatch.setenv(name, "canary")
    for name in ("PIP_INDEX_URL", "UV_INDEX_MINE_PASSWORD", "https_proxy", "SSL_CERT_FILE"):
        monkeypatch.setenv(name, "kept")
    environment = scrubbed_environment()
    assert "canary" not in environment.values()
    assert list(environment.values()).count("kept") == 4


def test_pips_settings_are_read_as_pip_reads_them() -> None:
    """Of this machine, whatever they are."""
    argv = [*PIP, "config", "list"]
    told = subprocess.run(argv, capture_output=True, text=True, check=True).stdout
    expected = {
        name: ast.literal_eval(value)
        for name, value in re.findall(r"^global\.([\w-]+)=(.*)$", told, re.MULTILINE)
    }
    expected |= {
        name: ast.literal_eval(value)
        for name, value in re.findall(r"^:env:\.([\w-]+)=(.*)$", told, re.MULTILINE)
    }
    assert _pip_settings(os.environ) == expected


def test_pips_settings_are_told_to_uv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Variables beat the file; lists are written the way uv wants them."""
    configuration = tmp_path / "pip.conf"
    configuration.write_text(
        "[global]\nindex-url = http://file.invalid/simple\n"
        "extra-index-url = http://one.invalid/simple\n  http://two.invalid/simple\n"
        "[install]\nfind-links = /a\n  /b\n"
    )
    for name in scrubbed_environment():
        if name.startswith(("PIP_", "UV_")):
            monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PIP_CONFIG_FILE", str(configuration))
    monkeypatch.setenv("PIP_INDEX_URL", "http://variable.invalid/simple")
    environment = scrubbed_environment()
    translated = pip_settings_for_uv(environment)
    assert translated["UV_DEFAULT_INDEX"] == "http://variable.invalid/simple"
    assert translated["UV_INDEX"] == "http://one.invalid/simple http://two.invalid/simple"
    assert translated["UV_FIND_LINKS"] == "/a,/b"
    assert pip_settings_for_uv(environment | {"UV_INDEX": "http://own.invalid"}) == {}
