"""An empty store, and a package index on loopback that uv and pip are told to use."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.packages.loopback_index import Index, sdist, serve, wheel

# What setuptools writes for a namespace of old.
NAMESPACE = (
    "import sys, types, os;has_mfs = sys.version_info > (3, 5);p = os.path.join(sys._getframe(1)."
    "f_locals['sitedir'], *('realns',));importlib = has_mfs and __import__('importlib.util');"
    "has_mfs and __import__('importlib.machinery');"
    "m = has_mfs and sys.modules.setdefault('realns', "
    "importlib.util.module_from_spec(importlib.machinery.PathFinder.find_spec('realns', "
    "[os.path.dirname(p)])));m = m or sys.modules.setdefault('realns', types.ModuleType('realns'));"
    "mp = (m or []) and m.__dict__.setdefault('__path__',[]);(p not in mp) and mp.append(p)\n"
)


@pytest.fixture(autouse=True)
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store of environments that nothing is in."""
    monkeypatch.setenv("CODE_IT_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache" / "environments"


@pytest.fixture
def marker(tmp_path: Path) -> Path:
    """What the hostile packages write when their code is run."""
    return tmp_path / "package code was run"


@pytest.fixture
def index(marker: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Index]:
    """Good and bad packages; the settings of this machine do not count."""
    for name in [name for name in os.environ if name.startswith(("PIP_", "UV_"))]:
        monkeypatch.delenv(name)
    strike = f"open({str(marker)!r}, 'w').close()\n"
    with serve(
        wheel("goodpkg", "1.0", {"goodpkg.py": "value = 1\n"}),
        wheel(
            "goodpkg",
            "1.1",
            {"goodpkg.py": "value = 2\n\n\ndef main():\n    print('good command')\n"},
            scripts={"good-command": "goodpkg:main", "python-good": "goodpkg:main"},
        ),
        wheel("needs-good", "2.0", {"needs/__init__.py": ""}, requires=("goodpkg<1.1",)),
        wheel("needs-evil", "1.0", {"needs_evil.py": ""}, requires=("evilpkg",)),
        sdist("evilpkg", "1.0", strike),
        wheel("otherpkg", "1.0", {"otherpkg.py": ""}, tag="cp27-cp27m-win_amd64"),
        wheel("pthpkg", "1.0", {"pthpkg.py": "", "pthpkg.pth": f"import os; {strike}"}),
        wheel("custom", "1.0", {"sitecustomize.py": strike}),
        wheel("custompkg", "1.0", {"sitecustomize/__init__.py": strike}),
        wheel("crpth", "1.0", {"crpth.py": "", "crpth.pth": f"# a\rimport os; {strike}"}),
        wheel("fakens", "1.0", {"fakens.py": "", "fakens-nspkg.pth": f"import os; {strike}"}),
        wheel("realns", "1.0", {"realns/a.py": "", "realns-nspkg.pth": NAMESPACE}),
        wheel("pyswap", "1.0", {"pyswap-1.0.data/scripts/python": f"#!python\n{strike}"}),
        wheel("also-good", "1.0", {"goodpkg.py": "value = 3\n"}),
        wheel("youngpkg", "1.0", {"youngpkg.py": ""}),
        wheel("youngpkg", "2.0", {"youngpkg.py": ""}),
        wheel("newborn", "1.0", {"newborn.py": ""}),
        wheel("liar", "1.0", {"liar.py": strike}),
        wheel("large", "1.0", {"large.txt": "x" * 3 * 2**20, "large.py": ""}),
    ) as served:
        now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
        served.uploaded = {
            "youngpkg-2.0-py3-none-any.whl": now,
            "newborn-1.0-py3-none-any.whl": now,
        }
        served.hashes = {"liar-1.0-py3-none-any.whl": "0" * 64}
        monkeypatch.setenv("UV_DEFAULT_INDEX", served.url)
        monkeypatch.setenv("UV_CACHE_DIR", str(tmp_path / "uv"))
        monkeypatch.setenv("UV_HTTP_RETRIES", "0")
        monkeypatch.setenv("PIP_INDEX_URL", served.url)
        monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
        monkeypatch.setenv("PIP_NO_CACHE_DIR", "1")
        monkeypatch.setenv("PIP_RETRIES", "0")
        yield served
