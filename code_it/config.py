"""Every setting: its name, its unit, its default and what it may be.

A setting is given as a flag, as an environment variable `CODE_IT_<NAME>`, or in `code_it.toml`;
a flag beats the environment, which beats the file, which beats the default.
"""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

from code_it.errors import ConfigError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ENVIRONMENT_PREFIX = "CODE_IT_"
SETTINGS_FILE = "code_it.toml"

Backend = Literal[
    "embedded",
    "openai",
    "ollama",
    "llama_cpp",
    "lm_studio",
    "vllm",
    "text_generation_webui",
    "text_generation_web_ui_client",
    "llama_base",
]

_TRUE = frozenset({"1", "true", "yes", "on"})
_FALSE = frozenset({"0", "false", "no", "off"})


@dataclass
class TaskExecutionConfig:
    """How a task is carried out. Fields may be assigned later; `validate` is called on use."""

    execute_code: bool = True
    """Run the script. Without it the result is a script that compiles, and no more is claimed."""
    install_dependencies: bool = True
    """Install what the script imports, into an environment of its own."""
    allow_deletions: bool = False
    """Delete files where the task asks for it, and keep a copy. What is only moved goes anyway."""
    apply_linter: bool = True
    """Ask pylint before a script runs, and let the model mend what it calls an error."""
    check_package_is_in_pypi: bool = True
    """Ask the package index whether a package exists before it is installed."""
    log_to_stdout: bool = True
    """Log the story to standard output, unless the program has set up logging itself."""
    coding_samples: int = 3
    """Fresh scripts to draw at a time, until the attempts are used up; 1 for the first one only."""
    code_sampling_strategy: Literal["PYLINT", "NO_SAMPLING"] = "PYLINT"
    """PYLINT draws fresh samples, and tries those with errors last; NO_SAMPLING repairs one."""
    sampling_temperature_multiplier: float = 0.1
    """Each fresh script is this much warmer than the one before, once all other ways are used."""
    sampling_temperature: float = 0.5
    """Temperature of the first fresh script after all other ways of asking are used."""
    agreement_samples: int = 2
    """Scripts to write afresh, to see whether they do the same as the one that looks right."""
    dependency_samples: int = 3
    """Times that the dependency tracker may be asked for the packages of a script."""
    max_coding_attempts: int = 5
    """Scripts to write for one task, repairs and fresh samples together.

    Not below its default, it leaves out a first script, asked for in the fewest words, that fails
    and is not mended.
    """
    max_attempts_with_examples: int = 7
    """The same for a task with examples, which tell at once whether a script is right.

    It holds only where `max_coding_attempts` is not below its default.
    """
    repair_failures: bool = True
    """Write the lines that fail, or the script, anew; without it, only fresh scripts are tried."""
    plan_retries: bool = True
    """Let the model plan before the last of the fresh scripts that are drawn first."""
    apply_fixes: bool = True
    """Mend what needs no model: missing imports, leftovers of a chat, brackets, indentation."""
    patch_samples: int = 3
    """Times to ask for other lines in place of those that fail, before the script is rewritten."""
    max_patches: int = 8
    """Times to ask for such lines in one task; 0 to rewrite whole scripts only."""
    max_llm_calls: int = 0
    """Questions to ask the model for one task; 0 for no limit. What is best by then is taken."""
    max_completion_tokens: int = 0
    """Tokens that the model may write for one task before it is asked nothing more; 0: no limit."""
    max_seconds: float = 0.0
    """Seconds from its start after which the model is asked nothing more; 0 for no limit."""
    dependency_install_attempts: int = 5
    """Sets of packages to install for one task."""
    planner_temperature: float = 0.0
    coder_temperature: float = 0.0
    linter_temperature: float = 0.3
    dependency_tracker_temperature: float = 0.2

    time_limit_seconds: float = 120.0
    """Wall-clock limit for one run of a script."""
    example_time_limit_seconds: float = 15.0
    """The same for a task with examples that asks for no file; the lower of the two holds."""
    install_time_limit_seconds: float = 600.0
    """Wall-clock limit for one install."""
    memory_limit_mib: int = 4096
    """Address space of one process of a script, in MiB; 0 for no limit."""
    cpu_limit_seconds: float = 0.0
    """Processor time of one process of a script; 0 for what the time limit allows."""
    max_processes: int = 128
    """Processes and threads of a script at one time."""
    file_size_limit_mib: int = 512
    """The largest file that a script may write."""
    folder_limit_mib: int = 1024
    """How much the files of a script may grow together."""
    output_limit_mib: int = 64
    """What a script may print."""
    isolation: Literal["auto", "namespaces", "landlock", "seatbelt", "process"] = "auto"
    """How a script is confined; `auto` takes the strongest that works here."""
    network: Literal["auto", "on", "off"] = "auto"
    """May a script use the network? `auto`: when the task names an address or a web service."""
    read_inputs: bool = True
    """Tell the model what the input files look like."""
    show_recipes: bool = True
    """Show the model short examples of the libraries that the task is about."""
    read_urls: bool = True
    """Fetch the addresses that the task names, to tell the model what they answer (GET only)."""
    max_tokens: int = 1536
    """Longest answer of the model, in tokens."""
    context_tokens: int = 8192
    """Longest conversation in tokens; of servers that tell how much theirs holds, theirs counts."""
    seed: int = 1
    """Makes runs repeatable, where the model can do that."""
    allowed_packages: tuple[str, ...] = ()
    """Packages to install although they are not widely known."""
    blocked_packages: tuple[str, ...] = ()
    """Packages never to install, not even when another one needs them."""
    package_cooldown_days: int = 7
    """Releases that are younger are not installed, but for allowed packages; 0 takes the newest."""
    max_packages: int = 60
    """Packages in one environment, with all that they need."""
    max_environment_mib: int = 2048
    """Size of one environment, in MiB; 0 for no limit."""
    max_stored_environments: int = 40
    """Environments to keep for later runs; those used longest ago are removed first."""
    max_stored_mib: int = 10240
    """What they may take together, in MiB."""
    work_folder: str = "."
    """Where the inputs are and the outputs go."""

    backend: Backend = "embedded"
    """Which kind of model the command line asks; `TaskExecutor` is given a builder instead."""
    url: str = ""
    """Address of the model server; empty for the backend's usual one."""
    model: str = ""
    """Name of the model on the server; for `embedded`, the path of a GGUF file."""
    load_timeout_seconds: float = 600.0
    """Longest wait for a model server that loads its model, is busy, or reads a long prompt."""

    def validate(self) -> None:
        """Check every field.

        Raises:
            ConfigError: Names the field, its value, and what it may be.
        """
        hints = get_type_hints(type(self))
        for name, low, high in _RANGES:
            _check_number(name, getattr(self, name), hints[name], low, high)
        for field in dataclasses.fields(self):
            _check_kind(field.name, getattr(self, field.name), hints[field.name])


