"""Files that are gone through in an order of chance."""

from __future__ import annotations

import pytest

from code_it.checks.fixups.sorted_files import with_sorted_files


@pytest.mark.parametrize(
    "listing", ["os.listdir('a')", "Path('a').glob('*.txt')", "folder.iterdir()", "glob.glob('*')"]
)
def test_loops_go_through_them_by_name(listing: str) -> None:
    for loop in ("for name in {}:\n    x(name)\n", "names = [x(name) for name in {}]\n"):
        mended = loop.format(f"sorted({listing})")
        assert with_sorted_files(loop.format(listing)) == mended
        assert with_sorted_files(mended) == mended


@pytest.mark.parametrize(
    "source",
    ["names = os.listdir('a')\n", "for row in rows:\n    x()\n", "for x in os.listdir(\n"],
)
def test_other_loops_stay(source: str) -> None:
    assert with_sorted_files(source) == source
