"""Scripts that may do something else in each run."""

from __future__ import annotations

import pytest

from code_it.checks.set_order import can_hang_on_sets


@pytest.mark.parametrize(
    ("source", "hangs"),
    [
        ("x = max(set(words), key=words.count)", True),
        ("for a in {w.lower() for w in words}: print(a)", True),
        ("x = list({'a', 'b'})\nprint('the time now')", True),
        ("import json\nx = frozenset(words)", True),
        ("x = {'a': 1}", False),
        ("x = sorted(words)", False),
        ("import random\nx = random.choice(list(set(words)))", False),
        ("from datetime import datetime\nx = set(), datetime.now()", False),
        ("from urllib.request import urlopen\nx = set(urlopen(u))", False),
        ("import numpy as np\nx = set(np.random.rand(3))", False),
        ("from concurrent.futures import ThreadPoolExecutor\nx = set()", False),
    ],
)
def test_sets_without_any_other_chance(source: str, hangs: bool) -> None:
    """Where there is another reason to differ, a difference says nothing."""
    assert can_hang_on_sets(source) is hangs