# The old spelling is in published scripts, as a keyword and as an attribute.
_OLD_SPELLING = "sampling_temperature_multipler"
_RIGHT_SPELLING = "sampling_temperature_multiplier"


def _accept_old_spelling(cls: type[TaskExecutionConfig]) -> None:
    generated_init = cls.__init__

    def __init__(self: TaskExecutionConfig, *args: Any, **kwargs: Any) -> None:
        if _OLD_SPELLING in kwargs:
            kwargs[_RIGHT_SPELLING] = kwargs.pop(_OLD_SPELLING)
        generated_init(self, *args, **kwargs)

    __init__.__wrapped__ = generated_init  # type: ignore[attr-defined]
    cls.__init__ = __init__  # type: ignore[method-assign]
    setattr(
        cls,
        _OLD_SPELLING,
        property(
            lambda self: getattr(self, _RIGHT_SPELLING),
            lambda self, value: setattr(self, _RIGHT_SPELLING, value),
            doc=f"The old spelling of `{_RIGHT_SPELLING}`.",
        ),
    )


_accept_old_spelling(TaskExecutionConfig)

_RANGES: tuple[tuple[str, float, float], ...] = (
    ("coding_samples", 1, 100),
    ("sampling_temperature_multiplier", 0, 2),
    ("sampling_temperature", 0, 2),
    ("agreement_samples", 0, 100),
    ("dependency_samples", 0, 100),
    ("max_coding_attempts", 1, 100),
    ("max_attempts_with_examples", 1, 1000),
    ("cpu_limit_seconds", 0, 1_000_000),
    ("max_processes", 1, 100_000),
    ("file_size_limit_mib", 1, 10_000_000),
    ("folder_limit_mib", 1, 10_000_000),
    ("output_limit_mib", 1, 10_000),
    ("package_cooldown_days", 0, 3650),
    ("max_packages", 1, 10_000),
    ("max_environment_mib", 0, 10_000_000),
    ("max_stored_environments", 1, 100_000),
    ("max_stored_mib", 1, 100_000_000),
    ("patch_samples", 0, 100),
    ("max_patches", 0, 1000),
    ("max_llm_calls", 0, 1_000_000),
    ("max_completion_tokens", 0, 1_000_000_000),
    ("max_seconds", 0, 86_400 * 365),
    ("dependency_install_attempts", 1, 100),
    ("planner_temperature", 0, 2),
    ("coder_temperature", 0, 2),
    ("linter_temperature", 0, 2),
    ("dependency_tracker_temperature", 0, 2),
    ("time_limit_seconds", 0.1, 86_400),
    ("example_time_limit_seconds", 0.1, 86_400),
    ("install_time_limit_seconds", 1, 86_400),
    ("memory_limit_mib", 0, 1_048_576),
    ("max_tokens", 16, 1_048_576),
    ("context_tokens", 512, 1_048_576),
    ("load_timeout_seconds", 1, 86_400),
    ("seed", 0, 2**31 - 1),
)


