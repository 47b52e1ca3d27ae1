"""Empty inputs: what the examples do not show, and small models forget."""

from __future__ import annotations

import sys
from pathlib import Path

from code_it.checks.edges import edge_calls, errors_of, raised_by
from code_it.checks.examples import Answer, driver_source, read_answers
from code_it.flow import Example
from code_it.sandbox.process import run_process


def test_each_argument_is_emptied_in_turn() -> None:
    """Numbers stay, and what is an example already is not asked again."""
    examples = [Example("f([1, 2], 'a', 3)", "1"), Example("f([], 'a', 3)", "0")]
    assert edge_calls(examples) == ("f([1, 2], '', 3)", "f([], '', 3)")
    assert edge_calls([Example("f(1)", "2"), Example("g({1: 2})", "1")]) == ("g({})",)
    assert edge_calls([]) == ()


def test_calls_that_end_in_an_error_are_told(tmp_path: Path) -> None:
    """What is returned says nothing, also a text that looks like an error."""
    source = "def first(x):\n    return x[0]\ndef say(x):\n    return 'ValueError: ' + x\n"
    calls = ["first([])", "first('')", "say('')", "first([1])"]
    script = tmp_path / "driver.py"
    script.write_text(driver_source(source, calls, "MARK"))
    run = run_process([sys.executable, str(script)], cwd=tmp_path, timeout_seconds=60)
    assert errors_of(calls, read_answers(run.stdout, len(calls), "MARK")) == (
        "first([]) ends in IndexError: list index out of range",
        "first('') ends in IndexError: string index out of range",
    )
    assert errors_of(calls, read_answers("", len(calls), "MARK")) == ()


def test_errors_that_the_script_raises_itself_are_meant() -> None:
    """An error of the same name that comes by a slip cannot be told apart from them."""
    source = "def f(x):\n    if not x:\n        raise ValueError('empty')\n    raise KeyError\n"
    assert raised_by(source) == {"ValueError", "KeyError"}
    assert (
        raised_by("def f(x):\n    try:\n        g()\n    except OSError:\n        raise\n") == set()
    )
    answers = [Answer(False, "ValueError: empty"), Answer(False, "TypeError: no")]
    assert errors_of(["f([])", "f(1)"], answers, {"ValueError"}) == ("f(1) ends in TypeError: no",)
