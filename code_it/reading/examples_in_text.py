"""Text -> Examples: the calls whose value a text tells."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator

from code_it.flow import Example

_MOST_CANDIDATES = 60
_MOST_EXAMPLES = 20
_VALUE_CHARACTERS = 200

_PROMPT_EXAMPLE = re.compile(
    r"^[ \t]*>>> (?P<call>[^\n]{1,300})\n[ \t]*(?P<value>(?!>>>)\S[^\n]{0,1000})$", re.MULTILINE
)
_ARROW_EXAMPLE = re.compile(
    r"(?<![\w.'\"])(?P<call>[A-Za-z_]\w{0,60}\((?:[^()\n]|\([^()\n]{0,200}\)){0,300}\))[`'\"]?\s{0,3}"
    r"(?:==|-{1,2}>|=>|➞|→|=(?!=)|(?:returns|must return|should return|shall return|gives|"
    r"should give|is|equals|evaluates to|results in)\b)\s{0,3}"
    rf"(?=(?P<value>[^\n]{{1,{_VALUE_CHARACTERS}}}))"
)
# Behind a value: the end, a comment, or words that say nothing more about it.
_AFTER_VALUE = re.compile(
    r"[`]?\s*(?:$|#|[.;!?)](?:\s|$)|,\s*(?![\s\d\"'\[({-])|"
    r"(?:and|but|while|whereas|because|since|as)\s+(?![\d\"'\[({-])[^\W\d])"
)


def find_examples(text: str) -> tuple[Example, ...]:
    """Calls with a literal value, such as `add(1, 2) == 3` or a `>>>` session; at most 20."""
    found: dict[str, Example] = {}
    for call, value in _candidates(text):
        if value and _is_call(call):
            found.setdefault(call, Example(call, value))
    return tuple(found.values())[:_MOST_EXAMPLES]


def _candidates(text: str) -> Iterator[tuple[str, str]]:
    for number, match in enumerate(_PROMPT_EXAMPLE.finditer(text)):
        if number >= _MOST_CANDIDATES:
            break
        value = match["value"].strip()
        yield match["call"].strip(), value if _is_literal(value) else ""
    for number, match in enumerate(_ARROW_EXAMPLE.finditer(text)):
        if number >= _MOST_CANDIDATES:
            break
        yield match["call"].strip(), _literal_at_start(match["value"].strip())


def _is_call(text: str) -> bool:
    tree = _parsed(text)
    # A call whose arguments are names, "f(x) -> int", is a signature and not an example.
    return (
        isinstance(tree, ast.Call)
        and isinstance(tree.func, ast.Name)
        and not any(
            isinstance(node, ast.Name)
            for argument in [*tree.args, *(keyword.value for keyword in tree.keywords)]
            for node in ast.walk(argument)
        )
    )


def _parsed(text: str) -> ast.expr | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return None


def _is_literal(text: str) -> bool:
    tree = _parsed(text)
    if tree is None:
        return False
    try:
        ast.literal_eval(tree)
    except (ValueError, TypeError, MemoryError, RecursionError):
        return False
    return True


def _literal_at_start(text: str) -> str:
    """The literal that `text` begins with, when what follows does not say more about it.

    "3 or 4" and "1, 2" could mean several things and give `""`.
    """
    for end in range(len(text), 0, -1):
        piece = text[:end]
        if (
            _AFTER_VALUE.match(text, end)
            and not piece[-1].isspace()
            and piece[-1] not in ".,;"
            and _is_literal(piece)
        ):
            bare_tuple = isinstance(_parsed(piece), ast.Tuple) and not piece.startswith("(")
            return "" if bare_tuple else piece
    return ""
