"""Attempt -> Attempt: how much is known about one that looks right, and a better one if need be.

instructions left out? -> checks that settle it? -> do scripts that are written afresh agree?
examples hold? -> does it fail for other inputs, or give something strange? -> do others give the
same for them?
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from code_it.attempts import Attempt
from code_it.checks.agreement import Agreement, compare, is_open_question, is_own_words
from code_it.checks.doubts import (
    UNSTEADY,
    doubts_of_changes,
    doubts_of_comparisons,
    doubts_of_outcome,
    doubts_of_script,
    instructions_left_out,
    ready_for,
)
from code_it.checks.edges import errors_of
from code_it.checks.examples import same_answers
from code_it.checks.idle import Idle
from code_it.checks.set_order import can_hang_on_sets
from code_it.checks.strange_answers import strange_answers
from code_it.errors import ModelError
from code_it.flow import Candidate, Check
from code_it.workbench import Workbench

if TYPE_CHECKING:
    from code_it.search import Search


def settle(search: Search, first: Attempt) -> Attempt:
    """Say of a script that looks right how much is known about that."""
    if search.bench is None or not search.config.agreement_samples or search.repairs_only:
        return first
    settlement = _Settlement(search, search.bench)
    first = search.bench.set_aside(first)
    if search.task.examples:
        return settlement.without_errors(settlement.answering(settlement.sturdier(first)))
    return settlement.judged(settlement.completed(first))


class _Settlement:
    """All attempts that it is given, and gives, have their files set aside."""

    def __init__(self, search: Search, bench: Workbench) -> None:
        self.search = search
        self.bench = bench
        self.unsteady: dict[str, bool] = {}
        """Whether a script does something else in each run, by its source."""
        self.passed_over: list[Attempt] = []
        """Those that were written in place of another one, and found to be no better."""

    def judged(self, first: Attempt) -> Attempt:
        """The one to take, with a verdict that says no more than is known."""
        source, outcome = first.candidate.source, first.outcome
        if doubts := self._doubts(first):
            return first.odd(doubts[0].found)
        if any(instructions_left_out(self.search.task, source)):
            return first.incomplete()
        if first.needs_no_opinion:
            return first
        if is_own_words(self.search.task, source, outcome):
            # What can be counted is no judgement of the words, and the task asks for no more.
            return first if first.is_looked_into else first.unjudged()
        if is_open_question(source, outcome):
            return self._by_opinions(first)
        # Lines that were put in until it ran may have made it run and no more.
        return first.doubted() if first.candidate.is_patched and not outcome else first

    def completed(self, first: Attempt) -> Attempt:
        """One without a fault that can be seen in the script, or in what it made.

        It goes on as long as each step takes faults away.
        """
        while faults := self._faults(first):
            better = self._with_fewer(first, faults)
            if better is first:
                break
            first = better
        return first

    def _with_fewer(self, first: Attempt, faults: tuple[Check, ...]) -> Attempt:
        if (ready := self._put_right(first, faults)) is not None:
            return ready
        patched = self.bench.set_aside(self._with_lines_for(first, faults[0]))
        if self._has_fewer_faults(patched, faults):
            return patched
        rewritten = self._one_more(
            first,
            _FAULTY,
            tuple(map(str, faults)),
            lambda other: self._has_fewer_faults(other, faults),
            self._completed_as_it_is,
        )
        # What has come to nothing is wrong as a whole more often than not.
        is_in_vain = rewritten is first and faults[0].name == "emptiness"
        return self._another(first, faults) if is_in_vain else rewritten

    def _another(self, first: Attempt, faults: tuple[Check, ...]) -> Attempt:
        """One that is written afresh and has fewer faults, or the first one."""
        for candidate in self._afresh(self.search.config.agreement_samples):
            if candidate.source in self.search.seen:
                continue
            try:
                other = self._completed_as_it_is(candidate)
            except ModelError as error:
                self.search.observer.note(f"No further try: {error}")
                break
            if self._has_fewer_faults(other, faults):
                return other
        return first

    def _completed_as_it_is(self, candidate: Candidate) -> Attempt:
        return self._all_put_right(self.search.try_with_patches(candidate))

    def _all_put_right(self, attempt: Attempt) -> Attempt:
        """Without what needs no model to be put right: of that a rewritten script has as much."""
        attempt = self.bench.set_aside(attempt)
        while attempt.verdict.ok and (faults := self._faults(attempt)):
            ready = self._put_right(attempt, faults)
            if ready is None:
                break
            attempt = ready
        return attempt

    def _faults(self, attempt: Attempt) -> tuple[Check, ...]:
        """What looks wrong, the worst first; none of it is a proof."""
        task, source = self.search.task, attempt.candidate.source
        return (*self._doubts(attempt), *instructions_left_out(task, source))

    def _doubts(self, attempt: Attempt) -> tuple[Check, ...]:
        """What looks wrong in what it made, and in how it made it."""
        task, source = self.search.task, attempt.candidate.source
        folder = attempt.trial.path if attempt.trial else self.bench.folder
        unsteady = [UNSTEADY] if self._is_unsteady(attempt) else []
        mixed = doubts_of_comparisons(self.bench.mixed(attempt))
        made = doubts_of_outcome(task, attempt.outcome, self.bench.folder, folder)
        changes = self._doubts_of_changes(attempt, folder)
        return (*doubts_of_script(task, source), *mixed, *unsteady, *changes, *made)

    def _doubts_of_changes(self, attempt: Attempt, folder: Path) -> Iterator[Check]:
        if attempt.run is not None:
            yield from doubts_of_changes(self.search.task, attempt.run, self.bench.folder, folder)

    def _is_unsteady(self, attempt: Attempt) -> bool:
        """Does it do something else in each run, though nothing asks for chance?"""
        source = attempt.candidate.source
        if source not in self.unsteady:
            self.unsteady[source] = can_hang_on_sets(source) and not all(
                self.bench.repeats(attempt) for _ in range(_RUNS_MORE)
            )
        return self.unsteady[source]

    def _with_lines_for(self, first: Attempt, fault: Check) -> Attempt:
        """The same with other lines where the fault is likely to be."""
        if idle := self._idle(first, fault):
            found = "; ".join([fault.found, *(f"line {each.line}: {each.what}" for each in idle)])
            fault = replace(fault, found=found, lines=tuple(each.line for each in idle))
        failing = first.failing(fault)
        try:
            return self.search.patched(failing, {failing.mark}) or first
        except ModelError:
            # It is asked once more, and what is wrong is told then.
            return first

    def _put_right(self, first: Attempt, faults: tuple[Check, ...]) -> Attempt | None:
        """The same with what needs no model to be put right, where that brings something."""
        task, source = self.search.task, first.candidate.source
        for fault in faults:
            for other in ready_for(task, source, fault, self._idle(first, fault)):
                if other and other not in self.search.seen:
                    self.search.patches_tried += 1
                    attempt = self.search.attempt(first.candidate.patched(other))
                    attempt = self.bench.set_aside(attempt)
                    if self._has_fewer_faults(attempt, faults):
                        return attempt
        return None

    def _idle(self, attempt: Attempt, fault: Check) -> tuple[Idle, ...]:
        """The lines that did nothing, where that may be why."""
        idle = self.bench.idle(attempt) if fault.name == "emptiness" else ()
        return tuple(each for each in idle if not each.is_mixed)

    def _has_fewer_faults(self, other: Attempt, faults: tuple[Check, ...]) -> bool:
        return other.verdict.ok and len(self._faults(other)) < len(faults)

    def sturdier(self, first: Attempt) -> Attempt:
        """One that holds the examples, and raises nothing for empty inputs, if there is one; nor
        for others like those of the examples, for which it gives nothing strange either."""
        errors = self._errors(first)
        return self._one_more(
            first,
            _ERRORS,
            errors[:_MOST_ERRORS],
            lambda other: len(self._errors(other)) < len(errors),
            self.search.attempt,
        )

    def answering(self, first: Attempt) -> Attempt:
        """The one that gives the same for other inputs as another one that holds the examples.

        Those that do not hold them say nothing, and others are written in their place, as many
        again at most. When of three no two agree, nothing is known; nor when only one that was
        mended holds them. Of two that agree the one that was not mended is taken.
        """
        tried, failed = [first], False
        if not self.bench.answers(first):
            return first.doubted() if first.candidate.is_patched else first
        # What was no better may confirm, but says nothing where it gives something else.
        if any(other.verdict.ok and self._answer_alike(other, first) for other in self.passed_over):
            return first.confirmed()
        wanted = self.search.config.agreement_samples
        for rival in map(self.bench.set_aside, self._rivals(first, _DRAWS_FOR_ONE * wanted)):
            if not rival.verdict.ok:
                failed = True
                continue
            for other in tried:
                if self._answer_alike(rival, other):
                    return self._as_written(other, rival).confirmed()
            tried.append(rival)
            if len(tried) > wanted:
                break
        if first.candidate.is_patched or (failed and not self._holds_as_written(first)):
            # One that holds the examples as it was written is right more often.
            return tried[-1].doubted()
        return first if len(tried) == 1 else first.doubted()

    def _as_written(self, mended: Attempt, rival: Attempt) -> Attempt:
        """The rival, where it is as good as the one that may have been mended, and was."""
        if mended.candidate.parent is None:
            return mended
        return rival if len(self._errors(rival)) <= len(self._errors(mended)) else mended

    def _holds_as_written(self, first: Attempt) -> bool:
        """Did it, or the one that it was written in place of, need no word about a failure?"""
        attempts = (first, *self.passed_over)
        return any(each.verdict.ok and each.candidate.parent is None for each in attempts)

    def _answer_alike(self, one: Attempt, other: Attempt) -> bool:
        return same_answers(self.bench.answers(one), self.bench.answers(other))

    def _errors(self, attempt: Attempt) -> tuple[str, ...]:
        return (*self.bench.edges(attempt), *self._errors_of_answers(attempt))

    def _errors_of_answers(self, attempt: Attempt) -> tuple[str, ...]:
        answers = self.bench.answers(attempt)
        errors = errors_of(tuple(answers), tuple(answers.values()))
        return (*errors, *strange_answers(self.search.task, answers))

    def without_errors(self, first: Attempt) -> Attempt:
        """The same, with a verdict that says no more than is known."""
        errors = self._errors_of_answers(first)
        return first.odd(errors[0]) if errors else first

    def _one_more(
        self,
        first: Attempt,
        what: str,
        details: tuple[str, ...],
        is_better: Callable[[Attempt], bool],
        attempt: Callable[[Candidate], Attempt],
    ) -> Attempt:
        """The first one, or one that is written after a word about its faults and has fewer."""
        if not details or self.search.attempts_left <= 0:
            return first
        complaint = "\n".join([what, *(f"- {detail}" for detail in details)])
        try:
            rewritten = self.search.rewritten(first, complaint, why=details[0])
            other = self.bench.set_aside(attempt(rewritten)) if rewritten else first
        except ModelError as error:
            # What was found before is not lost with the model.
            self.search.observer.note(f"No further try: {error}")
            return first
        better = other if other is not first and other.verdict.ok and is_better(other) else first
        if other is not first:
            self.passed_over.append(first if better is other else other)
        return better

    def _by_opinions(self, first: Attempt) -> Attempt:
        """Let scripts that are written afresh say whether a right-looking one is right.

        One that does the same confirms it, and of three the two that agree are right. When none
        does the same, nothing is known: the first one is kept, and not verified. One with lines
        that were put in until it ran gives way to one that holds as it was written.
        """
        tried, opinions = [first], list[Agreement]()
        wanted = self.search.config.agreement_samples
        for rival in map(self.bench.set_aside, self._rivals(first, wanted)):
            if not rival.verdict.ok or self._faults(rival):
                opinions.append("different")
                continue
            for other in tried:
                if compare(rival.outcome, other.outcome) == "same":
                    return other.confirmed()
            opinions.append(compare(rival.outcome, first.outcome))
            tried.append(rival)
        if first.candidate.is_patched and len(tried) > 1:
            return tried[1].doubted()
        alone = first.candidate.is_patched or not opinions or "different" in opinions
        return first.doubted() if alone and self.bench.repeats(first) else first

    def _rivals(self, first: Attempt, most: int) -> Iterator[Attempt]:
        """What becomes of scripts that are written afresh; `first` when it is written again."""
        for candidate in self._afresh(most):
            if candidate.source == first.candidate.source:
                yield first
            elif candidate.source not in self.search.seen:
                # As it was written: what is put in until it runs confirms nothing.
                yield self.search.attempt(candidate)

    def _afresh(self, most: int) -> Iterator[Candidate]:
        search = self.search
        for following in reversed(range(min(most, search.attempts_left))):
            try:
                candidate = search.write(sample=search.samples, following=following)
            except ModelError as error:
                # What was found before is not lost with the model.
                search.observer.note(f"No second opinion: {error}")
                return
            if candidate is not None:
                yield candidate


_DRAWS_FOR_ONE = 2
"""Scripts to write for one that holds the examples of a function."""
_RUNS_MORE = 2
"""Of two things, a set puts the same one first in every other run."""
_FAULTY = "It ran, but it did not do all that the task asks for:"
_ERRORS = "It is wrong for inputs that it must be able to take:"
_MOST_ERRORS = 5
