"""Numbers that JSON and YAML have as text."""

from __future__ import annotations

from pathlib import Path

import pytest

from code_it.checks.doubts.number_values import numbers_as_text, with_numbers_read
from code_it.flow import Task

_BRIEF = "a.csv: CSV, 2 rows, with the columns 'name', 'age', 'size'\n  name,age,size\n  Ann,9,2\n"
_TEXT = "Convert a.csv to {}. The age and the size must be numbers, the name text."


@pytest.mark.parametrize(
    ("name", "wrong", "right"),
    [
        ("a.yaml", "- name: Ann\n  age: '9'\n", "- name: Ann\n  age: 9\n"),
        ("a.json", '[{"name": "9", "age": "9"}]', '[{"name": "9", "age": 9}]'),
    ],
)
def test_quotes_around_a_number_are_told(tmp_path: Path, name: str, wrong: str, right: str) -> None:
    task = Task(_TEXT.format(name), output_files=(name,))
    (tmp_path / name).write_text(wrong)
    (found,) = numbers_as_text(task, tmp_path)
    assert "age" in found and "no number" in found
    (tmp_path / name).write_text(right)
    assert list(numbers_as_text(task, tmp_path)) == []


@pytest.mark.parametrize(("value", "told"), [('"For 6 people"', 1), ('"6"', 1), ("6", 0)])
def test_a_text_is_no_number_where_one_is_described(tmp_path: Path, value: str, told: int) -> None:
    text = "Write a.json: title is its heading, and servings is how many it is for (a number)."
    (tmp_path / "a.json").write_text(f'{{"title": "Soup", "servings": {value}}}')
    assert len([*numbers_as_text(Task(text, output_files=("a.json",)), tmp_path)]) == told


@pytest.mark.parametrize(
    "text", ["Convert a.csv to a.json.", "The age is the number of years.", "Print the age."]
)
def test_where_no_numbers_are_asked_for_nothing_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.json").write_text('[{"age": "9"}]')
    assert list(numbers_as_text(Task(text, output_files=("a.json",)), tmp_path)) == []


def test_rows_are_read_with_numbers() -> None:
    task = Task(_TEXT.format("a.yaml"), brief=_BRIEF)
    source = "import csv\nrows = list(csv.DictReader(file))\n"
    numbers = "'age': int(_row['age']), 'size': int(_row['size'])"
    rows = f"[{{**_row, {numbers}}} for _row in csv.DictReader(file)]"
    assert with_numbers_read(task, source) == source.replace("csv.DictReader(file)", rows)
    assert with_numbers_read(task, "rows = json.load(file)\n") == ""
    assert with_numbers_read(Task("Convert it."), source) == ""
