"""Files that are not there, and the ones that were meant."""

from __future__ import annotations

from dataclasses import replace

import pytest

from code_it.checks.failing_lines import FailingLines, whole
from code_it.checks.repairs.missing_files import (
    facts_about_outputs,
    with_file_that_is_there,
    with_pictures_only,
)
from code_it.flow import Task

_TASK = Task("", input_files=("prices.csv", "notes.txt", "more.txt"), output_files=("sums.csv",))


def _error(name: str) -> str:
    return f"FileNotFoundError: [Errno 2] No such file or directory: '{name}'"


@pytest.mark.parametrize(
    ("source", "name", "meant"),
    [
        ("open('new.csv')\nprint('new.csv')", "new.csv",
         "open('prices.csv')\nprint('prices.csv')"),
        ("open('new.txt')", "new.txt", ""),
        ("open('sums.csv')", "sums.csv", ""),
        ("open('prices.csv')", "prices.csv", ""),
        ("open(name)", "new.csv", ""),
        ("open('new')", "new", ""),
    ],
)  # fmt: skip
def test_the_only_input_of_the_kind(source: str, name: str, meant: str) -> None:
    """Of two it cannot be told which, and an output may come later."""
    assert with_file_that_is_there(whole(source), _error(name), _TASK) == meant


@pytest.mark.parametrize("items", ["os.listdir(folder)", "sorted(os.listdir(folder))"])
def test_names_of_a_folder_get_the_folder_before_them(items: str) -> None:
    """Where they are opened, not where they are printed."""
    source = f"import os\nfor f in {items}:\n    print(f, open(f, 'rb'), os.rename(f, g))\n"
    joined = "os.path.join(folder, f)"
    assert with_file_that_is_there(whole(source), _error("a.csv"), _TASK) == (
        f"import os\nfor f in {items}:\n"
        f"    print(f, open({joined}, 'rb'), os.rename({joined}, g))\n"
    )


def test_a_file_of_a_folder_that_is_told_gets_the_folder_before_it() -> None:
    task = replace(_TASK, brief="parts/ is a folder with 3 files: a.pdf, b.pdf, notes.txt")
    source = "names = ['a.pdf', 'b.pdf']\nfor name in names:\n    print(name, open(name, 'rb'))\n"
    failing = FailingLines(source, 3, 3)
    assert with_file_that_is_there(failing, _error("b.pdf"), task) == (
        "import os\n" + source.replace("open(name", "open(os.path.join('parts', name)")
    )
    assert with_file_that_is_there(failing, _error("c.pdf"), task) == ""


def test_os_is_imported_where_it_is_not() -> None:
    """A name may have been imported from it."""
    source = "from os import listdir\nimport os as o\nfor f in o.listdir('d'):\n    open(f)\n"
    assert with_file_that_is_there(whole(source), _error("a.csv"), _TASK).startswith("import os\n")


@pytest.mark.parametrize("error", ["KeyError: 'a.csv'", _error("d/a.csv")])
def test_other_errors_are_left_alone(error: str) -> None:
    """Also a file that was looked for in a folder."""
    source = "import os\nfor f in os.listdir('d'):\n    open(f)\n"
    assert with_file_that_is_there(whole(source), error, _TASK) == ""


@pytest.mark.parametrize("listed", ["os.listdir('photos')", "Path('photos').iterdir()"])
def test_files_that_are_no_pictures_are_passed_over(listed: str) -> None:
    source = f"for f in sorted({listed}):\n    Image.open(f)\n"
    error = "PIL.UnidentifiedImageError: cannot identify image file 'photos/notes.txt'"
    assert with_pictures_only(whole(source), error) == source.replace(
        listed, f"[_name for _name in {listed} if not str(_name).endswith('.txt')]"
    )
    assert with_pictures_only(whole(source), "OSError: cannot identify image") == ""
    assert with_pictures_only(whole("Image.open(f)"), error) == ""


def test_an_output_is_not_there_before() -> None:
    """Of another file that is not there this says nothing."""
    task = Task("", output_files=("june.txt",))
    error = "FileNotFoundError: [Errno 2] No such file or directory: '{}'"
    (fact,) = facts_about_outputs(error.format("june.txt"), task)
    assert "not there before" in fact
    assert facts_about_outputs(error.format("july.txt"), task) == ()
    assert facts_about_outputs("ValueError: june.txt", task) == ()
