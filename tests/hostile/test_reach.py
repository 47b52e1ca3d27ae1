"""Hostile scripts against what is not theirs: environments, projects, powers, the network given."""

from __future__ import annotations

import os
import stat
import venv
from pathlib import Path

import pytest

from code_it.flow import IsolationLevel, RunResult
from code_it.sandbox import TrialFolder, run_script
from tests.hostile.conftest import CANARY, Victim, picture
from tests.sandbox.running import PATIENT, confining_level, every_level, need


@every_level
def test_h12_modes_and_times_outside(victim: Victim, level: IsolationLevel) -> None:
    """Out of reach in a root of one's own; below that they can be changed, as the docs say."""
    before = {path: path.stat() for path in victim.home.rglob("*")}
    contents = {path: path.read_bytes() for path in before if path.is_file()}
    source = """
import os
tries = {
    "chmod": lambda: os.chmod(HOME + "/.ssh", 0o777),
    "utime": lambda: os.utime(HOME + "/.bashrc", (1, 1)),
    "setxattr": lambda: os.setxattr(HOME + "/.bashrc", "user.x", b"x"),
    "stat": lambda: os.stat(HOME + "/.netrc"),
}
for name, attempt in tries.items():
    try:
        attempt()
        print(name)
    except OSError:
        pass
"""
    result = victim.attacked_by(source, level)
    for path, status in before.items():
        path.chmod(stat.S_IMODE(status.st_mode))
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    done = set(result.stdout.split())
    assert {path: path.read_bytes() for path in contents} == contents
    # Not every file system has the third.
    assert done - {"setxattr"} == (set() if level == "namespaces" else {"chmod", "utime", "stat"})


@pytest.fixture
def environment(tmp_path: Path) -> Path:
    """An environment, with a module that is the same file as one in the installer's cache."""
    folder = tmp_path / "environment"
    venv.create(folder, symlinks=True, with_pip=False)
    (tmp_path / "cache").mkdir(exist_ok=True)
    (tmp_path / "cache" / "module.py").write_text("value = 1\n")
    packages = next(folder.glob("lib/python*/site-packages"))
    (packages / "module.py").hardlink_to(tmp_path / "cache" / "module.py")
    return folder


def attack_from(environment: Path, source: str, victim: Victim, level: IsolationLevel) -> RunResult:
    need(level)
    script = victim.folder / "script.py"
    script.write_text(f"HOME = {str(victim.home)!r}\n{source}")
    work = victim.folder / "work"
    work.mkdir(exist_ok=True)
    result = run_script(
        environment / "bin" / "python",
        script,
        folder=work,
        limits=PATIENT,
        network=False,
        level=level,
    )
    assert CANARY not in result.stdout + result.stderr
    return result


@confining_level
def test_h14_h15_an_environment_stays_as_it_was_built(
    victim: Victim, level: IsolationLevel, environment: Path
) -> None:
    """Its interpreter, its settings and its modules, which the cache of an installer may share."""
    before = picture(environment)
    source = """
import module, os, sys
env = sys.prefix
packages = os.path.dirname(module.__file__)
tries = {
    "pyvenv.cfg": lambda: open(env + "/pyvenv.cfg", "a"),
    "pip.conf": lambda: open(env + "/pip.conf", "w"),
    "module": lambda: open(module.__file__, "w"),
    "pth": lambda: open(packages + "/x.pth", "w"),
    "remove": lambda: os.remove(env + "/bin/python"),
    "rename": lambda: os.rename(packages, packages + "2"),
    "link": lambda: os.link(module.__file__, "module.py"),
    "replace": lambda: os.symlink("/bin/sh", env + "/bin/python3.99"),
}
for name, attempt in tries.items():
    try:
        attempt()
        print(name)
    except OSError:
        pass
print(module.value)
"""
    assert attack_from(environment, source, victim, level).stdout == "1\n"
    assert picture(environment) == before
    assert (victim.folder / "cache" / "module.py").read_text() == "value = 1\n"


@confining_level
def test_h71_a_hostile_package_is_a_hostile_script(
    victim: Victim, level: IsolationLevel, environment: Path
) -> None:
    """What a package does when it is imported happens inside, whether it is caught or not."""
    packages = next(environment.glob("lib/python*/site-packages"))
    (packages / "evil.py").write_text(
        "import os, socket\n"
        "for path in (os.path.expanduser('~/.netrc'), os.environ['TARGET'] + '/.netrc'):\n"
        "    try:\n        print(open(path).read())\n    except OSError as error:\n"
        "        print(type(error).__name__)\n"
        "try:\n    socket.create_connection(('127.0.0.1', 9), 1)\nexcept OSError:\n"
        "    print('alone')\n"
    )
    source = "import os\nos.environ['TARGET'] = HOME\nimport evil\n"
    lines = attack_from(environment, source, victim, level).stdout.split()
    assert set(lines[:2]) <= {"FileNotFoundError", "PermissionError"}
    assert lines[2:] == ["alone"]


