"""What may be installed, and how a refusal reads."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from code_it.config import TaskExecutionConfig
from code_it.errors import PackageError
from code_it.flow import Refusal, Requirements
from code_it.packages import index, names, tables
from code_it.packages.likeness import nearest_known
from code_it.packages.policy import checked_requirement, decide, requirements_of

HOSTILE = [
    pytest.param("./evil", id="path"),
    pytest.param("/tmp/evil.whl", id="absolute-path"),
    pytest.param("evil @ file:///tmp/evil", id="file-url"),
    pytest.param("requests @ https://example.com/requests.whl", id="url"),
    pytest.param("git+https://example.com/evil.git", id="git"),
    pytest.param("--index-url=http://example.com", id="option"),
    pytest.param("-r/etc/passwd", id="short-option"),
    pytest.param("a b", id="two-words"),
    pytest.param("requests\n--pre", id="newline"),
    pytest.param("requests\x00", id="nul"),
    pytest.param("rеquests", id="cyrillic"),
    pytest.param("x" * 300, id="too-long"),
    pytest.param("x" * 65, id="name-too-long"),
    pytest.param("requests<9" + "".join(f",!=1.{n}" for n in range(15)), id="endless-versions"),
    pytest.param("requests===../../evil", id="arbitrary-equality"),
    pytest.param("_private", id="leading-underscore"),
    pytest.param("", id="empty"),
    pytest.param("requests; python_version < '3'", id="another-python"),
]


@pytest.mark.parametrize("text", HOSTILE)
def test_only_names_are_requirements(text: str) -> None:
    """URLs, paths, options, odd letters and long texts are refused, allowed by the user or not."""
    with pytest.raises(PackageError):
        checked_requirement(text)
    decision = decide([text])
    assert decision.allowed == ()
    assert [refusal.name for refusal in decision.refused] == [text]


@pytest.mark.parametrize(
    ("text", "checked"),
    [
        ("Pandas", "pandas"),
        ("pandas<3", "pandas<3"),
        (" ruamel.yaml >= 0.17 ", "ruamel-yaml>=0.17"),
        ("qrcode[pil]==8.0", "qrcode[pil]==8.0"),
        ("tomli; python_version >= '3'", "tomli"),
    ],
)
def test_requirements_come_back_in_their_normal_form(text: str, checked: str) -> None:
    """Names are normalised, and markers that hold are dropped."""
    assert str(checked_requirement(text)) == checked


def test_popular_packages_are_allowed_and_import_names_are_understood() -> None:
    """`pip install sklearn` means scikit-learn, although a package sklearn exists."""
    decision = decide(["sklearn", "jwt", "serial", "Requests", "cv2"])
    expected = ("opencv-python-headless", "pyjwt", "pyserial", "requests", "scikit-learn")
    assert decision == Requirements(expected)


def test_several_requirements_for_one_package_become_one() -> None:
    """Extras and versions are put together."""
    assert decide(["pandas<3", "pandas[excel]", "Pandas>=2"]).allowed == ("pandas[excel]<3,>=2",)


@pytest.mark.parametrize("name", ["pip", "uv", "wheel", "virtualenv", "code_it", "Code.It"])
def test_tools_and_this_program_are_not_installed(name: str) -> None:
    """Not even when the user allows them."""
    assert decide([name], allowed=[name]).allowed == ()


def test_standard_modules_are_not_installed_even_if_allowed() -> None:
    """`distutils`, `typing` and `asyncio` are on indexes, and never wanted from there."""
    asked = ["json", "distutils", "typing", "asyncio", "telnetlib", "urllib2", "tomllib"]
    decision = decide(asked, allowed=asked)
    assert decision.allowed == ()
    assert [refusal.name for refusal in decision.refused] == asked


def test_an_invented_package_is_refused_with_the_nearest_known_one() -> None:
    """The reason names the package, who asked, the list with its date, and a way to accept."""
    assert decide(["flask-jwt-authz"]).refused == (
        Refusal(
            "flask-jwt-authz",
            'Refused to install "flask-jwt-authz" (asked for by the model). It is not among the '
            "15,000 most downloaded projects (list of 2026-11). Nearest known: "
            "flask-jwt-extended. To accept it: python -m code_it allow flask-jwt-authz.",
        ),
    )


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("reqeusts", "requests"),
        ("python-requests", "requests"),
        ("requests3", "requests"),
        ("numpyy", "numpy"),
        ("beautifulsoup5", "beautifulsoup4"),
        ("scikitlearn", "scikit-learn"),
        ("skleran", "scikit-learn"),
    ],
)
def test_look_alikes_are_told_from_the_real_thing(name: str, known: str) -> None:
    """A letter or a decoration away from a well-known name is no coincidence."""
    assert nearest_known(name) == known
    assert name not in tables.popular()
    assert decide([name]).allowed == ()


def test_the_reason_says_that_a_name_looks_like_another() -> None:
    """One edit or a decoration away is said in these words."""
    for name in ("reqeusts", "python-requests"):
        (refusal,) = decide([name]).refused
        assert "It looks like requests, which is another project." in refusal.reason


def test_nothing_near_is_not_invented() -> None:
    """A name like no other has no nearest one."""
    assert nearest_known("zzzqqqxxx") == ""


def test_the_user_allows_and_blocks() -> None:
    """What is allowed is installed though unknown, with its versions; blocked is stronger."""
    assert decide(["our-tools"], allowed=["Our_Tools>=2"]).allowed == ("our-tools>=2",)
    blocked = decide(
        ["requests", "sklearn"], allowed=["requests"], blocked=["requests", "scikit-learn"]
    )
    assert blocked.allowed == ()
    assert all("blocked_packages" in refusal.reason for refusal in blocked.refused)


def test_existence_is_asked_only_for_what_the_user_alone_vouches_for() -> None:
    """Popular names need no question."""
    asked: list[str] = []

    def exists(name: str) -> bool:
        asked.append(name)
        return False

    decision = decide(
        ["requests", "our-tools", "made-up-by-a-model"],
        allowed=["our-tools", "requests"],
        exists=exists,
    )
    assert asked == ["our-tools"]
    assert decision.allowed == ("requests",)
    assert "It is not on your index." in decision.refused[0].reason


def test_what_an_import_cannot_mean_is_refused() -> None:
    """A family of packages is not one of its members."""
    assert "family" in decide(["google"]).refused[0].reason


# ---------------------------------------------------------------------------------------------


def wanted(
    source: str, folder: Path, *, hints: tuple[str, ...] = (), **settings: object
) -> Requirements:
    config = TaskExecutionConfig(check_package_is_in_pypi=False, **settings)  # type: ignore[arg-type]
    return requirements_of(source, folder=folder, config=config, hints=hints)


def test_a_script_gets_what_it_imports(tmp_path: Path) -> None:
    """Standard and local modules are left out; calls add what they need."""
    (tmp_path / "helper.py").touch()
    source = "import os, cv2, helper\nimport pandas as pd\npd.read_excel('a.xlsx')\n"
    expected = ("opencv-python-headless", "openpyxl", "pandas")
    assert wanted(source, tmp_path) == Requirements(expected)


def test_an_unknown_import_is_refused_by_its_import_name(tmp_path: Path) -> None:
    """So that whoever reads it finds it in the script."""
    (refusal,) = wanted("import requestz_html5\nimport requests", tmp_path).refused
    assert refusal.name == "requestz_html5"
    assert '"requestz_html5" (imported by the script)' in refusal.reason


def test_an_optional_import_is_never_refused(tmp_path: Path) -> None:
    """The script itself says that it can do without."""
    source = "try:\n import nobody_has_this\nexcept ImportError:\n pass\n"
    assert wanted(source, tmp_path) == Requirements()
    blocked = "try:\n import ujson\nexcept ImportError:\n import json\n"
    assert wanted(blocked, tmp_path, blocked_packages=("ujson",)) == Requirements()


def test_modules_that_this_python_has_no_more(tmp_path: Path) -> None:
    """The reason says since when, and what to use."""
    gone = next(
        name
        for name, entry in tables.not_in_every_python().items()
        if name not in sys.stdlib_module_names and entry.when.startswith("removed")
    )
    (refusal,) = wanted(f"import {gone}", tmp_path).refused
    assert refusal.name == gone
    assert "It is a standard module removed in Python 3." in refusal.reason


@pytest.mark.skipif(sys.platform == "win32", reason="these modules exist on Windows")
def test_modules_of_another_system(tmp_path: Path) -> None:
    """Not "unknown", but "not here"."""
    (refusal,) = wanted("import win32api", tmp_path).refused
    assert "It exists only on Windows." in refusal.reason


def test_a_user_allows_an_import_of_the_same_name(tmp_path: Path) -> None:
    """`allowed_packages` is also how an own package is made known."""
    assert wanted("import our_tools.x", tmp_path, allowed_packages=("our-tools",)).allowed == (
        "our-tools",
    )


def test_a_hint_explains_an_unknown_import(tmp_path: Path) -> None:
    """It has to be popular, and to resemble the import; its versions are not believed."""
    source = "import serial_asyncio_fast\n"
    hints = ("requests", "pyserial-asyncio-fast==99", "./evil", "serial-asyncio-made-up")
    assert wanted(source, tmp_path).refused
    assert wanted(source, tmp_path, hints=hints) == Requirements(("pyserial-asyncio-fast",))


def test_hints_install_nothing_by_themselves(tmp_path: Path) -> None:
    """They add extras to what is needed anyway."""
    hints = ("numpy", "pandas[excel]<1", "os")
    assert wanted("import pandas", tmp_path, hints=hints) == Requirements(("pandas[excel]",))
    assert wanted("print(1)", tmp_path, hints=hints) == Requirements()


def test_pkg_resources_gets_a_setuptools_that_has_it(tmp_path: Path) -> None:
    """Newer ones do not."""
    assert wanted("import pkg_resources", tmp_path).allowed == ("setuptools<81",)


def test_a_script_that_does_not_parse_needs_nothing(tmp_path: Path) -> None:
    """There is nothing that could be run."""
    assert wanted("import requests\nif (", tmp_path) == Requirements()


def test_the_index_is_asked_unless_the_setting_says_no(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`check_package_is_in_pypi` decides; only names that the user vouches for are asked."""
    asked: list[str] = []

    def is_on_index(name: str) -> bool:
        asked.append(name)
        return False

    monkeypatch.setattr(index, "is_on_index", is_on_index)
    for check in (True, False):
        config = TaskExecutionConfig(
            allowed_packages=("our-tools",), check_package_is_in_pypi=check
        )
        found = requirements_of("import our_tools, requests", folder=tmp_path, config=config)
        assert found.allowed == (("requests",) if check else ("our-tools", "requests"))
    assert asked == ["our-tools"]


def test_no_import_of_a_script_is_installed_by_its_own_name_unless_popular() -> None:
    """The rule that keeps invented names out, seen from the other end."""
    for name in ("huggingface_cli_tools", "pandas_sql_magic", "react_codeshift"):
        assert names.distribution_for(name) is None
