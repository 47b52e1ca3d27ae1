"""What collects the items of a loop is made before it."""

from __future__ import annotations

import pytest

from code_it.checks.fixups.collecting import with_collections_before_loops


@pytest.mark.parametrize(
    ("source", "mended"),
    [
        (
            "for row in rows:\n    found = []\n    found.append(row)\nprint(found)\n",
            "found = []\nfor row in rows:\n    found.append(row)\nprint(found)\n",
        ),
        (
            "def f():\n    for a in x:\n        for b in a:\n            n = {}\n"
            "            n[b] = 1\n    return n\n",
            "def f():\n    n = {}\n    for a in x:\n        for b in a:\n"
            "            n[b] = 1\n    return n\n",
        ),
        (
            "for row in rows:\n    cal = Calendar.new()\n    cal.add(row)\nsave(cal)\n",
            "cal = Calendar.new()\nfor row in rows:\n    cal.add(row)\nsave(cal)\n",
        ),
    ],
)
def test_it_is_made_before_the_loop(source: str, mended: str) -> None:
    assert with_collections_before_loops(source) == mended


@pytest.mark.parametrize(
    "source",
    [
        # Each round has its own.
        "for row in rows:\n    new = []\n    new.append(row)\n    out.append(new)\nprint(new)\n",
        "for row in rows:\n    new = []\n    new.append(row)\n",
        "for row in rows:\n    doc = Doc()\n    doc.add(row)\n    doc.save(row)\nprint(doc)\n",
        "for row in rows:\n    new = Row(row)\n    new.add(1)\nprint(new)\n",
        # A loop that tries again means the last round.
        "for n in range(3):\n    new = []\n    new.append(read())\n    break\nprint(new)\n",
        "for row in rows:\n    new = []; count = 0\n    new.append(row)\nprint(new)\n",
        "for row in rows: new = []; new.append(row)\nprint(new)\n",
        # It is there before, or given once more behind.
        "new = []\nfor row in rows:\n    new = []\n    new.append(row)\nprint(new)\n",
        "for row in rows:\n    new = []\n    new.append(row)\nnew = 1\nprint(new)\n",
        "for row in rows:\n    new = []\n    new.append(row)\ndef f(new):\n    return new\n",
        "for row in rows:\n    new = row.parts()\n    new.append(row)\nprint(new)\n",
        "for row in (",
    ],
)
def test_what_belongs_to_one_round_stays(source: str) -> None:
    assert with_collections_before_loops(source) == source
