"""A script of the user's own -> its run, confined like those that a model writes."""

from __future__ import annotations

import os
import tokenize
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import InvalidRequirement, Requirement

from code_it.config import TaskExecutionConfig
from code_it.errors import ConfigError, PackageError
from code_it.flow import Requirements, RunResult
from code_it.packages.environments import Environment, Terms, provide
from code_it.packages.policy import decide, index_of, requirements_of
from code_it.runs.journal import Journal, secret_values
from code_it.runs.lock import hold_folder
from code_it.sandbox import Delivery, Limits, TrialFolder, run_script, select_level
from code_it.sandbox.deletions import Deletions
from code_it.sandbox.leftovers import BACKUPS
from code_it.sandbox.process import OnOutput
from code_it.script_header import read_header


@dataclass(frozen=True)
class ScriptRun:
    """What became of it."""

    run: RunResult
    delivery: Delivery
    deletions: Deletions
    packages: tuple[str, ...]
    """Pinned, as they were asked for."""
    run_folder: str


def run_in_folder(
    script: Path,
    folder: Path,
    config: TaskExecutionConfig,
    *,
    arguments: Sequence[str] = (),
    network: bool = False,
    note: Callable[[str], None] = lambda _message: None,
    on_output: OnOutput | None = None,
) -> ScriptRun:
    """Run `script` in a copy of `folder`, with its packages, and bring back what it made.

    Its packages are those of its inline metadata (PEP 723), or else of its imports. What it made
    is brought back whatever its exit status, but not when it had to be stopped. What it deletes
    stays, also where it is moved, unless `allow_deletions` is set.

    Args:
        config: The limits, the isolation and the rules for packages count.
        note: Told in one line what takes long, and what is left out.
        on_output: Told what it writes, as it comes.

    Raises:
        ConfigError: The script cannot be read, or the folder cannot be used.
        PackageError: A package is refused, or cannot be installed.
        SandboxError: It could not be confined.
        FolderBusy: Another run is at work in the folder.
    """
    source = _read(script)
    wanted = _requirements(source, script, config)
    if wanted.refused:
        raise PackageError(" ".join(refusal.reason for refusal in wanted.refused))
    level = select_level(config.isolation)
    with hold_folder(folder):
        journal = Journal.start(folder / ".code_it" / "runs", secrets=secret_values(os.environ))
        try:
            environment = _provide(wanted, config, note)
            inside = _inside(script, folder)
            named = [inside] if inside else []
            trial = TrialFolder.create(folder, parent=journal.folder, named=named)
            try:
                if trial.note:
                    note(trial.note)
                if not (trial.path / inside).is_file():
                    # It lies where nothing is copied from, such as the record of a run.
                    inside = ""
                run = run_script(
                    environment.python,
                    trial.path / inside if inside else script,
                    folder=trial.path,
                    limits=Limits.of(config),
                    network=network,
                    level=level,
                    arguments=arguments,
                    in_its_place=bool(inside),
                    on_output=on_output,
                )
                journal.write("run", run=run)
                delivery = _bring_back(run, trial, folder, journal.folder, without=inside)
                deletions = _take_away(run, trial, folder, journal.folder, delivery, config)
            finally:
                trial.remove()
            journal.write("delivery", delivery=delivery, deletions=deletions)
        finally:
            journal.close()
    return ScriptRun(run, delivery, deletions, environment.packages, str(journal.folder))


def _read(script: Path) -> str:
    try:
        # As Python itself reads it: in UTF-8, or in what its first lines say.
        with tokenize.open(script) as file:
            source = file.read()
    except (UnicodeDecodeError, SyntaxError) as error:
        raise ConfigError(
            f"{script} is not the text of a script: {error}; name a file of Python in UTF-8"
        ) from error
    except OSError as error:
        raise ConfigError(f"{script} cannot be read: {error.strerror or error}") from error
    if "\0" in source:
        raise ConfigError(f"{script} holds binary data; name a file of Python")
    return source


def _requirements(source: str, script: Path, config: TaskExecutionConfig) -> Requirements:
    if not config.install_dependencies:
        return Requirements()
    header = read_header(source, script.name)
    if header is None:
        return requirements_of(source, folder=script.absolute().parent, config=config)
    return decide(
        [text for text in header.dependencies if _is_for_here(text)],
        allowed=config.allowed_packages,
        blocked=config.blocked_packages,
        exists=index_of(config),
        asked_by=f"asked for by {script.name}",
    )


def _is_for_here(text: str) -> bool:
    """Does the marker of a requirement hold? One that does not means that nothing is needed."""
    try:
        marker = Requirement(text).marker
    except InvalidRequirement:
        return True  # what is wrong with it is said later
    return marker is None or marker.evaluate()


def _provide(
    wanted: Requirements, config: TaskExecutionConfig, note: Callable[[str], None]
) -> Environment:
    return provide(
        wanted.allowed,
        timeout_seconds=config.install_time_limit_seconds,
        terms=Terms.of(config),
        on_note=note,
    )


def _inside(script: Path, folder: Path) -> str:
    """The script's place in `folder`; empty when it lies elsewhere."""
    place, root = script.resolve(), folder.resolve()
    return place.relative_to(root).as_posix() if root in place.parents else ""


def _bring_back(
    run: RunResult, trial: TrialFolder, folder: Path, records: Path, *, without: str
) -> Delivery:
    if run.stopped_because:
        return Delivery()
    # A script that changes itself changes its copy.
    made = {*run.created, *run.changed} - {without}
    return trial.bring_back(made, into=folder, backups=records / BACKUPS)


def _take_away(
    run: RunResult,
    trial: TrialFolder,
    folder: Path,
    records: Path,
    delivery: Delivery,
    config: TaskExecutionConfig,
) -> Deletions:
    if run.stopped_because:
        return Deletions()
    return trial.take_away(
        run.deleted,
        into=folder,
        delivered=delivery.delivered,
        backups=records / BACKUPS,
        may_move=config.allow_deletions,
        may_delete=config.allow_deletions,
    )
