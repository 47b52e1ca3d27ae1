"""Attempt -> Attempt: how much is known about a function that holds its examples.

does it fail for other inputs, or give something strange? -> do others give the same for them?
"""

from __future__ import annotations

from collections.abc import Mapping

from code_it.attempts import Attempt
from code_it.checks.edges import errors_of, raised_by
from code_it.checks.edits import likeliest
from code_it.checks.examples import Answer, same_answers
from code_it.checks.strange_answers import strange_answers
from code_it.rivals import Rivals


class FunctionSettlement:
    """All attempts that it is given, and gives, have their files set aside."""

    def __init__(self, rivals: Rivals) -> None:
        self.rivals = rivals
        self.bench = rivals.bench
        self.task = rivals.search.task
        self.wanted = rivals.search.config.agreement_samples

    def settled(self, first: Attempt) -> Attempt:
        """The one to take, with a verdict that says no more than is known."""
        taken = self._answering(self._unfailing(self._sturdier(first)))
        errors = self._errors_of_answers(taken)
        return taken.odd(errors[0]) if errors else taken

    def _sturdier(self, first: Attempt) -> Attempt:
        """One that holds the examples, and raises nothing for empty inputs, if there is one; nor
        for others like those of the examples, for which it gives nothing strange either."""
        errors = self._errors(first)
        return self.rivals.better(
            first,
            (_ERRORS, *errors[:_MOST_ERRORS]),
            lambda other: len(self._errors(other)) < len(errors),
            self.rivals.search.attempt,
        )

    def _unfailing(self, first: Attempt) -> Attempt:
        """The same function with one small change, after which it gives something where it failed,
        and elsewhere what it gave before; the first one where none does."""
        answers, config = self.bench.answers(first), self.rivals.search.config
        if not self._errors_of_answers(first) or not config.repair_failures:
            return first
        odd = [bool(self._told(first, {call: answers[call]})) for call in answers]
        found = [
            (source, row)
            for source, row in self.bench.changed_anyhow(first)
            if not self._told(first, dict(zip(answers, row, strict=True)))
            and all(
                new.is_known if is_odd else new == old
                for is_odd, new, old in zip(odd, row, answers.values(), strict=True)
            )
        ]
        return self._changed(first, likeliest([found]))

    def _changed(self, first: Attempt, source: str) -> Attempt:
        """The one that is changed without the model, where it is new and holds the examples."""
        search = self.rivals.search
        if not source or source in search.seen:
            return first
        search.patches_tried += 1
        other = self.bench.set_aside(search.attempt(first.candidate.patched(source)))
        return other if other.verdict.ok else first

    def _answering(self, first: Attempt) -> Attempt:
        """The one that gives the same for other inputs as another one that holds the examples.

        Those that do not hold them say nothing, and others are written in their place, as many
        again at most. Of two that agree the one that was not mended is taken.
        """
        if not self.bench.answers(first):
            return first.doubted() if first.candidate.is_patched else first
        # What was no better may confirm, but says nothing where it gives something else.
        passed_over = (each for each in self.rivals.passed_over if each.verdict.ok)
        stumbles = bool(self._errors_of_answers(first))
        if not stumbles and any(self._answer_alike(other, first) for other in passed_over):
            return first.confirmed()
        tried, failed = [first], list[Attempt]()
        fewest = len(self._errors(first))
        for rival in self.rivals.tried(first, _DRAWS_FOR_ONE * self.wanted):
            if not rival.verdict.ok:
                failed.append(rival)
                continue
            # Two that stumble where the first one does not make the same mistake.
            for other in tried if len(self._errors(rival)) <= fewest else ():
                if self._answer_alike(rival, other):
                    return self._as_written(other, rival).confirmed()
            tried.append(rival)
            if len(tried) > self.wanted:
                break
        return self._without_another(tried, failed)

    def _without_another(self, tried: list[Attempt], failed: list[Attempt]) -> Attempt:
        """When of three no two agree, nothing is known; nor when only a mended one holds them."""
        first = tried[0]
        as_written = self._holds_as_written(first)
        is_mended = first.candidate.is_patched or (bool(failed) and not as_written)
        if len(tried) == 1:
            return self._changed_as_others(first, failed).doubted() if is_mended else first
        # One that holds the examples as it was written is right more often.
        likeliest = reversed(tried) if is_mended else tried
        return min(likeliest, key=lambda each: len(self._errors(each))).doubted()

    def _changed_as_others(self, first: Attempt, failed: list[Attempt]) -> Attempt:
        """What most of the scripts that fail are one small change away from, where it was one."""
        changed = self.bench.changed.get(first.candidate.written.source)
        if not changed:
            return first
        likely = likeliest([changed, *(self.bench.edited(each) for each in failed)])
        return self._changed(first, likely)

    def _as_written(self, mended: Attempt, rival: Attempt) -> Attempt:
        """The rival, where it is as good as the one that may have been mended, and was."""
        if mended.candidate.parent is None:
            return mended
        return rival if len(self._errors(rival)) <= len(self._errors(mended)) else mended

    def _holds_as_written(self, first: Attempt) -> bool:
        """Did it, or the one that it was written in place of, need no word about a failure?"""
        attempts = (first, *self.rivals.passed_over)
        return any(each.verdict.ok and each.candidate.parent is None for each in attempts)

    def _answer_alike(self, one: Attempt, other: Attempt) -> bool:
        return same_answers(self.bench.answers(one), self.bench.answers(other))

    def _errors(self, attempt: Attempt) -> tuple[str, ...]:
        return (*self.bench.edges(attempt), *self._errors_of_answers(attempt))

    def _errors_of_answers(self, attempt: Attempt) -> tuple[str, ...]:
        return self._told(attempt, self.bench.answers(attempt))

    def _told(self, attempt: Attempt, answers: Mapping[str, Answer]) -> tuple[str, ...]:
        """What is said of these answers of it, or of one that is nearly the same."""
        meant = raised_by(attempt.candidate.source)
        errors = errors_of(tuple(answers), tuple(answers.values()), meant)
        return (*errors, *strange_answers(self.task, answers))


_DRAWS_FOR_ONE = 2
"""Scripts to write for one that holds the examples of a function."""
_ERRORS = "It is wrong for inputs that it must be able to take:"
_MOST_ERRORS = 5
