"""What the linter asks, and the script that it makes of the reply."""

from __future__ import annotations

import pytest

from code_it.agents.linter import Linter
from code_it.errors import UnparsableReply
from code_it.flow import Candidate, CheckReport
from code_it.models import Completion
from code_it.models.scripted import ScriptedLLM

BROKEN = Candidate("print('$x {y}'\n", sample=2, temperature=0.4, fixes=("left off a cut tail",))
REPORT = CheckReport(False, messages=("line 1: never closed", "second", "third", "fourth"))


def test_the_script_comes_back_mended() -> None:
    """The mended script belongs to the same sample; no earlier fix is claimed for it."""
    llm = ScriptedLLM("Sure:\n```python\nprint('x')\n```")
    mended = Linter(llm).mend(BROKEN, REPORT)
    assert mended == Candidate("print('x')\n", 2, 0.4, BROKEN, "fence", ())
    assert BROKEN.source == "print('$x {y}'\n"


def test_the_model_is_shown_the_script_and_the_first_messages() -> None:
    """The script stands there as it is, with three messages at most."""
    llm = ScriptedLLM("```python\nprint('x')\n```")
    Linter(llm, temperature=0.3, max_tokens=77, seed=1).mend(BROKEN, REPORT)
    call = llm.calls[0]
    assert [message.role for message in call.messages] == ["system", "user"]
    assert "```python\nprint('$x {y}'\n" in call.prompt
    assert "line 1: never closed\nsecond\nthird\n" in call.prompt
    assert "fourth" not in call.prompt
    assert (call.temperature, call.max_tokens, call.seed) == (0.3, 77, 1)


def test_a_reply_that_was_cut_off_is_marked() -> None:
    """The candidate tells that the model ran out of tokens."""
    llm = ScriptedLLM(Completion("```python\nprint('x')\n", "length"))
    assert Linter(llm).mend(BROKEN, REPORT).read_as == "fence that is not closed, cut off"


def test_a_reply_without_code_is_an_error() -> None:
    """Prose mends nothing."""
    with pytest.raises(UnparsableReply):
        Linter(ScriptedLLM("Add a bracket.")).mend(BROKEN, REPORT)
