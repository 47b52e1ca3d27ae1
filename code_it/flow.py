"""The records that are handed from step to step.

    Task -> Plan -> Requirements -> Candidate -> CheckReport -> RunResult -> Verdict -> TaskResult

Every record is frozen: a step returns a new one and leaves its inputs as they are.
`grep -rh '^\"\"\".* -> ' code_it` prints which module makes which record from which.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

IsolationLevel = Literal["namespaces", "landlock", "seatbelt", "process", "none"]
"""How a script was confined, strongest first; `none` means that nothing was run."""

Outcome = Literal["verified", "ran", "failed", "written"]
"""`verified`: it ran, and every check drawn from the task holds, and there was at least one.
`ran`: it ran cleanly, and the task gave nothing to check it against.
`written`: it compiles, and the user asked for it not to be run.
`failed`: anything else."""


@dataclass(frozen=True)
class Example:
    """One call and the value that the task says it returns."""

    call: str
    """A Python expression, such as `"add(1, 2)"`."""
    expected: str
    """A Python literal, such as `"3"`."""


@dataclass(frozen=True)
class LineCount:
    """How many lines a text file is to have."""

    name: str
    at_least: int
    different: bool = False
    """No line may stand there twice."""


@dataclass(frozen=True)
class Keys:
    """The keys that objects of a JSON file are to have, no more and no fewer."""

    file: str
    names: tuple[str, ...]
    where: Literal["top", "items", "values"] = "top"
    """The object that the file is, every item of its list, or every value of its object."""
    numbers: tuple[str, ...] = ()
    """The keys whose values are to be numbers."""


@dataclass(frozen=True)
class Shape:
    """What a file of JSON or YAML is to be as a whole."""

    file: str
    kind: Literal["list", "object"]


@dataclass(frozen=True)
class Sheet:
    """A sheet that a workbook is to have."""

    file: str
    name: str
    only: bool = False
    """It is to be the only one."""


@dataclass(frozen=True)
class Table:
    """A table that a database is to have, with its columns."""

    file: str
    name: str
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Order:
    """By what the rows of a table, or the objects of a list, are to be sorted."""

    file: str
    key: str
    direction: Literal["ascending", "descending", "either"] = "either"


@dataclass(frozen=True)
class Reversed:
    """The lines of a text file are those of another one, the last one first."""

    file: str
    source: str


@dataclass(frozen=True)
class Wording:
    """All that a text file holds, word for word; blanks around it do not count."""

    file: str
    text: str


@dataclass(frozen=True)
class Ends:
    """The lines that a text file begins with, and its last one; empty where the task tells none."""

    file: str
    first: tuple[str, ...] = ()
    last: str = ""


@dataclass(frozen=True)
class Pages:
    """How many pages a document is to have."""

    file: str
    count: int


@dataclass(frozen=True)
class Elements:
    """Which elements stand in a web page."""

    file: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class PixelSize:
    """How large a picture is to be."""

    file: str
    width: int
    height: int


Content = (
    Keys | Shape | Sheet | Table | Order | Reversed | Wording | Ends | Pages | Elements | PixelSize
)
"""What the text says about what is in a file that it asks for."""


@dataclass(frozen=True)
class Task:
    """What the user wants, and what plain reading makes of it."""

    text: str
    input_files: tuple[str, ...] = ()
    """Files and folders that the text names and that are there, relative to the work folder."""
    missing_files: tuple[str, ...] = ()
    """Files that the text says are there to be read, and that are not."""
    output_files: tuple[str, ...] = ()
    """Files that the text asks for, relative to the work folder."""
    may_change: tuple[str, ...] = ()
    """Files that a script may replace: the outputs, and inputs that the text asks to change."""
    columns: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """For each table among `output_files` whose columns the text lists: name and columns."""
    line_counts: tuple[LineCount, ...] = ()
    contents: tuple[Content, ...] = ()
    """What else the text says about what is in the files that it asks for."""
    decimals: int | None = None
    """To how many decimals the text has numbers rounded; none when it tells none or several."""
    urls: tuple[str, ...] = ()
    examples: tuple[Example, ...] = ()
    function: str = ""
    """The function whose head the text gives with `def`, as `"add(a, b)"`; empty without one."""
    asks_for_output: bool = False
    """The text asks for something to be printed."""
    without: tuple[str, ...] = ()
    """Packages that were refused again and again, and are not to be asked for any more."""
    needs_network: bool = False
    """The text names an address or a web service."""
    brief: str = ""
    """What the inputs look like, in the words that the model is shown; empty without inputs."""
    recipes: tuple[str, ...] = ()
    """How the libraries are used that it is about, as code that the model is shown."""

    def with_brief(self, brief: str) -> Task:
        return replace(self, brief=brief)


@dataclass(frozen=True)
class Plan:
    """The steps, in order, each one sentence."""

    steps: tuple[str, ...]


@dataclass(frozen=True)
class Refusal:
    """A package that is not going to be installed."""

    name: str
    reason: str


@dataclass(frozen=True)
class Requirements:
    """What a candidate imports, as the packages that provide it."""

    allowed: tuple[str, ...] = ()
    """PEP 508 requirements, sorted."""
    refused: tuple[Refusal, ...] = ()


_PATCH = "patch"


@dataclass(frozen=True)
class Candidate:
    """One script that a model wrote."""

    source: str
    sample: int = 0
    """Which fresh start it belongs to, counted from 0."""
    temperature: float = 0.0
    parent: Candidate | None = None
    """The candidate that this one repairs."""
    read_as: str = "fence"
    """How the code was found in the reply."""
    fixes: tuple[str, ...] = ()
    """What was mended without a model, each in a few words."""
    recipes: tuple[str, ...] = ()
    """What the model was shown when it wrote it."""
    is_plain: bool = False
    """Whether it was asked for in the fewest words."""

    def patched(self, source: str, *, temperature: float | None = None) -> Candidate:
        """This one with other lines in one place."""
        warmth = self.temperature if temperature is None else temperature
        return replace(
            self, source=source, temperature=warmth, parent=self, read_as=_PATCH, fixes=()
        )

    def shares_recipes(self, other: Candidate) -> bool:
        return not set(self.recipes).isdisjoint(other.recipes)

    @property
    def is_cut_off(self) -> bool:
        """The reply ended before the script did."""
        return self.read_as.endswith("cut off")

    @property
    def written(self) -> Candidate:
        """What it was before lines were put in, or itself."""
        return self.parent.written if self.is_patched and self.parent else self

    @property
    def is_patched(self) -> bool:
        """Some of its lines were put in after it had failed."""
        return self.read_as == _PATCH

    @property
    def patches(self) -> int:
        """How often lines were put in, one after the other."""
        return 1 + (self.parent.patches if self.parent else 0) if self.is_patched else 0


@dataclass(frozen=True)
class CheckReport:
    """What the tools say of a candidate before it runs."""

    compiles: bool
    score: float = 0.0
    """pylint's, 0 to 10; 0 when it does not compile or pylint did not run."""
    messages: tuple[str, ...] = ()
    """pylint's fatal and error messages, or the syntax error."""

    @property
    def rank(self) -> tuple[bool, float]:
        """Greater is better."""
        # Pylint can score 0.0 both for an untidy script and for one that does not parse,
        # so `compiles` is compared first.
        return (self.compiles, self.score)


