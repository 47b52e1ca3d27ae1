"""Answers of a kind that no example gives: a case that was forgotten."""

from __future__ import annotations

from code_it.checks.examples import Answer
from code_it.checks.strange_answers import strange_answers
from code_it.flow import Example, Task

EXAMPLES = (Example("least([4, 2, 3])", "[2, 1]"), Example("least([])", "[]"))


def told(answer: str, *examples: Example, text: str = "") -> tuple[str, ...]:
    task = Task(text, examples=examples or EXAMPLES)
    return strange_answers(task, {"least([3])": Answer(True, answer)})


def test_what_a_search_begins_with_is_told() -> None:
    """Also within a list or a dict; not where an example gives it, or where there is none."""
    sentence = "infinity is where a search begins, and no answer"
    assert told("[inf, -1]") == (f"least([3]) gives [inf, -1]: {sentence}",)
    assert told("{'a': -inf}", Example("least({})", "{}")) == (
        f"least([3]) gives {{'a': -inf}}: {sentence}",
    )
    assert told("[3, 0]") == ()
    assert told("inf", Example("least([])", "inf")) == ()
    assert told("inf", Example("most([])", "0")) == ()


def test_nothing_is_told_where_the_task_does_not_speak_of_it() -> None:
    """`None`, that is; what the task says of it may be another case, but is enough."""
    assert told("None") == ("least([3]) gives None, as if it ended without a `return`",)
    assert told("None", text="Give None when there is nothing.") == ()
    assert told("None", *EXAMPLES, Example("least([9])", "None")) == ()


def test_another_kind_than_in_the_examples_is_told() -> None:
    """Whole numbers and others are one kind, and so are lists and tuples."""
    assert told("''") == ("least([3]) gives '', where the examples give a list",)
    assert told("(3, 0)") == ()
    assert told("0.5", Example("least([1])", "1")) == ()
    assert told("True", Example("least([1])", "1")) == (
        "least([3]) gives True, where the examples give a number",
    )
    assert told("-1", *EXAMPLES, Example("least([9])", "'no'")) == (
        "least([3]) gives -1, where the examples give a list or a text",
    )


def test_an_empty_text_made_of_numbers_is_told() -> None:
    """Where digits are put together, zero has one, too; a part of a text may well be empty."""
    told_of = "an empty text, which no example gives"
    example = Example("least(8)", "'22'")
    task = Task("", examples=(example,))
    answers = {"least(0)": Answer(True, "''"), "least('')": Answer(True, "''")}
    assert strange_answers(task, answers) == (f"least(0) gives '', {told_of}",)
    task = Task("", examples=(example, Example("least(0)", "''")))
    assert strange_answers(task, answers) == ()


def test_what_is_not_sorted_is_told_where_the_task_speaks_of_it() -> None:
    example = Example("least([4, 2, 3])", "[2, 3]")
    sentence = "least([3]) gives [5, 2], which is not in ascending order"
    assert told("[5, 2]", example, text="Return the two least, sorted.") == (sentence,)
    assert told("[5, 2]", example, text="Return two of them.") == ()
    assert told("[2, 5]", example, text="Return the two least, sorted.") == ()
    assert told("[5, 2]", Example("least([1])", "[3, 1]"), text="sorted") == ()


def test_what_cannot_be_read_is_not_judged() -> None:
    """Objects of a script's own, and errors, which are told elsewhere."""
    assert told("<object object at 0x1>") == ()
    task = Task("", examples=EXAMPLES)
    assert strange_answers(task, {"least([3])": Answer(False, "KeyError: 3")}) == ()
