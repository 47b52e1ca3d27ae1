"""Text -> Examples: inputs and outputs that a text tells of the function whose head it gives."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from code_it.flow import Example
from code_it.reading.literals import is_literal, literal_at_start, parsed

_MOST_CANDIDATES = 60

_HEAD = re.compile(r"^[ \t]*(?:async[ \t]+)?def[ \t]+(?P<name>\w+)[ \t]*\(", re.MULTILINE)
_BLOCK = re.compile(
    r"^[ \t]*Input[ \t]*:(?P<inputs>.{1,1000}?)\n"
    r"[ \t]*Output[ \t]*:[ \t]*(?P<value>[^\n]{1,300})",
    re.MULTILINE | re.DOTALL | re.IGNORECASE,
)
_SENTENCE = re.compile(
    r"\b(?:For|If|When|With)[ \t]+(?P<inputs>[A-Za-z_]\w*[ \t]*={1,2}[ \t]*[^\n]{1,300}?)"
    r"[ \t,:]+(?:output|result|answer|return value)[ \t]+"
    r"(?:should be|must be|shall be|will be|is)[ \t]+(?P<value>[^\n]{1,300})",
    re.IGNORECASE,
)
_ASSIGNED = re.compile(
    r"^[ \t]*(?P<inputs>[A-Za-z_]\w*[ \t]*=(?!=)[^\n]{1,300})\n"
    r"(?:(?![ \t]*(?:\w+[ \t]*=|returns?\b))[^\n]*\n){0,4}"
    r"[ \t]*returns?[ \t]*[=:]?[ \t]*(?P<value>[^\n]{1,300})",
    re.MULTILINE | re.IGNORECASE,
)
_RESULT = re.compile(
    r"[ \t]*(?:[-=]>|→)?[ \t]*(?:result|output|answer|returns?)[ \t]*[=:][ \t]*(?P<value>.{1,300})",
    re.IGNORECASE,
)
_GIVEN = re.compile(r"[ \t]*(?P<name>[A-Za-z_]\w*)[ \t]*(?:=(?!=)|(?=\[))[ \t]*(?P<value>.{1,300})")
_LINES_BELOW = 4


@dataclass(frozen=True)
class Signature:
    """The head of a function: its name, and the names of what it takes, in order."""

    name: str
    parameters: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.name}({', '.join(self.parameters)})"


def signature_in(text: str) -> Signature | None:
    """The last function of `text` that is declared with `def`, methods aside; none without one."""
    for head in reversed(list(_HEAD.finditer(text))):
        for end in _closing_brackets(text, head.end()):
            try:
                tree = ast.parse(f"def {head['name']}({text[head.end() : end]}): pass")
            except (SyntaxError, ValueError):
                continue
            function = tree.body[0]
            assert isinstance(function, ast.FunctionDef)
            arguments = [*function.args.posonlyargs, *function.args.args]
            names = tuple(argument.arg for argument in arguments)
            if names[:1] not in (("self",), ("cls",)):
                return Signature(function.name, names)
            break
    return None


def _closing_brackets(text: str, start: int) -> Iterator[int]:
    for position in range(start, min(start + 1000, len(text))):
        if text[position] == ")":
            yield position


def input_output_examples(text: str, signature: Signature) -> Iterator[Example]:
    """What `Input: … Output: …`, `For x = …, the output should be …` and a line `x = …` with a
    line `return …` below it say of a function.

    What cannot be matched with the parameters without doubt is left out.
    """
    for pattern in (_BLOCK, _SENTENCE):
        for match in islice(pattern.finditer(text), _MOST_CANDIDATES):
            call = next(
                filter(None, (_call(text, signature) for text in _cut(match["inputs"]))), ""
            )
            value = literal_at_start(match["value"].strip())
            if call and value:
                yield Example(call, value)
    for match in islice(_ASSIGNED.finditer(text), _MOST_CANDIDATES):
        call, value = _call(match["inputs"], signature), literal_at_start(match["value"].strip())
        if call and value and match["inputs"].split("=")[0].strip() in signature.parameters:
            yield Example(call, value)
    yield from _given_line_by_line(text.splitlines(), signature)


def _given_line_by_line(lines: Sequence[str], signature: Signature) -> Iterator[Example]:
    """`x = 1` and `y = 2` on lines of their own, as many as there are parameters, one at least of
    its name, and below them `result = 3`."""
    count = len(signature.parameters)
    for start in range(len(lines) - count if count > 1 else 0):
        given = [_GIVEN.fullmatch(line) for line in lines[start : start + count]]
        named = {each["name"]: each["value"].strip() for each in given if each}
        if len(named) < count or not set(named) & set(signature.parameters):
            continue
        below = map(_RESULT.fullmatch, lines[start + count :][:_LINES_BELOW])
        values = (each["value"].strip() for each in below if each)
        value = next((value for value in values if is_literal(value)), "")
        call = _call("\n".join(f"{name}={given}" for name, given in named.items()), signature)
        if call and value:
            yield Example(call, value)


def _cut(text: str) -> Iterator[str]:
    """`text`, and what is left of it when words are cut from its end."""
    yield text
    for gap in reversed(list(re.finditer(r"[\s,]+", text))):
        yield text[: gap.start()]


def _call(inputs: str, signature: Signature) -> str:
    lines = [line.strip().rstrip(",") for line in inputs.strip().splitlines()]
    listed = ", ".join(
        re.sub(r"^([A-Za-z_]\w*)\s*:(?!=)\s*", r"\1=", line) for line in lines if line
    )
    tree = parsed(f"f({listed.replace('==', '=')})")
    if not isinstance(tree, ast.Call):
        return ""
    values: dict[str | None, ast.expr] = {word.arg: word.value for word in tree.keywords}
    if not all(map(is_literal, [*tree.args, *values.values()])):
        return ""
    return _filled_in(signature, tree.args, values)


def _filled_in(
    signature: Signature, positional: Sequence[ast.expr], named: dict[str | None, ast.expr]
) -> str:
    if len(positional) + len(named) != len(signature.parameters) or (positional and named):
        return ""
    if named and set(named) == set(signature.parameters):
        ordered = [named[name] for name in signature.parameters]
    else:
        # Other names than the head has: the order is what they have in common.
        ordered = [*positional, *named.values()]
    return f"{signature.name}({', '.join(map(ast.unparse, ordered))})"
