"""A thing that is no context manager is made without `with`."""

from __future__ import annotations

import pytest

from code_it.checks.failing_lines import statement_at
from code_it.checks.repairs.no_context import without_context

ERROR = "TypeError: 'Canvas' object does not support the context manager protocol"
SOURCE = """\
def draw():
    with canvas.Canvas("a.pdf") as page:
        for n in range(3):
            page.drawString(72, n, "x")

        page.save()
    print("done")
"""


def mended(source: str, line: int, error: str = ERROR) -> str:
    failing = statement_at(source, line)
    assert failing is not None
    return without_context(failing, error)


def test_the_block_follows_the_line_that_makes_it() -> None:
    assert mended(SOURCE, 2) == (
        "def draw():\n"
        "    page = canvas.Canvas('a.pdf')\n"
        "    for n in range(3):\n"
        '        page.drawString(72, n, "x")\n'
        "\n"
        "    page.save()\n"
        '    print("done")\n'
    )
    assert mended("with lock():\n    x = 1", 1) == "lock()\nx = 1"


@pytest.mark.parametrize(
    ("source", "line", "error"),
    [
        (SOURCE, 2, "TypeError: 'Canvas' object is not callable"),
        (SOURCE, 4, ERROR),
        ("with a() as b, c() as d:\n    pass", 1, ERROR),
    ],
)
def test_nothing_else_is_changed(source: str, line: int, error: str) -> None:
    assert mended(source, line, error) == ""
