"""Attempt -> others in its place: written after a word about its faults, or afresh."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from code_it.attempts import Attempt
from code_it.errors import ModelError
from code_it.flow import Candidate
from code_it.workbench import Workbench

if TYPE_CHECKING:
    from code_it.search import Search


class Rivals:
    """Where the model cannot be asked, there are no more; what was found before is not lost."""

    def __init__(self, search: Search, bench: Workbench) -> None:
        self.search = search
        self.bench = bench
        self.passed_over: list[Attempt] = []
        """Those that were written in place of another one, and found to be no better."""

    def better(
        self,
        first: Attempt,
        complaint: tuple[str, ...],
        is_better: Callable[[Attempt], bool],
        attempt: Callable[[Candidate], Attempt],
    ) -> Attempt:
        """The first one, or one that is written after the complaint about it and is better.

        `complaint` is a headline and what it is about; the files of what is given are set aside.
        """
        headline, *details = complaint
        if not details or self.search.attempts_left <= 0:
            return first
        told = "\n".join([headline, *(f"- {detail}" for detail in details)])
        try:
            rewritten = self.search.rewritten(first, told, why=details[0])
            other = self.bench.set_aside(attempt(rewritten)) if rewritten else first
        except ModelError as error:
            self.search.observer.note(f"No further try: {error}")
            return first
        better = other if other is not first and other.verdict.ok and is_better(other) else first
        if other is not first:
            self.passed_over.append(first if better is other else other)
        return better

    def tried(self, first: Attempt, most: int) -> Iterator[Attempt]:
        """What becomes of scripts that are written afresh; `first` when it is written again."""
        for candidate in self.afresh(most):
            if candidate.source == first.candidate.source:
                yield replace(first, candidate=candidate)
            elif candidate.source not in self.search.seen:
                # With lines that are ready only: those of the model may make it run, and no more.
                yield self.bench.set_aside(self.search.try_with_patches(candidate, asks=False))

    def afresh(self, most: int) -> Iterator[Candidate]:
        """Scripts, as many as may still be tried, that nothing is told about other ones."""
        search = self.search
        for following in reversed(range(min(most, search.attempts_left))):
            try:
                candidate = search.write(sample=search.samples, following=following)
            except ModelError as error:
                search.observer.note(f"No second opinion: {error}")
                return
            if candidate is not None:
                yield candidate
