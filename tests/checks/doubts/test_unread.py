"""Inputs that a script never reads."""

from __future__ import annotations

import pytest

from code_it.checks.doubts.unread import unread, with_workbook_read
from code_it.flow import Task

_TASK = Task("", input_files=("marks.xlsx", "photos", "notes/names.txt"))


def test_inputs_that_nothing_names_are_told() -> None:
    """Folders are often meant without their name."""
    assert unread(_TASK, "open('names.txt')") == ("marks.xlsx",)
    assert unread(_TASK, "print(1)") == ("marks.xlsx", "notes/names.txt")


@pytest.mark.parametrize(
    "source",
    [
        "open('marks.xlsx'), open('notes/names.txt')",
        "for name in ('marks', 'names'): open(name + '.xlsx')",
        "for path in Path('.').glob('*'): print(path)",
        "import sys\nopen(sys.argv[1])",
    ],
)
def test_inputs_that_are_found_in_some_way(source: str) -> None:
    """By name, by part of a name, by looking, or by being told."""
    assert unread(_TASK, source) == ()


@pytest.mark.parametrize("new", ["Workbook()", "openpyxl.Workbook()"])
def test_the_workbook_is_opened_in_place_of_a_new_one(new: str) -> None:
    """The rest of the script stays."""
    source = f"from openpyxl import Workbook\nbook = {new}\nbook.save('out.xlsx')\n"
    read = with_workbook_read(source, "marks.xlsx")
    assert read.split("\n")[:3] == [
        "import openpyxl",
        "from openpyxl import Workbook",
        "book = openpyxl.load_workbook('marks.xlsx')",
    ]


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("book = Workbook()", "marks.csv"),
        ("book, other = Workbook(), Workbook()", "marks.xlsx"),
        ("book = load_workbook(name)\nnew = Workbook()", "marks.xlsx"),
        ("print(1)", "marks.xlsx"),
    ],
)
def test_it_must_be_clear_which_workbook_is_meant(source: str, name: str) -> None:
    """Another kind of file, two new ones, or one that is read."""
    assert with_workbook_read(source, name) == ""