def _check_number(name: str, value: object, kind: object, low: float, high: float) -> None:
    wanted = "a whole number" if kind is int else "a number"
    right_type = isinstance(value, int if kind is int else (int, float))
    # The comparison is false for NaN, so NaN is refused too.
    if isinstance(value, bool) or not right_type or not low <= value <= high:  # type: ignore[operator]
        raise ConfigError(f"{name} is {value!r}; it must be {wanted} from {low:g} to {high:g}")


def _check_kind(name: str, value: object, kind: Any) -> None:
    if get_origin(kind) is Literal and value not in get_args(kind):
        choices = ", ".join(map(str, get_args(kind)))
        raise ConfigError(f"{name} is {value!r}; it must be one of {choices}")
    if kind is bool and not isinstance(value, bool):
        raise ConfigError(f"{name} is {value!r}; it must be True or False")
    if kind is str and not isinstance(value, str):
        raise ConfigError(f"{name} is {value!r}; it must be text")
    if get_origin(kind) is tuple and not (
        isinstance(value, (tuple, list)) and all(isinstance(item, str) for item in value)
    ):
        raise ConfigError(f"{name} is {value!r}; it must be a list of names")


def load_config(
    flags: Mapping[str, object],
    *,
    environment: Mapping[str, str],
    settings_file: Path | None = None,
) -> TaskExecutionConfig:
    """Put the layers together and validate the outcome.

    Args:
        flags: Settings given on the command line, by field name, in their own types.
        environment: Usually `os.environ`; names without the prefix are ignored.
        settings_file: A TOML file; `None` or a missing file is an empty layer.

    Raises:
        ConfigError: An unknown setting, a value of the wrong kind, or a file that is no TOML.
    """
    values = _from_file(settings_file) | _from_environment(environment) | dict(flags)
    config = TaskExecutionConfig(**values)  # type: ignore[arg-type]
    config.validate()
    return config


def _from_file(path: Path | None) -> dict[str, object]:
    if path is None or not path.is_file():
        return {}
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise ConfigError(f"{path} cannot be read as TOML: {error}") from error
    return {
        _known_name(name, f"{path}"): tuple(value) if isinstance(value, list) else value
        for name, value in table.items()
    }


# Variables with our prefix that are no settings: places, and the key of a model server.
_OTHER_VARIABLES = frozenset({"CACHE", "API_KEY"})


def _from_environment(environment: Mapping[str, str]) -> dict[str, object]:
    hints = get_type_hints(TaskExecutionConfig)
    values: dict[str, object] = {}
    for variable, text in environment.items():
        if not variable.startswith(ENVIRONMENT_PREFIX):
            continue
        suffix = variable[len(ENVIRONMENT_PREFIX) :]
        if suffix in _OTHER_VARIABLES:
            continue
        name = _known_name(suffix.lower(), "the environment")
        values[name] = _read_value(variable, text, hints[name])
    return values


def _known_name(name: str, where: str) -> str:
    if name == _OLD_SPELLING:
        return _RIGHT_SPELLING
    known = [field.name for field in dataclasses.fields(TaskExecutionConfig)]
    if name not in known:
        import difflib

        near = difflib.get_close_matches(name, known, n=1)
        hint = f"; did you mean {near[0]}?" if near else ""
        raise ConfigError(f"unknown setting {name!r} in {where}{hint}")
    return name


def _read_value(variable: str, text: str, kind: Any) -> object:
    if kind is bool:
        if text.lower() in _TRUE | _FALSE:
            return text.lower() in _TRUE
        raise ConfigError(f"{variable} is {text!r}; it must be one of true, false, yes, no, 1, 0")
    if kind in (int, float):
        try:
            number: object = kind(text)
        except ValueError as error:
            raise ConfigError(f"{variable} is {text!r}; it must be a number") from error
        return number
    if get_origin(kind) is tuple:
        return tuple(part.strip() for part in text.split(",") if part.strip())
    return text
