"""argv -> exit code; the only place that prints."""

from __future__ import annotations

import contextlib
import logging
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from code_it.cli.arguments import DEFAULT_OUTPUT, DEFAULT_TASK_FILE, build_parser, settings_from
from code_it.cli.commands import COMMANDS
from code_it.cli.inputs import (
    check_current_folder,
    check_output,
    check_work_folder,
    read_task,
)
from code_it.cli.interrupts import Interrupts
from code_it.cli.isolation import settle_isolation
from code_it.cli.output import never_fail_to_encode, print_text, tell, tell_json
from code_it.cli.session import Session
from code_it.config import TaskExecutionConfig
from code_it.errors import CodeItError, PackageError
from code_it.given_task import check_task

if TYPE_CHECKING:
    from code_it.flow import TaskResult
    from code_it.runs.view import View

EXIT_OK = 0
EXIT_FAILED = 1


def main(argv: Sequence[str] | None = None) -> int:
    """Carry out the command line; `None` means that of this process, whose signals are taken."""
    never_fail_to_encode()
    arguments = list(sys.argv[1:] if argv is None else argv)
    own_arguments = arguments[: arguments.index("--")] if "--" in arguments else arguments
    session = Session(as_json="--json" in own_arguments)
    try:
        check_current_folder()
        if arguments and arguments[0] in COMMANDS:
            with Interrupts(session) if argv is None else contextlib.nullcontext():
                return COMMANDS[arguments[0]](arguments[1:], session)
        return _run(arguments, session, own_process=argv is None)
    except KeyboardInterrupt as interruption:
        return session.interrupted(interruption)
    except CodeItError as error:
        return session.refused(error)
    except (Exception, SystemExit) as error:
        if isinstance(error, SystemExit) and not error.code:  # --help of a command is done
            return EXIT_OK
        return session.defect(error)


def _run(arguments: list[str], session: Session, *, own_process: bool) -> int:
    try:
        options = vars(build_parser().parse_args(arguments))
    except SystemExit:  # --help and --version are done
        print_text("", sys.stdout, end="")
        return EXIT_OK
    session.as_json, session.verbose = options.pop("json"), options.pop("verbose")
    quiet = options.pop("quiet")
    task_text, task_file = options.pop("task", None), options.pop("task_file", None)
    output = options.pop("output", None)
    config = settings_from(options)
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
            settle_isolation(config, quiet=quiet or session.as_json)
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
