"""Scripts that are a recipe."""

from __future__ import annotations

from dataclasses import replace

import pytest

from code_it.checks.copied import is_copied, is_followed
from code_it.checks.doubts.unread import unread
from code_it.flow import Task

_RECIPE = "for path in Path('photos').glob('*.jpg'):\n    Image.open(path).save('small.jpg')"
_TASK = Task(
    "Save stamp.png as stamp.jpg.",
    input_files=("stamp.png",),
    output_files=("stamp.jpg",),
    recipes=(_RECIPE,),
)


@pytest.mark.parametrize(
    ("source", "copied"),
    [
        (_RECIPE, True),
        ("Path('photos').mkdir()", True),
        ("for path in Path('photos').glob('*.jpg'): print('stamp.jpg')", False),
        ("Image.open('stamp.png').save('small.jpg')", False),
        ("Image.open('other.png').save('big.jpg')", False),
        ("print('photos')", False),
        ("Path('photos'", False),
    ],
)
def test_names_of_a_recipe_and_none_of_the_task(source: str, copied: bool) -> None:
    """A script for the task names one of its files."""
    assert is_copied(_TASK, source) is copied


@pytest.mark.parametrize(
    ("source", "followed"),
    [
        ("for book in get():  # params={}\n    print(book)", True),
        ("for book in get():\n    print(book)", False),
        ("for book in get():  # the books\n    print(book)", False),
        ("print('# params={}')", False),
        ("for book in get(:  # params={}", False),
    ],
)
def test_a_comment_of_a_recipe_tells_that_it_was_followed(source: str, followed: bool) -> None:
    """Comments are not asked for: one that a recipe has was copied."""
    recipe = "for boat in get():  # params={}\n    print(boat)"
    assert is_followed((recipe,), source) is followed
    assert not is_followed((), source)


def test_files_are_not_found_in_the_folder_of_a_recipe() -> None:
    found = "for path in Path('{}').glob('*'): print('stamp.jpg')"
    assert unread(_TASK, found.format("photos")) == ()  # the output has the same stem
    task = replace(_TASK, input_files=("cover.png",))
    assert unread(task, found.format("photos")) == ("cover.png",)
    assert unread(task, found.format(".")) == ()
    assert unread(task, found.format(".").replace("'*'", "'*.jpg'")) == ()


def test_names_that_the_task_has_too_are_no_sign() -> None:
    """And where the task names no file, nothing can be told."""
    other = Task("The folder photos", input_files=("photos",), recipes=(_RECIPE,))
    assert not is_copied(other, "Path('photos').mkdir()")
    assert not is_copied(Task("Make it", recipes=(_RECIPE,)), _RECIPE)
