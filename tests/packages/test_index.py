"""Questions to the index."""

from __future__ import annotations

from code_it.packages.index import is_on_index
from tests.packages.loopback_index import Index


def test_a_project_is_on_the_index_or_not(index: Index) -> None:
    """pip is asked, so it is the user's own index that answers."""
    assert is_on_index("goodpkg")
    assert not is_on_index("nobody-has-this")
    assert "/simple/nobody-has-this/" in index.asked


def test_an_index_that_does_not_answer_knows_everything(index: Index) -> None:
    """Then the install is going to say what is wrong."""
    index.status = 500
    assert is_on_index("goodpkg")
