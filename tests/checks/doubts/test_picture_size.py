"""Pictures that are saved in another size than they shall have."""

from __future__ import annotations

import pytest

from code_it.checks.doubts.picture_size import with_hard_pixels, with_picture_size
from code_it.flow import PixelSize

SIZE = PixelSize("a.png", 300, 300)


@pytest.mark.parametrize(
    ("source", "way"),
    [("import qrcode\n", "NEAREST"), ("from PIL import Image\n", "LANCZOS")],
)
def test_a_picture_of_the_same_proportions_is_resized(source: str, way: str) -> None:
    sized = with_picture_size(source, SIZE, (370, 370))
    assert sized.startswith(source)
    assert f"resize((300, 300), _Image.Resampling.{way})" in sized
    compile(sized, "main.py", "exec")


@pytest.mark.parametrize(
    ("source", "found"),
    [("import PIL\n", (370, 300)), ("import svg\n", (370, 370)), ("import PIL\n", (0, 0))],
)
def test_others_stay(source: str, found: tuple[int, int]) -> None:
    assert with_picture_size(source, SIZE, found) == ""


def test_pixels_stay_hard_where_the_task_asks_for_it() -> None:
    """A filter that the script names itself stays."""
    source = "i = i.resize((160, 120))\n"
    asked = "Make it ten times as wide with hard square pixels."
    assert with_hard_pixels(source, asked) == "i = i.resize((160, 120), resample=0)\n"
    assert with_hard_pixels(source, "Make it ten times as wide.") == ""
    assert with_hard_pixels("i = i.resize((160, 120), Image.LANCZOS)\n", asked) == ""