@dataclass(frozen=True)
class RunResult:
    """What happened when a candidate ran."""

    returncode: int
    """As the shell has it: 128 + N after signal N."""
    stdout: str
    stderr: str
    timed_out: bool = False
    duration_seconds: float = 0.0
    created: tuple[str, ...] = ()
    """Paths relative to the trial folder, with forward slashes, sorted; likewise the next two."""
    changed: tuple[str, ...] = ()
    deleted: tuple[str, ...] = ()
    isolation: IsolationLevel = "process"
    stopped_because: str = ""
    """Why it was ended from outside ("ran longer than 120 s"); empty when it ended by itself."""
    limit_hit: str = ""
    """A limit that it met, such as "time: 120 s", also where it ended by itself for that reason."""
    network: bool = False
    """Could it reach the network?"""
    limits: Mapping[str, float] = field(default_factory=dict)
    """What it might use up, by the names in `sandbox.Limits`, with their units."""

    @property
    def ok(self) -> bool:
        return self.returncode == 0 and not self.timed_out and not self.stopped_because


@dataclass(frozen=True)
class Check:
    """One thing that the task lets us look at."""

    name: str
    held: bool
    expected: str
    found: str
    from_task: bool = True
    """Drawn from the words of the task."""
    file: str = ""
    """The file that was looked at, relative to the work folder; empty when it was none."""
    missing: tuple[str, ...] = ()
    """Names of columns or keys that are not there."""
    strange: tuple[str, ...] = ()
    """Names that are there, and that nobody asked for."""
    lines: tuple[int, ...] = ()
    """Lines of the script that are likely to blame, counted from 1; empty when none is known."""

    def __str__(self) -> str:
        if self.held:
            return f"{self.expected}: {self.found}" if self.found else self.expected
        return f"expected: {self.expected}; found: {self.found}"


