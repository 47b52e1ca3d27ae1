"""Hostile scripts against the rest: network, environment, processes, resources, output."""

from __future__ import annotations

import contextlib
import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from code_it.flow import IsolationLevel
from code_it.sandbox import Limits
from code_it.sandbox.terminal import clean
from tests.hostile.conftest import CANARY, Victim
from tests.sandbox.running import confining_level, every_level, need


def running_with(mark: str) -> list[psutil.Process]:
    """Processes anywhere on this machine with `mark` in their command line."""
    found = []
    for process in psutil.process_iter(["cmdline", "status"]):
        line = process.info["cmdline"] or []
        if any(mark in part for part in line) and process.info["status"] != psutil.STATUS_ZOMBIE:
            found.append(process)
    return found


def all_gone(mark: str) -> bool:
    """They have ended, or do within the next seconds."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if not running_with(mark):
            return True
        time.sleep(0.05)
    return False


def a_daemon(mark: str) -> str:
    """A function that leaves its parent and its session and goes on with the pipes open."""
    return f"""
import os, subprocess, sys, time
def daemon():
    if os.fork() == 0:
        os.setsid()
        if os.fork():
            os._exit(0)
        os.execv("/bin/sleep", ["{mark}", "600"])
    os.wait()
"""


@contextmanager
def _listening(server: socket.socket) -> Iterator[None]:
    with server:
        server.listen()
        yield
        server.setblocking(False)
        with pytest.raises(BlockingIOError):
            server.accept()


@confining_level
def test_h29_services_of_this_machine_are_not_reached(
    victim: Victim, level: IsolationLevel
) -> None:
    """Neither TCP nor UDP, neither IPv4 nor IPv6: the listener hears nothing."""
    datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    datagrams.bind(("127.0.0.1", 0))
    server = socket.socket()
    server.bind(("127.0.0.1", 0))
    with datagrams, _listening(server):
        port = server.getsockname()[1]
        source = f"""
import socket
for family, address in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
    try:
        socket.socket(family).connect((address, {port}))
        print("connected")
    except OSError:
        pass
