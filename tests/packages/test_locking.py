"""Pinned releases, as uv and pip write them."""

from __future__ import annotations

import json

import pytest

from code_it.packages.locking import Pin, lock_text, read_pip, read_uv

A, B = "sha256:" + "a" * 64, "sha256:" + "b" * 64
PINS = (Pin("ruamel-yaml", "0.18", (A, B)), Pin("six", "1.17", (A,)))


def test_what_uv_writes_is_read() -> None:
    """Names come out normalised, hashes sorted, comments are skipped."""
    text = (
        f"# by uv\nsix==1.17 \\\n    --hash={A}\n"
        f"ruamel.yaml==0.18 \\\n    --hash={B} \\\n    --hash={A}\n"
    )
    assert read_uv(text) == PINS
    assert read_uv("") == ()


def test_what_pip_reports_is_read() -> None:
    """One file for each release."""
    report = {
        "install": [
            {
                "metadata": {"name": "Six", "version": "1.17"},
                "download_info": {"archive_info": {"hashes": {"sha256": "a" * 64}}},
            }
        ]
    }
    assert read_pip(json.dumps(report)) == PINS[1:]


def test_a_lock_is_read_as_it_was_written() -> None:
    """Both installers take it."""
    assert read_uv(lock_text(PINS)) == PINS
    assert lock_text(()) == ""


@pytest.mark.parametrize("text", ["six==1.17", "-e .", "six @ file:///six.whl --hash=x", "six>=1"])
def test_what_is_not_pinned_is_not_taken(text: str) -> None:
    """A release without a hash could be any file."""
    with pytest.raises(ValueError):
        read_uv(text)


@pytest.mark.parametrize("report", ["", "[]", "{}", '{"install": [{}]}', '{"install": 3}'])
def test_an_odd_report_is_not_taken(report: str) -> None:
    """Whatever is odd about it."""
    with pytest.raises(ValueError):
        read_pip(report)
