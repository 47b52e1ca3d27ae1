"""The patcher's reply is a few lines, which are put into the script."""

from __future__ import annotations

import pytest

from code_it.agents.patcher import Patcher
from code_it.checks.failing_lines import FailingLines, statement_at
from code_it.checks.suspects import Suspect
from code_it.errors import UnparsableReply
from code_it.flow import Candidate, Task
from code_it.models.scripted import ScriptedLLM

SCRIPT = "import csv\nfor n in (1, 2):\n    print(n / 0)\nprint('end')\n"


def suspect(how: str = "replace", avoid: str = "", because: str = "") -> Suspect:
    lines = statement_at(SCRIPT, 3)
    assert lines is not None
    return Suspect(lines, how, because, avoid)  # type: ignore[arg-type]


def patched(reply: str, where: Suspect, script: str = SCRIPT) -> tuple[str, str]:
    """The new source, and what the model was asked."""
    llm = ScriptedLLM(reply)
    candidate = Patcher(llm).patch(
        Task("Divide."), Candidate(script), where, "The error is: oops", temperature=0.0
    )
    assert candidate.is_patched
    assert candidate.parent == Candidate(script)
    return candidate.source, llm.calls[-1].messages[-1].content


LONG = "import csv\nn = 0\nfor i in range(n):\n    m = i\n    o = m\nprint(n)\n"


def test_lines_are_put_in_the_place_of_others() -> None:
    source, asked = patched("```python\nprint(n / 2)\n```", suspect())
    assert source == SCRIPT.replace("n / 0", "n / 2")
    assert "Divide." in asked
    assert "print(n / 0)" in asked
    assert "oops" in asked
    assert "print('end')" not in asked


def test_lines_are_put_before_others() -> None:
    source, _ = patched("```python\nn = n + 1\n```", suspect("insert"))
    assert "    n = n + 1\n    print(n / 0)\n" in source
    source, _ = patched("```python\nn = n + 1\nprint(n / 0)\n```", suspect("insert"))
    assert source.count("print(n / 0)") == 1


@pytest.mark.parametrize(
    ("reply", "source"),
    [
        ("for r in b:", "for r in b:\n    x = f(r)\n    print(x)\n"),
        ("for r in b:\n    x = g(r)\n    print(x)", "for r in b:\n    x = g(r)\n    print(x)\n"),
        ("for r in b:\n    x = f(r)", "for r in b:\n    x = f(r)\n    print(x)\n"),
        ("for r in b:\n    r = h(r)", "for r in b:\n    r = h(r)\n    x = f(r)\n    print(x)\n"),
    ],
)
def test_a_head_may_come_with_its_body(reply: str, source: str) -> None:
    """Which stands there once, with what is put before it."""
    script = "for r in a:\n    x = f(r)\n    print(x)\n"
    head = statement_at(script, 1)
    assert head is not None
    assert patched(f"```python\n{reply}\n```", Suspect(head), script)[0] == source


def test_lines_are_put_behind_others() -> None:
    source, asked = patched("```python\nprint('more')\n```", suspect("append"))
    assert source == SCRIPT.replace("print(n / 0)\n", "print(n / 0)\n    print('more')\n")
    assert "print(n / 0)" in asked
    assert "print('end')" not in asked


def test_lines_that_begin_and_end_like_those_below_stand_in_their_place() -> None:
    script = "rows = ['a', '']\nfor row in rows:\n    print(row)\n"
    loop = FailingLines(script, 2, 3)
    reply = "```python\nfor row in rows:\n    if row:\n        print(row)\n```"
    source, _ = patched(reply, Suspect(loop, "insert"), script)
    assert source == "rows = ['a', '']\nfor row in rows:\n    if row:\n        print(row)\n"
    reply = "```python\nfor row in rows:\n    check(row)\n```"
    source, _ = patched(reply, Suspect(loop, "insert"), script)
    assert source.count("for row in rows:") == 2


def test_what_to_do_without_and_what_it_leads_to_is_told() -> None:
    _, asked = patched("```python\nx = 1\n```", suspect(avoid="np.loadtxt", because="y = x + 1"))
    assert "Do it without `np.loadtxt`." in asked
    assert "`y = x + 1`" in asked


def test_a_reply_with_the_whole_script_is_that_script() -> None:
    whole = SCRIPT.replace("n / 0", "n / 2")
    source, _ = patched(f"```python\n{whole}```", suspect())
    assert source == whole


def test_a_reply_that_begins_with_what_was_shown_keeps_what_is_below() -> None:
    """A model that shows where its few lines stand has not written the whole script."""
    lines = FailingLines(LONG, 2, 2)
    source, _ = patched("```python\nimport csv\nn = 3\n```", Suspect(lines, "replace"), LONG)
    assert source == LONG.replace("n = 0", "n = 3")
    source, _ = patched(
        "```python\nimport csv\nn = 3\nprint(n)\n```", Suspect(lines, "replace"), LONG
    )
    assert source == "import csv\nn = 3\nprint(n)\n"


@pytest.mark.parametrize(
    "reply", ["I cannot.", "```python\nprint(n /\n```", "```python\nimport csv\nprint(1)\n```", ""]
)
def test_a_reply_that_does_not_fit_is_unreadable(reply: str) -> None:
    with pytest.raises(UnparsableReply, match="patcher"):
        patched(reply, suspect())
