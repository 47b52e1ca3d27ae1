"""Paths of a log of requests."""

from __future__ import annotations

from typing import Any

import pytest

from code_it.checks.doubts.request_lines import requests_for_paths

REQUEST = "GET /a/b?c=1 HTTP/1.1"


@pytest.mark.parametrize(
    "contents",
    [
        {"total": 3.0, "top_path": REQUEST},
        [{"url": "/a"}, {"url": REQUEST}],
        (("page", "n"), ("/a", 3.0), (REQUEST, 2.0)),
        {"paths": f'"{REQUEST}"'},
    ],
)
def test_the_whole_request_in_the_place_of_its_path_is_told(contents: Any) -> None:
    """In objects and in tables."""
    (told,) = requests_for_paths({"report": contents})
    assert told.endswith("which has more than the path '/a/b?c=1'")


@pytest.mark.parametrize(
    "contents",
    [
        {"top_path": "/a/b"},
        {"request": REQUEST},
        {"path": "GET READY"},
        (("page", "n"), ("/a", 3.0)),
        (REQUEST,),
        ("path", REQUEST),
        [],
        [REQUEST, REQUEST],
        [["path"], 3.0, REQUEST, None],
    ],
)
def test_what_is_a_path_or_may_be_a_request_is_not_told(contents: Any) -> None:
    """Nor lines without titles."""
    assert not list(requests_for_paths({"report": contents}))
