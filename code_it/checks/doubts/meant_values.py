"""Source, doubt -> the script whose columns and keys hold what the task says they are."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from code_it.checks.doubts.meanings import BELOW, COUNT
from code_it.checks.syntax import parse, with_other_expressions


def with_meanings_met(source: str, doubt: str) -> Iterator[str]:
    """The scripts that subtract the other way round, or count what they wrote."""
    if doubt.endswith(BELOW):
        for node in ast.walk(parse(source)):
            if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Sub):
                turned = f"{ast.unparse(node.right)} - {ast.unparse(node.left)}"
                yield with_other_expressions(source, [(node, f"({turned})")])
    told = re.fullmatch(r"(?P<title>.+?) in \S+ is '(?P<value>.*)', and no number \(.*", doubt)
    if told and re.search(rf"no number \({COUNT}", doubt):
        yield _with_length(source, told["title"])
    if told and len(re.findall(r"\d+", told["value"])) == 1:
        yield _with_number(source, told["title"])


def _with_length(source: str, name: str) -> str:
    """The script that puts the length of `name` into a row, or an object, in its place."""
    within = [
        part
        for node in ast.walk(parse(source))
        for part in _parts(node)
        if isinstance(part, ast.Name) and part.id == name
    ]
    changed = with_other_expressions(source, [(part, f"len({name})") for part in within])
    return changed if changed != source else ""


def _with_number(source: str, title: str) -> str:
    """The script that gives `title` the one number that is in the text which it gave it."""
    given = [
        value
        for node in ast.walk(parse(source))
        for key, value in _given(node)
        if isinstance(key, ast.Constant) and key.value == title
    ]
    others = [(each, rf"int(re.search(r'\d+', str({ast.unparse(each)}))[0])") for each in given]
    changed = with_other_expressions(source, others)
    if changed == source or re.search(r"^import re$", source, re.MULTILINE):
        return changed if changed != source else ""
    return f"import re\n{changed}"


def _given(node: ast.AST) -> Iterator[tuple[ast.expr | None, ast.expr]]:
    """The keys of an object, or of a part of one that is set, with their values."""
    if isinstance(node, ast.Dict):
        yield from zip(node.keys, node.values, strict=True)
    elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Subscript):
        yield node.targets[0].slice, node.value


def _parts(node: ast.AST) -> list[ast.expr]:
    if isinstance(node, (ast.Tuple, ast.List)) and isinstance(node.ctx, ast.Load):
        return node.elts
    return node.values if isinstance(node, ast.Dict) else []