@every_level
def test_h18_what_acts_by_itself_does_not_come_back(victim: Victim, level: IsolationLevel) -> None:
    """Hooks, settings of editors and tools: the user's are unseen, and new ones stay behind."""
    project = victim.home / "project"
    (project / ".git" / "hooks").mkdir(parents=True)
    (project / ".git" / "config").write_text("[core]\n")
    (project / "Makefile").write_text("all:\n")
    before = picture(project)
    trial = TrialFolder.create(project, parent=victim.folder / "runs")
    (victim.folder / "work").symlink_to(trial.path)
    source = """
import os
for path in (".git/hooks/pre-commit", ".git/config", ".envrc", ".vscode/tasks.json", "conftest.py",
             "Makefile", "sub/conftest.py", "sitecustomize.py", "code_it.toml", "sub/.envrc",
             "pyproject.toml", "random.py"):
    os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    open(path, "a").write("evil")
print(os.listdir(".git"))
"""
    result = victim.attacked_by(source, level)
    assert "config" in result.stdout
    assert ".git/config" in result.created
    made = [*result.created, *result.changed]
    delivery = trial.bring_back(made, into=project, backups=victim.folder / "records" / "before")
    assert delivery.delivered == ()
    assert picture(project) == before
    trial.remove()
    for path in sorted(project.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    project.rmdir()


@confining_level
def test_h27_there_is_no_way_to_more_power(victim: Victim, level: IsolationLevel) -> None:
    """No program with a special bit gives any, and there is none to begin with, also for root."""
    source = """
import os, shutil, subprocess
status = dict(line.split(":", 1) for line in open("/proc/self/status"))
print(status["NoNewPrivs"].strip(), int(status["CapEff"], 16))
print(int(status["CapBnd"], 16) if ROOT else 0)
for command in (["su", "-c", "true", "nobody"], ["su", "-c", "true"], ["sudo", "-n", "true"],
                ["pkexec", "true"], ["newuidmap", "1", "0", "0", "1"], ["docker", "ps"],
                ["podman", "ps"], ["mount", "-t", "tmpfs", "x", "/mnt"], ["chroot", "/", "true"]):
    if shutil.which(command[0]):
        ended = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=50)
        if ended.returncode == 0:
            print(command)
try:
    os.setuid(12345)
    print("setuid")
except OSError:
    pass
"""
    # Who is not root cannot give up what they could gain, and needs not: nothing gives it to them.
    source = f"ROOT = {os.getuid() == 0}\n{source}"
    assert victim.attacked_by(source, level).stdout == "1 0\n0\n"


@confining_level
def test_h30_names_are_not_looked_up_and_nothing_is_pinged(
    victim: Victim, level: IsolationLevel
) -> None:
    """Datagrams to another machine, raw and ping sockets, and the resolver."""
    source = """
import socket
tries = {
    "udp": lambda: socket.socket(type=socket.SOCK_DGRAM).sendto(b"x", ("192.0.2.1", 53)),
    "raw": lambda: socket.socket(socket.AF_INET, socket.SOCK_RAW, 1).sendto(b"", ("192.0.2.1", 0)),
    "ping": lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM, 1).connect(("192.0.2.1", 0)),
    "name": lambda: socket.getaddrinfo("example.com", 80),
    "six": lambda: socket.socket(socket.AF_INET6).connect(("2001:db8::1", 80)),
}
for name, attempt in tries.items():
    try:
        attempt()
        print(name)
    except OSError:
        pass
"""
    assert victim.attacked_by(source, level).stdout == ""


@confining_level
def test_h45_the_first_process_is_not_ended(victim: Victim, level: IsolationLevel) -> None:
    """A script that kills process 1 and its parent is still there, and its run ends well."""
    source = """
import os, signal
for target in (1, os.getppid()):
    try:
        os.kill(target, signal.SIGKILL)
    except OSError:
        pass
print("here")
"""
    result = victim.attacked_by(source, level)
    assert (result.returncode, result.stdout) == (0, "here\n")