try:
    socket.socket(type=socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", {datagrams.getsockname()[1]}))
except OSError:
    pass
try:
    socket.getaddrinfo("example.com", 80)
    print("resolved")
except OSError:
    pass
"""
        assert victim.attacked_by(source, level).stdout == ""
        datagrams.setblocking(False)
        with pytest.raises(BlockingIOError):
            datagrams.recv(10)


@pytest.mark.parametrize("network", [False, True])
@confining_level
def test_h31_unix_sockets_of_this_machine_are_not_reached(
    victim: Victim, level: IsolationLevel, network: bool
) -> None:
    """Neither one without a name in the file system nor one with, also where there is a network."""
    abstract, named = socket.socket(socket.AF_UNIX), socket.socket(socket.AF_UNIX)
    abstract.bind("\0" + secrets.token_hex(8))
    path = str(victim.folder / "s")
    named.bind(path)
    with _listening(abstract), _listening(named):
        source = f"""
import socket
for address in ({abstract.getsockname()!r}, {path!r}):
    try:
        socket.socket(socket.AF_UNIX).connect(address)
        print("connected")
    except OSError:
        pass
"""
        assert victim.attacked_by(source, level, network=network).stdout == ""


@confining_level
def test_h33_other_kinds_of_sockets_are_refused(victim: Victim, level: IsolationLevel) -> None:
    """VSOCK, PACKET, ALG and Bluetooth, which no network namespace covers or needs."""
    source = """
import socket
for family in (40, 17, 38, 31):
    try:
        socket.socket(family, socket.SOCK_RAW if family == 17 else socket.SOCK_STREAM)
        print(family)
    except OSError:
        pass
"""
    assert victim.attacked_by(source, level).stdout == ""


@confining_level
def test_h24_h26_h34_calls_that_no_script_needs_are_refused(
    victim: Victim, level: IsolationLevel
) -> None:
    """Tracing, keys, io_uring, new namespaces, mounts: each call fails."""
    source = """
import ctypes, os
call = ctypes.CDLL(None, use_errno=True).syscall
numbers = {"x86_64": (101, 250, 425, 272, 165), "aarch64": (117, 219, 425, 97, 40)}
for number in numbers[os.uname().machine]:
    # The third argument would make a new user namespace of unshare.
    print(call(number, 0x10000000, 0, 0, 0, 0), ctypes.get_errno())
"""
    result = victim.attacked_by(source, level)
    assert {line.split()[0] for line in result.stdout.splitlines()} == {"-1"}
    assert {line.split()[1] for line in result.stdout.splitlines()} == {"1", "38"}


@contextmanager
def bystander_process() -> Iterator[subprocess.Popen[bytes]]:
    """A process of the same user that has nothing to do with the script."""
    with subprocess.Popen(["sleep", "600"], start_new_session=True) as process:
        try:
            yield process
        finally:
            process.kill()


@confining_level
def test_h36_memory_and_messages_do_not_outlive_their_processes(
    victim: Victim, level: IsolationLevel
) -> None:
    """Segments, queues and semaphores of System V, which count as memory of no process."""
    source = """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
for make in (lambda: libc.shmget(0, 4096, 0o1600), lambda: libc.msgget(0, 0o1600),
             lambda: libc.semget(0, 1, 0o1600)):
    if make() >= 0:
        print("made")
"""
    assert victim.attacked_by(source, level).stdout == ""


@confining_level
def test_h48_memory_that_is_nobodys_is_refused(victim: Victim, level: IsolationLevel) -> None:
    """A file in memory without a folder counts neither as memory nor as a file."""
    source = "import os\ntry:\n    os.memfd_create('x')\n    print('made')\nexcept OSError: pass\n"
    expected = "" if level == "namespaces" else "made\n"
    assert victim.attacked_by(source, level).stdout == expected


@confining_level
def test_h39_other_processes_keep_their_priorities(victim: Victim, level: IsolationLevel) -> None:
    """And their processors and limits."""
    source = f"""
import os, resource
pid = {os.getpid()}
tries = [
    lambda: os.setpriority(os.PRIO_PROCESS, pid, 15),
    lambda: os.setpriority(os.PRIO_USER, 0, 15),
    lambda: os.sched_setaffinity(pid, {{0}}),
    lambda: resource.prlimit(pid, resource.RLIMIT_CORE, (0, 0)),
]
for number, attempt in enumerate(tries):
    try:
        attempt()
        print(number)
    except (OSError, ProcessLookupError):
        pass
os.nice(0)
os.sched_setaffinity(0, os.sched_getaffinity(0))
"""
    result = victim.attacked_by(source, level)
    # In a namespace of its own the user has no other processes.
    assert set(result.stdout.split()) <= ({"1"} if level == "namespaces" else set())
    assert result.returncode == 0


@every_level
def test_h74_logins_of_proxies_are_not_handed_on(
    victim: Victim, level: IsolationLevel, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither to the script nor, on a command line, to other users of the machine."""
    monkeypatch.setenv("HTTPS_PROXY", f"http://me:{CANARY}@proxy.invalid:3128")
    source = "import os, time; print(os.environ['HTTPS_PROXY'], flush=True); time.sleep(3)"
    lines: list[str] = []
    watching = threading.Thread(target=_collect_command_lines, args=(lines,))
    watching.start()
    result = victim.attacked_by(source, level, network=True)
    watching.join()
    assert result.stdout == "http://proxy.invalid:3128\n"
    assert any("main.py" in line for line in lines)
    assert not any(CANARY in line for line in lines)


def _collect_command_lines(lines: list[str]) -> None:
    end = time.monotonic() + 2
    while time.monotonic() < end:
        for process in psutil.Process().children(recursive=True):
            with contextlib.suppress(psutil.Error):
                lines.append(" ".join(process.cmdline()))
        time.sleep(0.1)


@confining_level
def test_h38_other_processes_are_not_signalled(victim: Victim, level: IsolationLevel) -> None:
    """A process of the same user survives a script that tries to end it, and is not seen."""
    with bystander_process() as bystander:
        source = f"""
import os, signal
try:
    os.kill({bystander.pid}, signal.SIGKILL)
    print("killed")
except OSError as error:
    print(type(error).__name__)
try:
    print({bystander.pid} in map(int, filter(str.isdigit, os.listdir("/proc"))))
except OSError:
    print(False)
"""
        result = victim.attacked_by(source, level)
        assert bystander.poll() is None
    assert result.stdout.splitlines()[0] in ("ProcessLookupError", "PermissionError")
    assert result.stdout.splitlines()[1] == "False"


@every_level
def test_h41_a_daemon_that_holds_the_output_ends_with_the_script(
    victim: Victim, level: IsolationLevel
) -> None:
    """The run is over when the script is; what it left in the background is gone."""
    mark = "sleeper-" + secrets.token_hex(8)
    source = a_daemon(mark) + "daemon(); daemon(); print('main is done')"
    result = victim.attacked_by(source, level)
    assert (result.returncode, result.stdout) == (0, "main is done\n")
    assert all_gone(mark)


@every_level
def test_h42_ignoring_signals_does_not_help(victim: Victim, level: IsolationLevel) -> None:
    """A script that ignores what can be ignored, and its children, end at the limit."""
    mark = "sleeper-" + secrets.token_hex(8)
    source = (
        "import ctypes, signal\n"
        "for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):\n"
        "    signal.signal(number, signal.SIG_IGN)\n"
        "ctypes.CDLL(None).prctl(1, 0)\n"
    )
    source += a_daemon(mark) + "daemon()\nwhile True: time.sleep(1)"
    result = victim.attacked_by(source, level, limits=Limits(time_limit_seconds=2))
    assert result.timed_out
    assert result.stopped_because == "it ran longer than 2 s"
    assert all_gone(mark)


@every_level
def test_h43_nothing_outlives_a_kill_of_the_program(victim: Victim, level: IsolationLevel) -> None:
    """When the program itself is killed outright, the script and its daemons end as well."""
    need(level)
    mark = "sleeper-" + secrets.token_hex(8)
    script = victim.folder / "script.py"
    script.write_text(a_daemon(mark) + f"daemon()\nos.execv('/bin/sleep', ['{mark}', '600'])")
    work = victim.folder / "work"
    work.mkdir()
    source = """
import sys
from pathlib import Path
from code_it.sandbox import Limits, run_script
script, work, level = sys.argv[1:]
run_script(Path(sys.executable), Path(script), folder=Path(work), limits=Limits(),
           network=False, level=level)
"""
    # Who is killed outright cannot tidy up, so the temporary files go where the tests' own go.
    environment = {**os.environ, "TMPDIR": str(victim.folder)}
    command = [sys.executable, "-c", source, str(script), str(work), level]
    with subprocess.Popen(command, env=environment) as program:
        deadline = time.monotonic() + 60
        while len(running_with(mark)) < 2 and time.monotonic() < deadline:
            time.sleep(0.05)
        assert len(running_with(mark)) >= 2
        program.kill()
    assert all_gone(mark)


@every_level
def test_h43_nothing_outlives_the_thread_that_started_it(
    victim: Victim, level: IsolationLevel
) -> None:
    """When the program ends by itself while another thread of it still runs a script."""
    need(level)
    mark = "sleeper-" + secrets.token_hex(8)
    script = victim.folder / "script.py"
    script.write_text(a_daemon(mark) + f"daemon()\nos.execv('/bin/sleep', ['{mark}', '600'])")
    work = victim.folder / "work"
    work.mkdir()
    source = """
import sys, threading
from pathlib import Path
from code_it.sandbox import Limits, run_script
script, work, level = sys.argv[1:]
threading.Thread(target=run_script, args=(Path(sys.executable), Path(script)), daemon=True,
                 kwargs={"folder": Path(work), "limits": Limits(), "network": False,
                         "level": level}).start()
sys.stdin.read()
"""
    environment = {**os.environ, "TMPDIR": str(victim.folder)}
    command = [sys.executable, "-c", source, str(script), str(work), level]
    with subprocess.Popen(command, env=environment, stdin=subprocess.PIPE) as program:
        deadline = time.monotonic() + 60
        while len(running_with(mark)) < 2 and time.monotonic() < deadline:
            time.sleep(0.05)
        assert len(running_with(mark)) >= 2
        assert program.stdin is not None
        program.stdin.close()
        assert program.wait(60) == 0
    assert all_gone(mark)


@every_level
def test_h46_a_fork_bomb_is_contained(victim: Victim, level: IsolationLevel) -> None:
    """Beyond the number of processes the run ends, and all of them with it."""
    mark = "sleeper-" + secrets.token_hex(8)
    source = f"""
import os, time
for _ in range(100):
    if os.fork() == 0:
        os.execv("/bin/sleep", ["{mark}", "600"])
time.sleep(600)
"""
    result = victim.attacked_by(source, level, limits=Limits(time_limit_seconds=60, processes=20))
    # As root the kernel sets no limit, so the run is ended from outside.
    assert result.stopped_because == "it started more than 20 processes" or (
        "BlockingIOError" in result.stderr and result.returncode == 1
    )
    assert all_gone(mark)


@every_level
def test_h48_memory_is_limited(victim: Victim, level: IsolationLevel) -> None:
    """One process that wants too much gets a MemoryError."""
    limits = Limits(time_limit_seconds=60, memory_mib=256)
    result = victim.attacked_by("bytearray(1 << 30)", level, limits=limits)
    assert "MemoryError" in result.stderr
    assert result.returncode == 1


@every_level
def test_h48_memory_of_all_processes_together_is_limited(
    victim: Victim, level: IsolationLevel
) -> None:
    """Several processes that stay below the limit alone do not get past it together."""
    source = """
import os, time
for _ in range(3):
    if os.fork() == 0:
        data = bytearray(os.urandom(1)) * (90 << 20)
        time.sleep(600)
time.sleep(600)
"""
    limits = Limits(time_limit_seconds=60, memory_mib=160)
    result = victim.attacked_by(source, level, limits=limits)
    assert result.stopped_because == "it used more than 160 MiB of memory"
    assert not result.ok


@every_level
def test_h50_a_folder_that_grows_is_noticed(victim: Victim, level: IsolationLevel) -> None:
    """Many files of a permitted size do not get past the limit on the folder."""
    source = """
import os, time
for number in range(10):
    open(f"f{number}", "wb").write(os.urandom(1 << 20))
time.sleep(600)
"""
    result = victim.attacked_by(source, level, limits=Limits(time_limit_seconds=60, folder_mib=4))
    assert result.stopped_because == "it wrote more than 4 MiB of files"


@pytest.mark.parametrize("how", ["unlinked", "deep", "many"])
@every_level
def test_h49_room_is_not_taken_in_secret(victim: Victim, level: IsolationLevel, how: str) -> None:
    """In files without a name, so far down that paths end, or by their number."""
    tricks = {
        "unlinked": "kept = []\nfor n in range(8):\n    f = open('f', 'wb')\n    os.unlink('f')\n"
        "    f.write(bytes(2 << 20))\n    kept.append(f)\ntime.sleep(20)\n",
        "deep": "for n in range(300):\n    os.mkdir('d')\n    os.chdir('d')\n"
        "open('f', 'wb').write(bytes(10))\n",
        "many": "for n in range(600):\n    open(f'f{n}', 'w').close()\n",
    }
    limits = Limits(time_limit_seconds=60, folder_mib=4, files=500)
    result = victim.attacked_by(f"import os, time\n{tricks[how]}", level, limits=limits)
    assert result.stopped_because
    assert result.limit_hit
    if how != "unlinked":
        assert list((victim.folder / "work").iterdir()) == []
        assert result.created == ()


@every_level
def test_h50_a_file_that_grows_meets_its_limit(victim: Victim, level: IsolationLevel) -> None:
    """A file larger than permitted cannot be written."""
    limits = Limits(time_limit_seconds=60, file_size_mib=1)
    source = "open('f', 'wb').write(bytes(3 << 20))"
    result = victim.attacked_by(source, level, limits=limits)
    assert "File too large" in result.stderr
    assert (victim.folder / "work" / "f").stat().st_size <= 1 << 20


@every_level
def test_h51_processor_time_has_a_limit_of_its_own(victim: Victim, level: IsolationLevel) -> None:
    """It is named, and the run counts as stopped."""
    limits = Limits(time_limit_seconds=120, cpu_seconds=2)
    result = victim.attacked_by("while True: pass", level, limits=limits)
    assert result.stopped_because == "it used more than 2 s of processor time"
    assert result.limit_hit == "processor time: 2 s"


@every_level
def test_h51_a_spin_ends_at_the_limit(victim: Victim, level: IsolationLevel) -> None:
    """Also one in C, where no Python code gets to run."""
    limits = Limits(time_limit_seconds=2)
    result = victim.attacked_by("10 ** 10 ** 8", level, limits=limits)
    assert result.timed_out


@every_level
@pytest.mark.parametrize(
    "flood",
    [
        pytest.param("while True: print('x' * 1000)", id="lines"),
        pytest.param("while True: sys.stdout.write('x' * 100000)", id="one-line"),
        pytest.param("while True: sys.stderr.write('x' * 100000)", id="stderr"),
    ],
)
def test_h53_a_flood_of_output_is_stopped(
    victim: Victim, level: IsolationLevel, flood: str
) -> None:
    """The result says so, and what is kept of the output is small."""
    limits = Limits(time_limit_seconds=60, output_bytes=1 << 20)
    result = victim.attacked_by("import sys\n" + flood, level, limits=limits)
    assert result.stopped_because == "it wrote more than 1 MiB of output"
    assert not result.timed_out
    assert len(result.stdout) + len(result.stderr) < 600_000


@every_level
def test_h57_output_cannot_steer_the_terminal(victim: Victim, level: IsolationLevel) -> None:
    """What a script prints arrives as it was written, and is harmless once cleaned."""
    source = r"print('\x1b[2J\x1b]52;c;eA==\x07\x9b31m\u202eevil\rgood')"
    shown = clean(victim.attacked_by(source, level).stdout)
    assert shown == "good\n"
    assert "\x1b" not in clean("\x1b[2J")


@every_level
def test_h59_words_do_not_count(victim: Victim, level: IsolationLevel) -> None:
    """A program that prints success and exits 1 is not ok; the exit code is its own."""
    result = victim.attacked_by("print('Program Succeeded'); raise SystemExit(1)", level)
    assert not result.ok
    assert result.returncode == 1
    quiet = victim.attacked_by("", level)
    assert (quiet.ok, quiet.created, quiet.stdout) == (True, (), "")


@every_level
def test_h63_there_is_no_terminal(victim: Victim, level: IsolationLevel) -> None:
    """The terminal cannot be opened, and no standard stream is one."""
    source = """
import os
try:
    os.open("/dev/tty", os.O_RDWR)
    print("terminal")
except OSError:
    print([os.isatty(number) for number in range(3)])
"""
    assert victim.attacked_by(source, level).stdout == "[False, False, False]\n"


LISTED = {
    *("BROWSER", "HOME", "LANG", "MPLBACKEND", "MPLCONFIGDIR", "OMP_NUM_THREADS"),
    *("OPENBLAS_NUM_THREADS", "PATH", "PYTHONDONTWRITEBYTECODE", "PYTHONIOENCODING"),
    *("PYTHONNOUSERSITE", "PYTHONUNBUFFERED", "QT_QPA_PLATFORM", "SDL_AUDIODRIVER"),
    *("SDL_VIDEODRIVER", "TMPDIR", "TZ"),
}


@every_level
def test_h73_the_environment_is_the_list(
    victim: Victim, level: IsolationLevel, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exactly the listed variables, none of the user's, and a home that is not theirs."""
    for name in ("AWS_PROFILE", "LD_PRELOAD_X", "PYTHONPATH", "SSH_AUTH_SOCK", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "planted")
    monkeypatch.setenv("TZ", "Europe/Berlin")
    source = """
import os
print(*sorted(os.environ))
print(os.environ["HOME"] != HOME, os.environ["TZ"])
"""
    names, values = victim.attacked_by(source, level).stdout.splitlines()
    # The program that makes the namespaces says where it starts the script.
    expected = LISTED | ({"PWD"} if level == "namespaces" else set())
    assert set(names.split()) == expected
    assert values == "True Europe/Berlin"


@confining_level
def test_h73_the_environments_of_other_processes_are_closed(
    victim: Victim, level: IsolationLevel
) -> None:
    """Nothing that can be read in /proc holds a variable of ours."""
    source = """
import glob
for path in [*glob.glob("/proc/[0-9]*/environ"), "/proc/1/environ", "/proc/self/environ"]:
    try:
        print("OPENAI" in open(path).read())
    except OSError:
        print(False)
"""
    assert "True" not in victim.attacked_by(source, level).stdout


@every_level
def test_two_runs_at_once_do_not_disturb_each_other(victim: Victim, level: IsolationLevel) -> None:
    """The end of one run does not end another, also when both are started from threads."""
    from concurrent.futures import ThreadPoolExecutor

    need(level)

    def one(number: int) -> int:
        folder = victim.folder / f"run {number}"
        folder.mkdir()
        other = Victim(victim.home, folder)
        seconds = 0.1 if number else 1
        return other.attacked_by(f"import time; time.sleep({seconds})", level).returncode

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(one, range(2))) == [0, 0]


def test_ctrl_c_during_a_run_leaves_nothing(victim: Victim) -> None:
    """An interrupted program ends its script and removes its temporary files."""
    mark = "sleeper-" + secrets.token_hex(8)
    script = victim.folder / "script.py"
    script.write_text(f"import os; os.execv('/bin/sleep', ['{mark}', '600'])")
    temporary = victim.folder / "temporary"
    for folder in (temporary, victim.folder / "work"):
        folder.mkdir()
    source = """
import sys
from pathlib import Path
from code_it.sandbox import Limits, run_script
try:
    run_script(Path(sys.executable), Path(sys.argv[1]), folder=Path(sys.argv[2]),
               limits=Limits(), network=False, level="process")
except KeyboardInterrupt:
    sys.exit(130)
"""
    environment = {**os.environ, "TMPDIR": str(temporary)}
    command = [sys.executable, "-c", source, str(script), str(victim.folder / "work")]
    with subprocess.Popen(command, env=environment) as program:
        deadline = time.monotonic() + 60
        while not running_with(mark) and time.monotonic() < deadline:
            time.sleep(0.05)
        program.send_signal(signal.SIGINT)
        assert program.wait(timeout=60) == 130
    assert all_gone(mark)
    assert list(Path(temporary).iterdir()) == []
