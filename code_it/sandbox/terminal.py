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
# What parts the messages of a conversation, for most models: a server takes it for that also where
# it stands within one of them.
_ROLE_TOKEN = re.compile("<(?=[|\uff5c][\\w\u2581]{1,40}[|\uff5c]>)")


def clean(text: str, *, keep_newlines: bool = True) -> str:
    r"""`text` with nothing in it that steers a terminal or a model, or hides from a reader.

    Escape, control, direction and zero-width characters become visible (`\x1b`, `\u202e`), and
    so does the first character of a token such as `<|im_end|>`;
    of a progress bar, which returns to the start of its line, the last state is kept.

    Args:
        keep_newlines: Without it newlines and tabs become visible too: for names and titles.
    """
    text = _COLOURS.sub("", text.replace("\r\n", "\n"))
    if "\r" in text:
        text = "\n".join(map(_last_state, text.split("\n")))
    text = _ROLE_TOKEN.sub(_visible, _UNSAFE.sub(_visible, text))
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
