"""Calls that the task shows, made in a process of their own."""

from __future__ import annotations

import secrets
from pathlib import Path

import pytest

from code_it.checks.examples import (
    Answer,
    applicable,
    driver_source,
    function_defined,
    read_driver,
    same_answers,
)
from code_it.flow import Check, Example
from code_it.sandbox import Limits
from tests.sandbox.running import PATIENT, run


def call(
    source: str, folder: Path, *pairs: tuple[str, str], limits: Limits = PATIENT
) -> list[tuple[bool, str]]:
    """Run the driver for real; for each example, whether it held and what was found."""
    examples = [Example(*pair) for pair in pairs]
    marker = secrets.token_hex(16)
    ran = run(
        driver_source(source, [each.call for each in examples], marker),
        folder,
        "process",
        limits=limits,
    )
    checks = read_driver(ran.stdout, examples, marker)
    assert [check.expected for check in checks] == [f"{a} gives {b}" for a, b in pairs]
    return [(check.held, check.found) for check in checks]


def test_right_wrong_and_raising(tmp_path: Path) -> None:
    """Each example is judged by itself, in its order, with what was found."""
    source = "def half(n):\n    if n < 0:\n        raise ValueError('below 0')\n    return n // 2\n"
    pairs = [
        ("half(4)", "2"),
        ("half(5)", "3"),
        ("half(-1)", "0"),
        ("halve(2)", "1"),
        ("half(8)", "4"),
    ]
    assert call(source, tmp_path, *pairs) == [
        (True, "2"),
        (False, "2"),
        (False, "ValueError: below 0"),
        (False, "NameError: name 'halve' is not defined"),
        (True, "4"),
    ]


@pytest.mark.parametrize(
    ("value", "expected", "held"),
    [
        pytest.param("0.1 + 0.2", "0.3", True, id="float"),
        pytest.param("0.1 + 0.2", "0.31", False, id="another-float"),
        pytest.param("2.0", "2", True, id="float-for-an-integer"),
        pytest.param("2", "2.0", True, id="integer-for-a-float"),
        pytest.param("2.3333333", "2.33", False, id="not-rounded"),
        pytest.param("[0.1 + 0.2, 1]", "[0.3, 1]", True, id="floats-in-a-list"),
        pytest.param("{'a': (0.1 + 0.2,)}", "{'a': (0.3,)}", True, id="floats-deeper"),
        pytest.param("[0.1 + 0.2]", "[0.3, 1]", False, id="shorter"),
        pytest.param("{'a': 1.0}", "{'b': 1.0}", False, id="other-key"),
        pytest.param("float('inf')", "1e999", True, id="infinite"),
        pytest.param("float('inf')", "1.0", False, id="infinite-for-a-number"),
        pytest.param("float('-inf')", "1e999", False, id="infinite-of-another-sign"),
        pytest.param("float('nan')", "1.0", False, id="no-number"),
        pytest.param("10 ** 400", "1.5", False, id="beyond-floats"),
        pytest.param("'1.0'", "1.0", False, id="text-for-a-number"),
        pytest.param("None", "1.0", False, id="nothing"),
        pytest.param("None", "None", True, id="nothing-as-expected"),
        pytest.param("(1, 2)", "[1, 2]", False, id="tuple-for-a-list"),
        pytest.param("{2, 1}", "{1, 2}", True, id="set"),
        pytest.param("'a\\'b\\n'", "\"a'b\\n\"", True, id="quotes"),
        pytest.param("'größe {x} %s'", "'größe {x} %s'", True, id="braces"),
        pytest.param("__import__('decimal').Decimal('0.5')", "0.5", True, id="decimal"),
        pytest.param("1e-12", "0", True, id="almost-zero"),
    ],
)  # fmt: skip
def test_values(tmp_path: Path, value: str, expected: str, held: bool) -> None:
    """Values are equal as in Python, floats to nine digits, wherever they stand."""
    result = call(f"def f():\n    return {value}\n", tmp_path, ("f()", expected))
    assert [found[0] for found in result] == [held]


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("def f():\n    return 1\nimport sys\nsys.exit(0)\n", id="ends-itself"),
        pytest.param(
            "def f():\n    return 1\nif __name__ == '__main__':\n    raise ValueError\n", id="main"
        ),
        pytest.param(
            "from __future__ import annotations\nfrom dataclasses import dataclass\n"
            "@dataclass\nclass A:\n    x: int = 1\n    y: list[int] | None = None\n"
            "def f():\n    return A().x\n",
            id="dataclass",
        ),
        pytest.param(
            "import pickle\nclass A:\n    x = 1\ndef f():\n"
            "    return pickle.loads(pickle.dumps(A())).x\n",
            id="pickle",
        ),
        pytest.param("place = __file__\ndef f():\n    return 1\n", id="file"),
        pytest.param("print('a', end='')\ndef f():\n    print('b', end='')\n    return 1\n",
                     id="unfinished-line"),
        pytest.param("import sys\nsys.stdout = open('log.txt', 'w')\ndef f():\n    return 1\n",
                     id="output-is-redirected"),
        pytest.param("import sys\nsys.stdout.close()\ndef f():\n    return 1\n",
                     id="output-is-closed"),
        pytest.param("print('x' * 1_000_000)\ndef f():\n    print('x' * 1_000_000)\n    return 1\n",
                     id="much-output"),
        pytest.param("def _report(*a):\n    return 0\n\n_output = json = None\n\ndef f():\n"
                     "    global _same, print\n    _same = print = None\n    return 1\n",
                     id="names-of-the-driver"),
        pytest.param("'''text {source!r} {marker}'''\ndef f():\n    return 1\n", id="braces"),
        pytest.param("total = 0\ndef f():\n    global total\n    total += 1\n    return total\n",
                     id="state"),
    ],
)  # fmt: skip
def test_scripts_of_many_kinds_answer(tmp_path: Path, source: str) -> None:
    """What a script does besides defining `f` does not hide that `f` is right."""
    assert call(source, tmp_path, ("f()", "1")) == [(True, "1")]


