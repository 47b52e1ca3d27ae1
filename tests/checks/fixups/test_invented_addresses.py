"""Inputs that a script wants to get from an address of its own."""

from __future__ import annotations

import pytest

from code_it.checks.fixups.invented_addresses import with_inputs_read
from code_it.flow import Task

_TASK = Task("Read program.html.", input_files=("program.html", "a.csv"))
_URL = "import requests\nfrom page import parse\nurl = 'http://example.com/program.html'\n"
_ASKED, _READ = f"{_URL}answer = requests.get(url)\n", f"{_URL}answer = None\n"


@pytest.mark.parametrize(
    ("use", "read"),
    [
        ("soup = parse(answer.content)\n", "soup = parse(open('program.html', 'rb').read())\n"),
        ("answer.raise_for_status()\nsoup = parse(answer.text)\n",
         "None\nsoup = parse(open('program.html', encoding='utf-8').read())\n"),
        ("if answer.status_code == 200:\n    soup = parse(answer.content)\n",
         "if 200 == 200:\n    soup = parse(open('program.html', 'rb').read())\n"),
    ],
)  # fmt: skip
def test_the_input_is_read(use: str, read: str) -> None:
    assert with_inputs_read(_ASKED + use, _TASK) == _READ + read


def test_json_is_read_as_what_it_is() -> None:
    task = Task("Read a.json.", input_files=("a.json",))
    read = with_inputs_read("import requests\na = requests.get('http://b.c')\nd = a.json()\n", task)
    assert "import json\n" in read
    assert read.endswith("a = None\nd = json.load(open('a.json', encoding='utf-8'))\n")


@pytest.mark.parametrize(
    ("source", "task"),
    [
        (_ASKED + "print(answer.text)\n", Task("", urls=("http://a.org",))),
        (_ASKED + "print(answer.text)\n", Task("", input_files=("a.html", "b.html"))),
        (_ASKED + "print(answer.headers)\n", _TASK),
        (_ASKED + "print(answer.text)\nother = requests.get(url)\n", _TASK),
        ("answer = requests.get(address)\nprint(answer.text)\n", _TASK),
        (_ASKED + "print(answer.text\n", _TASK),
    ],
)
def test_other_requests_stay(source: str, task: Task) -> None:
    """The task's own, of one of two, of more than the text, of several, unclear, no Python."""
    assert with_inputs_read(source, task) == source
