"""Parts that are cut out of the middle of a picture."""

from __future__ import annotations

from typing import Any

import pytest

from code_it.checks.fixups.cropped_middle import with_middle_cropped
from code_it.flow import Task

TASK = Task("Cut 60 by 40 pixels out of the middle of a.png.")
SOURCE = "part = image.crop((0, 10, 60, 50))"


class Picture:
    """Stands for one of Pillow."""

    width, height = 200, 100

    def crop(self, box: tuple[int, ...]) -> tuple[int, ...]:
        return box


@pytest.mark.parametrize(
    "text",
    [
        TASK.text,
        "Crop a.png at the center: 60 pixels wide, 40 high.",
        "Save the central part, 60 x 40 pixels.",
    ],
)
def test_the_middle_is_computed(text: str) -> None:
    names: dict[str, Any] = {"image": Picture()}
    exec(with_middle_cropped(SOURCE, Task(text)), names)
    assert names["part"] == (70, 30, 130, 70)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (SOURCE, "Cut 60 by 40 pixels out of the top left corner of a.png."),
        (SOURCE, "Cut 80 by 40 pixels out of the middle of a.png."),
        ("part = image.crop((left, 10, 60, 50))", TASK.text),
        ("part = image.crop((60, 10, 0, 50))", TASK.text),
        ("part = image.crop(box)", TASK.text),
        ("part = image.crop((", TASK.text),
    ],
)
def test_other_parts_stay(source: str, text: str) -> None:
    assert with_middle_cropped(source, Task(text)) == source
