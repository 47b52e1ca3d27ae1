"""Source, PixelSize -> the script that brings a picture to its size after it is saved."""

from __future__ import annotations

from code_it.flow import PixelSize

_MOST_DIFFERENCE = 0.02
"""Of the proportions: a picture that would be stretched is another one."""
_RESIZING = """
from PIL import Image as _Image
with _Image.open({file!r}) as _picture:
    _resized = _picture.resize(({width}, {height}), _Image.Resampling.{how})
_resized.save({file!r})
"""


def with_picture_size(source: str, size: PixelSize, found: tuple[int, int]) -> str:
    """Empty where the picture has other proportions, or the script makes none with Pillow.

    Args:
        found: Its width and height in pixels as it was saved.
    """
    if not any(word in source for word in ("PIL", "qrcode")) or not all(found):
        return ""
    wanted = size.width / size.height
    if abs(found[0] / found[1] - wanted) > _MOST_DIFFERENCE * wanted:
        return ""
    # A code is of black and white squares, which stay so.
    how = "NEAREST" if "qrcode" in source else "LANCZOS"
    resizing = _RESIZING.format(file=size.file, width=size.width, height=size.height, how=how)
    return source.rstrip("\n") + "\n" + resizing