@dataclass(frozen=True)
class Verdict:
    """The judgement, with its evidence."""

    outcome: Outcome
    checks: tuple[Check, ...] = ()
    reason: str = ""
    """One sentence; what to tell a person."""

    @property
    def ok(self) -> bool:
        return self.outcome != "failed"

    @property
    def held(self) -> int:
        return sum(check.held for check in self.checks)

    @property
    def is_drawn_from_task(self) -> bool:
        """Does the task give anything to check?"""
        return any(check.from_task for check in self.checks)

    @property
    def is_looked_into(self) -> bool:
        """Does a check of the task hold that looks into what was made?

        That a file is there, or that JSON is an object or an array, says nothing of what is in it.
        """
        return any(
            check.from_task and check.held and check.name not in ("file", "shape")
            for check in self.checks
        )

    @property
    def faults(self) -> int:
        """How many things are wrong: each name counts, and each check that does not hold."""
        wrong = [check for check in self.checks if not check.held]
        return sum(max(len(check.missing) + len(check.strange), 1) for check in wrong)


@dataclass(frozen=True)
class Usage:
    """What the models cost."""

    llm_calls: int = 0
    prompt_tokens: int = 0
    """0 when the server does not count them; likewise the next one."""
    completion_tokens: int = 0


@dataclass(frozen=True)
class TaskResult:
    """Everything about the candidate that was chosen, and what it took to find it."""

    task: Task
    verdict: Verdict
    plan: Plan | None = None
    requirements: Requirements = Requirements()
    candidate: Candidate | None = None
    checks: CheckReport | None = None
    run: RunResult | None = None
    attempts: int = 0
    usage: Usage = Usage()
    seconds: dict[str, float] = field(default_factory=dict)
    """Wall-clock seconds per stage."""
    source_file: str = ""
    """Where the script was delivered; empty when it was not."""
    delivered: tuple[str, ...] = ()
    """Files that were brought back into the work folder, relative to it."""
    kept_aside: tuple[str, ...] = ()
    """Files of the user's whose former content is kept in the run folder."""
    gone: tuple[str, ...] = ()
    """Files of the user's that the script moved or deleted."""
    careful: tuple[tuple[str, str], ...] = ()
    """Delivered files that do something when they are opened, and what."""
    packages: tuple[str, ...] = ()
    """What the script ran with, pinned (`"requests==2.32.3"`)."""
    run_folder: str = ""

    @property
    def ok(self) -> bool:
        return self.verdict.ok

    def __str__(self) -> str:
        ending = self.verdict.reason if self.run is None else run_text(self.run)
        return ("Task Success: " if self.ok else "Task Failed: ") + ending

    def __contains__(self, text: str) -> bool:
        return text in str(self)

    def startswith(self, prefix: str | tuple[str, ...]) -> bool:
        return str(self).startswith(prefix)


def run_text(run: RunResult) -> str:
    """The text form of a run, fit to be printed: its first line says whether it succeeded."""
    # The sandbox knows these records, so it cannot be imported before they are there.
    from code_it.sandbox.terminal import clean

    ending = "Succeeded" if run.ok else "Failed"
    return f"Program {ending}\nStdout:{clean(run.stdout)}\nStderr:{clean(run.stderr)}"
