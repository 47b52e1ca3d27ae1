"""Sets whose order is another one in each run."""

from __future__ import annotations

import pytest

from code_it.checks.fixups.kept_order import with_order_kept


@pytest.mark.parametrize(
    ("source", "kept"),
    [
        ("names = list(set(names))", "names = list(dict.fromkeys(names))"),
        (
            "n = set(file.readlines())\nfor x in n:\n    print(x)",
            "n = dict.fromkeys(file.readlines())\nfor x in n:\n    print(x)",
        ),
        ("print(*{x.lower() for x in a})", "print(*dict.fromkeys(x.lower() for x in a))"),
        ("for x in set(y for y in a):\n    print(x)",
         "for x in dict.fromkeys(y for y in a):\n    print(x)"),
        (
            "seen = set()\nfor x in a:\n    if x not in seen:\n        seen.add(x)\n"
            "print(list(seen))",
            "seen = {}\nfor x in a:\n    if x not in seen:\n        seen.setdefault(x)\n"
            "print(list(seen))",
        ),
    ],
)  # fmt: skip
def test_each_thing_is_there_once_in_the_order_it_came(source: str, kept: str) -> None:
    assert with_order_kept(source) == kept


@pytest.mark.parametrize(
    "source",
    [
        "print(set(a) - set(b))",
        "x = set(a)\nx.discard(1)\nprint(list(x))",
        "x = set(a)\nprint(x | {1})",
        "print(set(a) == set(b))",
        "print(max(set(a), key=a.count))",
        "x = [1]",
    ],
)
def test_what_is_used_as_a_set_stays(source: str) -> None:
    assert with_order_kept(source) == ""
