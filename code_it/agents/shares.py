"""How much of each part of a prompt is put in, where a model cannot hold all of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Share:
    """The most of each part, in characters; the task itself is always whole."""

    complaint: int
    """What a program wrote, or a check found."""
    script: int
    """Of an earlier script, the end."""
    recipes: int
    """How many of them."""
    brief: int
    """What the inputs look like."""

    def of_brief(self, text: str) -> str:
        return _beginning(text, self.brief)

    def of_complaint(self, text: str) -> str:
        return _beginning(text, self.complaint)

    def of_script(self, text: str) -> str:
        if len(text) <= self.script:
            return text
        kept = text[len(text) - self.script :]
        return "# ...\n" + kept[kept.find("\n") + 1 :]


def _beginning(text: str, most: int) -> str:
    """Whole lines of the beginning, where there are any."""
    if len(text) <= most:
        return text
    lines = text[:most].rpartition("\n")[0]
    return lines or text[:most]


_ALL = 1_000_000
SHARES = (
    Share(_ALL, _ALL, _ALL, _ALL),
    Share(500, _ALL, _ALL, _ALL),
    Share(500, 1500, _ALL, _ALL),
    Share(500, 1500, 1, _ALL),
    Share(500, 1000, 0, 1200),
    Share(300, 600, 0, 400),
    Share(150, 300, 0, 0),
)
"""From the whole to what is left in the smallest contexts."""
