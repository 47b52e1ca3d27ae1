"""Words of which a column holds one."""

from __future__ import annotations

import pytest

from code_it.reading.allowed_words import allowed_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("with the columns line and result (ok or wrong).", ("ok", "wrong")),
        ("result is ok if each one is closed; otherwise it is wrong.", ("ok", "wrong")),
        ("result is X or O if it has three, otherwise draw if all are full, and otherwise open.",
         ("X", "O", "draw", "open")),
        ("result is open if it is empty, otherwise late if not, and ok in all other cases.",
         ("open", "late", "ok")),
        ("result (won, lost or drawn) and more", ("won", "lost", "drawn")),
        ("the table result (id, name, year)", ()),
        ("result is empty if there is none.", ()),
        ("result is the sum or the mean.", ()),
        ("result (from or to is unknown)", ()),
        ("result (true if it is there, otherwise false)", ()),
        ("result is ok if it holds.", ()),
        ("a result of an election", ()),
    ],
)  # fmt: skip
def test_words_that_are_told(text: str, words: tuple[str, ...]) -> None:
    assert allowed_words(text, "result") == words
    assert allowed_words(text, "other") == ()
