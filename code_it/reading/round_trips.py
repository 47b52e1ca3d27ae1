"""Text -> Examples: what a function of the text writes in another form, its counterpart reads.

Only where the text has the first of the two with its code, and with one text to take.
"""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Iterator

from code_it.flow import Example
from code_it.reading.input_output import Signature

_COUNTERPARTS = {
    "decode": "encode",
    "decrypt": "encrypt",
    "decipher": "encipher",
    "decompress": "compress",
    "deserialize": "serialize",
    "unescape": "escape",
    "unpack": "pack",
}
_WORDS = ("a", "abcdefg", "letter", "aaabccdddd")
_CHANGES_LETTERS = re.compile(r"\.(?:upper|lower|title|capitalize|casefold|swapcase|strip)\(")


def round_trips(text: str, signature: Signature) -> Iterator[Example]:
    """Calls of the function of that head with what its counterpart makes of short words."""
    for back, there in _COUNTERPARTS.items():
        if not re.search(rf"(?:^|_){back}(?:_|$)", signature.name) or len(signature.parameters) > 1:
            continue
        first = re.sub(rf"(^|_){back}(?=_|$)", rf"\g<1>{there}", signature.name)
        if _is_given_for_texts(text, first):
            for word in _WORDS:
                yield Example(f"{signature.name}({first}({word!r}))", repr(word))


def _is_given_for_texts(text: str, name: str) -> bool:
    """Does the text have the code of a function that takes one text and keeps its letters?"""
    head = re.search(rf"^([ \t]*)def {name}\(.*\n(?:\1[ \t]+.*\n|[ \t]*\n)+", text, re.MULTILINE)
    if head is None or _CHANGES_LETTERS.search(head[0]):
        return False
    try:
        function = ast.parse(textwrap.dedent(head[0])).body[0]
    except SyntaxError:
        return False
    assert isinstance(function, ast.FunctionDef)
    takes = [ast.unparse(argument) for argument in function.args.args]
    gives = any(isinstance(node, ast.Return) and node.value for node in ast.walk(function))
    return gives and len(takes) == 1 and takes[0].endswith(": str")
