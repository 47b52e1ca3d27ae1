"""Number word -> number, as people count the things that they ask for."""

from __future__ import annotations

NUMBER_WORDS = {
    word: number
    for number, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve".split(), start=1
    )
}
SEVERAL = "|".join(word for word, number in NUMBER_WORDS.items() if number > 1)
"""The words from two on, for a pattern; "one" is an article as often as a count."""


def number_of(text: str) -> int:
    """The number that digits or a word stand for.

    Raises:
        ValueError: It is neither.
    """
    return NUMBER_WORDS.get(text.lower()) or int(text)
