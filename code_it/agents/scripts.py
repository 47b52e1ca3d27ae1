"""Pieces of code -> the script that is meant, by asking the parser."""

from __future__ import annotations

import ast
import codeop
import re
from collections.abc import Sequence

from code_it.checks.imports import undefined_names
from code_it.checks.syntax import parse, parses

_MOST_PIECES = 20
_LEFT_OUT = re.compile(r"^[ \t]*(?:#.*(?:\.\.\.|…)|\.\.\.[ \t]*$)", re.MULTILINE)


def is_script(source: str) -> bool:
    """Is it Python that does something? A word, a list of data or `Total: 5` is not."""
    try:
        return any(_does_something(node) for node in parse(source).body)
    except SyntaxError:
        return False


def _does_something(node: ast.stmt) -> bool:
    if isinstance(node, ast.Expr):
        return any(isinstance(part, (ast.Call, ast.Await)) for part in ast.walk(node))
    if isinstance(node, ast.AnnAssign):
        return node.value is not None
    return not isinstance(node, ast.Pass)


def ends_in_string(source: str) -> bool:
    """Is a triple-quoted string still open at the end?"""
    try:
        parse(source)
    except SyntaxError as error:
        return "triple-quoted" in error.msg
    return False


def ends_open(source: str) -> bool:
    """Does it end in the middle of a statement?"""
    source = source.rstrip()
    try:
        return codeop.compile_command(source, "<script>", "exec") is None
    except SyntaxError as error:
        # Of a text in one line, and an operator, the compiler does not say that more may come.
        return (error.lineno or 0) > source.count("\n")
    except (ValueError, OverflowError, RecursionError, MemoryError):
        return False


def broken_off(pieces: Sequence[str]) -> str:
    """The script that was broken off and goes on in further pieces; `""` when there is none."""
    if len(pieces) == 1 or all(parses(piece) for piece in pieces[:_MOST_PIECES]):
        return ""
    joined = "\n".join(pieces)
    return joined if is_script(joined) else ""


def whole_of(pieces: Sequence[str]) -> str:
    """The script that pieces make, given in the order of the reply; `""` when they make none."""
    scripts = [piece for piece in pieces[:_MOST_PIECES] if is_script(piece)]
    if not scripts:
        return ""
    main = _main(scripts)
    before = _needed(main, scripts)
    beginning = "\n".join([*before, main])
    after = _going_on(beginning, scripts[scripts.index(main) + 1 :])
    return "\n".join([beginning, *after])


def _main(scripts: Sequence[str]) -> str:
    """The longest, or the last version of it."""
    complete = [s for s in scripts if not any(_elides(s, other) for other in scripts)] or scripts
    longest = max(complete, key=len)
    later = complete[complete.index(longest) + 1 :]
    versions = [script for script in later if _same_script(longest, script)]
    return versions[-1] if versions else longest


def _elides(script: str, other: str) -> bool:
    """Is `script` the other one with dots for what has not changed?"""
    return script != other and bool(_LEFT_OUT.search(script)) and _is_excerpt(script, of=other)


def _same_script(one: str, other: str) -> bool:
    return _is_excerpt(one, of=other) and _is_excerpt(other, of=one)


def _is_excerpt(source: str, *, of: str) -> bool:
    """Do two thirds of the lines of `source` stand in the other one?"""
    ours, theirs = ({line for line in s.splitlines() if line.strip()} for s in (source, of))
    return 3 * len(ours & theirs) >= 2 * len(ours)


def _needed(main: str, scripts: Sequence[str]) -> list[str]:
    """The scripts that define what `main` uses and does not define, such as its imports."""
    needed: list[str] = []
    for script in reversed(scripts):
        if script == main or _is_excerpt(script, of=main):
            continue
        missing = set(undefined_names("\n".join([*needed, main])))
        if missing & (_definitions(script) | _variables(script)):
            needed.insert(0, script)
    return needed


def _going_on(beginning: str, later: Sequence[str]) -> list[str]:
    """The scripts that work on with the variables so far, or call what is only defined so far."""
    names = _variables(beginning)
    if not names and not _acts(beginning):
        names = _definitions(beginning)
    following: list[str] = []
    for script in later:
        if names & set(undefined_names(script)) and not _is_excerpt(script, of=beginning):
            following.append(script)
            names |= _variables(script)
    return following


_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_IMPORTS = (ast.Import, ast.ImportFrom)


def _acts(source: str) -> bool:
    body = parse(source).body
    return any(_does_something(n) and not isinstance(n, (*_DEFINITIONS, *_IMPORTS)) for n in body)


def _definitions(source: str) -> set[str]:
    """The functions, classes and modules that `source` has at its top."""
    body = parse(source).body
    imports = [node for node in body if isinstance(node, _IMPORTS)]
    aliases = [alias for node in imports for alias in node.names]
    return {node.name for node in body if isinstance(node, _DEFINITIONS)} | {
        (alias.asname or alias.name).partition(".")[0] for alias in aliases
    }


def _variables(source: str) -> set[str]:
    """What `source` assigns outside of its functions and classes."""
    body = [node for node in parse(source).body if not isinstance(node, _DEFINITIONS)]
    parts = [part for node in body for part in ast.walk(node)]
    return {p.id for p in parts if isinstance(p, ast.Name) and isinstance(p.ctx, ast.Store)}
