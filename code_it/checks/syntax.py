"""Candidate -> CheckReport, by asking the compiler."""

from __future__ import annotations

import warnings

from code_it.flow import CheckReport

_MOST_CHARACTERS = 200


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
