"""Round trips: what the text's own function encodes, the one that is asked for decodes."""

from __future__ import annotations

import pytest

from code_it.reading.examples_in_text import find_examples

GIVEN = """Complete this:

def encode_turned(s: str) -> str:
    \"\"\"The last letter goes first.\"\"\"

    return s[-1:] + s[:-1]


"""


def test_a_counterpart_of_given_code_has_examples() -> None:
    examples = find_examples(GIVEN + "def decode_turned(s: str):\n")
    calls = [example.call for example in examples]
    assert calls[:2] == [
        "decode_turned(encode_turned('a'))",
        "decode_turned(encode_turned('abcdefg'))",
    ]
    assert examples[1].expected == "'abcdefg'"


@pytest.mark.parametrize(
    "text",
    [
        GIVEN + "def decode_other(s: str):\n",
        GIVEN + "def decode_turned(s: str, by: int):\n",
        GIVEN.replace("s[-1:]", "s[-1:].upper()") + "def decode_turned(s: str):\n",
        GIVEN.replace("s: str", "s: list") + "def decode_turned(s: list):\n",
        GIVEN.replace("s: str", "s: str, by: int") + "def decode_turned(s: str):\n",
        GIVEN.replace("    return s[-1:] + s[:-1]", "    ...") + "def decode_turned(s: str):\n",
        GIVEN.replace("s[:-1]", "s[:-1") + "def decode_turned(s: str):\n",
        "def decode_turned(s: str):\n",
    ],
)
def test_what_is_no_counterpart_of_given_code_has_none(text: str) -> None:
    assert find_examples(text) == ()
