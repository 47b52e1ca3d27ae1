"""`packages` and `allow`, as a user runs them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from code_it import cli
from code_it.packages import index
from tests.packages.test_policy import HOSTILE


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder; the index has everything but what is invented."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(index, "is_on_index", lambda name: "invented" not in name)
    return tmp_path


def look_up(capsys: pytest.CaptureFixture[str], *names: str) -> tuple[int, list[dict[str, Any]]]:
    code = cli.main(["packages", "--json", *names])
    return code, json.loads(capsys.readouterr().out)


def test_an_import_is_told_by_its_package(capsys: pytest.CaptureFixture[str]) -> None:
    """One object for each name, in the order of the names."""
    code, answers = look_up(capsys, "sklearn", "google.cloud.storage", "python-dateutil")
    assert code == 0
    assert [answer["import_name"] for answer in answers] == [
        "sklearn",
        "google.cloud.storage",
        "python-dateutil",
    ]
    assert [answer["distribution"] for answer in answers] == [
        "scikit-learn",
        "google-cloud-storage",
        "python-dateutil",
    ]
    assert all(answer["allowed"] and answer["nearest"] is None for answer in answers)
    assert "most downloaded" in answers[0]["reason"]


@pytest.mark.parametrize(
    ("name", "nearest", "reason"),
    [
        ("flask-jwt-authz", "flask-jwt-extended", "python -m code_it allow flask-jwt-authz"),
        ("reqeusts", "requests", "looks like requests"),
        ("json", None, "standard library"),
        ("telnetlib", None, "standard"),
        ("google.cloud", None, "family"),
        ("pip", None, "ready made"),
    ],
)
def test_a_refusal_says_why(
    capsys: pytest.CaptureFixture[str], name: str, nearest: str | None, reason: str
) -> None:
    """And names what was probably meant; the exit code is that of a refused package."""
    code, (answer,) = look_up(capsys, name)
    assert code == 5
    assert (answer["allowed"], answer["import_name"]) == (False, name)
    if nearest is not None:
        assert answer["nearest"] == nearest
    assert reason in answer["reason"]


@pytest.mark.parametrize("text", HOSTILE)
def test_odd_names_are_answers_too(capsys: pytest.CaptureFixture[str], text: str) -> None:
    """Options among them, with or without `--`; nothing of them is followed."""
    code, (answer,) = look_up(capsys, "--", text)
    assert (code, answer["allowed"]) == (5, False)
    if text.startswith("-"):
        assert look_up(capsys, text) == (5, [answer])


def test_the_imports_of_a_script(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Standard modules and those that lie beside it need no package; calls may need one."""
    (here / "sub").mkdir()
    (here / "sub" / "own.py").touch()
    script = here / "sub" / "script.py"
    script.write_text("import json, own, PIL\nimport pandas as pd\npd.read_excel('a.xlsx')\n")
    code, answers = look_up(capsys, str(script))
    assert code == 0
    assert {a["import_name"]: a["distribution"] for a in answers} == {
        "PIL": "pillow",
        "pandas": "pandas",
        "openpyxl": "openpyxl",
    }
    script.write_text("import json\n")
    assert cli.main(["packages", str(script)]) == 0
    assert capsys.readouterr().out == "It imports nothing that has to be installed.\n"


def test_for_a_person_it_is_a_line_each(capsys: pytest.CaptureFixture[str]) -> None:
    """The name, what becomes of it, and why."""
    assert cli.main(["packages", "yaml", "surely_nobody_has_this"]) == 5
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("yaml: pyyaml, allowed. It is number ")
    assert second.startswith('surely_nobody_has_this: refused. Refused to install "surely-nobody')


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["packages"], "name a package"),
        (["packages", "missing.py"], "missing.py cannot be read"),
        (["allow"], "NAME"),
        (["envs", "--prune", "--unused-days", "-1"], "must not be negative"),
        (["envs", "more"], "unrecognized arguments"),
    ],
)
def test_wrong_arguments(
    capsys: pytest.CaptureFixture[str], arguments: list[str], says: str
) -> None:
    """One line, and the exit code of wrong usage."""
    assert cli.main(arguments) == 2
    error = capsys.readouterr().err
    assert says in error
    assert error.count("\n") == 1


def test_what_is_allowed_is_kept_beside_other_settings(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the comments that stand there; what stands there already is not written again."""
    settings = here / "code_it.toml"
    settings.write_text("# mine\nseed = 3  # a good one\nallowed_packages = ['old']\n")
    assert cli.main(["allow", "My.Own_Package<2", "old"]) == 0
    assert settings.read_text().startswith("# mine\nseed = 3  # a good one\n")
    assert cli.main(["allow", "old"]) == 0
    told = capsys.readouterr().out.splitlines()
    assert told == [
        "Allowed my-own-package<2 in code_it.toml.",
        "old is allowed.",
        "old is allowed.",
    ]
    code, (answer,) = look_up(capsys, "my-own-package")
    assert (code, answer["allowed"]) == (0, True)
    assert "You have allowed it" in answer["reason"]


@pytest.mark.parametrize(
    "name", ["json", "pip", "./evil", "git+https://example.com/evil", "invented"]
)
def test_what_nobody_can_allow(here: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    """Not by this command; the settings stay as they are."""
    assert cli.main(["allow", "fine", name]) == 5
    assert capsys.readouterr().err.count("\n") == 1
    assert not (here / "code_it.toml").exists()


def test_settings_that_are_no_toml_are_left_alone(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing that the user had is lost."""
    (here / "code_it.toml").write_text("not toml [")
    assert cli.main(["allow", "fine"]) == 2
    assert (here / "code_it.toml").read_text() == "not toml ["
