"""Hostile scripts against files: reading secrets, writing outside, links, special files."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from code_it.flow import IsolationLevel
from code_it.sandbox import TrialFolder
from tests.hostile.conftest import CANARY, SECRETS, Victim
from tests.sandbox.running import confining_level, every_level


@confining_level
def test_h01_secrets_cannot_be_read(victim: Victim, level: IsolationLevel) -> None:
    """By absolute path, through the home variable, and through the folder above."""
    source = f"""
import os
for name in {SECRETS!r}:
    for path in (HOME + "/" + name, os.path.expanduser("~/" + name), "../home/" + name):
        try:
            print(open(path).read())
        except OSError as error:
            print(type(error).__name__)
"""
    result = victim.attacked_by(source, level)
    assert set(result.stdout.split()) <= {"FileNotFoundError", "PermissionError"}
    assert len(result.stdout.split()) == 3 * len(SECRETS)


@confining_level
def test_h02_what_is_readable_is_on_the_list(victim: Victim, level: IsolationLevel) -> None:
    """A walk over the disk finds the system and the environment, and nothing of the user's."""
    installation = os.path.realpath(sys.base_prefix)
    source = f"""
import os
tops = ("/root", "/home", "/var", "/opt", "/srv", "/mnt", "/media", "/run", HOME, "/etc")
for top in tops:
    for folder, below, files in os.walk(top):
        below[:] = [name for name in below if os.path.join(folder, name) != {installation!r}]
        for name in files:
            path = os.path.join(folder, name)
            try:
                open(path, "rb").close()
                print(path)
            except OSError:
                pass
"""
    found = victim.attacked_by(source, level).stdout.splitlines()
    assert [path for path in found if not path.startswith("/etc/")] == []
    assert not any("shadow" in path or "private" in path for path in found)


@confining_level
def test_h04_proc_is_no_way_round(victim: Victim, level: IsolationLevel) -> None:
    """The root and the folder of a process lead nowhere else than its paths do."""
    source = """
for start in ("/proc/self/root", "/proc/self/cwd/../..", "/proc/1/root"):
    try:
        print(open(start + HOME + "/.netrc").read())
    except OSError:
        print("refused")
"""
    assert victim.attacked_by(source, level).stdout == "refused\n" * 3


@every_level
def test_h05_a_link_to_a_secret_is_not_collected(victim: Victim, level: IsolationLevel) -> None:
    """The link is gone after the run, so nobody reads a secret through it by mistake."""
    source = """
import os
os.symlink(HOME + "/.ssh/id_ed25519", "out.txt")
os.symlink("..", "up")
"""
    result = victim.attacked_by(source, level)
    work = victim.folder / "work"
    assert result.created == ()
    assert not os.path.lexists(work / "out.txt")
    assert not os.path.lexists(work / "up")


@confining_level
def test_h07_files_outside_cannot_be_linked_in(victim: Victim, level: IsolationLevel) -> None:
    """No second name for a secret or for a file of the system."""
    source = """
import os
for path in (HOME + "/.netrc", "/etc/passwd"):
    try:
        os.link(path, "out.txt")
        print("linked")
    except OSError:
        print("refused")
"""
    assert victim.attacked_by(source, level).stdout == "refused\nrefused\n"


@every_level
def test_h08_no_open_files_are_inherited(victim: Victim, level: IsolationLevel) -> None:
    """A file that is open here, and even inheritable, is not open in the script."""
    with (victim.home / ".netrc").open() as file:
        os.set_inheritable(file.fileno(), True)
        source = """
import os
for number in range(3, 256):
    try:
        print(number, os.read(number, 100))
    except OSError:
        pass
print("done")
"""
        assert victim.attacked_by(source, level).stdout == "done\n"


@confining_level
def test_h10_devices_of_the_machine_are_out_of_reach(victim: Victim, level: IsolationLevel) -> None:
    """Memory, disks, logs and the terminal cannot be opened, also not by root."""
    source = """
import glob
for path in ["/dev/mem", "/dev/kmsg", "/dev/tty", *glob.glob("/dev/[sv]d*")]:
    try:
        open(path, "rb").close()
        print(path)
    except OSError:
        pass
"""
    assert victim.attacked_by(source, level).stdout == ""


@confining_level
def test_h11_nothing_is_written_outside(victim: Victim, level: IsolationLevel) -> None:
    """Start-up files, the system, the environment, the script itself, a neighbour of the folder."""
    before = {path: path.stat().st_mtime_ns for path in (Path(sys.prefix), Path("/etc/passwd"))}
    source = f"""
import os, sys
targets = [HOME + "/.bashrc", HOME + "/.config/autostart/x.desktop", "/etc/cron.d/x", "/etc/passwd",
    "/usr/bin/x", {sys.prefix!r} + "/pyvenv.cfg", {sys.prefix!r} + "/lib/x.pth", __file__, "../x",
    "/x", "/dev/x", os.path.dirname(os.__file__) + "/x.py"]
for path in targets:
    try:
        os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
        open(path, "a").write("evil")
        print("written", path)
    except OSError:
        pass
"""
    result = victim.attacked_by(source, level)
    # In memory of its own, a home may be written to: the picture of the real one tells.
    written = [line for line in result.stdout.splitlines() if not line.endswith(".desktop")]
    assert [line for line in written if str(victim.home) not in line] == []
    assert {path: path.stat().st_mtime_ns for path in before} == before


