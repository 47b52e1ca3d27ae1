"""Pictures that are turned the other way round."""

from __future__ import annotations

import pytest

from code_it.checks.fixups.turned_pictures import with_pictures_turned
from code_it.flow import Task

_SOURCE = "from PIL import Image\nImage.open('a.png').rotate({}).save('b.png')\n"


@pytest.mark.parametrize(
    ("told", "given", "written"),
    [
        ("by 90 degrees clockwise", "90", "-90, expand=True"),
        ("by 90 degrees clockwise", "-90", "-90, expand=True"),
        ("90° to the right", "90", "-90, expand=True"),
        ("90 degrees counterclockwise", "-90", "90, expand=True"),
        ("90 degrees anti-clockwise", "90, expand=False", "90, expand=False"),
        ("by 30 degrees clockwise", "30, fillcolor='red'", "-30, fillcolor='red'"),
        ("by 90 degrees clockwise", "270", "270"),
        ("by 90 degrees", "90", "90"),
    ],
)
def test_pillow_counts_counterclockwise(told: str, given: str, written: str) -> None:
    task = Task(f"Rotate a.png {told} and save it as b.png.")
    assert with_pictures_turned(_SOURCE.format(given), task) == _SOURCE.format(written)


def test_what_is_no_picture_of_pillow_stays() -> None:
    task = Task("Rotate it by 90 degrees clockwise.")
    for source in ("page.rotate(90)", "from PIL import Image\nImage.open(.rotate(90)"):
        assert with_pictures_turned(source, task) == source
