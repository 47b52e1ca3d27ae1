"""argv -> exit code; the only place that prints."""

from __future__ import annotations

import argparse
import ast
import codecs
import contextlib
import dataclasses
import difflib
import inspect
import json
import logging
import os
import signal
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any, Literal, NoReturn, get_args, get_origin, get_type_hints

from code_it import __version__
from code_it.config import SETTINGS_FILE, TaskExecutionConfig, load_config
from code_it.errors import CodeItError, ConfigError, PackageError, SandboxUnavailable

if TYPE_CHECKING:
    from code_it.flow import TaskResult
    from code_it.runs.view import View

DEFAULT_TASK_FILE = "task.txt"
DEFAULT_OUTPUT = "persistent_source.py"
LARGEST_TASK_BYTES = 64 * 1024

EXIT_OK = 0
EXIT_FAILED = 1
EXIT_INTERRUPTED = 130

_EXAMPLES = f"""\
examples:
  code-it
      carry out what {DEFAULT_TASK_FILE} says
  code-it --task "Write the first 20 prime numbers to primes.txt"
  code-it --task-file report.txt --output report.py
  code-it --backend ollama --model qwen2.5-coder:7b
  code-it --backend openai --url http://127.0.0.1:1234/v1 --model my-model
  code-it --model path/to/another-model.gguf --time-limit 30
  code-it --json --quiet > result.json

exit codes:
  0  the script was verified, ran, or was written as asked
  1  failed
  2  usage or configuration      4  model unavailable
  3  sandbox unavailable         5  package refused
  130 interrupted

Every setting is also read from {SETTINGS_FILE} and from CODE_IT_... in the environment.
code_it runs a script that a model wrote and nobody has read: see README.md.
"""

