"""Lists that stand in an object."""

from __future__ import annotations

import json
from typing import Any

import pytest

from code_it.checks.failing_lines import FailingLines
from code_it.checks.repairs.wrapped_lists import with_list_in_object, with_list_itself
from code_it.flow import Check, Task

ERROR = "TypeError: string indices must be integers, not 'str'"
ANSWER = json.dumps({"port": "Kiel", "boats": [{"name": "Gull"}, {"name": "Tern"}]})
LOOP = """\
boats = json.loads(answer)
found = []
for boat in boats:
    name = boat["name"]
    found.append(name)
"""


def found_by(source: str, line: int, text: str = "") -> list[Any]:
    """What the first of the changed scripts that runs finds."""
    facts = ["boat is the str 'port'", "answer is the str 'a'"]
    for changed in with_list_in_object(FailingLines(source, line, line), ERROR, Task(text), facts):
        names: dict[str, Any] = {"json": json, "answer": ANSWER}
        try:
            exec(changed, names)
        except (KeyError, TypeError):
            continue
        return list(names["found"])
    return []


@pytest.mark.parametrize(
    ("source", "line"),
    [
        (LOOP, 4),
        (LOOP.replace('boat["name"]', 'boat.get("name")'), 4),
        (LOOP.replace("in boats", "in json.loads(answer)").replace("boats =", "x ="), 4),
        ("boats = json.loads(answer)\nfound = [boat['name'] for boat in boats]", 2),
        ("data = json.loads(answer)\nx = data['port']\nfound = [boat['name'] for boat in data]", 3),
    ],
)
def test_the_list_in_the_object_is_looped_over(source: str, line: int) -> None:
    """It is called as the variable, or as the task says."""
    assert found_by(source, line, "The answer has a list called boats.") == ["Gull", "Tern"]


def test_the_name_of_the_variable_is_enough() -> None:
    assert found_by(LOOP, 4) == ["Gull", "Tern"]


@pytest.mark.parametrize(
    "source",
    [
        LOOP.replace('boat["name"]', "boat[0]"),
        LOOP.replace("for boat", "for ship"),
        LOOP.replace("name = boat", "name = answer"),
    ],
)
def test_other_texts_are_none(source: str) -> None:
    assert found_by(source, 4) == []


NO_LIST = Check("shape", False, "o.json is one JSON list", "it is an object", file="o.json")


@pytest.mark.parametrize(
    ("source", "rows"),
    [
        ("data = {'boats': [boat for boat in boats]}\ndump(data)", "[boat for boat in boats]"),
        ("dump({'boats': boats})", "boats"),
    ],
)
def test_a_list_is_written_itself(source: str, rows: str) -> None:
    (changed,) = with_list_itself(source, NO_LIST)
    assert changed == source.replace(source[source.index("{") : source.index("}") + 1], rows)


@pytest.mark.parametrize("source", ["dump({'a': a, 'b': b})", "dump({name: boats})", "dump([1])"])
def test_other_objects_stay(source: str) -> None:
    assert not list(with_list_itself(source, NO_LIST))


def test_an_object_that_is_asked_for_stays() -> None:
    no_object = Check("shape", False, "o.json is one JSON object", "it is a list", file="o.json")
    assert not list(with_list_itself("dump({'boats': boats})", no_object))
