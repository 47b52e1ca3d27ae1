"""Scripts that mean well work at every level as they do without a sandbox."""

from __future__ import annotations

import json
import signal
from pathlib import Path
from typing import Any

import pytest

from code_it.flow import IsolationLevel
from code_it.sandbox import Limits, select_level, why_not
from tests.sandbox.running import PATIENT, every_level, need, run

# Each function is one thing that ordinary scripts do; what it raises is reported under its name.
HONEST = r"""
import json, os, sys, traceback

def files():
    os.makedirs("nested/deeper", exist_ok=True)
    with open("nested/deeper/größe 日本.txt", "w", encoding="utf-8") as file:
        file.write("ü")
    os.replace("nested/deeper/größe 日本.txt", "nested/größe 日本.txt")
    assert open("nested/größe 日本.txt", encoding="utf-8").read() == "ü"
    assert "input.txt" in os.listdir()
    os.truncate("nested/größe 日本.txt", 1)

def temporary_files():
    import tempfile
    with tempfile.TemporaryDirectory() as folder, tempfile.NamedTemporaryFile("w") as file:
        assert os.path.isdir(folder)
        file.write("x")

def home_folder():
    path = os.path.expanduser("~/.config/tool")
    os.makedirs(path)
    open(path + "/settings", "w").close()

def sqlite():
    import sqlite3
    base = sqlite3.connect("base.db")
    with base:
        base.execute("create table t (a)")
        base.execute("insert into t values (1)")
    assert base.execute("select a from t").fetchall() == [(1,)]

def subprocesses():
    import subprocess
    code = "print(6 * 7)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True).stdout == b"42\n"
    assert subprocess.check_output("echo hi | tr a-z A-Z", shell=True) == b"HI\n"
    by_name = os.path.basename(sys.executable)
    assert subprocess.run([by_name, "-c", "raise SystemExit(3)"]).returncode == 3

def threads():
    from concurrent.futures import ThreadPoolExecutor
    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(int, "1234")) == 10

def event_loop():
    import asyncio
    async def main():
        process = await asyncio.create_subprocess_exec("echo", "hi", stdout=-1)
        return (await process.communicate())[0]
    assert asyncio.run(main()) == b"hi\n"

def spawned_process():
    import multiprocessing
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=reply, args=(there,))
    process.start()
    assert here.recv() == "done"
    process.join()
    assert process.exitcode == 0

def reply(pipe):
    pipe.send("done")

def process_pool():
    from concurrent.futures import ProcessPoolExecutor
    with ProcessPoolExecutor(2) as pool:
        assert list(pool.map(abs, [-1, -2])) == [1, 2]

def own_server():
    import http.server, threading, urllib.request
    server = http.server.HTTPServer(("localhost", 0), http.server.SimpleHTTPRequestHandler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://localhost:{server.server_port}/input.txt"
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    assert opener.open(url, timeout=20).read() == b"precious"
    server.shutdown()

def time_zones():
    from datetime import datetime
    from zoneinfo import ZoneInfo, available_timezones
    if available_timezones():
        assert datetime(2024, 7, 1, tzinfo=ZoneInfo("Europe/Berlin")).utcoffset().seconds == 7200

def certificates():
    import ssl
    ssl.create_default_context()

def user_name():
    import getpass, pwd
    pwd.getpwuid(os.getuid())

def randomness():
    import secrets, uuid
    assert secrets.token_hex() != str(uuid.uuid4())

def foreign_functions():
    import ctypes
    assert ctypes.CDLL(None).abs(-3) == 3

def devices():
    assert open("/dev/null").read() == ""
    print("discarded", file=open(os.devnull, "w"))

def machine():
    assert os.cpu_count() >= 1
    open("/proc/meminfo").readline()

def pipes_and_links():
    os.symlink("input.txt", "link")
    assert open("link").read() == "precious"
    os.mkfifo("pipe")

if __name__ == "__main__":
    found = {}
    for name, check in list(globals().items()):
        if callable(check) and getattr(check, "__module__", "") == "__main__" and name != "reply":
            try:
                check()
                found[name] = "works"
            except BaseException as error:
                found[name] = traceback.format_exc()
    json.dump(found, open("found.json", "w"))
"""

# With the kernel's file rules alone, there are neither sockets nor memory that is shared by name.
DOCUMENTED_AS_MISSING = {"landlock": {"own_server", "process_pool"}}


def checks() -> list[str]:
    lines = HONEST.splitlines()
    return [line[4:-3] for line in lines if line.startswith("def ") and line.endswith("():")]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """What the honest script found at each level that works here; it runs once for each."""
    results: dict[str, dict[str, Any]] = {}
    levels: list[IsolationLevel] = ["namespaces", "landlock", "process"]
    for level in levels:
        if why_not(level):
            continue
        folder = tmp_path_factory.mktemp("a folder with ü and spaces")
        (folder / "work").mkdir()
        (folder / "work" / "input.txt").write_text("precious", encoding="utf-8")
        result = run(HONEST, folder, level)
        assert result.ok, result
        results[level] = json.loads((folder / "work" / "found.json").read_text(encoding="utf-8"))
        assert "nested/größe 日本.txt" in result.created
        assert "link" not in result.deleted
    return results