# Settings that have a shorter name on the command line, with their place in the first group.
_SHORT_NAMES = {
    "backend": "--backend",
    "url": "--url",
    "model": "--model",
    "execute_code": "--execute",
    "max_coding_attempts": "--max-attempts",
    "time_limit_seconds": "--time-limit",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Carry out the command line; `None` means that of this process, whose signals are taken."""
    _never_fail_to_encode()
    arguments = list(sys.argv[1:] if argv is None else argv)
    session = _Session(as_json="--json" in arguments)
    try:
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
            _tell(output, sys.stderr)
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
            _tell(text, sys.stderr)
        if folder := self.run_folder():
            with contextlib.suppress(OSError):
                path = Path(folder, "defect.txt")
                path.write_text(text, encoding="utf-8", errors="backslashreplace")
                return f"where it happened is in {path}"
        return "where it happened is above" if self.verbose else "-v shows where it happened"

    def _end(self, message: str, exit_code: int) -> int:
        _tell(f"code_it: {message}", sys.stderr)
        if self.as_json:
            from code_it.runs.report import error_as_json

            told = error_as_json(message, exit_code=exit_code, run_folder=self.run_folder())
            with contextlib.suppress(ConfigError):
                _tell_json(told)
        self.ended.set()
        return exit_code


def _run(arguments: list[str], session: _Session, *, own_process: bool) -> int:
    try:
        options = vars(build_parser().parse_args(arguments))
    except SystemExit:  # --help and --version are done
        _print("", sys.stdout, end="")
        return EXIT_OK
    session.as_json, session.verbose = options.pop("json"), options.pop("verbose")
    quiet = options.pop("quiet")
    task_text, task_file = options.pop("task", None), options.pop("task_file", None)
    output = options.pop("output", None)
    config = load_config(
        {name: _as_setting(value) for name, value in options.items()},
        environment=os.environ,
        settings_file=Path(SETTINGS_FILE),
    )
    # The library's own account of the run would come between this one's lines.
    config.log_to_stdout = False
    _check_work_folder(Path(config.work_folder))
    task_path = None if task_text is not None else Path(task_file or DEFAULT_TASK_FILE)
    task = check_task(task_text, "--task") if task_path is None else read_task(task_path)
    script = Path(output) if output is not None else Path(config.work_folder, DEFAULT_OUTPUT)
    _check_output(script, task_path)
    session.runs_folder = Path(config.work_folder, ".code_it", "runs")

    guard = _Interrupts(session) if own_process else contextlib.nullcontext()
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
        _tell(
            "code_it runs a script that a model writes and nobody has read.\n"
            f"Isolation here: {level}; {ISOLATION_MEANS[level]}.",
            sys.stderr,
        )


def _agrees_to_no_sandbox(why: str) -> bool:
    if not (_is_terminal(sys.stdin) and _is_terminal(sys.stderr)):
        return False
    _tell(f"{why}.\nRun the script without a sandbox? [y/N]", sys.stderr)
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
        _tell_json(report.as_json(result))
    elif quiet:
        _tell(report.verdict_line(result), sys.stdout)
    else:
        for line in report.summary_lines(result):
            _tell(line, sys.stdout)


# The command line


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise ConfigError(f"{message}{self._hint(message)}; --help shows what there is")

    def _hint(self, message: str) -> str:
        head, _, unknown = message.partition("unrecognized arguments: ")
        if head or not unknown:
            return ""
        if not unknown.startswith("-"):
            return "; what is to be done is given with --task"
        known = [name for action in self._actions for name in action.option_strings]
        near = difflib.get_close_matches(unknown.split("=")[0].split()[0], known, 1, 0.7)
        return f"; did you mean {near[0]}?" if near else ""


def build_parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="code-it",
        usage="code-it [--task TEXT | --task-file PATH] [--output PATH] [settings]",
        description="Write a Python script for a task with a small local model, run it in a "
        "sandbox, check it, and keep the one that works.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        argument_default=argparse.SUPPRESS,
        allow_abbrev=False,
    )
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--task", metavar="TEXT", help="what is to be done")
    what.add_argument(
        "--task-file",
        metavar="PATH",
        help=f"a text file that says it, - for standard input (default: {DEFAULT_TASK_FILE})",
    )
    parser.add_argument(
        "--output", metavar="PATH", help=f"where the script goes (default: {DEFAULT_OUTPUT})"
    )
    parser.add_argument(
        "--json", action="store_true", default=False, help="print one JSON object, and only that"
    )
    parser.add_argument(
        "--quiet", action="store_true", default=False, help="print only the verdict"
    )
    parser.add_argument(
        "-v", "--verbose", action="store_true", default=False, help="show everything that is said"
    )
    parser.add_argument("--version", action="version", version=f"code_it {__version__}")
    _add_settings(parser)
    return parser


def _add_settings(parser: argparse.ArgumentParser) -> None:
    others = parser.add_argument_group("all other settings")
    hints = get_type_hints(TaskExecutionConfig)
    meanings = setting_meanings()
    for field in dataclasses.fields(TaskExecutionConfig):
        full_name = "--" + field.name.replace("_", "-")
        short_name = _SHORT_NAMES.get(field.name)
        names = [full_name] if short_name in (None, full_name) else [short_name, full_name]
        shown = _shown_default(field.default)
        (parser if short_name else others).add_argument(
            *filter(None, names),
            dest=field.name,
            help=f"{meanings[field.name]} (default: {shown})".replace("%", "%%"),
            default=argparse.SUPPRESS,
            **_parsing_of(hints[field.name]),
        )


def _parsing_of(kind: Any) -> dict[str, Any]:
    if kind is bool:
        return {"action": argparse.BooleanOptionalAction}
    if kind is int:
        return {"type": int, "metavar": "N"}
    if kind is float:
        return {"type": float, "metavar": "X"}
    if get_origin(kind) is tuple:
        return {"type": _names, "action": "extend", "metavar": "NAME,NAME"}
    if get_origin(kind) is Literal:
        return {"metavar": "{" + ",".join(get_args(kind)) + "}"}
    return {"metavar": "TEXT"}


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def _as_setting(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


def _shown_default(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:g}"
    return str(value) if value not in ("", ()) else "none"


def setting_meanings() -> dict[str, str]:
    """What each setting means: the text below its field in `config.py`, without the last dot.

    A setting without a text, or all of them where the source is not there, have their name.
    """
    fields = dataclasses.fields(TaskExecutionConfig)
    meanings = {field.name: field.name.replace("_", " ") for field in fields}
    with contextlib.suppress(OSError, TypeError):
        (definition,) = ast.parse(inspect.getsource(TaskExecutionConfig)).body
        assert isinstance(definition, ast.ClassDef)
        for field_node, text_node in zip(definition.body, definition.body[1:], strict=False):
            match field_node, text_node:
                case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(
                    value=ast.Constant(str(text))
                ):
                    meanings[name] = " ".join(text.split()).rstrip(".")
    return meanings


# The task, and where the script goes


def read_task(path: Path) -> str:
    """The text of a task file, in UTF-8 or, when it says so itself, UTF-16.

    Args:
        path: `-` is standard input.

    Raises:
        ConfigError: It is not there, not a text, too long, or says nothing.
    """
    if str(path) == "-":
        content = sys.stdin.buffer.read(LARGEST_TASK_BYTES + 1) if sys.stdin else b""
        return check_task(_decoded(content, "standard input"), "standard input")
    if not path.exists():
        raise ConfigError(
            f"there is no {path}; write what you want done into it, or say it with --task TEXT"
        )
    if not path.is_file():
        kind = "a folder" if path.is_dir() else "no plain file"
        raise ConfigError(f"{path} is {kind}; a task is a text file: name one with --task-file")
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_TASK_BYTES + 1)
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror or error}") from error
    return check_task(_decoded(content, str(path)), str(path))


def _decoded(content: bytes, source: str) -> str:
    if len(content) > LARGEST_TASK_BYTES:
        raise _too_long(source)
    utf16 = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if not utf16 and b"\0" in content:
        raise ConfigError(f"{source} holds binary data; a task is plain text")
    try:
        text = content.decode("utf-16" if utf16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError(
            f"{source} is not UTF-8 text (byte {error.start + 1}); save it as UTF-8"
        ) from error
    return text.replace("\r\n", "\n")


def check_task(text: str, source: str) -> str:
    """`text` if it can be a task.

    Raises:
        ConfigError: It is empty, too long, or holds what is no text.
    """
    # What is left of undecodable bytes in the arguments of a process cannot be encoded again.
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise ConfigError(f"{source} is not UTF-8 text; write it in UTF-8")
    if "\0" in text:
        raise ConfigError(f"{source} holds binary data; a task is plain text")
    if len(text.encode("utf-8")) > LARGEST_TASK_BYTES:
        raise _too_long(source)
    if not text.strip("\ufeff\u200b \t\r\n\f\v") or text.isspace():
        raise ConfigError(f"{source} is empty; say in it what the script is to do")
    return text


def _too_long(source: str) -> ConfigError:
    return ConfigError(
        f"{source} is longer than {LARGEST_TASK_BYTES // 1024} KiB; a task says what is to be "
        "done: put data into files of their own and name them"
    )


def _check_work_folder(folder: Path) -> None:
    if not folder.is_dir():
        raise ConfigError(f"the work folder {folder} is not there, or no folder; make it first")
    _check_writable(folder)


def _check_output(script: Path, task_path: Path | None) -> None:
    if not script.name:
        raise ConfigError(f"--output {str(script)!r} is no file name; name a file for the script")
    if script.is_dir():
        raise ConfigError(f"--output {script} is a folder; name a file in it")
    if script.exists() and not script.is_file():
        raise ConfigError(f"--output {script} is no plain file; name one")
    if not script.parent.is_dir():
        raise ConfigError(f"the folder of --output {script} is not there; make it first")
    if task_path is not None and task_path.exists() and script.resolve() == task_path.resolve():
        raise ConfigError(f"--output {script} is the task file itself; name another file")
    _check_writable(script.parent)


def _check_writable(folder: Path) -> None:
    # Asking for the permission bits is not enough: they say nothing of a read-only file system.
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise ConfigError(
            f"nothing can be written in {folder.absolute()}: {error.strerror or error}; "
            "work in a folder of your own"
        ) from error


# What is printed


def _never_fail_to_encode() -> None:
    for stream in (sys.stdout, sys.stderr):
        reconfigure: Callable[..., None] | None = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def _tell(text: str, stream: Any) -> None:
    from code_it.sandbox.terminal import clean

    _print(clean(text), stream)


def _tell_json(told: dict[str, object]) -> None:
    _print(json.dumps(told, ensure_ascii=True), sys.stdout)


def _print(text: str, stream: Any, *, end: str = "\n") -> None:
    if stream is None:  # it was closed before this program began
        return
    try:
        print(text, file=stream, end=end, flush=True)
    except (OSError, ValueError) as error:
        _close_for_good(stream)
        # Nobody is left to tell when a reader went away or standard error is what failed.
        if stream is sys.stdout and not isinstance(error, BrokenPipeError):
            raise ConfigError(f"standard output cannot be written: {error}") from error


def _close_for_good(stream: Any) -> None:
    # What it still holds is written when Python ends, which would fail once more, and noisily.
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


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


# Being interrupted


class _Interrupted(KeyboardInterrupt):
    def __init__(self, signal_number: int) -> None:
        super().__init__()
        self.exit_code = 128 + signal_number


class _Interrupts:
    """Makes an exception of the signals that ask for an end, and sees to it that the end comes."""

    _SECONDS_TO_NOTICE = 1.0
    _SECONDS_TO_CLEAN_UP = 5.0
    _SECONDS_TO_EXIT = 0.5

    def __init__(self, session: _Session) -> None:
        import socket

        self._session = session
        self._reader, self._writer = socket.socketpair()
        self._noticed = threading.Event()
        self._previous: dict[int, Any] = {}

    def __enter__(self) -> _Interrupts:
        self._writer.setblocking(False)
        signal.set_wakeup_fd(self._writer.fileno(), warn_on_full_buffer=False)
        for name in ("SIGINT", "SIGTERM", "SIGHUP"):
            if number := getattr(signal, name, None):
                self._previous[number] = signal.signal(number, self._interrupt)
        threading.Thread(target=self._watch, name="interrupts", daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        if self._noticed.is_set():
            _kill_children()
            return  # the watch goes on until the process is gone
        for number, handler in self._previous.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(-1)

    def _interrupt(self, number: int, _frame: FrameType | None) -> None:
        if self._noticed.is_set():
            self._end_at_once(128 + number)
        self._noticed.set()
        raise _Interrupted(number)

    def _watch(self) -> None:
        number = 0
        while number not in self._previous:
            number = self._reader.recv(1)[0]
        # The handler runs between two steps of Python, so it does not run while the main thread
        # waits within native code, such as a model that is loading. Nor does a process end while
        # such code holds one of its threads.
        if self._noticed.wait(self._SECONDS_TO_NOTICE):
            self._session.ended.wait(self._SECONDS_TO_CLEAN_UP)
            time.sleep(self._SECONDS_TO_EXIT)
        self._end_at_once(128 + number)

    def _end_at_once(self, exit_code: int) -> NoReturn:
        _kill_children()
        # Not through `sys.stderr`, whose lock the main thread may hold.
        with contextlib.suppress(OSError):
            if os.isatty(2):
                os.write(2, b"\x1b[?25h")  # a live view hides the cursor
            if not self._session.ended.is_set():
                os.write(2, f"code_it: {self._session.how_interrupted()}\n".encode())
        os._exit(exit_code)


def _kill_children() -> None:
    """End what is left of the processes that this one started, and of theirs."""
    import psutil

    with contextlib.suppress(psutil.Error):
        for process in psutil.Process().children(recursive=True):
            with contextlib.suppress(psutil.Error):
                process.kill()
