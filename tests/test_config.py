"""Every setting has its promised default, and says what is wrong with a value."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from code_it.config import TaskExecutionConfig, load_config
from code_it.errors import ConfigError

PROMISED = {
    "execute_code": True,
    "install_dependencies": True,
    "apply_linter": True,
    "check_package_is_in_pypi": True,
    "log_to_stdout": True,
    "coding_samples": 3,
    "code_sampling_strategy": "PYLINT",
    "sampling_temperature_multipler": 0.1,
    "sampling_temperature_multiplier": 0.1,
    "dependency_samples": 3,
    "max_coding_attempts": 5,
    "dependency_install_attempts": 5,
    "planner_temperature": 0,
    "coder_temperature": 0,
    "linter_temperature": 0.3,
    "dependency_tracker_temperature": 0.2,
}


@pytest.mark.parametrize(("name", "default"), PROMISED.items())
def test_promised_default(name: str, default: object) -> None:
    """Published scripts rely on these."""
    assert getattr(TaskExecutionConfig(), name) == default


@pytest.mark.parametrize(("name", "value"), PROMISED.items())
def test_promised_setting_is_accepted(name: str, value: object) -> None:
    """By the constructor and by assignment."""
    assert getattr(TaskExecutionConfig(**{name: value}), name) == value  # type: ignore[arg-type]
    config = TaskExecutionConfig()
    setattr(config, name, value)
    config.validate()


def test_the_old_spelling_is_the_same_setting() -> None:
    """The misspelt name of published scripts reads and writes the right one."""
    config = TaskExecutionConfig(sampling_temperature_multipler=0.5)  # type: ignore[call-arg]
    assert config.sampling_temperature_multiplier == 0.5
    config.sampling_temperature_multipler = 0.7  # type: ignore[attr-defined]
    assert config.sampling_temperature_multiplier == 0.7
    names = [field.name for field in dataclasses.fields(config)]
    assert "sampling_temperature_multipler" not in names


def test_the_defaults_are_valid() -> None:
    """An untouched configuration passes."""
    TaskExecutionConfig().validate()


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("coding_samples", 0, "coding_samples is 0; it must be a whole number from 1 to 100"),
        ("coding_samples", True, "coding_samples is True; it must be a whole number"),
        ("coding_samples", 2.0, "coding_samples is 2.0; it must be a whole number"),
        ("coding_samples", "3", "coding_samples is '3'; it must be a whole number"),
        ("coding_samples", None, "coding_samples is None"),
        ("coder_temperature", -0.1, "coder_temperature is -0.1; it must be a number from 0 to 2"),
        ("coder_temperature", float("nan"), "coder_temperature is nan"),
        ("time_limit_seconds", 0, "time_limit_seconds is 0; it must be a number from 0.1 to 86400"),
        ("time_limit_seconds", float("inf"), "time_limit_seconds is inf"),
        ("execute_code", 1, "execute_code is 1; it must be True or False"),
        ("execute_code", "no", "execute_code is 'no'; it must be True or False"),
        ("code_sampling_strategy", "BEST", "must be one of PYLINT, NO_SAMPLING"),
        ("backend", "gpt", "backend is 'gpt'; it must be one of embedded, openai, ollama"),
        ("isolation", "none", "must be one of auto, namespaces, landlock, seatbelt, process"),
        ("network", True, "network is True; it must be one of auto, on, off"),
        ("allowed_packages", "numpy", "allowed_packages is 'numpy'; it must be a list of names"),
        ("allowed_packages", (1,), "it must be a list of names"),
        ("work_folder", Path("x"), "it must be text"),
        ("seed", -1, "seed is -1; it must be a whole number from 0 to"),
    ],
)
def test_a_wrong_value_is_named_with_what_it_may_be(name: str, value: object, message: str) -> None:
    """The message names the setting, the value and the range."""
    config = TaskExecutionConfig()
    setattr(config, name, value)
    with pytest.raises(ConfigError) as caught:
        config.validate()
    assert message in str(caught.value)


def test_the_layers(tmp_path: Path) -> None:
    """A flag beats the environment, which beats the file, which beats the default."""
    settings = tmp_path / "code_it.toml"
    settings.write_text("seed = 2\nmax_tokens = 200\ncoding_samples = 20\n")
    environment = {"CODE_IT_SEED": "3", "CODE_IT_MAX_TOKENS": "300", "SEED": "9"}
    config = load_config({"seed": 4}, environment=environment, settings_file=settings)
    assert (config.seed, config.max_tokens, config.coding_samples) == (4, 300, 20)
    assert config.dependency_samples == 3


@pytest.mark.parametrize(
    ("variable", "text", "value"),
    [
        ("CODE_IT_EXECUTE_CODE", "no", False),
        ("CODE_IT_EXECUTE_CODE", "TRUE", True),
        ("CODE_IT_CODING_SAMPLES", "7", 7),
        ("CODE_IT_CODER_TEMPERATURE", "0.5", 0.5),
        ("CODE_IT_ISOLATION", "process", "process"),
        ("CODE_IT_ALLOWED_PACKAGES", " a, b ,", ("a", "b")),
        ("CODE_IT_SAMPLING_TEMPERATURE_MULTIPLER", "0.2", 0.2),
    ],
)
def test_the_environment_is_read(variable: str, text: str, value: object) -> None:
    """Each kind of setting is read from its text."""
    config = load_config({}, environment={variable: text})
    assert getattr(config, variable.removeprefix("CODE_IT_").lower()) == value


@pytest.mark.parametrize(
    ("environment", "file", "message"),
    [
        ({"CODE_IT_SEDE": "1"}, "", "unknown setting 'sede' in the environment; did you mean seed"),
        ({"CODE_IT_SEED": "one"}, "", "CODE_IT_SEED is 'one'; it must be a number"),
        ({"CODE_IT_READ_URLS": "maybe"}, "", "CODE_IT_READ_URLS is 'maybe'; it must be one of"),
        ({}, "sede = 1", "unknown setting 'sede' in"),
        ({}, "seed = ", "cannot be read as TOML"),
        ({}, "seed = 'one'", "seed is 'one'; it must be a whole number"),
        ({}, "[seed]\nx = 1", "seed is {'x': 1}"),
    ],
)
def test_a_wrong_layer_is_refused(
    tmp_path: Path, environment: dict[str, str], file: str, message: str
) -> None:
    """The message says which layer, and what is wrong in it."""
    settings = tmp_path / "code_it.toml"
    settings.write_text(file)
    with pytest.raises(ConfigError) as caught:
        load_config({}, environment=environment, settings_file=settings)
    assert message in str(caught.value)


def test_variables_that_are_no_settings_are_left_alone(tmp_path: Path) -> None:
    """The cache's place and a server's key share the prefix; a missing file is no layer."""
    environment = {"CODE_IT_CACHE": "/somewhere", "CODE_IT_API_KEY": "secret"}
    config = load_config({}, environment=environment, settings_file=tmp_path / "none.toml")
    assert config == TaskExecutionConfig()
