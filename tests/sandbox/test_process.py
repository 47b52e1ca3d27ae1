"""Starting processes: their ends, their output, and what they leave behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from code_it.sandbox.process import HEAD_BYTES, TAIL_BYTES, ProcessResult, run_process


def run_python(source: str, **options: object) -> ProcessResult:
    settings: dict[str, object] = {"timeout_seconds": 60, **options}
    return run_process([sys.executable, "-c", source], **settings)  # type: ignore[arg-type]


def is_gone(pid: int) -> bool:
    """It has ended, or does within the next seconds."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        if not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
            return True
        time.sleep(0.02)
    return False


def test_output_and_exit_code_are_kept_apart() -> None:
    """Both streams are captured, and the exit code is the program's own."""
    result = run_python("import sys; print('out'); print('err', file=sys.stderr); sys.exit(7)")
    assert (result.returncode, result.stdout, result.stderr) == (7, "out\n", "err\n")
    assert not result.timed_out
    assert not result.output_overflow


def test_a_signal_is_reported_as_the_shell_does() -> None:
    """A program that ends by signal N has the return code 128 + N."""
    assert run_python("import os; os.kill(os.getpid(), 11)").returncode == 128 + 11


def test_there_is_no_input() -> None:
    """A program that asks for input finds the end of it at once."""
    assert "EOFError" in run_python("input()").stderr


def test_bytes_that_are_not_utf8_are_replaced() -> None:
    """Output that is not text does not stop the reading of it."""
    result = run_python(r"import sys; sys.stdout.buffer.write(b'a\xff\x00b')")
    assert result.stdout == "a\ufffd\x00b"


def test_a_missing_program_raises() -> None:
    """A program that is not there is an error of the caller's, not a result."""
    with pytest.raises(FileNotFoundError):
        run_process(["/no/such/program"], timeout_seconds=5)


def test_environment_and_folder_are_as_given(tmp_path: Path) -> None:
    """Nothing of our own environment is handed on when another is given."""
    source = "import os; print(os.getcwd()); print(sorted(os.environ))"
    result = run_python(source, cwd=tmp_path, environment={"LC_ALL": "C.UTF-8"})
    assert result.stdout == f"{tmp_path}\n['LC_ALL']\n"


def test_head_and_tail_of_long_output_are_kept() -> None:
    """Of a long output the beginning and the end are there, and a line says what is not."""
    result = run_python("print('first'); print('x' * 1_000_000); print('last')")
    assert result.stdout.startswith("first\n")
    assert result.stdout.endswith("last\n")
    left_out = 6 + 1_000_001 + 5 - HEAD_BYTES - TAIL_BYTES
    assert f"[... {left_out} bytes left out ...]" in result.stdout
    assert not result.output_overflow


def test_too_much_output_ends_the_program() -> None:
    """A flood of output is stopped at the limit; what is kept of it stays small."""
    result = run_python("while True: print('x' * 10_000)", output_limit_bytes=2_000_000)
    assert result.output_overflow
    assert not result.timed_out
    assert len(result.stdout) < HEAD_BYTES + 2 * TAIL_BYTES


def test_the_time_limit_ends_the_whole_tree(tmp_path: Path) -> None:
    """When time is up, children and grandchildren go too, those in other groups as well."""
    note = tmp_path / "pids"
    source = f"""
import os, subprocess, sys, time
sleep = [sys.executable, "-c", "import time; time.sleep(600)"]
children = [subprocess.Popen(sleep), subprocess.Popen(sleep, start_new_session=True)]
open({str(note)!r}, "w").write(" ".join(str(child.pid) for child in children))
time.sleep(600)
"""
    noted: list[float] = []

    def until_noted(_pid: int) -> str:
        # Ended by the clock, but not before there is something to end.
        if note.exists() and note.read_text():
            noted.append(time.monotonic())
        return "noted" if noted else ""

    result = run_python(source, watch=until_noted)
    assert result.stopped_because == "noted"
    pids = [int(pid) for pid in note.read_text().split()]
    assert len(pids) == 2
    assert all(map(is_gone, pids))


def test_time_is_up() -> None:
    """A program that takes too long is ended and marked so."""
    result = run_process(["sleep", "600"], timeout_seconds=0.2)
    assert result.timed_out
    assert result.returncode == 128 + signal.SIGTERM


def test_who_ignores_the_polite_signal_is_killed() -> None:
    """SIGTERM may be ignored; SIGKILL follows."""
    source = "trap '' TERM INT HUP; echo ready; while true; do sleep 0.1; done"
    result = run_process(["sh", "-c", source], timeout_seconds=0.5)
    assert result.timed_out
    assert result.returncode == 128 + signal.SIGKILL


def test_nothing_is_left_after_a_good_end(tmp_path: Path) -> None:
    """A program that ends leaves no background process behind, and no wait for its pipe."""
    result = run_process(["sh", "-c", "sleep 600 & echo $!"], timeout_seconds=60)
    assert result.returncode == 0
    assert is_gone(int(result.stdout))


def test_a_stray_process_with_the_pipe_does_not_hold_us_up() -> None:
    """Output of a process that left its session behind is not waited for."""
    source = """
import os, sys, time
print("main", flush=True)
if os.fork() == 0:
    os.setsid()
    if os.fork():
        os._exit(0)
    print(os.getpid(), flush=True)
    time.sleep(600)
time.sleep(1)
"""
    started = time.monotonic()
    result = run_python(source)
    stray = int(result.stdout.split()[1])
    os.kill(stray, signal.SIGKILL)
    assert result.returncode == 0
    assert time.monotonic() - started < 60


def test_what_a_tick_raises_ends_the_program() -> None:
    """A caller can give up a run by raising; nothing of it is left."""
    pids: list[int] = []

    class GiveUp(Exception):
        pass

    def watch(pid: int) -> str:
        pids.append(pid)
        return ""

    def tick() -> None:
        if pids:
            raise GiveUp

    with pytest.raises(GiveUp):
        run_process(["sleep", "600"], timeout_seconds=60, on_tick=tick, watch=watch)
    assert is_gone(pids[0])


def test_ctrl_c_ends_the_program_and_is_raised(tmp_path: Path) -> None:
    """An interrupted run leaves no process, and the caller sees the interrupt."""
    note = tmp_path / "pid"
    source = f"""
from code_it.sandbox.process import run_process
try:
    run_process(["sh", "-c", "echo $$ > {note}; exec sleep 600"], timeout_seconds=60)
except KeyboardInterrupt:
    print("interrupted")
"""
    with subprocess.Popen(
        [sys.executable, "-c", source], stdout=subprocess.PIPE, text=True
    ) as program:
        deadline = time.monotonic() + 30
        while not (note.exists() and note.read_text()) and time.monotonic() < deadline:
            time.sleep(0.02)
        program.send_signal(signal.SIGINT)
        assert program.communicate(timeout=30)[0] == "interrupted\n"
    assert is_gone(int(note.read_text()))


def test_priority_is_the_lowest() -> None:
    """What is started beside the model gives way to it."""
    source = "import os, time; time.sleep(0.2); print(os.getpriority(os.PRIO_PROCESS, 0))"
    assert run_python(source).stdout == "19\n"


def test_only_the_named_descriptors_are_handed_on(tmp_path: Path) -> None:
    """A file that we have open is not open in the program, even when it is inheritable."""
    secret = tmp_path / "secret"
    secret.write_text("canary")
    with secret.open() as file:
        os.set_inheritable(file.fileno(), True)
        result = run_python(f"import os; print(os.read({file.fileno()}, 6))")
    assert "Bad file descriptor" in result.stderr
