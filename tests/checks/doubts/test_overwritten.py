"""Files of which only what is written last is left."""

from __future__ import annotations

import pytest

from code_it.checks.doubts.overwritten import overwritten

THREE = """\
from PIL import Image
Image.new('RGB', (3, 2), 'green').save('a.png')
Image.new('RGB', (3, 2), 'white').save('a.png')
"""
TWICE = """\
with open('a.txt', 'w') as file:
    file.write('head')
with open('a.txt', 'w') as file:
    file.write('rows')
"""


@pytest.mark.parametrize(("source", "found"), [(THREE, ("a.png", 3)), (TWICE, ("a.txt", 3))])
def test_what_is_written_over_is_told(source: str, found: tuple[str, int]) -> None:
    assert list(overwritten(source)) == [found]


LOOP = """\
for row in rows:
    with open('a.txt', 'w') as file:
        file.write(row)
"""


def test_what_each_round_of_a_loop_writes_is_told() -> None:
    assert list(overwritten(LOOP)) == [("a.txt", 2)]
    kept = LOOP.replace("write(row)", "write(text)")
    for other in (LOOP.replace("'w'", "'a'"), kept, LOOP + "    break\n"):
        assert list(overwritten(other)) == []


@pytest.mark.parametrize(
    "source",
    [
        TWICE.replace("'a.txt', 'w'", "'a.txt', 'a'"),
        TWICE.replace("'a.txt'", "'b.txt'", 1),
        TWICE.replace("'rows'", "'head'"),
        TWICE.replace("with open('a.txt', 'w') as file:\n    file.write('rows')",
                      "if file:\n    with open('a.txt', 'w') as file:\n        file.write('rows')"),
        TWICE.replace("    file.write('head')\n",
                      "    file.write('head')\ntext = open('a.txt').read()\n"),
        "image.save('a.png')\nimage = image.rotate(90)\nimage.save('a.png')\n",
    ],
)  # fmt: skip
def test_others_are_not(source: str) -> None:
    assert list(overwritten(source)) == []
