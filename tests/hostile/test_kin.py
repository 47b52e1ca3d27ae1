"""Hostile scripts of the same kind as those of the list, under numbers that it leaves free."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import secrets
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import psutil
import pytest

from code_it.flow import IsolationLevel
from code_it.sandbox import Limits, watch
from code_it.sandbox.remembered import held_before, remember
from tests.hostile.conftest import Victim
from tests.hostile.test_system import a_daemon, running_with
from tests.sandbox.running import PATIENT, confining_level, every_level, need


@confining_level
def test_h40_signals_to_its_own_group_end_a_script_and_nothing_else(
    victim: Victim, level: IsolationLevel
) -> None:
    """What confines it is in no group of its own, and its end is told as what it is."""
    need(level)
    remember(level, held=True)
    source = "import os, signal\nprint('here', flush=True)\nos.kill(0, signal.{name})\n"
    # A program that is started by nohup hands its deafness on.
    heard = "import signal\nsignal.signal(signal.SIGHUP, signal.SIG_DFL)\n"
    for name, code in (("SIGTERM", 128 + 15), ("SIGKILL", 128 + 9), ("SIGHUP", 128 + 1)):
        result = victim.attacked_by(heard + source.format(name=name), level)
        assert (result.returncode, result.stdout) == (code, "here\n"), name
        assert result.stopped_because == ""
    deaf = "import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
    result = victim.attacked_by(deaf + source.format(name="SIGTERM") + "print('still')", level)
    assert (result.returncode, result.stdout) == (0, "here\nstill\n")
    # One of these ends used to be taken for a level that does not work.
    assert held_before(level)


@confining_level
def test_h40_what_watches_over_a_script_cannot_be_stopped(
    victim: Victim, level: IsolationLevel
) -> None:
    """Neither held nor ended: the run goes on, and its time limit with it."""
    source = """
import os, signal
for number in (signal.SIGSTOP, signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGKILL):
    for target in (os.getppid(), -1):
        try:
            signal.signal(number, signal.SIG_IGN)
        except OSError:
            if target == -1:
                continue
        try:
            os.kill(target, number)
        except OSError:
            pass
print("here", flush=True)
while True:
    signal.pause()
"""
    limits = dataclasses.replace(PATIENT, time_limit_seconds=3)
    result = victim.attacked_by(source, level, limits=limits)
    assert (result.stdout, result.stopped_because) == ("here\n", "it ran longer than 3 s")


@every_level
def test_h44_a_process_cannot_name_itself_out_of_the_count(
    victim: Victim, level: IsolationLevel
) -> None:
    """Threads are counted where the name that a process gives itself cannot stand."""
    source = r"""
import ctypes, threading, time
ctypes.CDLL(None).prctl(15, b"Threads:\t1", 0, 0, 0)
for _ in range(200):
    threading.Thread(target=time.sleep, args=(600,), daemon=True).start()
time.sleep(600)
"""
    result = victim.attacked_by(source, level, limits=dataclasses.replace(PATIENT, processes=20))
    # For other users than root the kernel counts in namespaces, and is not asked about a name.
    assert result.stopped_because == "it started more than 20 processes" or (
        "can't start new thread" in result.stderr
    )


@pytest.mark.skipif(
    not Path("/proc/self/autogroup").exists(), reason="this kernel does not group by session"
)
@every_level
def test_h47_a_session_of_its_own_gives_no_priority(victim: Victim, level: IsolationLevel) -> None:
    """A daemon gives way to what the person does, as the script that made it does."""
    need(level)
    mark = "sleeper-" + secrets.token_hex(8)
    end = victim.folder / "work" / "end"
    end.parent.mkdir()
    source = a_daemon(mark) + "daemon()\nwhile not os.path.exists('end'): time.sleep(0.05)"
    found: list[str] = []
    watching = threading.Thread(target=_lowered, args=(mark, found, end))
    watching.start()
    result = victim.attacked_by(source, level)
    watching.join()
    assert result.returncode == 0
    assert found[-1] == "19, nice 19"


def _lowered(mark: str, found: list[str], end: Path) -> None:
    """What the priority of the daemon was, until it is the lowest."""
    deadline = time.monotonic() + 30
    while found[-1:] != ["19, nice 19"] and time.monotonic() < deadline:
        for process in running_with(mark):
            with contextlib.suppress(psutil.Error, OSError):
                group = Path(f"/proc/{process.pid}/autogroup").read_text().split(maxsplit=1)[1]
                found.append(f"{process.nice()}, {group.strip()}")
        time.sleep(0.05)
    end.touch()


@pytest.mark.parametrize("how", ["mapped", "sent"])
@every_level
def test_h54_files_that_nobody_can_see_do_not_fill_the_disk(
    victim: Victim, level: IsolationLevel, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a file that is mapped or on its way between sockets there is neither name nor number."""
    need(level)
    hide = {
        "mapped": "memory = libc.mmap(None, 4096, 1, 1, file, 0)",
        "sent": "socket.send_fds(here, [b'x'], [file])",
    }
    source = f"""
import ctypes, os, socket, time
libc = ctypes.CDLL(None)
libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t] + [ctypes.c_int] * 3 + [ctypes.c_long]
here, there = socket.socketpair()
for _ in range(8):
    file = os.open("f", os.O_RDWR | os.O_CREAT)
    os.unlink("f")
    os.write(file, os.urandom(2 << 20))
    {hide[how]}
    os.close(file)
time.sleep(600)
"""
    before = watch.machine_room([victim.folder])
    small = 10 << 20

    def on_a_small_disk(folders: Sequence[Path]) -> watch.MachineRoom:
        room = real(folders)
        left = min(room.disk_bytes - before.disk_bytes + small, small)
        return dataclasses.replace(room, disk_bytes=left)

    real = watch.machine_room
    monkeypatch.setattr(watch, "machine_room", on_a_small_disk)
    limits = dataclasses.replace(PATIENT, folder_mib=4)
    result = victim.attacked_by(source, level, limits=limits)
    assert result.stopped_because == "there were less than 4 MiB left on the disk"
    assert result.limit_hit == "disk: all that the machine had left"


