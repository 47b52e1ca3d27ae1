"""What an installer's output means, in a sentence for a person."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from code_it.sandbox.process import ProcessResult

Reason = Literal[
    "unknown",
    "no wheel",
    "versions",
    "too young",
    "no times",
    "index",
    "damaged",
    "disk",
    "time",
    "refused",
    "other",
]


@dataclass(frozen=True)
class Failure:
    """Why an install did not work."""

    reason: Reason
    message: str
    """One sentence for a person."""
    output: str


def explain(result: ProcessResult, requirements: Sequence[str], limit_seconds: float) -> Failure:
    """Say in one sentence what an installer's output means."""
    output = f"{result.stdout}\n{result.stderr}".strip()
    asked = ", ".join(requirements)
    if result.timed_out:
        message = f"Installing {asked} took longer than {limit_seconds:g} s and was stopped."
        return Failure("time", message, output)
    flat = " ".join(output.split())
    for reason, pattern, sentence in _TROUBLES:
        if pattern.search(flat):
            return Failure(reason, sentence.format(asked=asked), output)
    for reason, pattern, sentence in (*_AGES, *_LACKS):
        if match := pattern.search(flat):
            return Failure(reason, sentence.format(package=match["package"]), output)
    if match := _PIP_FOUND_NOTHING.search(flat):
        return _explain_pip(match["package"], match["versions"], output)
    last_line = output.splitlines()[-1].strip() if output else f"exit status {result.returncode}"
    return Failure("other", f"{asked} could not be installed: {last_line}", output)


_NO_WHEEL = (
    '"{package}" has no wheel for this Python and machine, and nothing is built from source here.'
)
_NO_SUCH = '"{package}" is not on your package index.'
_TOO_YOUNG = (
    'Nothing of "{package}" has been on your package index for long enough: malicious releases are '
    "mostly found within days. To take it all the same, set package_cooldown_days to 0."
)
_NO_VERSION = 'Your package index has no version of "{package}" that fits the others asked for.'

_TROUBLES: tuple[tuple[Reason, re.Pattern[str], str], ...] = (
    (
        "disk",
        re.compile(
            r"no space left on device|os error 28\b|disk quota exceeded|os error 122\b",
            re.IGNORECASE,
        ),
        "There is no space left to install {asked}; free some, or name a folder on another "
        "disk in CODE_IT_CACHE.",
    ),
    (
        "index",
        re.compile(
            r"\b401 (client error|unauthorized)|\b403 (client error|forbidden)",
            re.IGNORECASE,
        ),
        "Your package index refused to hand out {asked}; check its credentials.",
    ),
    (
        "damaged",
        re.compile(
            r"hash mismatch|do not match the hashes",
            re.IGNORECASE,
        ),
        "A file for {asked} is not what your package index says it is; nothing was installed.",
    ),
    (
        "index",
        re.compile(
            r"error sending request|dns error|http status server error|network connectivity is "
            r"disabled|connection (error|refused|reset|broken)|max retries exceeded|read timed "
            r"out|certificate verify failed|failed to fetch|not a trusted or secure host",
            re.IGNORECASE,
        ),
        "Your package index could not be reached for {asked}; check the network and the "
        "index settings of pip and uv.",
    ),
)
_PACKAGE = r"(?P<package>[A-Za-z0-9][A-Za-z0-9._-]*)"
_VERSION = r"(?:[=<>!~]+\S+)?"
_LACKS: tuple[tuple[Reason, re.Pattern[str], str], ...] = (
    ("no wheel", re.compile(rf"{_PACKAGE}{_VERSION} has no (?:usable )?wheels"), _NO_WHEEL),
    ("unknown", re.compile(rf"{_PACKAGE} was not found in"), _NO_SUCH),
    ("versions", re.compile(rf"you require {_PACKAGE}{_VERSION}[, ]"), _NO_VERSION),
)
_FILTERED = rf"`{_PACKAGE}` was filtered by `exclude-newer`"
_NO_TIMES = 'Your package index does not say how old the releases of "{package}" are.'
_AGES: tuple[tuple[Reason, re.Pattern[str], str], ...] = (
    ("too young", re.compile(rf"{_FILTERED}[^`]* published at"), _TOO_YOUNG),
    ("no times", re.compile(_FILTERED), _NO_TIMES),
    ("no times", re.compile(rf"/{_PACKAGE}/ does not provide upload-time metadata"), _NO_TIMES),
)
_PIP_FOUND_NOTHING = re.compile(
    rf"satisfies the requirement {_PACKAGE}[^(]*(?:\(from (?!versions)[^)]*\) )?"
    r"\(from versions: (?P<versions>[^)]*)"
)


def _explain_pip(package: str, versions: str, output: str) -> Failure:
    if versions != "none":
        return Failure("versions", _NO_VERSION.format(package=package), output)
    # Only what is known of this very package counts: other links are skipped all the time.
    file = rf".*\b{re.sub('[-_.]+', '[-_.]+', package)}-\d"
    if re.search(rf"Skipping link: Upload time {file}", output, re.IGNORECASE):
        return Failure("too young", _TOO_YOUNG.format(package=package), output)
    if re.search(rf"Skipping link: {file}", output, re.IGNORECASE):
        return Failure("no wheel", _NO_WHEEL.format(package=package), output)
    return Failure("unknown", _NO_SUCH.format(package=package), output)
