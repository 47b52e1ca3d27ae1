"""`packages` tells what would be installed for an import, and `allow` lets a package in."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from code_it.cli.arguments import Parser, settings_from
from code_it.cli.output import tell, tell_json
from code_it.cli.session import Session
from code_it.config import SETTINGS_FILE, TaskExecutionConfig
from code_it.errors import ConfigError, PackageError
from code_it.packages.look_up import Answer, allowable, look_up, look_up_script
from code_it.script_header import read_header


def packages(arguments: Sequence[str], _session: Session) -> int:
    """List what imports come to; exit code 5 when one of them is refused."""
    options, names = _packages_parser().parse_known_args(list(arguments))
    # What looks like an option is looked up like everything else: it is no package.
    wanted = [text for text in arguments if text in {*options.names, *names} and text != "--"]
    if not wanted:
        raise ConfigError("name a package, an import or a script: code-it packages pandas")
    config = settings_from({})
    answers = [answer for text in wanted for answer in _answers(text, config)]
    if options.json:
        tell_json([asdict(answer) for answer in answers])
    else:
        for line in _lines(answers):
            tell(line, sys.stdout)
    return 0 if all(answer.allowed for answer in answers) else PackageError.exit_code


def allow(arguments: Sequence[str], _session: Session) -> int:
    """Write packages that are not widely known into the settings of this folder."""
    names = _allow_parser().parse_args(list(arguments)).names
    config = settings_from({})
    wanted = [allowable(name, config) for name in names]
    new = [text for text in wanted if text not in config.allowed_packages]
    if new:
        _add_to_settings(new)
    for text in wanted:
        done = f"Allowed {text} in {SETTINGS_FILE}." if text in new else f"{text} is allowed."
        tell(done, sys.stdout)
    return 0


def _packages_parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="code-it packages",
        description="Tell for each import which package would be installed, and whether it may be. "
        "Nothing is installed.",
        allow_abbrev=False,
    )
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help="an import, a package, or a script (SCRIPT.py)"
    )
    parser.add_argument("--json", action="store_true", help="print a list of objects")
    return parser


def _allow_parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="code-it allow",
        description="Let packages be installed that are not among the most downloaded ones: they "
        f"are added to allowed_packages in {SETTINGS_FILE}, in the current folder.",
        allow_abbrev=False,
    )
    parser.add_argument("names", nargs="+", metavar="NAME", help="a package, such as 'my-lib<2'")
    return parser


def _answers(text: str, config: TaskExecutionConfig) -> tuple[Answer, ...]:
    if not text.endswith(".py"):
        return (look_up(text, config),)
    path = Path(text)
    try:
        source = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ConfigError(f"the script {text} cannot be read: {reason}") from error
    header = read_header(source, path.name)
    if header is not None:
        return tuple(look_up(each, config) for each in header.dependencies)
    return look_up_script(source, path.parent, config)


def _lines(answers: Sequence[Answer]) -> list[str]:
    if not answers:
        return ["It imports nothing that has to be installed."]
    return [
        f"{answer.import_name}: "
        + (f"{answer.distribution}, allowed. " if answer.allowed else "refused. ")
        + answer.reason
        for answer in answers
    ]


def _add_to_settings(names: Sequence[str]) -> None:
    import tomlkit

    path = Path(SETTINGS_FILE)
    try:
        document = tomlkit.parse(path.read_text(encoding="utf-8")) if path.exists() else None
        document = tomlkit.document() if document is None else document
        listed = document.setdefault("allowed_packages", tomlkit.array())
        for name in names:
            listed.append(name)
        temporary = path.with_name(f".{path.name}.new")
        temporary.write_text(tomlkit.dumps(document), encoding="utf-8")
        temporary.replace(path)
    except OSError as error:
        raise ConfigError(f"{path} cannot be written: {error.strerror or error}") from error
