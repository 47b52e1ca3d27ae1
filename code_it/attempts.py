"""Verdict -> Attempt: a script with everything that became of it, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from code_it.checks.agreement import Outcome
from code_it.checks.complaint import complain, complain_of_lines, error_line, failure_mark
from code_it.checks.copied import is_followed
from code_it.checks.failing_lines import failing_line
from code_it.checks.outcome import NO_INPUT
from code_it.checks.suspects import Suspect, suspects
from code_it.flow import (
    Candidate,
    Check,
    CheckReport,
    Requirements,
    RunResult,
    Task,
    Verdict,
)
from code_it.packages.environments import Environment
from code_it.sandbox.trial import TrialFolder

# How the sandbox's copy of the script is called in tracebacks, at every level.
SCRIPT_IN_TRACEBACKS = "code/main.py"


@dataclass(frozen=True)
class Attempt:
    """A candidate, and everything that became of it."""

    candidate: Candidate
    report: CheckReport
    verdict: Verdict
    requirements: Requirements = Requirements()
    environment: Environment | None = None
    run: RunResult | None = None
    outcome: Outcome = field(default_factory=dict)
    """What it left behind, to be compared with what another one leaves."""
    trial: TrialFolder | None = None
    """Where its files are, as long as no other script runs there."""

    @property
    def has_run(self) -> bool:
        """Did it run to its end without an error?"""
        return self.run is not None and self.run.ok

    @property
    def rank(self) -> tuple[bool, bool, int, tuple[bool, float]]:
        """Greater is better: it is right, it runs, more checks hold, it is tidier."""
        return (self.verdict.ok, self.has_run, self.verdict.held, self.report.rank)

    def is_progress_over(self, before: Attempt) -> bool:
        """More of it holds, or as much does and it fails in another way; style is no progress."""
        if self.rank[:3] != before.rank[:3]:
            return self.rank > before.rank
        if self.has_run:
            return self.verdict.faults < before.verdict.faults
        return self.mark != before.mark

    @property
    def mark(self) -> str:
        """What makes its failure another one than that of another attempt."""
        source = self.candidate.source
        return failure_mark(source, self.run, self.verdict, SCRIPT_IN_TRACEBACKS)

    def fails_as(self, before: Attempt, suspect: Suspect) -> bool:
        """Do the lines that were put in place of others raise the same error?"""
        if self.run is None or before.run is None or suspect.how != "replace":
            return False
        number = failing_line(self.candidate.source, self.run.stderr, SCRIPT_IN_TRACEBACKS) or 0
        lines = suspect.lines
        put_in = self.candidate.source.count("\n") - lines.source.count("\n")
        same = error_line(self.run.stderr) == error_line(before.run.stderr) != ""
        return same and lines.first <= number <= lines.last + put_in

    @property
    def is_in_vain(self) -> bool:
        """Does it lack what no other script has either?"""
        return any(check.name == NO_INPUT and not check.held for check in self.verdict.checks)

    @property
    def needs_no_opinion(self) -> bool:
        """Is there nothing that a second script could confirm, or enough without one?

        Nothing where the task gives nothing to check, which is what the verdict says then; but not
        where a recipe may have been followed in place of the task. Enough where a check leaves only
        one outcome, or where a script that was right as it was written holds one that looks at
        what it computed; names of columns say nothing about the values.
        """
        if not self.verdict.is_drawn_from_task:
            return not is_followed(self.candidate.recipes, self.candidate.source)
        held = {check.name for check in self.verdict.checks if check.from_task and check.held}
        as_written = self.candidate.parent is None
        return not held.isdisjoint(_EXACT) or (as_written and not held.isdisjoint(_TELLING))

    def confirmed(self) -> Attempt:
        """A script that was written afresh does the same."""
        check = Check("agreement", True, "a script written afresh does the same", "", False)
        verdict = replace(self.verdict, checks=(*self.verdict.checks, check))
        if verdict.outcome == "ran":
            verdict = replace(verdict, reason=_ONLY_ALIKE)
        return replace(self, verdict=verdict)

    def doubted(self) -> Attempt:
        """Scripts that were written afresh do something else or fail, and any may be right."""
        found = "none does"
        check = Check("agreement", False, "a script written afresh does the same", found, False)
        verdict = Verdict("ran", (*self.verdict.checks, check), _DOUBTED)
        return replace(self, verdict=verdict)

    def led(self) -> Attempt:
        """Only a script that was shown the same recipe does the same."""
        found = "only one that was written after the same recipe does"
        check = Check("agreement", False, "a script written afresh does the same", found, False)
        return replace(self, verdict=Verdict("ran", (*self.verdict.checks, check), _LED))

    def failing(self, check: Check) -> Attempt:
        """It is to be mended: a check does not hold that is no proof of a mistake."""
        return replace(self, verdict=Verdict("failed", (*self.verdict.checks, check), str(check)))

    def incomplete(self) -> Attempt:
        """Nothing in it does what a sentence of the task asks for."""
        return replace(self, verdict=Verdict("ran", self.verdict.checks, _INCOMPLETE))

    def odd(self, doubt: str) -> Attempt:
        """What it left looks as if the work had not been done."""
        reason = f"It ran, and what can be checked holds; but {doubt}."
        return replace(self, verdict=Verdict("ran", self.verdict.checks, reason))

    def unseen(self) -> Attempt:
        """It has drawn a picture, and nothing here can tell what is to be seen on it."""
        return replace(self, verdict=Verdict("ran", self.verdict.checks, _UNSEEN))

    def sent(self) -> Attempt:
        """It has sent something, which no second script is to send again."""
        return replace(self, verdict=Verdict("ran", self.verdict.checks, _SENT))

    def unjudged(self) -> Attempt:
        """What it left is a text of its own, and only a person can tell whether it is good."""
        return replace(self, verdict=Verdict("ran", self.verdict.checks, _OWN_WORDS))


_EXACT = ("reversed", "wording")
_TELLING = ("pixelsize",)
_ONLY_ALIKE = (
    "It ran, and a script written afresh does the same; whether that is right, the task gives"
    " nothing to check."
)
_DOUBTED = "It ran, and what can be checked holds; but no script written afresh does the same."
_LED = (
    "It ran, and what can be checked holds; but of the scripts written afresh only one that was"
    " shown the same recipe does the same."
)
_INCOMPLETE = "It ran, and what can be checked holds; an instruction of the task seems left out."
_SENT = "It ran, and what can be checked holds; it sends data, so no second script was run."
_UNSEEN = "It ran, and what can be checked holds; what the picture shows, only you can tell."
_OWN_WORDS = "It ran, and what can be checked holds; whether its words are good, only you can tell."


def complaint_about(attempt: Attempt, facts: Sequence[str]) -> str:
    """What is wrong with it, in the words that the model is shown."""
    return complain(
        attempt.candidate.source,
        script_name=SCRIPT_IN_TRACEBACKS,
        run=attempt.run,
        verdict=attempt.verdict,
        report=attempt.report,
        requirements=attempt.requirements,
        facts=facts,
    )


def suspects_of(attempt: Attempt, task: Task, facts: Sequence[str] = ()) -> list[Suspect]:
    """The lines that may be to blame, the likeliest first.

    Args:
        facts: What the parts of the failing line stand for.
    """
    if attempt.run is None:
        return []
    source, run = attempt.candidate.source, attempt.run
    return suspects(source, run, attempt.verdict, task, SCRIPT_IN_TRACEBACKS, facts)


def complaint_about_lines(attempt: Attempt, facts: Sequence[str]) -> str:
    """What is wrong with lines that the model is shown."""
    if attempt.run is None:
        return attempt.verdict.reason
    return complain_of_lines(attempt.candidate.source, attempt.run, attempt.verdict, facts)
