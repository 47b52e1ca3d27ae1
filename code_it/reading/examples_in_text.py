"""Text -> Examples: the calls whose value a text tells."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterator, Sequence
from itertools import islice

from code_it.flow import Example
from code_it.reading.input_output import Signature, input_output_examples, signature_in
from code_it.reading.literals import is_literal, literal_at_start, parsed
from code_it.reading.round_trips import round_trips

_MOST_CANDIDATES = 60
_MOST_EXAMPLES = 20
_VALUE_CHARACTERS = 200

_PROMPT_EXAMPLE = re.compile(
    r"^[ \t]*>>> (?P<call>[^\n]{1,300})\n[ \t]*(?P<value>(?!>>>)\S[^\n]{0,1000})$", re.MULTILINE
)
_ARROW_EXAMPLE = re.compile(
    r"(?<![\w.'\"])(?P<call>[A-Za-z_]\w{0,60}\((?:[^()\n]|\([^()\n]{0,200}\)){0,300}\))[`'\"]?\s{0,3}"
    r"(?:#\s{0,3})?"
    r"(?P<relation>={1,2}>|==|-{1,2}>|➞|→|=(?!=)|(?:returns|must return|should return|"
    r"shall return|gives|should give|is|equals|evaluates to|results in)\b)\s{0,3}"
    rf"(?=(?P<value>[^\n]{{1,{_VALUE_CHARACTERS}}}))"
)


def find_examples(text: str) -> tuple[Example, ...]:
    """Calls with a literal value, such as `add(1, 2) == 3`, a `>>>` session, or inputs and outputs.

    At most 20.
    """
    found: dict[str, Example] = {}
    for example in _examples(text):
        found.setdefault(example.call, example)
    return tuple(found.values())[:_MOST_EXAMPLES]


def _examples(text: str) -> Iterator[Example]:
    for match in islice(_PROMPT_EXAMPLE.finditer(text), _MOST_CANDIDATES):
        call, value = _call(match["call"]), match["value"].strip()
        if call and is_literal(value):
            yield Example(call, value)
    told, equations = _told(text)
    yield from told
    yield from _consistent(equations, [*told, *equations])
    if signature := signature_in(text):
        yield from input_output_examples(text, signature)
        yield from _with_bare_words(text, signature)
        yield from round_trips(text, signature)


def _with_bare_words(text: str, signature: Signature) -> Iterator[Example]:
    """Texts that are written without quotes, as in "is_short(abc) => True"; one alone may be
    anything."""
    found = list[Example]()
    for match in islice(_ARROW_EXAMPLE.finditer(text), _MOST_CANDIDATES):
        words = _bare_words(parsed(match["call"]), signature)
        value = literal_at_start(match["value"].strip())
        if words and value:
            found.append(Example(f"{signature.name}({', '.join(map(repr, words))})", value))
    if len({example.call for example in found}) > 1:
        yield from found


def _bare_words(tree: ast.expr | None, signature: Signature) -> tuple[str, ...]:
    """The arguments of a call of that function, where all are words that stand for nothing."""
    if not isinstance(tree, ast.Call) or ast.unparse(tree.func) != signature.name or tree.keywords:
        return ()
    words = tuple(argument.id for argument in tree.args if isinstance(argument, ast.Name))
    means_something = {*signature.parameters, *dir(builtins)}
    is_plain = len(words) == len(tree.args) == len(signature.parameters)
    return words if is_plain and means_something.isdisjoint(words) else ()


def _told(text: str) -> tuple[list[Example], list[Example]]:
    """The examples that arrows and words tell, and those that are written as `f(1) = 2`."""
    told: list[Example] = []
    equations: list[Example] = []
    for match in islice(_ARROW_EXAMPLE.finditer(text), _MOST_CANDIDATES):
        call, value = _call(match["call"]), literal_at_start(match["value"].strip())
        if call and value and not _is_fault(text, match, value):
            (equations if match["relation"] == "=" else told).append(Example(call, value))
    return told, equations


# "add(2, 2) returns 5, but should return 4" tells what is wrong.
_FAULT_BEFORE = re.compile(
    r"\b(?:currently|wrongly|incorrectly|bug|instead of|right now|at the moment)\b[^.;\n]*$", re.I
)
_FAULT_AFTER = re.compile(
    r"^[`'\")]*\s*(?:(?:[,;(]\s*)?(?:but|yet|while|although|which)\b[^.\n]{0,30}?\b(?:should|must|wrong)"
    r"|[,;(]?\s*(?:instead of|and not)\b|[,;]\s*(?:it\s+)?(?:should|must)\b)"
)


def _is_fault(text: str, match: re.Match[str], value: str) -> bool:
    before = text[max(0, match.start() - 120) : match.start()]
    after = match["value"].partition(value)[2]
    is_wanted = re.match(r"must|should|shall", match["relation"])
    return not is_wanted and bool(_FAULT_BEFORE.search(before) or _FAULT_AFTER.match(after))


def _consistent(equations: Sequence[Example], known: Sequence[Example]) -> Iterator[Example]:
    """Numbers that a function is said to give while it gives lists are parts of a definition."""
    kinds: dict[str, set[type]] = {}
    for example in known:
        kinds.setdefault(_function(example), set()).add(_kind(example))
    for example in equations:
        if _kind(example) not in (int, float) or not kinds[_function(example)] & {list, dict}:
            yield example


def _kind(example: Example) -> type:
    return type(ast.literal_eval(example.expected))


def _function(example: Example) -> str:
    return example.call.partition("(")[0]


def _call(text: str) -> str:
    """The call that `text` is, without a comment; `""` when it is none that can be carried out.

    A call whose arguments are names, "f(x) -> int", is a signature and not an example.
    """
    tree = parsed(text)
    if not isinstance(tree, ast.Call) or not isinstance(tree.func, ast.Name):
        return ""
    called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    names = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
    if any(id(name) not in called for name in names):
        return ""
    return ast.get_source_segment(text, tree) or ""
