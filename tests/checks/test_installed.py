"""What is told of the packages that an error is about."""

from __future__ import annotations

from pathlib import Path

import pytest

from code_it.checks.installed import installed_facts
from code_it.packages.building import site_packages
from code_it.packages.environments import Environment

RECORD = "sklearn/__init__.py,,\nsklearn/model_selection/__init__.py,,\nsklearn/utils/fixes.py,,\n"


@pytest.fixture
def environment(tmp_path: Path) -> Environment:
    """It holds a scikit-learn, as far as records tell."""
    info = site_packages(tmp_path) / "scikit_learn-1.9.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: scikit-learn\nVersion: 1.9\n")
    (info / "RECORD").write_text(RECORD)
    return Environment(tmp_path, tmp_path / "bin/python", (), ("scikit-learn==1.9",))


@pytest.mark.parametrize(
    ("error", "fact"),
    [
        (
            "ModuleNotFoundError: No module named 'sklearn.fixes'",
            "scikit-learn 1.9 is installed and has no module sklearn.fixes; there are "
            "sklearn.utils.fixes.",
        ),
        (
            "ModuleNotFoundError: No module named 'scikit_learn'",
            "scikit-learn 1.9 is installed, and is imported as sklearn.",
        ),
        ("AttributeError: module 'sklearn' has no attribute 'x'", "scikit-learn 1.9 is installed."),
        (
            "ImportError: cannot import name 'x' from 'sklearn.utils.fixes' (/a/fixes.py)",
            "scikit-learn 1.9 is installed.",
        ),
    ],
)
def test_an_error_about_a_module_is_explained(
    environment: Environment, error: str, fact: str
) -> None:
    """By the version that is there, and by what it has instead."""
    assert installed_facts(error, environment) == (fact,)


@pytest.mark.parametrize(
    "error",
    [
        "ModuleNotFoundError: No module named 'nobody_has_this'",
        "AttributeError: module 'json' has no attribute 'x'",
        "ImportError: cannot import name 'x' from 'os' (/lib/os.py)",
        "KeyError: 'sklearn'",
        "",
    ],
)
def test_other_errors_have_other_reasons(environment: Environment, error: str) -> None:
    """Nothing of what is installed explains them."""
    assert installed_facts(error, environment) == ()
