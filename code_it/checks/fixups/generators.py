"""Source -> the same, with brackets around a generator that stands beside other arguments."""

from __future__ import annotations

from code_it.checks.syntax import parse

_MESSAGE = "Generator expression must be parenthesized"
_MOST = 5


def with_generators_in_brackets(source: str) -> str:
    """The compiler tells where it begins and ends; one of several lines stays as it is."""
    for _ in range(_MOST):
        try:
            parse(source)
        except SyntaxError as error:
            changed = _with_brackets(source, error) if error.msg == _MESSAGE else source
            if changed == source:
                return source
            source = changed
        else:
            break
    return source


def _with_brackets(source: str, error: SyntaxError) -> str:
    first, last = error.offset, error.end_offset
    if error.lineno is None or error.lineno != error.end_lineno or not first or not last:
        return source
    lines = source.split("\n")
    line = lines[error.lineno - 1]
    lines[error.lineno - 1] = f"{line[: first - 1]}({line[first - 1 : last - 1]}){line[last - 1 :]}"
    return "\n".join(lines)
