"""Samples of how a date is to be written."""

from __future__ import annotations

from typing import Any

import pytest

from code_it.checks.doubts.samples import forms_left_out, samples_in, written_by
from code_it.flow import Task


@pytest.mark.parametrize(
    ("text", "samples"),
    [
        ('with a key for each month, like "2024-01", sorted', ("2024-01",)),
        ("start and end look like 2024-05-01 09:30; an event", ("2024-05-01 09:30",)),
        ("dates in the form 01.05.2024.", ("01.05.2024",)),
        ("Times are written as 09:30.", ("09:30",)),
        ("in the format: `2024-05-01T09:30:00`", ("2024-05-01T09:30:00",)),
        ("like 2024-01, like 2024-01", ("2024-01",)),
        ("amounts like 12.50 or 3/4", ()),
        ("a server like 10.0.0.1", ()),
        ("versions such as 1.2.3-beta", ()),
        ("after 2024-05-01", ()),
        ("a real date, or text such as 28.03.2024", ()),
        ("as 2024-05-01-a", ()),
    ],
)
def test_samples_are_read(text: str, samples: tuple[str, ...]) -> None:
    """Dates and times that show a form, and no numbers."""
    assert samples_in(text) == samples


@pytest.mark.parametrize(
    ("outcome", "left"),
    [
        ({"a.json": {"2024-02": {"spent": 1.0}}}, ()),
        ({"a.json": {"14.02.2": 1.0}}, ("2024-01",)),
        ({"a.csv": (("month",), ("2023-12",))}, ()),
        ({"a.csv": (("month",), ("2023-12-01",))}, ()),
        ({"a.csv": (("month",), ("12023-123",))}, ("2024-01",)),
        ({"a.txt": ("in 2023-12 it was",)}, ()),
        ({"a.xlsx": {"Sheet": [["month"], ["December"]]}}, ("2024-01",)),
        ({"": "2024-01"}, ()),
        ({}, ()),
        ({"a.json": []}, ()),
    ],
)
def test_a_form_that_nothing_has_is_told(outcome: Any, left: tuple[str, ...]) -> None:
    """Anywhere in any file is enough; where nothing is, something else is wrong."""
    assert forms_left_out(Task('keys like "2024-01"'), outcome) == left


def test_a_form_that_the_inputs_have_is_no_form_of_the_outputs() -> None:
    """Which of them it is about cannot be told."""
    task = Task('keys like "2024-01"', brief="a.csv: CSV\n  2023-12,4")
    assert forms_left_out(task, {"a.json": {"b": 1.0}}) == ()


@pytest.mark.parametrize(
    ("sample", "way"),
    [
        ("2024-01", "moment.strftime('%Y-%m')"),
        ("2024-05-01 09:30", "moment.strftime('%Y-%m-%d %H:%M')"),
        ("2024-05-01T09:30:00", "moment.strftime('%Y-%m-%dT%H:%M:%S')"),
        ("09:30", "moment.strftime('%H:%M')"),
        ("05/06/2024", ""),
    ],
)
def test_what_writes_a_sample_is_told(sample: str, way: str) -> None:
    assert written_by(sample) == way
