"""argv -> exit code; the only place that prints."""

from __future__ import annotations

import contextlib
import dataclasses
import logging
import os
import sys
import threading
import time
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from code_it.cli.arguments import DEFAULT_OUTPUT, DEFAULT_TASK_FILE, as_setting, build_parser
from code_it.cli.commands import COMMANDS
from code_it.cli.inputs import check_output, check_task, check_work_folder, read_task
from code_it.cli.interrupts import Interrupts
from code_it.cli.output import never_fail_to_encode, print_text, tell, tell_json
from code_it.config import SETTINGS_FILE, TaskExecutionConfig, load_config
from code_it.errors import CodeItError, ConfigError, PackageError, SandboxUnavailable

if TYPE_CHECKING:
    from code_it.flow import TaskResult
    from code_it.runs.view import View

EXIT_OK = 0
EXIT_FAILED = 1
EXIT_INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Carry out the command line; `None` means that of this process, whose signals are taken."""
    never_fail_to_encode()
    arguments = list(sys.argv[1:] if argv is None else argv)
    session = _Session(as_json="--json" in arguments)
    try:
        if arguments and arguments[0] in COMMANDS:
            return COMMANDS[arguments[0]](arguments[1:])
        return _run(arguments, session, own_process=argv is None)
    except KeyboardInterrupt as interruption:
        return session.interrupted(interruption)
    except CodeItError as error:
        return session.refused(error)
    except (Exception, SystemExit) as error:
        return session.defect(error)


@dataclasses.dataclass
class _Session:
    """What is known so far, for whoever has to tell how it ended."""

    as_json: bool
    verbose: bool = False
    runs_folder: Path | None = None
    started: float = dataclasses.field(default_factory=time.time)
    view: View | None = None
    ended: threading.Event = dataclasses.field(default_factory=threading.Event)
    """The end has been told."""

    def interrupted(self, interruption: KeyboardInterrupt) -> int:
        exit_code = getattr(interruption, "exit_code", EXIT_INTERRUPTED)
        record = self.run_folder()
        so_far = f" The record so far: {record}" if record else ""
        return self._end(f"{self.how_interrupted()}{so_far}", exit_code)

    def how_interrupted(self) -> str:
        if self.view is not None and self.view.last_stage == "delivering":
            return "Interrupted while the results were brought back; some of them may be there."
        return "Interrupted; your folder is as it was."

    def refused(self, error: CodeItError) -> int:
        output = str(getattr(error, "output", "")).strip()
        if output and self.verbose:
            tell(output, sys.stderr)
        return self._end(str(error), error.exit_code)

    def defect(self, error: Exception | SystemExit) -> int:
        where = self._keep_traceback()
        summary = " ".join(f"{type(error).__name__}: {error}".split())
        return self._end(f"this is a defect of code_it, not of your task: {summary}; {where}", 1)

    def run_folder(self) -> str:
        """The folder of the run that this process began last; empty when there is none."""
        if self.runs_folder is None or not self.runs_folder.is_dir():
            return ""
        from code_it.runs.journal import JOURNAL_NAME, NAME_FORMAT, read_journal

        oldest = time.strftime(NAME_FORMAT, time.gmtime(self.started))
        for folder in sorted(self.runs_folder.iterdir(), reverse=True):
            if folder.name < oldest:
                break
            with contextlib.suppress(OSError):
                events = read_journal(folder / JOURNAL_NAME)
                if events and events[0].get("pid") == os.getpid():
                    return os.path.relpath(folder)
        return ""

    def _keep_traceback(self) -> str:
        from code_it.runs.journal import redact, secret_values

        text = redact(traceback.format_exc(), secret_values(os.environ))
        if self.verbose:
            tell(text, sys.stderr)
        if folder := self.run_folder():
            with contextlib.suppress(OSError):
                path = Path(folder, "defect.txt")
                path.write_text(text, encoding="utf-8", errors="backslashreplace")
                return f"where it happened is in {path}"
        return "where it happened is above" if self.verbose else "-v shows where it happened"

    def _end(self, message: str, exit_code: int) -> int:
        tell(f"code_it: {message}", sys.stderr)
        if self.as_json:
            from code_it.runs.report import error_as_json

            told = error_as_json(message, exit_code=exit_code, run_folder=self.run_folder())
            with contextlib.suppress(ConfigError):
                tell_json(told)
        self.ended.set()
        return exit_code


def _run(arguments: list[str], session: _Session, *, own_process: bool) -> int:
    try:
        options = vars(build_parser().parse_args(arguments))
    except SystemExit:  # --help and --version are done
        print_text("", sys.stdout, end="")
        return EXIT_OK
    session.as_json, session.verbose = options.pop("json"), options.pop("verbose")
    quiet = options.pop("quiet")
    task_text, task_file = options.pop("task", None), options.pop("task_file", None)
    output = options.pop("output", None)
    config = load_config(
        {name: as_setting(value) for name, value in options.items()},
        environment=os.environ,
        settings_file=Path(SETTINGS_FILE),
    )
    # The library's own account of the run would come between this one's lines.
    config.log_to_stdout = False
    check_work_folder(Path(config.work_folder))
    task_path = None if task_text is not None else Path(task_file or DEFAULT_TASK_FILE)
    task = check_task(task_text, "--task") if task_path is None else read_task(task_path)
    script = Path(output) if output is not None else Path(config.work_folder, DEFAULT_OUTPUT)
    check_output(script, task_path)
    session.runs_folder = Path(config.work_folder, ".code_it", "runs")

    guard = Interrupts(session) if own_process else contextlib.nullcontext()
    with guard:
        if config.execute_code:
            _settle_isolation(config, quiet=quiet or session.as_json)
        from code_it.runs.view import choose_view

        view = choose_view(sys.stderr, quiet=quiet, verbose=session.verbose)
        session.view = view
        with view, _logging_to(view, verbose=session.verbose):
            if host := _distant_host(config):
                view.note(f"The task and the beginnings of its input files are sent to {host}.")
            result = _execute(task, script, config, view)
        _tell_result(result, as_json=session.as_json, quiet=quiet)
    return _exit_code(result)


def _exit_code(result: TaskResult) -> int:
    if result.ok:
        return EXIT_OK
    not_installed = any(c.name == "packages" and not c.held for c in result.verdict.checks)
    return PackageError.exit_code if not_installed or result.requirements.refused else EXIT_FAILED


def _execute(task: str, script: Path, config: TaskExecutionConfig, view: View) -> TaskResult:
    from code_it.code_editor.python_editor import PythonCodeEditor
    from code_it.models.build import build_llm_from_config
    from code_it.task_executor import TaskExecutor

    executor = TaskExecutor(
        PythonCodeEditor(filename=str(script)),
        lambda: build_llm_from_config(config, on_progress=view.progress),
        config,
        observer=view,
    )
    return executor.execute(task)


def _settle_isolation(config: TaskExecutionConfig, *, quiet: bool) -> None:
    """Say what is going to be run and how it is confined; without a sandbox, ask."""
    from code_it.sandbox.levels import select_level

    try:
        level = select_level(config.sandbox)
    except SandboxUnavailable as error:
        if config.sandbox != "auto" or not _agrees_to_no_sandbox(str(error)):
            raise
        config.sandbox = "process"
        return
    if quiet:
        return
    from code_it.runs.report import ISOLATION_MEANS

    if level == "process" or _is_first_use():
        tell(
            "code_it runs a script that a model writes and nobody has read.\n"
            f"Isolation here: {level}; {ISOLATION_MEANS[level]}.",
            sys.stderr,
        )


def _agrees_to_no_sandbox(why: str) -> bool:
    if not (_is_terminal(sys.stdin) and _is_terminal(sys.stderr)):
        return False
    tell(f"{why}.\nRun the script without a sandbox? [y/N]", sys.stderr)
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def _is_terminal(stream: Any) -> bool:
    return stream is not None and bool(stream.isatty())


def _is_first_use() -> bool:
    import platformdirs

    chosen = os.environ.get("CODE_IT_CACHE")
    cache = Path(chosen).expanduser() if chosen else platformdirs.user_cache_path("code_it")
    try:
        cache.mkdir(parents=True, exist_ok=True)
        (cache / "warned").touch(exist_ok=False)
    except FileExistsError:
        return False
    except OSError:
        return True  # better told twice than never
    return True


def _distant_host(config: TaskExecutionConfig) -> str:
    """The machine that a model server is on; empty when it is this one."""
    from urllib.parse import urlsplit

    if config.backend == "embedded" or not config.url:
        return ""
    with contextlib.suppress(ValueError):
        address = config.url if "://" in config.url else f"//{config.url}"
        host = urlsplit(address).hostname or ""
        if host not in ("localhost", "::1") and not host.startswith("127."):
            return host
    return ""


def _tell_result(result: TaskResult, *, as_json: bool, quiet: bool) -> None:
    from code_it.runs import report

    if as_json:
        tell_json(report.as_json(result))
    elif quiet:
        tell(report.verdict_line(result), sys.stdout)
    else:
        for line in report.summary_lines(result):
            tell(line, sys.stdout)


@contextlib.contextmanager
def _logging_to(view: View, *, verbose: bool) -> Any:
    from code_it.runs.view import ViewHandler

    handler = ViewHandler(view, logging.DEBUG if verbose else logging.WARNING)
    logger = logging.getLogger("code_it")
    logger.addHandler(handler)
    previous_level, logger.propagate = logger.level, False
    logger.setLevel(handler.level)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(previous_level)
        logger.propagate = True