def test_code_for_the_main_program_is_not_run(tmp_path: Path) -> None:
    """Only what a module does when it is imported happens."""
    source = (
        "def f():\n    return 1\nif __name__ == '__main__':\n    open('made.txt', 'w').close()\n"
    )
    assert call(source, tmp_path, ("f()", "1")) == [(True, "1")]
    assert not (tmp_path / "work" / "made.txt").exists()


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("def f():\n    return 1\nraise ValueError('no data')\n", id="fails-at-import"),
        pytest.param("def f(:\n    return 1\n", id="does-not-compile"),
        pytest.param("import os\ndef f():\n    return 1\nos._exit(0)\n", id="leaves-at-once"),
        pytest.param("import os\ndef f():\n    os._exit(0)\n", id="leaves-when-called"),
    ],
)
def test_no_answer_does_not_hold(tmp_path: Path, source: str) -> None:
    """A script that does not come to the calls holds none of the examples."""
    assert call(source, tmp_path, ("f()", "1"), ("f()", "1")) == [(False, "no answer")] * 2


def test_a_call_without_end_leaves_the_others_standing(tmp_path: Path) -> None:
    """What was answered before a call that does not end is kept."""
    source = "def f(n):\n    while n:\n        pass\n    return 1\n"
    limits = Limits(time_limit_seconds=3)
    result = call(source, tmp_path, ("f(0)", "1"), ("f(1)", "1"), limits=limits)
    assert result == [(True, "1"), (False, "no answer")]


def test_leaving_when_called_is_an_answer(tmp_path: Path) -> None:
    """A function that ends the program instead of returning does not hold."""
    source = "import sys\ndef f():\n    sys.exit(0)\n"
    assert call(source, tmp_path, ("f()", "0")) == [(False, "SystemExit: 0")]


def test_a_script_cannot_answer_by_printing(tmp_path: Path) -> None:
    """Lines that look like a report do not count, whenever they are printed."""
    forged = (
        "import os\nfor m in ('', '\\n', 'marker', '0' * 32):\n    line = m + '[true, \"1\"]\\n'\n"
    )
    source = f"{forged}    print(line)\n    os.write(1, line.encode())\ndef f():\n    return 2\n"
    assert call(source, tmp_path, ("f()", "1")) == [(False, "2")]


@pytest.mark.parametrize(
    "trick",
    [
        pytest.param(
            "import __main__\n__main__._same = __main__._is = lambda *a: True\n", id="same"
        ),
        pytest.param("import __main__\n__main__._plain = lambda value: 1\n", id="plain"),
        pytest.param(
            "import re\nseen = re.findall(r'\\b[1-9]\\d{3}\\b', open(__file__).read())\n"
            "answer = int(seen[0]) if seen else 0\n",
            id="reads-the-driver",
        ),
        pytest.param(
            "class Same(int):\n    def __eq__(self, other): return True\nanswer = Same()\n",
            id="equal-to-all",
        ),
    ],
)
def test_a_script_cannot_make_its_answers_right(tmp_path: Path, trick: str) -> None:
    """Whatever it changes around it, or reads of what is around it."""
    source = f"answer = 0\n{trick}\ndef f():\n    return answer\n"
    ((held, _),) = call(source, tmp_path, ("f()", "4107"))
    assert not held


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("collections.Counter('aab')", "{'a': 2, 'b': 1}"),
        ("collections.namedtuple('P', 'x y')(1, 2)", "(1, 2)"),
        ("decimal.Decimal('0.5')", "0.5"),
        ("float('inf')", "float('inf')"),
        ("{'a': 1}.keys()", "{'a'}"),
        ("frozenset()", "set()"),
        ("enum.IntEnum('E', 'A').A", "1"),
        ("0.1 + 0.2", "0.3"),
        ("True", "1"),
    ],
)
def test_answers_of_many_kinds_are_compared(tmp_path: Path, value: str, expected: str) -> None:
    """As Python compares them, numbers with a little room."""
    source = f"import collections, decimal, enum\ndef f():\n    return {value}\n"
    expected = expected.replace("float('inf')", "1e999")
    assert [held for held, _ in call(source, tmp_path, ("f()", expected))] == [True]


