"""A script that gives up where its own output is not there yet."""

from __future__ import annotations

import pytest

from code_it.checks.fixups.own_outputs import without_own_outputs_asked_for
from code_it.flow import Task

_TASK = Task("Write out.txt.", input_files=("in.txt",), output_files=("out.txt",))


@pytest.mark.parametrize(
    ("source", "changed"),
    [
        ("o = 'out.txt'\nif not os.path.exists('in.txt') or not os.path.exists(o):\n"
         "    print('none')\n    exit(1)\n",
         "o = 'out.txt'\nif not os.path.exists('in.txt'):\n    print('none')\n    exit(1)\n"),
        ("def main():\n    if not Path('out.txt').exists():\n        return\n    work()\n",
         "def main():\n    pass\n    work()\n"),
    ],
)  # fmt: skip
def test_it_goes_on_without_its_output(source: str, changed: str) -> None:
    assert without_own_outputs_asked_for(source, _TASK) == changed


@pytest.mark.parametrize(
    "source",
    [
        "if not os.path.exists('in.txt'):\n    exit(1)\n",
        "if os.path.exists('out.txt'):\n    exit(1)\n",
        "if not os.path.exists('out.txt'):\n    make('out.txt')\n",
        "if not os.path.exists('out.txt'):\n    exit(1)\nelse:\n    work()\n",
        "if not os.path.exists('out.txt'):\n    work()\n    exit(0)\n",
        "if not os.path.exists('out.txt')\n    exit(1)\n",
    ],
)
def test_other_questions_stay(source: str) -> None:
    """About an input, the other way round, with another answer, with work to do, no Python."""
    assert without_own_outputs_asked_for(source, _TASK) == source


def test_an_output_that_is_an_input_may_be_asked_for() -> None:
    task = Task("Add to out.txt.", input_files=("out.txt",), output_files=("out.txt",))
    source = "if not os.path.exists('out.txt'):\n    exit(1)\n"
    assert without_own_outputs_asked_for(source, task) == source
