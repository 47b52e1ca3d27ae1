"""Source -> the script that brings a picture to its size after it is saved, or keeps its pixels."""

from __future__ import annotations

import ast
import re

from code_it.checks.syntax import parse, with_other_expressions
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


def with_hard_pixels(source: str, instruction: str) -> str:
    """Empty where the instruction does not ask for it, or nothing is resized without a filter."""
    if not HARD_PIXELS.search(instruction):
        return ""
    places = [
        (node, f"{ast.unparse(node)[:-1]}, resample=0)")
        for node in ast.walk(parse(source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "resize"
        and len(node.args) == 1
        and not node.keywords
    ]
    changed = with_other_expressions(source, places)
    return changed if changed != source else ""


HARD_PIXELS = re.compile(
    r"\bhard (?:\w+ )?(?:pixels|edges)\b|\bpixelated\b|\bnearest[- ]neighbou?r\b"
    r"|\bnothing (?:is )?(?:smoothed|blended|blurred)\b",
    re.IGNORECASE,
)
"""What asks for the filter NEAREST, which is number 0
(https://pillow.readthedocs.io/en/stable/reference/Image.html#resampling-filters)."""
