"""What can be a task: a text of some length."""

from __future__ import annotations

from code_it.errors import ConfigError

LARGEST_TASK_BYTES = 64 * 1024


def check_task(text: str, source: str) -> str:
    """`text` if it can be a task.

    Args:
        source: What to call it in messages.

    Raises:
        ConfigError: It is empty, too long, or holds what is no text.
    """
    # What is left of undecodable bytes in the arguments of a process cannot be encoded again.
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise ConfigError(f"{source} is not UTF-8 text; write it in UTF-8")
    if "\0" in text:
        raise ConfigError(f"{source} holds binary data; a task is plain text")
    if len(text.encode("utf-8")) > LARGEST_TASK_BYTES:
        raise too_long(source)
    if not text.strip("\ufeff\u200b \t\r\n\f\v") or text.isspace():
        raise ConfigError(f"{source} is empty; say in it what the script is to do")
    return text


def too_long(source: str) -> ConfigError:
    """The error for a task that is too long."""
    return ConfigError(
        f"{source} is longer than {LARGEST_TASK_BYTES // 1024} KiB; a task says what is to be "
        "done: put data into files of their own and name them"
    )
