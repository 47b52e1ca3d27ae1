"""The command line, run as a user runs it."""

from __future__ import annotations

import ast
import contextlib
import dataclasses
import io
import json
import os
import re
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import psutil
import pytest

import code_it
from code_it import cli
from code_it.cli import isolation
from code_it.cli.inputs import read_task
from code_it.config import TaskExecutionConfig
from code_it.errors import SandboxUnavailable
from code_it.flow import Task, TaskResult, Verdict
from code_it.runs.journal import read_journal
from code_it.runs.report import as_json

ROOT = Path(code_it.__file__).parents[1]
TASK = "Write the word hello into greeting.txt."
GOOD = "```python\nfrom pathlib import Path\n\nPath('greeting.txt').write_text('hello\\n')\n```"
HEAVY = {"rich", "requests", "pylint", "xllamacpp", "virtualenv", "langchain", "psutil", "uv"}
posix = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals and terminals")


class ModelServer:
    """An OpenAI-compatible server on loopback that gives one reply, as often as it is asked."""

    def __init__(self, reply: str) -> None:
        self.asked = threading.Event()
        self.stall = threading.Event()
        self.stall.set()
        owner = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._send({"object": "list", "data": [{"id": "scripted"}]})

            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["Content-Length"]))
                owner.asked.set()
                owner.stall.wait(30)
                message = {"role": "assistant", "content": reply}
                self._send(
                    {
                        "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
                        "usage": {"prompt_tokens": 70, "completion_tokens": 30},
                    }
                )

            def _send(self, answer: dict[str, object]) -> None:
                body = json.dumps(answer).encode()
                with contextlib.suppress(OSError):
                    self.send_response(200)
                    self.send_header("Content-Type", "application/json")
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)

            def log_message(self, *_arguments: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}/v1"

    def __enter__(self) -> ModelServer:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.stall.set()
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A user's environment, with a cache that all the tests here share."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CODE_IT_")}
    cache = tmp_path_factory.mktemp("cache")
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    return kept | {"PYTHONPATH": path, "CODE_IT_CACHE": str(cache), "TERM": "xterm"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A work folder with something of the user's in it."""
    work = tmp_path / "work"
    work.mkdir()
    (work / "mine.txt").write_text("mine")
    return work


def start(
    *arguments: str, folder: Path, environment: dict[str, str], **streams: int
) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "code_it", *arguments]
    defaults = {
        "stdin": subprocess.DEVNULL,
        "stdout": subprocess.PIPE,
        "stderr": subprocess.PIPE,
    }
    return subprocess.Popen(command, cwd=folder, env=environment, text=True, **(defaults | streams))  # type: ignore[call-overload,no-any-return]


def run(
    *arguments: str, folder: Path, environment: dict[str, str]
) -> subprocess.CompletedProcess[str]:
    process = start(*arguments, folder=folder, environment=environment)
    stdout, stderr = process.communicate(timeout=120)
    return subprocess.CompletedProcess(arguments, process.returncode, stdout, stderr)


def ask(server: ModelServer) -> list[str]:
    return ["--backend", "openai", "--url", server.url]


def names_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


# Help and version


def test_help_names_every_setting_and_imports_nothing_heavy(folder: Path) -> None:
    """It answers at once, with examples."""
    program = (
        "import sys\nfrom code_it.cli import main\ncode = main(['--help'])\n"
        "print('MODULES', *{name.split('.')[0] for name in sys.modules})\nsys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    told, _, modules = done.stdout.partition("MODULES")
    assert HEAVY.isdisjoint(modules.split())
    assert "examples:" in told
    for field in dataclasses.fields(TaskExecutionConfig):
        assert "--" + field.name.replace("_", "-") in told


def test_version(folder: Path, environment: dict[str, str]) -> None:
    """One line, on standard output."""
    done = run("--version", folder=folder, environment=environment)
    assert (done.returncode, done.stdout) == (0, f"code_it {code_it.__version__}\n")


def test_the_package_exports_lazily() -> None:
    """The names of the library are there, and importing the package imports none of them."""
    program = (
        "import sys, code_it\nassert 'code_it.task_executor' not in sys.modules\n"
        "from code_it import TaskExecutionConfig, TaskExecutor, TaskResult\n"
        "assert set(code_it.__all__) <= set(dir(code_it))\n"
    )
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True)
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = code_it.nonsense


