"""`exec` runs a script that the user already has, confined like those that a model writes."""

from __future__ import annotations

import argparse
import os
import sys
import threading
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from code_it.cli.arguments import Parser, add_settings, settings_from
from code_it.cli.inputs import looking_at
from code_it.cli.isolation import settle_isolation
from code_it.cli.output import print_text, tell, tell_json
from code_it.cli.session import Session
from code_it.config import TaskExecutionConfig
from code_it.errors import ConfigError

if TYPE_CHECKING:
    from code_it.running import ScriptRun

EXIT_LIMIT = 6

_SETTINGS = (
    "isolation",
    "network",
    "time_limit_seconds",
    "cpu_limit_seconds",
    "memory_limit_mib",
    "max_processes",
    "file_size_limit_mib",
    "folder_limit_mib",
    "output_limit_mib",
    "install_dependencies",
    "check_package_is_in_pypi",
    "allowed_packages",
    "blocked_packages",
    "package_cooldown_days",
    "max_packages",
    "max_environment_mib",
    "allow_deletions",
)


def execute(arguments: Sequence[str], session: Session) -> int:
    """Run it in a copy of the current folder; the exit code is the script's own."""
    own, after = _split(arguments)
    if after and all(word.startswith("-") for word in own):
        raise ConfigError(
            "the script comes before --, and its arguments after; one whose name begins with a "
            "dash is named as ./-x.py"
        )
    options = vars(_parser().parse_args(own))
    session.as_json, quiet = options.pop("json"), options.pop("quiet")
    script = Path(options.pop("script"))
    config = settings_from(options)
    check_script(script)
    session.runs_folder = Path(".code_it", "runs")
    settle_isolation(config, quiet=quiet or session.as_json, what="your script")
    ended = _run(script, config, after, as_json=session.as_json, quiet=quiet)
    code = EXIT_LIMIT if ended.run.stopped_because else ended.run.returncode
    if session.as_json:
        tell_json(_as_json(ended, code))
    elif not quiet:
        for line in _closing_lines(ended):
            tell(line, sys.stderr)
    return code


def _split(arguments: Sequence[str]) -> tuple[list[str], list[str]]:
    """What is ours, and what is the script's."""
    given = list(arguments)
    place = given.index("--") if "--" in given else len(given)
    return given[:place], given[place + 1 :]


def check_script(script: Path) -> None:
    if script.suffix.lower() == ".ipynb":
        raise ConfigError(
            f"{script} is a notebook; make a script of it: jupyter nbconvert --to script"
        )
    with looking_at(script):
        if script.is_file():
            return
        if script.is_dir():
            raise ConfigError(f"{script} is a folder; name a file of Python")
    if os.path.lexists(script):
        kind = "a link that leads nowhere" if script.is_symlink() else "no plain file"
        raise ConfigError(f"{script} is {kind}; name a file of Python")
    raise ConfigError(f"there is no script {script}; name a file of Python")


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="code-it exec",
        usage="code-it exec SCRIPT.py [settings] [-- ARGUMENTS]",
        description="Run a script in a copy of the current folder, confined, with the packages of "
        "its inline metadata or of its imports; the files that it makes are brought back.",
        epilog="The exit code is the script's own; 6 when it met a limit and was stopped.",
        argument_default=argparse.SUPPRESS,
        allow_abbrev=False,
    )
    parser.about_words = "; arguments of the script come after --"
    parser.add_argument("script", metavar="SCRIPT.py", help="a file of Python")
    parser.add_argument(
        "--json", action="store_true", default=False, help="print one JSON object, and only that"
    )
    parser.add_argument(
        "--quiet", action="store_true", default=False, help="print only what the script prints"
    )
    add_settings(parser, _SETTINGS)
    return parser


def _run(
    script: Path,
    config: TaskExecutionConfig,
    arguments: Sequence[str],
    *,
    as_json: bool,
    quiet: bool,
) -> ScriptRun:
    from code_it.running import run_in_folder

    return run_in_folder(
        script,
        Path.cwd(),
        config,
        arguments=arguments,
        # Nobody has read a task here that could ask for more.
        network=config.network == "on",
        note=lambda message: None if quiet or as_json else tell(message, sys.stderr),
        on_output=None if as_json else _Relay(),
    )


class _Relay:
    """Hands on what a script writes, as it comes: to a terminal without what steers it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()

    def __call__(self, name: str, data: bytes) -> None:
        stream = sys.stdout if name == "stdout" else sys.stderr
        raw: Any = getattr(stream, "buffer", None)
        with self._lock:
            if raw is not None and not stream.isatty():
                raw.write(data)
                raw.flush()
                return
            from code_it.sandbox.terminal import clean

            print_text(clean(data.decode("utf-8", "replace")), stream, end="")


def _closing_lines(ended: ScriptRun) -> list[str]:
    from code_it.runs.report import NETWORK_MEANS, few

    run, delivery = ended.run, ended.delivery
    lines = [f"Stopped: {run.stopped_because}."] if run.stopped_because else []
    if run.limit_hit:
        lines.append(f"Limit: {run.limit_hit}.")
    if run.returncode and run.stderr.rstrip().rpartition("\n")[2].startswith("EOFError"):
        lines.append("Input: a confined script has none; give it arguments after --, or a file.")
    files = len(delivery.delivered)
    network = "on" if run.network else "off"
    brought = f"{files} file{'' if files == 1 else 's'} brought back"
    lines.append(f"Isolation: {run.isolation}; network {network}; {brought}.")
    if run.network:
        lines.append(f"Network: {NETWORK_MEANS}.")
    lines += few([f"Careful with {name}: {what}" for name, what in delivery.careful])
    lines += few([f"Not brought back: {name} ({reason})" for name, reason in delivery.skipped])
    lines += few([f"Deleted: {name}" for name in ended.deletions.gone])
    lines += few([f"Not deleted: {name} ({reason})" for name, reason in ended.deletions.left])
    lines += few([f"Your former {name} is in {ended.run_folder}" for name in delivery.kept_aside])
    return lines


def _as_json(ended: ScriptRun, exit_code: int) -> dict[str, object]:
    delivery = ended.delivery
    return asdict(ended.run) | {
        "exit_code": exit_code,
        "packages": list(ended.packages),
        "delivered": list(delivery.delivered),
        "kept_aside": list(delivery.kept_aside),
        "careful": [{"name": name, "reason": what} for name, what in delivery.careful],
        "skipped": [{"name": name, "reason": reason} for name, reason in delivery.skipped],
        "gone": list(ended.deletions.gone),
        "left": [{"name": name, "reason": reason} for name, reason in ended.deletions.left],
        "run_folder": ended.run_folder,
    }
