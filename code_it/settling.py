"""Attempt -> Attempt: how much is known about one that looks right, and a better one if need be.

instructions left out? -> checks that settle it? -> do scripts that are written afresh agree?
examples hold? -> `settling_functions`
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from code_it.attempts import Attempt
from code_it.checks.agreement import (
    Agreement,
    compare,
    is_drawn,
    is_open_question,
    is_own_words,
    sends_data,
)
from code_it.checks.doubts.gathered import (
    UNSTEADY,
    doubts_of_changes,
    doubts_of_lines,
    doubts_of_outcome,
    doubts_of_script,
    doubts_when_watched,
    instructions_left_out,
)
from code_it.checks.doubts.ready import ready_for
from code_it.checks.idle import Idle
from code_it.checks.set_order import can_hang_on_sets
from code_it.errors import ModelError
from code_it.flow import Candidate, Check
from code_it.rivals import Rivals
from code_it.settling_functions import FunctionSettlement

if TYPE_CHECKING:
    from code_it.search import Search


def settle(search: Search, first: Attempt) -> Attempt:
    """Say of a script that looks right how much is known about that."""
    if search.bench is None or not search.config.agreement_samples or search.repairs_only:
        return first
    rivals = Rivals(search, search.bench)
    settlement = FunctionSettlement(rivals) if search.task.examples else _Settlement(rivals)
    return settlement.settled(search.bench.set_aside(first))


class _Settlement:
    """All attempts that it is given, and gives, have their files set aside."""

    def __init__(self, rivals: Rivals) -> None:
        self.rivals = rivals
        self.search = rivals.search
        self.bench = rivals.bench
        self.unsteady: dict[str, bool] = {}
        """Whether a script does something else in each run, by its source."""

    def settled(self, first: Attempt) -> Attempt:
        """The one to take, with a verdict that says no more than is known."""
        return self._judged(self._completed(first))

    def _judged(self, first: Attempt) -> Attempt:
        task, source = self.search.task, first.candidate.source
        if doubts := self._doubts(first):
            return first.odd(doubts[0].found)
        if any(instructions_left_out(task, source)):
            return first.incomplete()
        if first.verdict.is_drawn_from_task and is_drawn(task, source):
            return first.unseen()
        return first if first.needs_no_opinion else self._compared(first)

    def _compared(self, first: Attempt) -> Attempt:
        """What another script tells about it, where one can."""
        source, outcome = first.candidate.source, first.outcome
        if is_own_words(self.search.task, source, outcome):
            # What can be counted is no judgement of the words, and the task asks for no more.
            return first if first.verdict.is_looked_into else first.unjudged()
        if is_open_question(source, outcome):
            has_sent = first.run is not None and first.run.network and sends_data(source)
            return first.sent() if has_sent else self._by_opinions(first)
        # Lines that were put in until it ran may have made it run and no more.
        return first.doubted() if first.candidate.is_patched and not outcome else first

    def _completed(self, first: Attempt) -> Attempt:
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
        rewritten = self.rivals.better(
            first,
            (_FAULTY, *map(str, faults)),
            lambda other: self._has_fewer_faults(other, faults),
            self._completed_as_it_is,
        )
        return self._another(first, faults) if rewritten is first else rewritten

    def _another(self, first: Attempt, faults: tuple[Check, ...]) -> Attempt:
        """One that is written afresh and has fewer faults, or the first one."""
        for candidate in self.rivals.afresh(self.search.config.agreement_samples):
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
        in_vain = doubts_when_watched(task, self.bench.in_vain(attempt))
        made = doubts_of_outcome(task, attempt.outcome, self.bench.folder, folder)
        changes = self._doubts_of_run(attempt, folder)
        return (*doubts_of_script(task, source), *in_vain, *unsteady, *changes, *made)

    def _doubts_of_run(self, attempt: Attempt, folder: Path) -> Iterator[Check]:
        task, run = self.search.task, attempt.run
        if run is not None:
            yield from doubts_of_changes(task, run, self.bench.folder, folder)
            yield from doubts_of_lines(task, run, folder)

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
                    if self._has_left(fault, attempt, faults):
                        return attempt
        return None

    def _idle(self, attempt: Attempt, fault: Check) -> tuple[Idle, ...]:
        """The lines that did nothing, where that may be why."""
        idle = self.bench.idle(attempt) if fault.name == "emptiness" else ()
        return tuple(each for each in idle if each.kind == "idle")

    def _has_left(self, fault: Check, other: Attempt, faults: tuple[Check, ...]) -> bool:
        """Is this fault gone, and no more than one come to light that it had hidden?"""
        now = self._faults(other) if other.verdict.ok else faults
        return len(now) <= len(faults) and str(fault) not in map(str, now)

    def _has_fewer_faults(self, other: Attempt, faults: tuple[Check, ...]) -> bool:
        return other.verdict.ok and len(self._faults(other)) < len(faults)

    def _by_opinions(self, first: Attempt) -> Attempt:
        """Let scripts that are written afresh say whether a right-looking one is right.

        One that does the same confirms it, and of three the two that agree are right. When none
        does the same, nothing is known: the one with the fewest lines that were put in until it
        ran is kept, and not verified. Two that were shown the same recipe may have a mistake of
        it, so then one more is asked for.
        """
        tried, opinions, alike = [first], list[Agreement](), list[Attempt]()
        for tried_as_written in self._rivals_while_none_is_sure(first, alike):
            rival = self._all_put_right(tried_as_written)
            if not rival.verdict.ok or self._faults(rival):
                opinions.append("different")
                continue
            same = [other for other in tried if compare(rival.outcome, other.outcome) == "same"]
            if any(not rival.candidate.shares_recipes(other.candidate) for other in same):
                return same[0].confirmed()
            alike += same
            opinions.append(compare(rival.outcome, first.outcome))
            tried.append(rival)
        if alike:
            return alike[0].led()
        least = min(tried, key=lambda attempt: attempt.candidate.patches)
        if least is not first:
            return least.doubted()
        alone = first.candidate.is_patched or not opinions or "different" in opinions
        return first.doubted() if alone and self.bench.repeats(first) else first

    def _rivals_while_none_is_sure(self, first: Attempt, alike: list[Attempt]) -> Iterator[Attempt]:
        """As many as the settings say; one more when those that are `alike` then are not enough."""
        yield from self.rivals.tried(first, self.search.config.agreement_samples)
        if alike:
            yield from self.rivals.tried(first, 1)


_RUNS_MORE = 2
"""Of two things, a set puts the same one first in every other run."""
_FAULTY = "It ran, but it did not do all that the task asks for:"
