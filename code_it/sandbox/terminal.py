"""Text from a script or a model, made safe to print and to quote in a prompt."""

from __future__ import annotations

import re

# Colours are dropped: they are common in honest output, and without effect on what is read.
_COLOURS = re.compile(r"\x1b\[[0-9;:]*m")

_UNSAFE = re.compile(
    "["
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 without tab and newline, DEL, C1: all escape sequences
    "\xad"  # soft hyphen
    "\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"  # zero width, direction
    "\ud800-\udfff"  # half a surrogate pair: what an undecodable byte in a file name becomes
    "\U000e0000-\U000e0fff"  # invisible tags and selectors, which smuggle text past a reader
    "]"
)


def clean(text: str, *, keep_newlines: bool = True) -> str:
    r"""`text` with nothing in it that steers a terminal or hides from a reader.

    Escape, control, direction and zero-width characters become visible (`\x1b`, `\u202e`);
    of a progress bar, which returns to the start of its line, the last state is kept.

    Args:
        keep_newlines: Without it newlines and tabs become visible too: for names and titles.
    """
    text = _COLOURS.sub("", text.replace("\r\n", "\n"))
    if "\r" in text:
        text = "\n".join(map(_last_state, text.split("\n")))
    text = _UNSAFE.sub(_visible, text)
    if not keep_newlines:
        text = text.replace("\n", "\\n").replace("\t", "\\t")
    return text


def _last_state(line: str) -> str:
    states = [state for state in line.split("\r") if state.strip()]
    return states[-1] if states else ""


def _visible(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
