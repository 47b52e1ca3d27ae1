"""One bracket is mended where it is clear which; a whole script is never touched."""

from __future__ import annotations

import pytest

from code_it.checks.fixups.brackets import with_balanced_brackets


@pytest.mark.parametrize(
    ("source", "mended"),
    [
        pytest.param("rows = []\nrows.append(['a', str(len(rows))])\n", None, id="right"),
        pytest.param("f(['a', str(n))])\n", "f(['a', str(n)])\n", id="one-more"),
        pytest.param("print(sum(x)))\ny = 1\n", "print(sum(x))\ny = 1\n", id="unmatched"),
        pytest.param("a = [1, 2)\n", "a = [1, 2]\n", id="wrong-kind"),
        pytest.param("print(len(x)\n", "print(len(x))\n", id="one-less"),
        pytest.param("if (x > 2:\n    y()\n", "if (x > 2):\n    y()\n", id="before-a-colon"),
        pytest.param("f([a, g(h(b[1])])\n", "f([a, g(h(b[1]))])\n", id="one-less-in-a-row"),
        pytest.param("f([a, g(b])\n", None, id="two-ways"),
        pytest.param("print(')))')\n", None, id="in-a-text"),
        pytest.param("a = f(1))\nb = g(2))\n", None, id="two-lines"),
        pytest.param("a = (1, 2]\n", "a = (1, 2)\n", id="wrong-end"),
        pytest.param("def f(:\n", None, id="another-mistake"),
        pytest.param("a = 1 +\n", None, id="no-bracket"),
        pytest.param("", None, id="empty"),
        pytest.param("\0", None, id="nul"),
    ],
)  # fmt: skip
def test_brackets(source: str, mended: str | None) -> None:
    """The only way that gives a script is taken; without one, or with several, nothing is done."""
    assert with_balanced_brackets(source) == (source if mended is None else mended)
