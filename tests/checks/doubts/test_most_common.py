"""What comes most often, counted among other things."""

from __future__ import annotations

import pytest

from code_it.checks.doubts.most_common import with_mode


@pytest.mark.parametrize("key", ["rows.count", "lambda p: rows.count(p)"])
def test_it_is_counted_among_its_own_kind(key: str) -> None:
    """Whichever way the count is written."""
    source = f"top = max(set(r['path'] for r in rows), key={key})\n"
    assert with_mode(source) == (
        "import statistics\ntop = statistics.mode(r['path'] for r in rows)\n"
    )


@pytest.mark.parametrize(
    "source",
    [
        "top = max(set(words), key=words.count)",
        "top = max(set(words), key=len)",
        "top = max(set(words), key=lambda w: counts[w])",
        "top = max(words, key=rows.count)",
        "top = max(set(words))",
    ],
)
def test_what_is_counted_rightly_stays(source: str) -> None:
    """Or is no count at all."""
    assert with_mode(source) == ""
