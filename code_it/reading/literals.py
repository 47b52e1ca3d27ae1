"""Text -> the Python literal that it begins with."""

from __future__ import annotations

import ast
import re
import warnings

# Behind a value: the end, a comment, or words that say nothing more about it.
_AFTER_VALUE = re.compile(
    r"[`]?\s*(?:$|#|[.;!?)](?:\s|$)|\((?=[^\W\d])|,\s*(?![\s\d\"'\[({-])|"
    r"(?:and|but|while|whereas|because|since|as)\s+(?![\d\"'\[({-])[^\W\d])"
)
_OTHER_LANGUAGES = {"true": "True", "false": "False", "null": "None", "none": "None"}
_WORD = re.compile(r"(?:true|false|null|none)\b")
_CALCULATION = re.compile(r"[\d\s.+*/()-]{1,100}=\s*(?=[-\d])")


def parsed(text: str) -> ast.expr | None:
    """The tree of an expression; none when `text` is not one."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return None


def is_literal(expression: str | ast.expr) -> bool:
    tree = parsed(expression) if isinstance(expression, str) else expression
    if tree is None:
        return False
    try:
        ast.literal_eval(tree)
    except (ValueError, TypeError, MemoryError, RecursionError):
        return False
    return True


def literal_at_start(text: str) -> str:
    """The literal that `text` begins with, when what follows does not say more about it.

    "3 or 4", "1, 2" and a text in parentheses, which may be meant as a tuple, could mean several
    things and give `""`. Of "19 - 5 - 6 = 8" it is the 8.
    """
    if calculation := _CALCULATION.match(text):
        text = text[calculation.end() :]
    if word := _WORD.match(text):
        text = _OTHER_LANGUAGES[word[0]] + text[word.end() :]
    for end in range(len(text), 0, -1):
        piece = text[:end]
        if (
            _AFTER_VALUE.match(text, end)
            and not piece[-1].isspace()
            and piece[-1] not in ".,;"
            and is_literal(piece)
        ):
            return "" if _is_ambiguous(piece) else _without_comment(piece)
    return ""


def _is_ambiguous(piece: str) -> bool:
    tree = parsed(piece)
    if isinstance(tree, ast.Tuple):
        return not piece.startswith("(")
    return piece.startswith("(") and isinstance(tree, ast.Constant)


def _without_comment(piece: str) -> str:
    tree = parsed(piece)
    return (tree and "#" in piece and ast.get_source_segment(piece, tree)) or piece
