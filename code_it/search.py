"""Task -> Attempt: scripts are written, tried and mended until one is right.

first script -> its lines patched -> rewritten -> fresh scripts, likewise -> settled
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import takewhile

from code_it.agents.coder import Coder
from code_it.agents.heads import head_of
from code_it.agents.linter import Linter
from code_it.agents.patcher import Patcher
from code_it.agents.planner import Planner
from code_it.attempts import (
    Attempt,
    complaint_about,
    complaint_about_lines,
    suspects_of,
)
from code_it.checks.copied import is_copied
from code_it.checks.edits import likeliest
from code_it.checks.fixups.mending import mend
from code_it.checks.pylint_score import check_with_pylint
from code_it.checks.suspects import Suspect
from code_it.checks.syntax import check_syntax
from code_it.config import TaskExecutionConfig
from code_it.errors import BudgetSpent, UnparsableReply
from code_it.flow import Candidate, Check, CheckReport, Plan, Task, Verdict
from code_it.runs.journal import Journal
from code_it.runs.observer import Observer
from code_it.settling import settle
from code_it.workbench import Stages, Workbench


@dataclass(frozen=True)
class _Manner:
    """How a script is asked for."""

    recipes: tuple[str, ...] = ()
    again: bool = False
    """Whether the task is told a second time, behind what is known about it."""
    is_plain: bool = False
    """Whether nothing is told of how the script shall be."""
    knows_inputs: bool = True
    """Whether what is known of the inputs is told."""
    temperature: float = 0.0

    def applied_to(self, task: Task) -> Task:
        """The task, as far as it is told."""
        return replace(task, recipes=self.recipes, brief=task.brief if self.knows_inputs else "")


@dataclass(frozen=True)
class Agents:
    """Who is asked for scripts."""

    coder: Coder
    patcher: Patcher
    linter: Linter
    planner: Planner


@dataclass
class Search:
    """The search for a script that does one task."""

    task: Task
    agents: Agents
    bench: Workbench | None
    """Where scripts are tried; none when they are not to be run."""
    config: TaskExecutionConfig
    journal: Journal
    observer: Observer
    stage: Stages
    attempts: int = 0
    """Scripts that were tried, those with patched lines included."""
    samples: int = 0
    patches_asked: int = 0
    patches_tried: int = 0
    plan: Plan | None = None
    found: Attempt | None = None
    """The best of those that were tried."""
    stopped_because: str = ""
    """Which limit of the user's has ended the search; empty when none has."""
    seen: set[str] = field(default_factory=set)
    reports: dict[str, CheckReport] = field(default_factory=dict)
    passed_over: int = 0
    """Scripts that were left as they were, for one that more is told for."""
    refused: dict[str, int] = field(default_factory=dict)
    """How often each package was refused."""

    def best(self) -> Attempt | None:
        """The best that is found before one is right, or the attempts or the budget are spent."""
        try:
            self._try_all()
        except BudgetSpent as spent:
            self.stopped_because = str(spent)
            self.observer.note(f"No further try: {spent}")
        found = self.found
        return settle(self, found) if found is not None and found.verdict.ok else found

    def _try_all(self) -> None:
        """Try fresh starts and repairs until one is right, or none can be, or all are used up."""
        for start in self._fresh_starts():
            attempt: Attempt | None = self.try_with_patches(start)
            while attempt is not None:
                if attempt.verdict.ok or attempt.is_in_vain:
                    return
                attempt = self._attempt_rewrite(attempt)

    def _fresh_starts(self) -> Iterator[Candidate]:
        yield from self._first_scripts()
        while self.attempts_left > 0 and self.samples < self._most_samples:
            for candidate in self._ranked_samples():
                if self.attempts_left > 0 and candidate.source not in self.seen:
                    yield candidate

    def _first_scripts(self) -> Iterator[Candidate]:
        """The likeliest one, and where the model is not to mend it, the next likeliest."""
        first = self.write(sample=0)
        if first is None:
            return
        yield first
        if self._is_passed_over(first):
            self.passed_over = int(self.config.repair_failures)
            told = self.write(sample=1)
            if told is not None and told.source not in self.seen:
                yield told

    def _ranked_samples(self) -> Iterator[Candidate]:
        """As many fresh samples as are drawn at a time; the last of the first ones has a plan.

        One that pylint finds no error in cannot be beaten by one that is not drawn yet, so it
        comes at once. The others wait for the end, the tidiest first.
        """
        waiting: list[tuple[tuple[bool, float], Candidate]] = []
        with_plan = self.config.coding_samples - 1 if self.config.plan_retries else None
        numbers = range(self.samples, self.samples + self.config.coding_samples - 1)
        for number in numbers:
            if self.attempts_left <= 0:
                break
            plan = self._make_plan() if with_plan == number else None
            following = sum(other != with_plan for other in numbers if other > number)
            candidate = self.write(sample=number, plan=plan, following=following)
            if candidate is None:
                continue
            report = self._check(candidate)
            if report.compiles and not report.messages:
                yield candidate
            else:
                waiting.append((report.rank, candidate))
        waiting.sort(key=lambda pair: pair[0], reverse=True)
        yield from (candidate for _, candidate in waiting)

    def write(
        self, *, sample: int, plan: Plan | None = None, following: int = 0
    ) -> Candidate | None:
        """Draw a script; the first is the likeliest, and each further one is warmer.

        Args:
            following: Scripts that may be drawn right after it, without a plan. A model that
                answers several times at once writes those that are asked for alike with it.
        """
        self.samples = sample + 1
        with self.stage("writing", "a script" if sample == 0 else f"fresh script {sample}"):
            try:
                manner = self._manner(sample)
                written = self.agents.coder.write(
                    manner.applied_to(self.task),
                    plan=plan,
                    again=manner.again,
                    is_plain=manner.is_plain,
                    sample=sample,
                    temperature=manner.temperature,
                    samples=1 if plan else self._alike(sample, following),
                    head=self._head,
                )
            except UnparsableReply as error:
                self.observer.note(f"The model's reply had no code: {error.reply[:80]!r}")
                self.attempts += 1
                return None
        return self._mended(written)

    @property
    def _head(self) -> str:
        """What each script for a function begins with: to write it again takes time only."""
        if self.found is None or not self.task.examples:
            return ""
        return head_of(self.found.candidate.source, self.task.function.partition("(")[0])

    def _manner(self, sample: int) -> _Manner:
        """How a sample, counted from 0, is asked for.

        Another wording leads to other mistakes, and to better scripts than a warmer model does. So
        each is asked for once at the likeliest, and only then warmer.
        """
        ways = self._ways
        if sample < len(ways):
            return replace(ways[sample], temperature=self._warmer(0))
        # Models that answer several times at once do so for what is asked for alike.
        known = [way for way in ways if not way.is_plain]
        number = sample - len(ways)
        return replace(known[number % len(known)], temperature=self._warmer(number + 1))

    @property
    def _ways(self) -> list[_Manner]:
        """The manners to ask in before it gets warmer, the best first.

        The first is the likeliest: rules and recipes beside the task help where it needs them, and
        lead astray where it does not. What is known of the inputs stands between the task and the
        answer; where recipes stand there, too, to tell it again is only another way. It may lead
        astray, too, so one script is written without it.
        """
        plain, again, neither = _Manner(is_plain=True), _Manner(again=True), _Manner()
        if self.task.examples:
            return [neither]
        bare = [_Manner(is_plain=True, knows_inputs=False)] if self.task.brief else []
        if recipes := self.task.recipes:
            return [plain, _Manner(recipes), *bare, again, _Manner(recipes, again=True), neither]
        return [plain, again, *bare, neither] if self.task.brief else [plain, neither]

    def _alike(self, sample: int, following: int) -> int:
        """How many are asked for alike, from `sample` on."""
        numbers = range(sample, sample + 1 + following)
        manner = self._manner(sample)
        return sum(1 for _ in takewhile(lambda number: self._manner(number) == manner, numbers))

    def _warmer(self, times: int) -> float:
        """The temperature when the same was asked for `times` before."""
        if not times:
            return self.config.coder_temperature
        warmer = (times - 1) * self.config.sampling_temperature_multiplier
        start = max(self.config.coder_temperature, self.config.sampling_temperature)
        return min(start + warmer, 2.0)

    def _make_plan(self) -> Plan | None:
        with self.stage("planning", "another way"):
            try:
                plan = self.agents.planner.plan(self.task)
            except UnparsableReply:
                return None
        self.plan = plan
        self.journal.write("plan", plan=plan)
        return plan

    def _mended(self, candidate: Candidate) -> Candidate:
        mended = mend(candidate, self.task) if self.config.apply_fixes else candidate
        if mended.fixes != candidate.fixes:
            self.observer.note("Mended without the model: " + ", ".join(mended.fixes))
        return mended

    def attempt(self, candidate: Candidate) -> Attempt:
        self.attempts += 1
        self.seen.add(candidate.source)
        candidate, report = self._checked(candidate)
        self.journal.write("candidate", number=self.attempts, candidate=candidate, report=report)
        self.journal.save(f"candidate-{self.attempts}.py", candidate.source)
        attempt = self._carried_out(candidate, report)
        self.journal.write("verdict", number=self.attempts, verdict=attempt.verdict)
        self._note_refusals(attempt)
        self.observer.note(f"Try {self.attempts}: {attempt.verdict.reason}")
        if self.found is None or attempt.rank > self.found.rank:
            self.found = attempt
        return attempt

    def _note_refusals(self, attempt: Attempt) -> None:
        """Let no further script be asked for without a word about what is refused every time."""
        for refusal in attempt.requirements.refused:
            self.refused[refusal.name] = self.refused.get(refusal.name, 0) + 1
        without = tuple(name for name, times in self.refused.items() if times >= _MOST_REFUSALS)
        if without != self.task.without:
            self.task = replace(self.task, without=without)

    def _checked(self, candidate: Candidate) -> tuple[Candidate, CheckReport]:
        report = self._check(candidate)
        if report.compiles or not self.config.apply_linter or candidate.is_cut_off:
            return candidate, report
        with self.stage("linting", report.messages[0]):
            try:
                candidate = self._mended(self.agents.linter.mend(candidate, report))
            except UnparsableReply:
                return candidate, report
        self.seen.add(candidate.source)
        return candidate, self._check(candidate)

    def _check(self, candidate: Candidate) -> CheckReport:
        source = candidate.source
        if source not in self.reports:
            with self.stage("checking", "the script before it runs"):
                report = check_syntax(source)
                if report.compiles and self.config.apply_linter:
                    report = check_with_pylint(source)
            self.reports[source] = report
        return self.reports[source]

    def _carried_out(self, candidate: Candidate, report: CheckReport) -> Attempt:
        if candidate.is_cut_off:
            found = f"it was cut off at {self.config.max_tokens} tokens; raise max_tokens"
            check = Check("whole", False, "the model's answer has an end", found, from_task=False)
            return Attempt(candidate, report, Verdict("failed", (check,), str(check)))
        if not report.compiles:
            check = Check("syntax", False, "it compiles", report.messages[0], from_task=False)
            return Attempt(candidate, report, Verdict("failed", (check,), str(check)))
        if self.bench is None:
            return Attempt(candidate, report, Verdict("written", (), _NOT_RUN))
        return self.bench.attempt(candidate, report, number=self.attempts)

    def try_with_patches(self, candidate: Candidate, *, asks: bool = True) -> Attempt:
        """Try a script, and put other lines in place of those that fail while that leads on.

        Args:
            asks: Ask the model for lines where none are ready.
        """
        attempt = self.attempt(candidate)
        met = {attempt.mark}
        while not attempt.verdict.ok and not attempt.is_in_vain and not self._is_copied(attempt):
            # One that ran, and left out a step, is hardly wrong otherwise.
            is_left = not attempt.has_run and self._is_passed_over(attempt.candidate)
            patched = self.patched(attempt, met, asks=asks and not is_left)
            if patched is None:
                break
            attempt = patched
            met.add(attempt.mark)
        return self._edited(attempt) or attempt

    def _edited(self, attempt: Attempt) -> Attempt | None:
        """The same function with one small thing changed, where it holds the examples then."""
        if self.bench is None or not self.config.repair_failures or attempt.verdict.ok:
            return None
        source = likeliest([self.bench.edited(attempt)])
        if not source or source in self.seen:
            return None
        self.observer.note("One small change makes it hold the examples.")
        self.patches_tried += 1
        return self.attempt(attempt.candidate.patched(source))

    def _is_copied(self, attempt: Attempt) -> bool:
        """A recipe in the place of a script; one that is written without them is more like it."""
        return self.bench is not None and is_copied(self.task, attempt.candidate.source)

    def _is_passed_over(self, candidate: Candidate) -> bool:
        """Does a script that more is told for come before the model mends this one?

        To write it costs no more than a patch or two.
        """
        is_more_told = bool(self.task.brief or self.task.recipes)
        is_another_drawn = self.attempts_left > 0 and self.samples < self._most_samples
        is_first = candidate.is_plain and candidate.sample == 0
        return is_first and is_more_told and is_another_drawn

    def patched(self, attempt: Attempt, met: set[str], *, asks: bool = True) -> Attempt | None:
        """The first of the patches that leads on, to no failure that was `met`; or none.

        Args:
            asks: Ask the model for lines where none are ready.
        """
        if not self.config.repair_failures or not self.config.max_patches or self.bench is None:
            return None
        bench, asked = self.bench, list[Suspect]()
        for suspect in suspects_of(attempt, self.task, bench.facts(attempt)):
            patched: Candidate | None = None
            if suspect.ready:
                patched = attempt.candidate.patched(suspect.patched(suspect.ready))
            elif asks and len(asked) < self.config.patch_samples:
                patched = self._ask_for_patch(bench, attempt, suspect, asked.count(suspect))
                asked.append(suspect)
            if patched is not None and patched.source not in self.seen:
                self.patches_tried += 1
                following = self.attempt(patched)
                is_new = following.mark not in met and not following.fails_as(attempt, suspect)
                if is_new and following.is_progress_over(attempt):
                    return following
        return None

    def _ask_for_patch(
        self, bench: Workbench, attempt: Attempt, suspect: Suspect, times: int
    ) -> Candidate | None:
        """The script with lines that the model writes; `times` that it was asked the same."""
        if self.patches_asked >= self.config.max_patches:
            return None
        self.patches_asked += 1
        facts = bench.facts(attempt, suspect.lines.first)
        with self.stage("patching", attempt.verdict.reason):
            try:
                patched = self.agents.patcher.patch(
                    self.task,
                    attempt.candidate,
                    suspect,
                    complaint_about_lines(attempt, facts),
                    # The likeliest answer was there before when the question was.
                    temperature=self._warmer(times),
                    seed=self.config.seed + times,
                )
            except UnparsableReply:
                return None
        return self._mended(patched)

    def _attempt_rewrite(self, attempt: Attempt) -> Attempt | None:
        """Write a failed script anew and try that; nothing when it leads nowhere."""
        if self.attempts_left <= 0 or not self.config.repair_failures:
            return None
        if self._is_copied(attempt) or self._is_passed_over(attempt.candidate):
            return None
        if self.patches_asked and suspects_of(attempt, self.task):
            # Where other lines did not help, the same script again does not either.
            return None
        facts = self.bench.facts(attempt) if self.bench else ()
        repaired = self.rewritten(attempt, complaint_about(attempt, facts))
        if repaired is None:
            return None
        following = self.try_with_patches(repaired)
        goes_on = self.repairs_only or following.is_progress_over(attempt)
        return following if goes_on else None

    def rewritten(self, attempt: Attempt, complaint: str, why: str = "") -> Candidate | None:
        """The script without a mistake; none when it is one that was tried before.

        Args:
            why: What is shown as the reason, where that is not the verdict's.
        """
        with self.stage("repairing", why or attempt.verdict.reason):
            try:
                repaired = self.agents.coder.repair(self.task, attempt.candidate, complaint)
            except UnparsableReply:
                self.attempts += 1
                return None
        repaired = self._mended(repaired)
        if repaired.source in self.seen:
            self.observer.note("The repair is a script that was tried before.")
            return None
        return repaired

    @property
    def repairs_only(self) -> bool:
        """One line of repairs, and no script that is written afresh."""
        return self.config.code_sampling_strategy == "NO_SAMPLING"

    @property
    def _most_samples(self) -> int:
        """Scripts to draw; one that was drawn before costs a reply, and is no attempt."""
        if self.repairs_only or self.config.coding_samples == 1:
            return 1
        return 2 * self._most_attempts

    @property
    def attempts_left(self) -> int:
        """Scripts that may still be written; lines put in place of others are counted apart."""
        return self._most_attempts - (self.attempts - self.patches_tried)

    @property
    def _most_attempts(self) -> int:
        """More where examples tell which script is right, and nobody asked for fewer than usual.

        A script that was left as it was, for one that more is told for, is not counted then.
        """
        attempts = self.config.max_coding_attempts
        if attempts < TaskExecutionConfig.max_coding_attempts:
            return attempts
        if self.task.examples:
            return max(attempts, self.config.max_attempts_with_examples)
        return attempts + self.passed_over


_MOST_REFUSALS = 2
_NOT_RUN = "It compiles; it was not run, because execute_code is off."
