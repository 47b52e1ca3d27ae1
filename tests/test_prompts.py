"""The prompts are text files with placeholders, and come with the package."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import pytest

from code_it import prompts
from code_it.prompts import render

_NAMES = sorted(
    path.name.removesuffix(".txt")
    for path in files("code_it.prompts").iterdir()
    if path.name.endswith(".txt")
)
_PLACEHOLDERS = {
    "again": {"task"},
    "coder": {"task", "facts", "style"},
    "dependency_tracker": {"module"},
    "facts": {"brief"},
    "recipes": {"code"},
    "linter": {"source", "messages"},
    "patch_append": {"task", "facts", "before", "complaint"},
    "patch_insert": {"task", "facts", "before", "lines", "complaint"},
    "patch_replace": {"task", "facts", "before", "lines", "complaint", "avoid"},
    "plain": {"task", "facts"},
    "plan": {"steps"},
    "without": {"names"},
    "planner": {"task", "facts"},
    "repair": {"complaint"},
    "system": set[str](),
}


def test_every_prompt_is_known() -> None:
    """A file that no step uses, or a step without a file, is a mistake."""
    assert set(_NAMES) == set(_PLACEHOLDERS)


@pytest.mark.parametrize("name", _NAMES)
def test_a_prompt_is_filled_in(name: str) -> None:
    """Every placeholder is replaced, none is left over, and the text ends without blank lines."""
    values = {key: f"<{key} $5 ${{x}} {{y}} %s>" for key in _PLACEHOLDERS[name]}
    text = render(name, **values)
    assert text == text.strip()
    for value in values.values():
        assert value in text
        text = text.replace(value, "")
    assert text
    assert "$" not in text


@pytest.mark.parametrize(
    ("name", "key"), [(name, key) for name in _NAMES for key in sorted(_PLACEHOLDERS[name])]
)
def test_a_missing_value_is_an_error(name: str, key: str) -> None:
    """It is noticed before the model is asked."""
    values = dict.fromkeys(_PLACEHOLDERS[name] - {key}, "x")
    with pytest.raises(KeyError, match=key):
        render(name, **values)


def test_a_value_is_not_read_as_a_prompt() -> None:
    """Dollar signs, braces and backslashes of a task or a script reach the model as they are."""
    source = "print(f'{x:>5}', '$task', '${task}', '$$', '\\n')"
    assert source in render("linter", source=source, messages="$source")
    assert "$source" in render("linter", source=source, messages="$source")


def test_an_unknown_prompt_is_an_error() -> None:
    """A mistyped name does not give an empty prompt."""
    with pytest.raises(FileNotFoundError):
        render("no_such_prompt")


@pytest.mark.parametrize("name", ["coder", "linter"])
def test_code_is_asked_for_in_one_python_block(name: str) -> None:
    """Whoever asks for a script says in which form; it is the form that is read first."""
    text = render(name, **dict.fromkeys(_PLACEHOLDERS[name], "x"))
    assert "one ```python block" in text


def test_a_prompt_can_have_a_placeholder_called_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No placeholder gets in the way of the argument that says which prompt is meant."""
    (tmp_path / "greeting.txt").write_text("Hi $name, {you}!\n", encoding="utf-8")
    monkeypatch.setattr(prompts, "files", lambda _: tmp_path)
    assert render("greeting", name="Bob") == "Hi Bob, {you}!"


def test_the_build_takes_the_prompts_along() -> None:
    """The text files are named as data of the package."""
    setup = (Path(prompts.__file__).parents[2] / "setup.py").read_text(encoding="utf-8")
    assert re.search(r"package_data=.*prompts/\*\.txt", setup)
