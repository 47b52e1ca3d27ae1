"""Figures with the wrong number of pixels."""

from __future__ import annotations

import pytest

from code_it.checks.repairs.figure_size import with_figure_size
from code_it.flow import PixelSize

SIZE = PixelSize("a.png", 800, 400)


@pytest.mark.parametrize(
    ("saving", "after"),
    [
        (
            "plt.savefig('a.png')",
            "plt.gcf().set_size_inches(8, 4)\nplt.savefig('a.png', dpi=100)",
        ),
        (
            "fig.savefig('a.png', dpi=300, bbox_inches='tight', facecolor='w')",
            "fig.set_size_inches(8, 4)\nfig.savefig('a.png', facecolor='w', dpi=100)",
        ),
    ],
)
def test_the_size_is_set_before_it_is_saved(saving: str, after: str) -> None:
    """Edges that are cut off would make it another one."""
    source = "import matplotlib.pyplot as plt\n{}\nprint(1)\n"
    assert with_figure_size(source.format(saving), SIZE) == source.format(after)


def test_it_stands_where_it_is_saved() -> None:
    """In a function too."""
    source = "def draw():\n    plt.savefig(\n        'a.png',\n    )\n\ndraw()\n"
    assert with_figure_size(source, SIZE).split("\n")[1:4] == [
        "    plt.gcf().set_size_inches(8, 4)",
        "    plt.savefig('a.png', dpi=100)",
        "",
    ]


@pytest.mark.parametrize(
    "source", ["plt.savefig('b.png')\n", "image.save('a.png')\n", "plt.savefig(name)\n", ""]
)
def test_nothing_is_changed_elsewhere(source: str) -> None:
    """Another file, or another library."""
    assert with_figure_size(source, SIZE) == ""
