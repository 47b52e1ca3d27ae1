"""Prompts, one text file each; `$name` is filled in, braces stay as they are."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from string import Template


def render(name: str, /, **values: str) -> str:
    """The prompt `name` with its placeholders filled in.

    Raises:
        KeyError: A placeholder has no value.
    """
    return _template(name).substitute(values).strip()


@cache
def _template(name: str) -> Template:
    return Template((files(__name__) / f"{name}.txt").read_text(encoding="utf-8"))
