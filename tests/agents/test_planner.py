"""What the planner asks, and the steps that are read in its replies."""

from __future__ import annotations

import pytest

from code_it.agents.planner import Planner, parse_plan
from code_it.errors import UnparsableReply
from code_it.flow import Plan, Task
from code_it.models.scripted import ScriptedLLM

STEPS = ("Read in.csv", "Print the rows")


@pytest.mark.parametrize(
    "reply",
    [
        pytest.param("1. Read in.csv\n2. Print the rows", id="numbers"),
        pytest.param("1) Read in.csv\n2) Print the rows", id="numbers-in-brackets"),
        pytest.param("(1) Read in.csv\n(2) Print the rows", id="numbers-in-two-brackets"),
        pytest.param("1: Read in.csv\n2: Print the rows", id="numbers-with-colons"),
        pytest.param("1.Read in.csv\n2.Print the rows", id="numbers-without-space"),
        pytest.param("  1. Read in.csv\n\n  2. Print the rows\n", id="indented"),
        pytest.param("- Read in.csv\n- Print the rows", id="hyphens"),
        pytest.param("* Read in.csv\n* Print the rows", id="asterisks"),
        pytest.param("• Read in.csv\n• Print the rows", id="bullets"),
        pytest.param("Step 1: Read in.csv\nStep 2: Print the rows", id="step-n"),
        pytest.param("step 1 - Read in.csv\nSTEP 2 – Print the rows", id="step-n-dash"),
        pytest.param("**Step 1:** Read in.csv\n**Step 2:** Print the rows", id="bold-step-n"),
        pytest.param("1. **Read in.csv**\n2. **Print** the rows", id="bold"),
        pytest.param("**1. Read in.csv**\n**2. Print the rows**", id="bold-number"),
        pytest.param("### Step 1: Read in.csv\n### Step 2: Print the rows", id="headings"),
        pytest.param("Read in.csv\nPrint the rows", id="lines"),
        pytest.param("Sure! The steps:\n\n1. Read in.csv\n2. Print the rows\n\nBye.", id="prose"),
        pytest.param("**Steps:**\n1. Read in.csv\n2. Print the rows", id="bold-heading"),
        pytest.param("# Plan\n\n1. Read in.csv\n2. Print the rows", id="heading"),
        pytest.param("```\n1. Read in.csv\n2. Print the rows\n```", id="all-in-a-fence"),
        pytest.param(
            "1. Read in.csv\n```python\nimport csv\n- x\n```\n2. Print the rows", id="code-between"
        ),
        pytest.param(
            "1. Read in.csv\n2. Print the rows\n```python\n1. x", id="code-after-not-closed"
        ),
        pytest.param(
            "<think>\n1. Hm\n2. No\n</think>\n1. Read in.csv\n2. Print the rows", id="thoughts"
        ),
        pytest.param("1. Read in.csv\n2. Print the rows<|im_end|>", id="turn-token"),
        pytest.param("1. Read in.csv\r\n2. Print the rows\r\n", id="crlf"),
        pytest.param("1. Read in.csv\n2.\n3. Print the rows\n4. ---", id="empty-step"),
    ],
)
def test_steps_are_read_in_every_shape_of_list(reply: str) -> None:
    """Numbers, bullets, emphasis, prose around and code between are no part of a step."""
    assert tuple(step for step in parse_plan(reply).steps if step != "---") == STEPS


@pytest.mark.parametrize(
    "step",
    [
        "1.5 seconds are the pause",
        "*.csv files are read",
        "-5 is the lowest value",
        "Compute 2**3 and 4**2",
        "Write `a_b` and __name__",
        "Print 3) as it is",
    ],
)
def test_what_a_step_says_is_kept(step: str) -> None:
    """Numbers and signs that look like markers stay where they belong to the sentence."""
    assert parse_plan(f"1. {step}\n2. Stop").steps == (step, "Stop")


@pytest.mark.parametrize("line", ["1.5 is read", "-5 is read", "*.csv is read"])
def test_a_line_that_only_looks_marked_is_a_whole_step(line: str) -> None:
    """Without a list, a line is taken as it is."""
    assert parse_plan(line).steps == (line,)


def test_a_plan_has_an_end() -> None:
    """Of a model that repeats itself the first twelve steps are taken."""
    reply = "\n".join(f"{number}. Do {number}" for number in range(1, 100))
    assert parse_plan(reply).steps == tuple(f"Do {number}" for number in range(1, 13))


@pytest.mark.parametrize(
    "reply", ["", " \n\n", "1.\n2.\n", "```\n```", "<think>\n1. Read", "</s>", "---\n***", "- \n- "]
)
def test_a_reply_without_steps_is_refused(reply: str) -> None:
    """The reply rides along."""
    with pytest.raises(UnparsableReply) as caught:
        parse_plan(reply)
    assert (caught.value.stage, caught.value.reply) == ("planner", reply)


@pytest.mark.parametrize("piece", ["`", "```", "1. ", "*", "**a", "** ", "- ", "<think>", "#", " "])
def test_long_odd_replies_end(piece: str) -> None:
    """A megabyte of one thing gives a few steps or none."""
    try:
        text = piece * (1_000_000 // len(piece))
        assert len(parse_plan(text).steps) <= 12
        assert len(parse_plan(f"a{text} b").steps) <= 12
    except UnparsableReply as error:
        assert error.stage == "planner"


def test_the_planner_is_asked_with_the_task_and_the_facts() -> None:
    """The prompt holds the task and what the inputs look like; the setup is the agent's."""
    llm = ScriptedLLM("1. Read in.csv\n2. Print the rows")
    task = Task("Print in.csv for $5.", brief="in.csv: 2 rows")
    assert Planner(llm, temperature=0.3, max_tokens=99, seed=5).plan(task) == Plan(STEPS)
    assert "Print in.csv for $5." in llm.prompts[0]
    assert "in.csv: 2 rows" in llm.prompts[0]
    call = llm.calls[0]
    assert [message.role for message in call.messages] == ["system", "user"]
    assert (call.temperature, call.max_tokens, call.seed) == (0.3, 99, 5)


def test_a_plan_that_cannot_be_read_is_an_error() -> None:
    """An empty answer is no plan."""
    with pytest.raises(UnparsableReply, match="planner"):
        Planner(ScriptedLLM("")).plan(Task("Print it."))