@every_level
@pytest.mark.parametrize("check", checks())
def test_honest_scripts_work(
    level: IsolationLevel, check: str, found: dict[str, dict[str, Any]]
) -> None:
    """What ordinary scripts do works, but for what the level's description says."""
    need(level)
    outcome = found[level][check]
    if check in DOCUMENTED_AS_MISSING.get(level, ()):
        assert "Error" in outcome
    else:
        assert outcome == "works"


@every_level
def test_files_are_reported_by_what_became_of_them(level: IsolationLevel, tmp_path: Path) -> None:
    """Created, changed and deleted files are told apart; untouched ones are not mentioned."""
    work = tmp_path / "work"
    work.mkdir()
    for name in ("same.txt", "changed.txt", "deleted.txt"):
        (work / name).write_text("before")
    source = """
        import os
        os.makedirs("out"); open("out/new.txt", "w").write("x")
        open("changed.txt", "a").write("more")
        os.remove("deleted.txt")
        open("same.txt").read()
        print("done")
    """
    result = run(source, tmp_path, level)
    assert (result.created, result.changed, result.deleted) == (
        ("out/new.txt",),
        ("changed.txt",),
        ("deleted.txt",),
    )
    assert (result.returncode, result.stdout, result.isolation) == (0, "done\n", level)
    assert result.stopped_because == ""


@every_level
def test_exit_codes_and_signals_pass_through(level: IsolationLevel, tmp_path: Path) -> None:
    """The script's own exit code arrives; after signal N it is 128 + N."""
    assert run("raise SystemExit(7)", tmp_path, level).returncode == 7
    assert run("raise SystemExit(255)", tmp_path, level).returncode == 255
    crash = run("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", tmp_path, level)
    assert crash.returncode == 128 + signal.SIGSEGV
    error = run("1 / 0", tmp_path, level)
    assert error.returncode == 1
    assert "ZeroDivisionError" in error.stderr
    assert error.stopped_because == ""


@every_level
def test_arguments_and_readable_folders(level: IsolationLevel, tmp_path: Path) -> None:
    """A script gets its arguments, and reads a folder that it was given, at its own path."""
    given = tmp_path / "given"
    given.mkdir()
    (given / "data").write_text("open")
    source = "import sys; print(open(sys.argv[1]).read())"
    result = run(source, tmp_path, level, readable=[given], arguments=[str(given / "data")])
    assert result.stdout == "open\n", result.stderr


@every_level
def test_there_is_nobody_to_ask(level: IsolationLevel, tmp_path: Path) -> None:
    """A script that asks for input ends at once instead of waiting."""
    assert "EOFError" in run("input('name? ')", tmp_path, level).stderr


@every_level
def test_the_time_limit_names_itself(level: IsolationLevel, tmp_path: Path) -> None:
    """A run that takes too long is ended, and the result says after how long."""
    limits = Limits(time_limit_seconds=1.5)
    result = run("import time; time.sleep(600)", tmp_path, level, limits=limits)
    assert result.timed_out
    assert result.stopped_because == "it ran longer than 1.5 s"
    assert not result.ok


@pytest.mark.parametrize("level", ["namespaces", "process"])
def test_with_the_network_this_machine_can_be_reached(
    level: IsolationLevel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The network is given as a whole, with the user's certificates and proxies."""
    bundle = tmp_path / "bundle.pem"
    bundle.write_text("certificates")
    monkeypatch.setenv("SSL_CERT_FILE", str(bundle))
    monkeypatch.setenv("https_proxy", "http://localhost:1")
    source = """
        import os, socket
        socket.create_server(("127.0.0.1", 0))
        print(open(os.environ["SSL_CERT_FILE"]).read(), os.environ["https_proxy"])
    """
    result = run(source, tmp_path, level, network=True)
    assert result.stdout == "certificates http://localhost:1\n", result.stderr


def test_landlock_with_the_network_still_guards_files(tmp_path: Path) -> None:
    """Sockets of the internet families work; files elsewhere are as closed as before."""
    secret = tmp_path / "secret"
    secret.write_text("canary")
    source = f"""
        import socket
        socket.create_server(("127.0.0.1", 0))
        try:
            socket.socket(socket.AF_UNIX)
        except OSError:
            print("no unix sockets")
        print(open({str(secret)!r}).read())
    """
    result = run(source, tmp_path, "landlock", network=True)
    assert result.stdout == "no unix sockets\n"
    assert "PermissionError" in result.stderr


def test_auto_takes_the_strongest_that_works() -> None:
    """`auto` is the first level whose self-test passes here."""
    levels: list[IsolationLevel] = ["namespaces", "landlock"]
    working = [level for level in levels if not why_not(level)]
    if not working:
        pytest.skip("; ".join(why_not(level) for level in levels))
    assert select_level("auto") == working[0]
    assert select_level("process") == "process"


def test_limits_leave_room_for_honest_work() -> None:
    """The defaults are those that the settings promise."""
    assert (Limits().time_limit_seconds, Limits().memory_mib) == (120.0, 4096)
    assert PATIENT.processes == Limits().processes == 128
