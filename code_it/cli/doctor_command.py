"""`doctor` tells what works on this machine, and what would improve it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from code_it.cli.arguments import Parser, add_settings, settings_from
from code_it.cli.output import tell, tell_json
from code_it.cli.session import Session
from code_it.doctoring import Examination, LevelReport, examine

_SETTINGS = ("isolation", "backend", "url", "model")


def doctor(arguments: Sequence[str], session: Session) -> int:
    """Examine the machine; the exit code is that of a run which could not start."""
    options = vars(_parser().parse_args(list(arguments)))
    session.as_json = options.pop("json")
    config = settings_from(options)
    found = examine(config, Path(config.work_folder).absolute())
    if session.as_json:
        tell_json(asdict(found) | {"ok": found.exit_code == 0})
    else:
        for line in _lines(found):
            tell(line, sys.stdout)
    return found.exit_code


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="code-it doctor",
        description="Tell what isolation this machine gives and why, by trying it, and whether the "
        "model and the packages tool are there. Nothing is fetched or installed.",
        argument_default=argparse.SUPPRESS,
        allow_abbrev=False,
    )
    parser.add_argument(
        "--json", action="store_true", default=False, help="print one JSON object, and only that"
    )
    add_settings(parser, _SETTINGS)
    return parser


def _lines(found: Examination) -> Iterator[str]:
    told = f"a script is confined by {found.level}" if found.level else "no script would be run"
    yield f"Isolation: {told}"
    for report in found.levels:
        yield from _about(report)
    if sys.platform == "win32":
        yield "    not tested: the Job Object that limits a script at the level `process`"
    for finding in found.findings:
        yield f"{finding.name.capitalize()}: {_mark(finding.ready)}{finding.found}"
        if finding.advice:
            yield f"    try: {finding.advice}"
    yield "System: " + ", ".join(f"{name} {value}" for name, value in found.system.items())


def _about(report: LevelReport) -> Iterator[str]:
    held = sum(case.held for case in report.cases)
    result = f"{held} of {len(report.cases)} cases of the self-test hold" if report.cases else ""
    yield f"  {report.level}: {_mark(report.works)}{result or report.reason}"
    for case in report.cases:
        outcome = "" if case.held else f" ({case.found})"
        yield f"    {'ok ' if case.held else 'NOT'} {case.meaning}{outcome}"
    yield from (f"    not kept: {line}" for line in report.not_enforced)
    if report.advice:
        yield f"    try: {report.advice}"


def _mark(ready: bool) -> str:
    return "" if ready else "NOT READY: "