@every_level
def test_h54_a_machine_without_memory_gets_it_back(
    victim: Victim, level: IsolationLevel, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Buffers of the kernel's are in no process's account; what is left for all tells of them."""
    whole = 16 << 30
    left = iter([whole // 2, whole // 2])

    def emptying(_folders: Sequence[Path]) -> watch.MachineRoom:
        return watch.MachineRoom(1 << 50, next(left, whole // 20), whole)

    need(level)
    monkeypatch.setattr(watch, "machine_room", emptying)
    result = victim.attacked_by("import time; time.sleep(600)", level)
    assert result.stopped_because == "the machine had almost no memory left"
    assert result.limit_hit == "memory: all that the machine had left"


@pytest.mark.parametrize("level", ["landlock"])
def test_h25_queues_of_other_programs_stay(victim: Victim, level: IsolationLevel) -> None:
    """Landlock knows of no message queues, so no script may remove one by its name."""
    source = """
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
number = {"x86_64": 241, "aarch64": 181}[os.uname().machine]
print(libc.syscall(number, b"nobody-has-a-queue-of-this-name"), ctypes.get_errno())
"""
    assert victim.attacked_by(source, level).stdout == "-1 1\n"


@confining_level
def test_h44_closing_everything_hides_nothing(victim: Victim, level: IsolationLevel) -> None:
    """A script that closes all of its files is waited for, and its time limit stands."""
    started = time.monotonic()
    source = "import os, time\nprint('here', flush=True)\nos.closerange(0, 1024)\ntime.sleep({})"
    result = victim.attacked_by(source.format(2), level)
    assert (result.returncode, result.stdout) == (0, "here\n")
    assert time.monotonic() - started >= 2
    limits = Limits(time_limit_seconds=1)
    assert victim.attacked_by(source.format(600), level, limits=limits).timed_out


@every_level
def test_h22_a_folder_that_is_locked_is_opened(victim: Victim, level: IsolationLevel) -> None:
    """Its own too; what is in it is found, and all can be removed again."""
    source = """
import os
os.mkdir("inner")
open("inner/file", "w").close()
os.chmod("inner/file", 0)
os.chmod("inner", 0)
os.chmod(".", 0)
"""
    result = victim.attacked_by(source, level)
    assert result.created == ("inner/file",)
    assert os.listdir(victim.folder / "work") == ["inner"]  # noqa: PTH208


@confining_level
def test_h22_the_folder_itself_stays_in_its_place(victim: Victim, level: IsolationLevel) -> None:
    """It can be neither renamed, removed nor replaced by a link."""
    source = """
import os
place = os.getcwd()
for attempt in (lambda: os.rename(place, place + "2"), lambda: os.rmdir(place),
                lambda: os.symlink("/", place + "2")):
    try:
        attempt()
        print("done")
    except OSError:
        pass
open("written", "w").close()
"""
    result = victim.attacked_by(source, level)
    assert (result.stdout, result.created) == ("", ("written",))
    assert not (victim.folder / "work2").is_symlink()
