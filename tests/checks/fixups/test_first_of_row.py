"""Rows of a database that are taken for the value in them."""

from __future__ import annotations

import pytest

from code_it.checks.fixups.first_of_row import with_first_of_row

_QUERY = "db.execute('SELECT COUNT(*) FROM a WHERE b IN (1, 2)')"


@pytest.mark.parametrize(
    ("lines", "mended"),
    [
        (f"print({_QUERY}.fetchone())\n", f"print({_QUERY}.fetchone()[0])\n"),
        (
            f"{_QUERY}\nn = cursor.fetchone()\nprint(f'{{n}} rows')\n",
            f"{_QUERY}\nn = cursor.fetchone()[0]\nprint(f'{{n}} rows')\n",
        ),
    ],
)
def test_the_value_is_taken(lines: str, mended: str) -> None:
    assert with_first_of_row(lines) == mended
    assert with_first_of_row(mended) == mended


@pytest.mark.parametrize(
    "lines",
    [
        "print(db.execute('SELECT a, b FROM c').fetchone())\n",
        "print(db.execute('SELECT * FROM c').fetchone())\n",
        f"n = {_QUERY}.fetchone()\nprint(n[0])\n",
        f"n = {_QUERY}.fetchone()\nif n is None:\n    print(n)\n",
        f"(n,) = {_QUERY}.fetchone()\nprint(n)\n",
        "n = cursor.fetchone()\nprint(n)\n",
        "print(cursor.fetchone()\n",
    ],
)
def test_a_row_stays_a_row(lines: str) -> None:
    assert with_first_of_row(lines) == lines
