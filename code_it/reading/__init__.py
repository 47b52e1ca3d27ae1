"""What can be known before a model is asked: the task's own words, the inputs, the addresses.

`read_task` is the whole of it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from code_it.flow import Task
from code_it.reading.input_brief import HOW_BUILT, brief_of_inputs
from code_it.reading.task_text import read_text
from code_it.reading.url_templates import briefs_of_urls
from code_it.recipes import recipes_for

__all__ = ["read_task"]

# A list of whatever lies in the folder misleads a model that is not asked to look at it.
_SPEAKS_OF_FILES = re.compile(
    r"\b(files|folders?|director(?:y|ies)|images|pictures|photos|documents|tables|logs)\b", re.I
)


def read_task(
    text: str,
    folder: Path,
    *,
    read_urls: bool,
    read_inputs: bool = True,
    show_recipes: bool = True,
) -> Task:
    """Read `text` against the files of `folder`.

    Args:
        read_urls: Fetch the addresses that the text names.
        read_inputs: Tell in the brief what the input files look like.
        show_recipes: Add examples of the libraries that it is about.
    """
    task = read_text(text, folder)
    parts = []
    if read_inputs and (task.input_files or _SPEAKS_OF_FILES.search(text)):
        parts.append(brief_of_inputs(task.input_files, folder, hidden=task.output_files))
    if read_urls:
        parts += briefs_of_urls(task.urls, text)
    brief = "\n".join(part for part in parts if part)
    # A function with examples is about its own logic.
    subject = f"{text}\n{_words_for_inputs(task, brief)}"
    shown = recipes_for(subject, made=task.output_files, read=task.input_files)
    recipes = shown if show_recipes and not task.examples else ()
    task = replace(task, recipes=tuple(recipe.code for recipe in recipes))
    return task.with_brief(_without_patterns(brief) if _take_lines_apart(task) else brief)


def _words_for_inputs(task: Task, brief: str) -> str:
    """What the inputs are, in the words of the recipes, where the text may not say so."""
    pages = [name for name in task.input_files if name.lower().endswith((".html", ".htm"))]
    if not pages and "text/html" not in brief:
        return ""
    return "table in the HTML" if "<table" in brief else "from the HTML"


def _take_lines_apart(task: Task) -> bool:
    """Does a recipe show how? With two ways in sight, a small model mixes them up."""
    return any("re.compile(" in code or "re.match(" in code for code in task.recipes)


def _without_patterns(brief: str) -> str:
    return "\n".join(line for line in brief.split("\n") if not line.startswith(HOW_BUILT))
