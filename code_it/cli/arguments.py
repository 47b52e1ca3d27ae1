"""The flags of the main command: its own, and one for each setting."""

from __future__ import annotations

import argparse
import ast
import contextlib
import dataclasses
import difflib
import inspect
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, NoReturn, get_args, get_origin, get_type_hints

from code_it import __version__
from code_it.config import SETTINGS_FILE, TaskExecutionConfig, load_config
from code_it.errors import ConfigError

DEFAULT_TASK_FILE = "task.txt"
DEFAULT_OUTPUT = "persistent_source.py"

_EXAMPLES = f"""\
examples:
  code-it
      carry out what {DEFAULT_TASK_FILE} says
  code-it --task "Write the first 20 prime numbers to primes.txt"
  code-it --task-file report.txt --output report.py
  code-it --backend ollama --model qwen2.5-coder:7b
  code-it --backend openai --url http://127.0.0.1:1234/v1 --model my-model
  code-it --model path/to/another-model.gguf --time-limit 30
  code-it --json --quiet > result.json

other commands, each with its own --help:
  code-it packages NAME...   which package an import or a script needs, and whether it is let in
  code-it allow NAME...      let a package in that is not widely known
  code-it envs               the environments that are kept for later runs, and their sizes
  code-it exec SCRIPT.py     run a script of your own, confined in the same way
  code-it models             which model servers answer here, and the flags that use them
  code-it doctor             what works on this machine, and what would improve it

exit codes:
  0  the script was verified, ran, or was written as asked
  1  failed
  2  usage or configuration      4  model unavailable
  3  sandbox unavailable         5  package refused
  75 another run is at work in the folder
  130 interrupted

Every setting is also read from {SETTINGS_FILE} and from CODE_IT_... in the environment.
code_it runs a script that a model wrote and nobody has read: see README.md.
"""

# Settings that have a shorter name on the command line, with their place in the first group.
_SHORT_NAMES = {
    "backend": "--backend",
    "url": "--url",
    "model": "--model",
    "execute_code": "--execute",
    "max_coding_attempts": "--max-attempts",
    "time_limit_seconds": "--time-limit",
    "load_timeout_seconds": "--load-timeout",
}


class Parser(argparse.ArgumentParser):
    about_words = ""
    """What to say of words that no argument takes."""

    def error(self, message: str) -> NoReturn:
        raise ConfigError(f"{message}{self._hint(message)}; --help shows what there is")

    def _hint(self, message: str) -> str:
        head, _, unknown = message.partition("unrecognized arguments: ")
        if head or not unknown:
            return ""
        if not unknown.startswith("-"):
            return self.about_words
        known = [name for action in self._actions for name in action.option_strings]
        near = difflib.get_close_matches(unknown.split("=")[0].split()[0], known, 1, 0.7)
        return f"; did you mean {near[0]}?" if near else ""


def build_parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="code-it",
        usage="code-it [--task TEXT | --task-file PATH] [--output PATH] [settings]",
        description="Write a Python script for a task with a small local model, run it in a "
        "sandbox, check it, and keep the one that works.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        argument_default=argparse.SUPPRESS,
        allow_abbrev=False,
    )
    parser.about_words = "; what is to be done is given with --task"
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--task", metavar="TEXT", help="what is to be done")
    what.add_argument(
        "--task-file",
        metavar="PATH",
        help=f"a text file that says it, - for standard input (default: {DEFAULT_TASK_FILE})",
    )
    parser.add_argument(
        "--output", metavar="PATH", help=f"where the script goes (default: {DEFAULT_OUTPUT})"
    )
    parser.add_argument(
        "--json", action="store_true", default=False, help="print one JSON object, and only that"
    )
    parser.add_argument(
        "--quiet", action="store_true", default=False, help="print only the verdict"
    )
    parser.add_argument(
        "-v", "--verbose", action="store_true", default=False, help="show everything that is said"
    )
    parser.add_argument("--version", action="version", version=f"code_it {__version__}")
    add_settings(parser)
    return parser


def add_settings(parser: argparse.ArgumentParser, names: Sequence[str] = ()) -> None:
    """A flag for each setting, or for those of `names`."""
    others = parser.add_argument_group("all other settings" if not names else "settings")
    hints = get_type_hints(TaskExecutionConfig)
    meanings = setting_meanings()
    for field in dataclasses.fields(TaskExecutionConfig):
        if names and field.name not in names:
            continue
        full_name = "--" + field.name.replace("_", "-")
        short_name = _SHORT_NAMES.get(field.name)
        flags = [full_name] if short_name in (None, full_name) else [short_name, full_name]
        shown = _shown_default(field.default)
        (parser if short_name and not names else others).add_argument(
            *filter(None, flags),
            dest=field.name,
            help=f"{meanings[field.name]} (default: {shown})".replace("%", "%%"),
            default=argparse.SUPPRESS,
            **_parsing_of(hints[field.name]),
        )


def _parsing_of(kind: Any) -> dict[str, Any]:
    if kind is bool:
        return {"action": argparse.BooleanOptionalAction}
    if kind is int:
        return {"type": int, "metavar": "N"}
    if kind is float:
        return {"type": float, "metavar": "X"}
    if get_origin(kind) is tuple:
        return {"type": _names, "action": "extend", "metavar": "NAME,NAME"}
    if get_origin(kind) is Literal:
        return {"metavar": "{" + ",".join(get_args(kind)) + "}"}
    return {"metavar": "TEXT"}


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def settings_from(options: Mapping[str, object]) -> TaskExecutionConfig:
    """The settings of a command: its flags over the environment over the file of this folder.

    Raises:
        ConfigError: One is unknown, or has a value that it cannot have.
    """
    flags = {
        name: tuple(value) if isinstance(value, list) else value for name, value in options.items()
    }
    return load_config(flags, environment=os.environ, settings_file=Path(SETTINGS_FILE))


def _shown_default(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:g}"
    return str(value) if value not in ("", ()) else "none"


def setting_meanings() -> dict[str, str]:
    """What each setting means: the text below its field in `config.py`, without the last dot.

    A setting without a text, or all of them where the source is not there, have their name.
    """
    fields = dataclasses.fields(TaskExecutionConfig)
    meanings = {field.name: field.name.replace("_", " ") for field in fields}
    with contextlib.suppress(OSError, TypeError):
        (definition,) = ast.parse(inspect.getsource(TaskExecutionConfig)).body
        assert isinstance(definition, ast.ClassDef)
        for field_node, text_node in zip(definition.body, definition.body[1:], strict=False):
            match field_node, text_node:
                case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(
                    value=ast.Constant(str(text))
                ):
                    meanings[name] = " ".join(text.split()).rstrip(".")
    return meanings