# Bad input


@pytest.fixture
def here(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(folder)
    for name in list(os.environ):
        if name.startswith("CODE_IT_"):
            monkeypatch.delenv(name)
    (folder / "task.txt").write_text(TASK)
    return folder


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(None, "there is no t.txt; write what you want done into it", id="missing"),
        pytest.param(b"", "t.txt is empty", id="empty"),
        pytest.param(b" \r\n\t ", "t.txt is empty", id="blank"),
        pytest.param(b"\xef\xbb\xbf\n", "t.txt is empty", id="only-a-mark"),
        pytest.param(b"PK\x03\x04\x00\x00", "t.txt holds binary data", id="binary"),
        pytest.param(b"caf\xe9", "t.txt is not UTF-8 text (byte 4)", id="latin-1"),
        pytest.param(b"\xff\xfea", "t.txt is not UTF-8 text", id="half-utf-16"),
        pytest.param(b"x" * 10_000_000, "t.txt is longer than 64 KiB", id="10-MB"),
        pytest.param(b"x" * 65_537, "t.txt is longer than 64 KiB", id="one-byte-too-long"),
    ],
)
def test_a_task_file_that_is_none(
    here: Path, capsys: pytest.CaptureFixture[str], content: bytes | None, message: str
) -> None:
    """One message that says what is wrong with it; nothing is made."""
    if content is not None:
        (here / "t.txt").write_bytes(content)
    before = names_in(here)
    assert cli.main(["--task-file", "t.txt"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"code_it: {message}")
    assert err.count("\n") == 1
    assert names_in(here) == before


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--task-file", "."], ". is a folder; a task is a text file"),
        (["--task", ""], "--task is empty"),
        (["--task", "\udcff"], "--task is not UTF-8 text"),
        (["--task", "x" * 70_000], "--task is longer than 64 KiB"),
        (["--task", "x", "--task-file", "y"], "argument --task-file: not allowed with argument"),
        (["--output", "none/x.py"], "the folder of --output none/x.py is not there"),
        (["--output", "."], "--output '.' is no file name"),
        (["--output", ""], "--output '.' is no file name"),
        (["--output", ".."], "--output .. is a folder"),
        (["--output", "./task.txt"], "--output task.txt is the task file itself"),
        (["--output", "/dev/null"], "--output /dev/null is no plain file"),
        (["--work-folder", "none"], "the work folder none is not there"),
        (["--backend", "gpt"], "backend is 'gpt'; it must be one of embedded, openai"),
        (["--max-attempts", "0"], "max_coding_attempts is 0; it must be a whole number from 1"),
        (["--max-attempts", "many"], "argument --max-attempts/--max-coding-attempts: invalid int"),
        (["--time-limit", "nan"], "time_limit_seconds is nan"),
        (["--isolation", "none"], "isolation is 'none'; it must be one of auto"),
        (["--bakend", "ollama"], "unrecognized arguments: --bakend ollama; did you mean --backend"),
        (["make coffee"], "unrecognized arguments: make coffee; what is to be done is given with"),
        (["--max-attempt", "3"], "unrecognized arguments: --max-attempt 3; did you mean --max-att"),
        (["--output"], "argument --output: expected one argument"),
    ],
)
def test_a_wrong_argument(
    here: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    """One message, exit code 2, and nothing is made."""
    before = names_in(here)
    assert cli.main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"code_it: {message}")
    assert err.count("\n") == 1
    assert names_in(here) == before


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs files that none can use")
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--task-file", "/proc/self/mem"], "/proc/self/mem cannot be read: "),
        (["--output", "/proc/self/x.py"], "nothing can be written in /proc/self: "),
        (["--task", "x", "--work-folder", "/proc/self"], "nothing can be written in /proc/self: "),
    ],
)
def test_what_cannot_be_read_or_written(
    here: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    """It is found out before a model is asked."""
    assert cli.main(arguments) == 2
    assert capsys.readouterr().err.startswith(f"code_it: {message}")


@pytest.mark.parametrize(
    ("content", "text"),
    [
        pytest.param(b"\xef\xbb\xbfcaf\xc3\xa9", "café", id="utf-8-with-mark"),
        pytest.param("café".encode("utf-16"), "café", id="utf-16"),
        pytest.param(b"\xfe\xff" + "café".encode("utf-16-be"), "café", id="utf-16-big-endian"),
        pytest.param(b"one\r\ntwo\r\n", "one\ntwo\n", id="windows-newlines"),
        pytest.param(b"x" * 65_536, "x" * 65_536, id="longest"),
    ],
)
def test_a_task_file_is_read(tmp_path: Path, content: bytes, text: str) -> None:
    """As editors on all systems write it."""
    file = tmp_path / "t.txt"
    file.write_bytes(content)
    assert read_task(file) == text


def test_an_error_as_json(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Standard output has one object also when the arguments themselves are wrong."""
    assert cli.main(["--json", "--backend", "gpt"]) == 2
    told = json.loads(capsys.readouterr().out)
    assert (told["ok"], told["exit_code"]) == (False, 2)
    assert told["error"].startswith("backend is 'gpt'")


# Settings


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Path, TaskExecutionConfig]]:
    """What would be carried out."""
    calls: list[tuple[str, Path, TaskExecutionConfig]] = []

    def execute(task: str, script: Path, config: TaskExecutionConfig, _view: object) -> TaskResult:
        calls.append((task, script, config))
        return TaskResult(Task(task), Verdict("written"))

    monkeypatch.setattr(cli, "_execute", execute)
    return calls


def test_flags_beat_the_environment_which_beats_the_file(
    here: Path,
    asked: list[tuple[str, Path, TaskExecutionConfig]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Every kind of setting can be given as a flag."""
    (here / "code_it.toml").write_text("seed = 7\nmax_tokens = 77\ncontext_tokens = 777\n")
    monkeypatch.setenv("CODE_IT_SEED", "8")
    monkeypatch.setenv("CODE_IT_MAX_TOKENS", "88")
    arguments = ["--no-execute", "--seed", "9", "--time-limit", "1.5", "--apply-linter"]
    arguments += ["--allowed-packages", "a,b", "--allowed-packages", "c", "--network", "off"]
    assert cli.main([*arguments, "--quiet"]) == 0

    ((task, script, config),) = asked
    assert (task, script) == (TASK, Path("persistent_source.py"))
    assert (config.seed, config.max_tokens, config.context_tokens) == (9, 88, 777)
    assert (config.execute_code, config.apply_linter, config.network) == (False, True, "off")
    assert (config.time_limit_seconds, config.allowed_packages) == (1.5, ("a", "b", "c"))
    assert config.log_to_stdout is False


def test_the_script_goes_to_the_work_folder_unless_told(
    here: Path, asked: list[tuple[str, Path, TaskExecutionConfig]]
) -> None:
    """`--output` is a path from here, as paths on a command line are."""
    (here / "sub").mkdir()
    base = ["--no-execute", "--quiet", "--task", "x", "--work-folder", "sub"]
    cli.main(base)
    cli.main([*base, "--output", "here.py"])
    assert [script for _, script, _ in asked] == [Path("sub/persistent_source.py"), Path("here.py")]


def test_a_task_from_standard_input(
    here: Path,
    asked: list[tuple[str, Path, TaskExecutionConfig]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A dash stands for it, and the same rules hold for what comes."""
    arguments = ["--no-execute", "--quiet", "--task-file", "-"]
    for content, code in ((b"make tea", 0), (b"", 2), (b"x" * 70_000, 2)):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
        assert cli.main(arguments) == code
    assert [task for task, _, _ in asked] == ["make tea"]


@pytest.mark.parametrize(
    ("on_terminal", "answer", "code"), [(True, "y\n", 0), (True, "\n", 3), (False, "y\n", 3)]
)
def test_without_a_sandbox_a_person_is_asked(
    here: Path,
    asked: list[tuple[str, Path, TaskExecutionConfig]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    on_terminal: bool,
    answer: str,
    code: int,
) -> None:
    """Only a yes, on a terminal, opens it; nothing is carried out otherwise."""

    def select_level(wanted: str) -> str:
        raise SandboxUnavailable("nothing confines a script here")

    monkeypatch.setattr("code_it.sandbox.levels.select_level", select_level)
    monkeypatch.setattr(isolation, "_is_terminal", lambda _stream: on_terminal)
    monkeypatch.setattr(sys, "stdin", io.StringIO(answer))
    assert cli.main(["--quiet"]) == code
    assert [config.isolation for _, _, config in asked] == (["process"] if code == 0 else [])
    assert ("[y/N]" in capsys.readouterr().err) is on_terminal


@pytest.mark.parametrize(
    ("backend", "url", "host"),
    [
        ("openai", "http://me@gpu.example:80/v1", "gpu.example"),
        ("ollama", "gpu:11434", "gpu"),
        ("openai", "http://127.0.0.1:8080/v1", ""),
        ("openai", "http://[::1]:8080", ""),
        ("ollama", "", ""),
        ("embedded", "http://gpu", ""),
    ],
)
def test_it_is_said_when_the_task_leaves_the_machine(
    here: Path,
    asked: list[tuple[str, Path, TaskExecutionConfig]],
    capsys: pytest.CaptureFixture[str],
    backend: str,
    url: str,
    host: str,
) -> None:
    """A server that is not on this machine is named."""
    assert cli.main(["--no-execute", "--backend", backend, "--url", url]) == 0
    told = [line for line in capsys.readouterr().err.splitlines() if "are sent to" in line]
    assert [line.rpartition(" ")[2] for line in told] == ([f"{host}."] if host else [])


# Whole runs


def test_a_task_is_carried_out(folder: Path, environment: dict[str, str]) -> None:
    """The summary is on standard output, the story on standard error; the script runs again."""
    (folder / "task.txt").write_text(TASK)
    with ModelServer(GOOD) as server:
        done = run(*ask(server), folder=folder, environment=environment)
    assert done.returncode == 0, done.stderr
    assert (folder / "greeting.txt").read_text() == "hello\n"
    assert done.stdout.startswith("VERIFIED: ")
    assert "Run it again: python persistent_source.py\n" in done.stdout
    assert "greeting.txt" in done.stdout
    assert re.search(r"^ +\d+\.\d s  Running", done.stderr, re.MULTILINE)
    assert "\x1b" not in done.stdout + done.stderr

    (folder / "greeting.txt").unlink()
    subprocess.run([sys.executable, "persistent_source.py"], cwd=folder, check=True)
    assert (folder / "greeting.txt").read_text() == "hello\n"
    (record,) = (folder / ".code_it" / "runs").iterdir()
    assert (record / "report.md").read_text().startswith("# VERIFIED")
    assert {"start", "task", "candidate", "run", "verdict", "result"} <= {
        str(event["event"]) for event in read_journal(record)
    }


def test_json_is_one_object(folder: Path, environment: dict[str, str]) -> None:
    """With what was promised in it, and nothing else on standard output."""
    with ModelServer(GOOD) as server:
        done = run("--json", "--task", TASK, *ask(server), folder=folder, environment=environment)
    told = json.loads(done.stdout)
    assert set(told) == set(as_json(TaskResult(Task(""), Verdict("ran"))))
    assert (told["verdict"], told["ok"], told["attempts"]) == ("verified", True, 1)
    assert (told["prompt_tokens"], told["completion_tokens"]) == (70, 30)
    assert (told["files_changed"], told["packages"]) == (["greeting.txt"], [])
    assert told["isolation"] in ("namespaces", "landlock")
    assert Path(told["run_folder"], "journal.jsonl").is_file()
    assert {"reading", "running", "total"} <= set(told["seconds"])


def test_quiet_prints_the_verdict(folder: Path, environment: dict[str, str]) -> None:
    """One line, and none on standard error; the script goes where it is told to."""
    arguments = ["--quiet", "--no-execute", "--task", TASK, "--output", "a b.py"]
    with ModelServer(GOOD) as server:
        done = run(*arguments, *ask(server), folder=folder, environment=environment)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("WRITTEN: ")
    assert done.stdout.count("\n") == 1
    assert names_in(folder) == {"mine.txt", "a b.py", ".code_it"}


def test_a_script_that_only_says_so_has_failed(folder: Path, environment: dict[str, str]) -> None:
    """Exit code 1, whatever it prints, and the folder is as it was."""
    lie = (
        "```python\nimport os\n\nos.remove('mine.txt')\n"
        "print('Succeeded')\nraise SystemExit(1)\n```"
    )
    arguments = ["--max-attempts", "1", "--task", TASK]
    with ModelServer(lie) as server:
        done = run(*arguments, *ask(server), folder=folder, environment=environment)
    assert done.returncode == 1, done.stderr
    assert done.stdout.startswith("FAILED: ")
    assert names_in(folder) == {"mine.txt", ".code_it"}
    assert (folder / "mine.txt").read_text() == "mine"


def test_a_script_that_needs_a_made_up_package(folder: Path, environment: dict[str, str]) -> None:
    """Exit code 5: no attempt is left to do without it. The name and the way out are told."""
    script = "```python\nimport zz_no_such_pkg_here\nzz_no_such_pkg_here.go()\n```"
    arguments = ["--max-attempts", "1", "--dependency-samples", "0", "--task", TASK]
    with ModelServer(script) as server:
        done = run(*arguments, *ask(server), folder=folder, environment=environment)
    assert done.returncode == 5, done.stderr
    assert "zz-no-such-pkg-here" in done.stdout.replace("_", "-")
    assert "python -m code_it allow zz-no-such-pkg-here" in done.stdout


def test_where_nothing_listens(folder: Path, environment: dict[str, str]) -> None:
    """Exit code 4, and the message names the address."""
    with ModelServer(GOOD) as server:
        url = server.url
    done = run(
        *("--task", TASK, "--backend", "openai", "--url", url),
        folder=folder,
        environment=environment,
    )
    assert done.returncode == 4
    assert url.removesuffix("/v1") in done.stderr.splitlines()[-1]
    assert done.stderr.splitlines()[-1].startswith("code_it: ")
    assert "Traceback" not in done.stderr
    assert names_in(folder) == {"mine.txt", ".code_it"}


def test_a_weights_file_that_is_none(folder: Path, environment: dict[str, str]) -> None:
    """Exit code 4, before anything is downloaded."""
    done = run("--task", TASK, "--model", "mine.txt", folder=folder, environment=environment)
    assert done.returncode == 4
    assert "mine.txt" in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr


def test_nobody_reads_the_result(folder: Path, environment: dict[str, str]) -> None:
    """A closed pipe is no error."""
    arguments = ["--quiet", "--no-execute", "--task", TASK]
    with ModelServer(GOOD) as server:
        process = start(*arguments, *ask(server), folder=folder, environment=environment)
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        errors = process.stderr.read()
        process.wait(60)
    assert (process.returncode, errors) == (0, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_the_result_cannot_be_written(folder: Path, environment: dict[str, str]) -> None:
    """A result that is lost is an error, told once."""
    full = os.open("/dev/full", os.O_WRONLY)
    arguments = ["--quiet", "--no-execute", "--task", TASK]
    with ModelServer(GOOD) as server:
        process = start(
            *arguments, *ask(server), folder=folder, environment=environment, stdout=full
        )
        os.close(full)
        _, errors = process.communicate(timeout=60)
    assert process.returncode == 2
    assert errors.startswith("code_it: standard output cannot be written: ")
    assert errors.count("\n") == 1


# On a terminal


def run_on_a_terminal(
    *arguments: str, folder: Path, environment: dict[str, str]
) -> tuple[int, str]:
    """The exit code, and all that reached the terminal."""
    import pty

    keyboard, terminal = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "code_it", *arguments],
        cwd=folder,
        env=environment,
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        start_new_session=True,
    )
    os.close(terminal)
    shown = b""
    with contextlib.suppress(OSError):  # how a terminal says that nobody is left
        while select.select([keyboard], [], [], 120)[0]:
            if not (piece := os.read(keyboard, 65536)):
                break
            shown += piece
    os.close(keyboard)
    return process.wait(60), shown.decode("utf-8", "replace")


@posix
def test_a_terminal_shows_the_stages_and_is_left_in_peace(
    folder: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    """Nothing that the model writes or the script prints steers the terminal.

    The warning comes once, at the first use.
    """
    hostile = "\\x1b[2J\\x1b]52;c;ZXZpbA==\\x07\\x1b]0;owned\\x07\\x9b2J\\u202e"
    reply = (
        "```python\n# \x1b]0;owned\x07 \u202e\nfrom pathlib import Path\n\n"
        f"print('{hostile}')\nPath('greeting.txt').write_text('hello\\n')\n```"
    )
    mine = environment | {"CODE_IT_CACHE": str(tmp_path / "cache")}
    arguments = ["--no-execute", "--task", TASK]
    with ModelServer(reply) as server:
        code, first = run_on_a_terminal(
            "--task", TASK, *ask(server), folder=folder, environment=mine
        )
        _, second = run_on_a_terminal(*arguments, *ask(server), folder=folder, environment=mine)
    assert code == 0, first
    for harm in ("\x1b[2J", "\x1b]", "\x07", "\x9b", "\u202e", "Traceback"):
        assert harm not in first + second
    assert "nobody has read" in first
    assert "nobody has read" not in second
    assert " s Running" in first
    assert "VERIFIED: " in first
    assert first.rindex("\x1b[?25h") > first.rindex("\x1b[?25l")


# Interruptions


def interrupt(process: subprocess.Popen[str], number: signal.Signals) -> tuple[str, str]:
    process.send_signal(number)
    return process.communicate(timeout=60)


@posix
@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
)
def test_an_interruption_while_the_model_writes(
    folder: Path, environment: dict[str, str], number: signal.Signals, code: int
) -> None:
    """One line that says where the record is, which ends with the cancellation."""
    with ModelServer(GOOD) as server:
        server.stall.clear()
        arguments = ["--quiet", "--json", "--task", TASK, *ask(server)]
        process = start(*arguments, folder=folder, environment=environment)
        assert server.asked.wait(60)
        stdout, stderr = interrupt(process, number)
    assert process.returncode == code
    assert stderr.startswith("code_it: Interrupted; your folder is as it was. The record so far: ")
    assert stderr.count("\n") == 1
    record = folder / stderr.strip().rpartition(": ")[2]
    assert read_journal(record)[-1]["event"] == "cancelled"
    assert json.loads(stdout)["exit_code"] == code
    assert names_in(folder) == {"mine.txt", ".code_it"}


@posix
def test_an_interruption_while_the_script_runs(folder: Path, environment: dict[str, str]) -> None:
    """No process of the script's is left, and nothing it made is brought back."""
    mark = f"86400.{os.getpid()}"
    reply = (
        "```python\nimport subprocess\nfrom pathlib import Path\n\n"
        f"Path('greeting.txt').write_text('x')\nsubprocess.run(['sleep', '{mark}'])\n```"
    )
    with ModelServer(reply) as server:
        arguments = ["--task", TASK, *ask(server)]
        process = start(*arguments, folder=folder, environment=environment)
        assert wait_until(lambda: processes_with(mark))
        _, stderr = interrupt(process, signal.SIGINT)
    assert process.returncode == 130
    assert "Traceback" not in stderr
    assert wait_until(lambda: not processes_with(mark))
    assert names_in(folder) == {"mine.txt", ".code_it"}


class SilentIndex:
    """A package index on loopback that accepts a connection and never answers."""

    def __init__(self) -> None:
        self._server = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._server.getsockname()[1]}/simple"

    def asked(self) -> bool:
        """Somebody is waiting for an answer, within a minute."""
        self._server.settimeout(60)
        with contextlib.suppress(TimeoutError):
            self._connection = self._server.accept()
            return True
        return False

    def close(self) -> None:
        self._server.close()


@posix
@pytest.mark.parametrize("stage", ["downloading", "installing"])
def test_an_interruption_while_an_index_is_asked(
    folder: Path, environment: dict[str, str], tmp_path: Path, stage: str
) -> None:
    """Neither pip nor uv is left, and no half of what was fetched is taken for the whole."""
    with ModelServer("```python\nimport requests\n\nprint(requests)\n```") as server:
        index = SilentIndex()
        bare = {name: environment[name] for name in environment if name[:3] not in ("PIP", "UV_")}
        fresh = bare | {
            "CODE_IT_CACHE": str(tmp_path / "cache"),
            "UV_CACHE_DIR": str(tmp_path / "uv"),
            "PIP_INDEX_URL": index.url,
            "UV_INDEX_URL": index.url,
            "PIP_CONFIG_FILE": os.devnull,
            "UV_NO_CONFIG": "1",
        }
        model = ask(server) if stage == "installing" else []
        process = start("--task", "Print a word.", *model, folder=folder, environment=fresh)
        assert index.asked()
        children = psutil.Process(process.pid).children(recursive=True)
        _, stderr = interrupt(process, signal.SIGINT)
        index.close()
    assert process.returncode == 130, stderr
    assert "Traceback" not in stderr
    assert stderr.splitlines()[-1].startswith("code_it: Interrupted; your folder is as it was.")
    assert children
    assert wait_until(lambda: not any(child.is_running() for child in children))
    assert names_in(folder) == {"mine.txt", ".code_it"}


def processes_with(mark: str) -> list[int]:
    found = []
    for process in psutil.process_iter(["cmdline"]):
        if mark in (process.info["cmdline"] or []):
            found.append(process.pid)
    return found


def wait_until(condition: object, seconds: float = 60.0) -> bool:
    assert callable(condition)
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return False


STUCK = """
import hashlib, subprocess, sys
from code_it import cli
from code_it.cli import isolation
from code_it.cli.inputs import read_task

mark = sys.argv.pop(1)

def execute(*arguments):
    subprocess.Popen(["sleep", mark])
    print("stuck", flush=True)
    hashlib.pbkdf2_hmac("sha256", b"", b"", 2**31 - 1)

cli._execute = execute
sys.exit(cli.main())
"""

LINGERING = """
import hashlib, sys, threading
from code_it import cli
from code_it.cli import isolation
from code_it.cli.inputs import read_task

def execute(*arguments):
    work = lambda: hashlib.pbkdf2_hmac("sha256", b"", b"", 2**31 - 1)
    threading.Thread(target=work).start()
    print("stuck", flush=True)
    threading.Event().wait()

cli._execute = execute
sys.exit(cli.main())
"""


@posix
@pytest.mark.parametrize("program", [STUCK, LINGERING], ids=["stuck", "lingering-thread"])
def test_an_interruption_within_native_code(
    folder: Path, environment: dict[str, str], program: str
) -> None:
    """The process ends although Python does not get to run, and takes its children with it."""
    mark = f"86401.{os.getpid()}"
    arguments = [mark] if program is STUCK else []
    arguments += ["--quiet", "--task", "x", "--no-execute"]
    process = subprocess.Popen(
        [sys.executable, "-c", program, *arguments],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "stuck\n"
    _, stderr = interrupt(process, signal.SIGINT)
    assert process.returncode == 130
    assert stderr == "code_it: Interrupted; your folder is as it was.\n"
    assert wait_until(lambda: not processes_with(mark))


# Defects

DEFECTIVE = """
import sys
from code_it import cli
from code_it.cli import isolation
from code_it.cli.inputs import read_task

def execute(*arguments):
    raise RuntimeError("two\\nlines")

cli._execute = execute
sys.exit(cli.main())
"""


@pytest.mark.parametrize("verbose", [False, True])
def test_a_defect_is_called_one(folder: Path, environment: dict[str, str], verbose: bool) -> None:
    """One line, exit code 1; where it happened is shown when asked for."""
    arguments = ["--quiet", "--task", "x", "--no-execute", *(["-v"] if verbose else [])]
    done = subprocess.run(
        [sys.executable, "-c", DEFECTIVE, *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
    )
    told = done.stderr.splitlines()
    assert done.returncode == 1
    assert "this is a defect of code_it, not of your task: RuntimeError: two lines" in told[-1]
    assert (len(told) > 1) is verbose
    assert ("Traceback" in done.stderr) is verbose


# README.md


def test_the_readme_names_every_setting_with_its_default() -> None:
    """The table is what a reader has in place of the source."""
    section = (ROOT / "README.md").read_text(encoding="utf-8").partition("## Settings")[2]
    rows = re.findall(r"^\| `(\w+)` \| `(.*?)` \|", section.partition("\n## ")[0], re.MULTILINE)
    told = {name: ast.literal_eval(default) for name, default in rows}
    fields = dataclasses.fields(TaskExecutionConfig)
    assert told == {field.name: field.default for field in fields}


def test_the_readme_has_the_two_commands() -> None:
    """Whoever has cloned the repository pastes one of them."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"^```sh\n(.*?)\n```$", text, re.MULTILINE | re.DOTALL) == [
        "python3 -m venv .venv && .venv/bin/pip install -q -r requirements.txt "
        "&& .venv/bin/python -m code_it",
        "python3 -m venv .venv && .venv/bin/pip install -q -r requirements-dev.txt "
        "&& .venv/bin/python -m pytest -q",
    ]


def test_the_readme_names_every_exit_code_and_flag() -> None:
    """What `--help` shows is explained."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for flag in ("--task", "--task-file", "--output", "--backend", "--url", "--model"):
        assert f"`{flag}" in text
    for code in (0, 1, 2, 3, 4, 5, 130):
        assert f"\n| {code} | " in text