@every_level
def test_h16_modules_left_behind_are_not_imported(victim: Victim, level: IsolationLevel) -> None:
    """A file in the work folder with the name of a module does not take its place."""
    victim.attacked_by("open('random.py', 'w').write('raise SystemExit(66)')", level)
    result = victim.attacked_by("import random; print(random.__file__)", level)
    assert result.stdout.strip().endswith("random.py")
    assert "work" not in Path(result.stdout.strip()).parts


@every_level
def test_h20_special_bits_are_stripped(victim: Victim, level: IsolationLevel) -> None:
    """No set-user-id program is left in the folder, also when root runs the script."""
    source = """
import os
os.makedirs("sub")
for path in ("tool", "sub/tool"):
    open(path, "w").close()
    try:
        os.chmod(path, 0o6755)
        print("changed")
    except OSError:
        pass
    os.close(os.open(path + "2", os.O_CREAT | os.O_WRONLY, 0o755))
    try:
        os.open(path + "3", os.O_CREAT | os.O_WRONLY, 0o4755)
        print("made")
    except OSError:
        pass
try:
    os.open(".", os.O_TMPFILE | os.O_RDWR, 0o4755)
    print("made without a name")
except OSError:
    pass
os.chmod("sub", 0o1000)
"""
    result = victim.attacked_by(source, level)
    # Not even for a moment, where the script is confined.
    assert result.stdout == (
        "" if level != "process" else "changed\nmade\n" * 2 + "made without a name\n"
    )
    assert {"sub/tool", "sub/tool2", "tool", "tool2"} <= {*result.created}
    for name in ("tool", "sub/tool", "sub"):
        mode = (victim.folder / "work" / name).stat().st_mode
        assert stat.S_IMODE(mode) & 0o7000 == 0


@every_level
def test_h21_special_files_are_gone_afterwards(victim: Victim, level: IsolationLevel) -> None:
    """A FIFO under the name of an output does not block whoever opens it next."""
    source = """
import os, socket, stat
os.mkfifo("out.txt")
try:
    os.mknod("disk", 0o600 | stat.S_IFBLK, os.makedev(8, 0))
except OSError:
    pass
"""
    result = victim.attacked_by(source, level)
    assert result.created == ()
    assert list((victim.folder / "work").iterdir()) == []


@confining_level
def test_h23_the_kernel_is_not_reconfigured(victim: Victim, level: IsolationLevel) -> None:
    """Its switches cannot be opened for writing, also not by root."""
    source = """
import os
paths = ["/proc/sys/kernel/core_pattern", "/proc/sys/vm/drop_caches", "/proc/sysrq-trigger",
    "/proc/sys/net/ipv4/ip_forward", "/sys/kernel/uevent_helper", "/proc/self/../sys/fs/file-max"]
for path in paths:
    try:
        os.close(os.open(path, os.O_WRONLY))
        print(path)
    except OSError:
        pass
"""
    assert victim.attacked_by(source, level).stdout == ""


@every_level
def test_inputs_that_a_script_deletes_are_not_harmed(victim: Victim, level: IsolationLevel) -> None:
    """A script that removes everything it sees removes a copy, and the next one sees it again."""
    user = victim.home / "project"
    user.mkdir()
    (user / "data.csv").write_text("precious")
    trial = TrialFolder.create(user, parent=victim.folder / "runs")
    script = "import os\nfor name in os.listdir():\n    os.remove(name)\n"
    (victim.folder / "work").symlink_to(trial.path)
    result = victim.attacked_by(script, level)
    assert result.deleted == ("data.csv",)
    delivery = trial.bring_back(["data.csv"], into=user, backups=victim.folder / "backups")
    assert delivery.delivered == ()
    assert (user / "data.csv").read_text() == "precious"
    trial.restore()
    assert (trial.path / "data.csv").read_text() == "precious"
    (user / "data.csv").unlink()
    user.rmdir()


@pytest.mark.parametrize("level", ["process"])
def test_what_the_process_level_does_not_promise(victim: Victim, level: IsolationLevel) -> None:
    """At the level that is not a sandbox a script does see files outside of its folder."""
    source = "print(len(open(HOME + '/.netrc').read()))"
    assert victim.attacked_by(source, level).stdout == f"{len(CANARY)}\n"
