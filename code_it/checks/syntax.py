"""Source -> its tree, and what the compiler says of it."""

from __future__ import annotations

import ast
import io
import warnings
from collections.abc import Iterable, Iterator

from code_it.flow import CheckReport

_MOST_CHARACTERS = 200


def parse(source: str) -> ast.Module:
    """The tree of `source`.

    Raises:
        SyntaxError: It is not Python, or the parser gives up on it.
    """
    with warnings.catch_warnings():
        # A backslash in a string that means nothing is worth a warning, which is no concern here.
        warnings.simplefilter("ignore")
        try:
            return ast.parse(source)
        except (ValueError, RecursionError, MemoryError) as error:
            # NUL characters, lone surrogates, and nesting that the parser gives up on.
            raise SyntaxError(str(error)) from error


def parses(source: str) -> bool:
    try:
        parse(source)
    except SyntaxError:
        return False
    return True


def parents_of(tree: ast.AST) -> dict[int, ast.AST]:
    """What each node of a tree stands in, by its `id`."""
    return {id(part): node for node in ast.walk(tree) for part in ast.iter_child_nodes(node)}


def texts_in(tree: ast.AST) -> Iterator[tuple[ast.Constant, str]]:
    """The constants that are texts, each with its text; those of f-strings are among them."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node, node.value


def with_other_expressions(source: str, others: Iterable[tuple[ast.expr, str]]) -> str:
    """The source with a text in place of each expression of its tree.

    One that has several lines stays, and so does all when it were no Python afterwards.
    """
    # Unlike `str.splitlines`, this counts lines as the compiler does.
    lines = list(io.StringIO(source, newline=""))
    places = sorted(others, key=lambda pair: (pair[0].lineno, pair[0].col_offset), reverse=True)
    for node, text in places:
        if node.lineno == node.end_lineno:
            line = lines[node.lineno - 1].encode()
            before, after = line[: node.col_offset], line[node.end_col_offset :]
            lines[node.lineno - 1] = (before + text.encode() + after).decode()
    changed = "".join(lines)
    return changed if parses(changed) else source


def check_syntax(source: str) -> CheckReport:
    """Does `source` compile? The message shows the line and what the compiler says of it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(source, "<script>", "exec", dont_inherit=True)
    except SyntaxError as error:
        return CheckReport(compiles=False, messages=(_describe(error, source),))
    except (ValueError, RecursionError, MemoryError) as error:
        # NUL characters, and nesting that the compiler gives up on.
        return CheckReport(compiles=False, messages=(f"it cannot be compiled: {error}",))
    return CheckReport(compiles=True)


def _describe(error: SyntaxError, source: str) -> str:
    lines = source.split("\n")
    number = error.lineno or 0
    line = lines[number - 1].strip()[:_MOST_CHARACTERS] if 0 < number <= len(lines) else ""
    return f"line {number}: `{line}`: {type(error).__name__}: {error.msg}"
