"""Addresses of a text, some with a word for something else in them -> what they answer.

Of `http://host/boats` and `http://host/boats/ID` the first tells an ID for the second.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import quote, urlsplit, urlunsplit

from code_it.reading.url_brief import Answer, answer_of

PLACEHOLDER = re.compile(r"[A-Z][A-Z_\d]*|[<{]\w+[>}]|:\w+")
"""A part of a path that stands for something else."""
_MOST_URLS = 3
_SENT = re.compile(r"\b(?:POST|PUT|PATCH|DELETE)\b[^.]{0,60}?\bto\s+(?P<url>https?://\S+)")


def briefs_of_urls(urls: Sequence[str], text: str) -> Iterator[str]:
    """A line for each address but those that data is only sent to, and the first three at most.

    One with a word for something else is asked for with what another one has for it, where it does.
    """
    sent = {match["url"].rstrip(".,;:") for match in _SENT.finditer(text)}
    asked: dict[str, Answer] = {}
    for url in [url for url in urls if url not in sent][:_MOST_URLS]:
        if not placeholder_in(url):
            asked[url] = answer_of(url)
            yield asked[url].brief
        elif found := _filled(url, asked):
            name, value, filled = found
            yield answer_of(filled, called=f"{url} (for the {name} {value})").brief


def placeholder_in(url: str) -> str:
    """The last part of a path, where it stands for something else; empty otherwise."""
    last = urlsplit(url).path.rpartition("/")[2]
    return last if PLACEHOLDER.fullmatch(last) else ""


def _filled(url: str, asked: Mapping[str, Answer]) -> tuple[str, str, str] | None:
    """The name and the value that stand for the word, and the address with it."""
    split = urlsplit(url)
    before = split.path.rpartition("/")[0]
    for other, answer in asked.items():
        if urlsplit(other)[:2] == split[:2] and urlsplit(other).path.rstrip("/") == before:
            name, value = _first_value(answer.body, placeholder_in(url).strip("<>{}:").lower())
            if name:
                path = f"{before}/{quote(value, safe='')}"
                return name, value, urlunsplit((*split[:2], path, split.query, ""))
    return None


def _first_value(body: str, name: str) -> tuple[str, str]:
    """The key of the first object in a list that is called so, or `id`; empty without one."""
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        return "", ""
    lists = [data, *data.values()] if isinstance(data, dict) else [data]
    items = next((each for each in lists if isinstance(each, list) and each), [])
    first = items[0] if items and isinstance(items[0], dict) else {}
    for key in (name, "id"):
        if isinstance(first.get(key), (str, int)):
            return key, str(first[key])
    return "", ""
