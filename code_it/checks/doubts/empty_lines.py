"""Source -> the same, passing over the empty lines of the texts that it reads.

Small models forget that the last line, or one in the middle, may hold nothing.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from code_it.checks.syntax import parse, parses, with_other_expressions

_Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp
_WRITES = ("w", "a", "x")


def without_empty_lines(source: str) -> str:
    """Empty where it reads no text line by line."""
    changed = with_other_expressions(source, _comprehensions(parse(source)))
    lines = changed.split("\n")
    loops = sorted(_loops(parse(changed)), key=lambda loop: loop.lineno, reverse=True)
    for loop in loops:
        first = loop.body[0]
        space = " " * first.col_offset
        condition = f"{space}if not {ast.unparse(loop.target)}.strip():"
        lines[first.lineno - 1 : first.lineno - 1] = [condition, f"{space}    continue"]
    changed = "\n".join(lines)
    return changed if changed != source and parses(changed) else ""


def _comprehensions(tree: ast.Module) -> Iterator[tuple[ast.expr, str]]:
    """Those that go through lines, and the same with a condition more."""
    files = _files(tree)
    for node in ast.walk(tree):
        if isinstance(node, _Comprehension.__args__) and len(node.generators) == 1:
            (part,) = node.generators
            if isinstance(part.target, ast.Name) and _gives_lines(part.iter, files):
                part.ifs.append(ast.parse(f"{part.target.id}.strip()", mode="eval").body)
                yield node, ast.unparse(node)


def _loops(tree: ast.Module) -> Iterator[ast.For]:
    files = _files(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.For) and isinstance(node.target, ast.Name):
            has_block = node.body[0].lineno > node.iter.lineno
            if has_block and _gives_lines(node.iter, files):
                yield node


def _files(tree: ast.Module) -> set[str]:
    """The names of what is opened to be read."""
    return {
        item.optional_vars.id
        for node in ast.walk(tree)
        if isinstance(node, ast.With)
        for item in node.items
        if isinstance(item.optional_vars, ast.Name) and _is_read(item.context_expr)
    }


def _is_read(opened: ast.expr) -> bool:
    match opened:
        case ast.Call(func=ast.Name(id="open"), args=[_, ast.Constant(value=str(mode)), *_]):
            return not mode.startswith(_WRITES)
        case ast.Call(func=ast.Name(id="open"), args=[_]):
            return all(keyword.arg != "mode" for keyword in opened.keywords)
    return False


def _gives_lines(items: ast.expr, files: set[str]) -> bool:
    match items:
        case ast.Name(id=name):
            return name in files
        case ast.Call(func=ast.Attribute(attr="readlines" | "splitlines")):
            return True
        case ast.Call(func=ast.Attribute(attr="split"), args=[ast.Constant(value="\n")]):
            return True
    return False
