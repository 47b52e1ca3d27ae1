"""Pictures that are pasted without a mask."""

from __future__ import annotations

import pytest

from code_it.checks.doubts.pasting import with_masks

TOLD = "with a white background where it is transparent now"


@pytest.mark.parametrize(
    ("source", "masked"),
    [
        ("white.paste(logo, (0, 0))", "white.paste(logo, (0, 0), logo.convert('RGBA'))"),
        ("white.paste(logo)", "white.paste(logo, (0, 0), logo.convert('RGBA'))"),
        ("white.paste(logo, (x, y), logo)", ""),
        ("white.paste(logo, (x, y), mask=alpha)", ""),
        ("white.paste('red', (0, 0, 5, 5))", ""),
        ("white.save('a.png')", ""),
    ],
)
def test_what_is_transparent_lets_through_what_is_below(source: str, masked: str) -> None:
    assert with_masks(source, TOLD) == masked
    assert with_masks(source, "Paste the logo in the upper left corner.") == ""