def test_a_long_answer_is_shortened(tmp_path: Path) -> None:
    """A value is shown by its first 200 characters, and compared as a whole."""
    source = "def f():\n    return 'x' * 500\n"
    answers = call(source, tmp_path, ("f()", repr("x" * 500)), ("f()", repr("x" * 499 + "y")))
    assert [(held, len(found)) for held, found in answers] == [(True, 200), (False, 200)]


@pytest.mark.parametrize(
    ("stdout", "expected"),
    [
        pytest.param("", [(False, "no answer"), (False, "no answer")], id="empty"),
        pytest.param('M[true, "1", false]\n', [(True, "1"), (False, "no answer")], id="one"),
        pytest.param(
            'x\nM[true, "2", false]\ny\nM[true, "1", false]\n',
            [(False, "2"), (True, "1")],
            id="two",
        ),
        pytest.param('M[true, "1", false]\n' * 3, [(True, "1"), (True, "1")], id="more-than-calls"),
        pytest.param('M[true, "1', [(False, "no answer")] * 2, id="cut"),
        pytest.param('M[true, "1", true]', [(False, "1"), (False, "no answer")], id="too-long"),
        pytest.param("M7\nM[1]", [(False, "no answer")] * 2, id="other-shape"),
        pytest.param('M["yes", "1", false]', [(False, "1"), (False, "no answer")], id="not-true"),
        pytest.param(
            ' M[true, "1", false]\n[true, "1"]', [(False, "no answer")] * 2, id="no-marker"
        ),
    ],
)
def test_reading_a_report(stdout: str, expected: list[tuple[bool, str]]) -> None:
    """What cannot be read, and what is not there, does not hold."""
    examples = [Example("f(1)", "1"), Example("f(2)", "1")]
    checks = read_driver(stdout, examples, "M")
    assert [(check.held, check.found) for check in checks] == expected
    assert all(check.from_task for check in checks)
    assert checks[0] == Check("example", expected[0][0], "f(1) gives 1", expected[0][1])


SOURCE = (
    "import os\nx = 1\ndef f():\n    def inner(): ...\nasync def g(): ...\n"
    "class A:\n    def method(self): ...\n"
)


def test_only_what_the_script_defines_can_be_called() -> None:
    """Functions and classes at the top count; methods, inner ones and variables do not."""
    calls = ["f()", "g()", "A()", "round(f(), 2)"]
    others = ["inner()", "method()", "x()", "round(2)", "h(f())"]
    found = applicable([Example(call, "1") for call in calls + others], SOURCE)
    assert [example.call for example in found] == calls


def test_the_function_whose_head_the_task_gives_must_be_there() -> None:
    assert [check.held for check in function_defined(SOURCE, "f(a, b)")] == [True]
    for given in ("from tools import h", "h = lambda a: a"):
        assert [check.held for check in function_defined(f"{given}\n{SOURCE}", "h(a)")] == [True]
    (missing,) = function_defined(SOURCE, "h(a)")
    assert str(missing) == "expected: the script defines h(a); found: there is no such function"
    assert function_defined(SOURCE, "") == ()


ONE, ALSO_ONE, TWO = Answer(True, "1"), Answer(True, "1.0"), Answer(True, "2")
ERROR, OTHER_ERROR = Answer(False, "KeyError: 1"), Answer(False, "IndexError")
UNKNOWN = Answer(False, "no answer", is_known=False)


@pytest.mark.parametrize(
    ("ones", "others", "same"),
    [
        ({"f(1)": ONE}, {"f(1)": ALSO_ONE}, True),
        ({"f(1)": ERROR}, {"f(1)": OTHER_ERROR}, True),
        ({"f(1)": ONE, "f(2)": TWO}, {"f(1)": ONE, "f(2)": UNKNOWN}, True),
        ({"f(1)": ONE, "f(2)": TWO}, {"f(1)": ONE, "f(2)": ONE}, False),
        ({"f(1)": ONE}, {"f(1)": ERROR}, False),
        ({"f(1)": UNKNOWN}, {"f(1)": UNKNOWN}, False),
        ({"f(1)": ONE}, {"f(2)": ONE}, False),
        ({}, {}, False),
    ],
)
def test_two_functions_give_the_same(
    ones: dict[str, Answer], others: dict[str, Answer], same: bool
) -> None:
    """Errors are alike whatever they say; without a call that both answer nothing is known."""
    assert same_answers(ones, others) == same
