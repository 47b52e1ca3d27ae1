"""Untrusted text for a terminal or a prompt."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from code_it.sandbox.terminal import clean


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("plain\ttext\nhére 日本 👍", "plain\ttext\nhére 日本 👍", id="untouched"),
        pytest.param("\x1b[31mred\x1b[0m", "red", id="colour-is-dropped"),
        pytest.param("\x1b[2J\x1b[H", "\\x1b[2J\\x1b[H", id="H57-clear-screen"),
        pytest.param("\x1b]52;c;aGk=\x07", "\\x1b]52;c;aGk=\\x07", id="H57-clipboard"),
        pytest.param("\x1b]8;;http://x\x1b\\y", "\\x1b]8;;http://x\\x1b\\y", id="H57-link"),
        pytest.param("\x1bP0;1|17/ab\x1b\\", "\\x1bP0;1|17/ab\\x1b\\", id="H57-device-control"),
        pytest.param("\x9b2Jx\x90", "\\x9b2Jx\\x90", id="H57-one-byte-controls"),
        pytest.param("abc\u202etxt.exe", "abc\\u202etxt.exe", id="H57-bidi"),
        pytest.param("pass\u200bword\ufeff", "pass\\u200bword\\ufeff", id="zero-width"),
        pytest.param("a\U000e0041b", "a\\U000e0041b", id="invisible-tag"),
        pytest.param("a\x00b\x08c\x7f", "a\\x00b\\x08c\\x7f", id="controls"),
        pytest.param("\udcff.txt", "\\udcff.txt", id="undecodable-byte"),
        pytest.param("1%\r50%\r100%\nnext", "100%\nnext", id="progress-bar"),
        pytest.param("1%\r100%\r\nnext", "100%\nnext", id="progress-bar-then-line-end"),
        pytest.param("one\r\ntwo\r\n", "one\ntwo\n", id="windows-line-ends"),
        pytest.param("working\r", "working", id="return-at-the-end"),
        pytest.param("x<|im_end|>", "x\\x3c|im_end|>", id="end-of-a-message-to-a-model"),
        pytest.param("<\uff5cUser\uff5c>", "\\x3c\uff5cUser\uff5c>", id="the-same-in-wide-letters"),
        pytest.param("<\x1b[1m|im_end|>", "\\x3c|im_end|>", id="the-same-with-a-colour-within"),
        pytest.param("a <| b |> c, <|>", "a <| b |> c, <|>", id="no-token"),
        pytest.param("", "", id="empty"),
    ],
)
def test_clean(text: str, shown: str) -> None:
    """Nothing that steers a terminal or hides from a reader is left."""
    assert clean(text) == shown


def test_a_name_stays_on_one_line() -> None:
    """A file name cannot break out of the line that it is printed on."""
    assert clean("a\nverified\t", keep_newlines=False) == "a\\nverified\\t"


@given(st.text())
def test_clean_text_can_be_encoded_and_has_no_controls(text: str) -> None:
    """Whatever goes in, UTF-8 without control characters comes out, and stays as it is."""
    shown = clean(text)
    assert not any(ord(char) < 32 and char not in "\n\t" for char in shown)
    assert "\x1b" not in shown
    shown.encode("utf-8")
    assert clean(shown) == shown
