"""Environments are built once, from wheels, wholly or not at all."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import psutil
import pytest

from code_it.errors import InstallError, PackageError
from code_it.packages import environments, installers
from code_it.packages.bytecode import wait_until_compiled
from code_it.packages.environments import (
    Environment,
    Terms,
    build_at,
    installed_modules,
    missing_imports,
    provide,
)
from tests.packages.loopback_index import Index
from tests.packages.test_policy import HOSTILE

LIMIT = 120.0
BOTH: list[Literal["uv", "pip"]] = ["uv", "pip"]


def run(environment: Environment, code: str) -> str:
    argv = [str(environment.python), "-c", code]
    return subprocess.run(argv, capture_output=True, text=True, check=True).stdout


def no_process(*_: object, **__: object) -> Any:
    raise AssertionError("a process was started")


def names_in(store: Path) -> list[str]:
    """What the store holds: environments, what is being built, and folders of installers."""
    built = store / "built"
    return [
        *(path.name for path in (built.iterdir() if built.is_dir() else ())),
        *(path.name for path in store.glob(".*")),
    ]


@pytest.mark.parametrize("installer", BOTH)
def test_an_environment_holds_what_was_asked_for(
    index: Index, store: Path, installer: Literal["uv", "pip"]
) -> None:
    """With dependencies, pinned versions, compiled modules and commands that work."""
    environment = provide(["needs-good", "goodpkg"], timeout_seconds=LIMIT, installer=installer)
    assert environment.packages == ("goodpkg==1.0", "needs-good==2.0")
    assert environment.all_packages == ("goodpkg==1.0", "needs-good==2.0")
    assert run(environment, "import needs, goodpkg; print(goodpkg.value)") == "1\n"
    wait_until_compiled(LIMIT)
    assert list(environment.path.rglob("goodpkg.cpython-*.pyc"))
    assert names_in(store) == [environment.path.name]


@pytest.mark.parametrize("installer", BOTH)
def test_commands_of_packages_work(index: Index, installer: Literal["uv", "pip"]) -> None:
    """They were made elsewhere, and name the interpreter of the place they are in now.

    One whose name begins like that of the interpreter is none.
    """
    environment = provide(["goodpkg"], timeout_seconds=LIMIT, installer=installer)
    for name in ("good-command", "python-good"):
        command = environment.python.with_name(name)
        assert subprocess.run([command], capture_output=True, text=True).stdout == "good command\n"


def test_the_second_time_starts_no_process(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    """Order, case and spelling of the requirements make no difference."""
    first = provide(["needs_good", "goodpkg"], timeout_seconds=LIMIT)
    wait_until_compiled(LIMIT)
    monkeypatch.setattr(subprocess, "Popen", no_process)
    second = provide(["GoodPkg", "needs-good", "goodpkg"], timeout_seconds=LIMIT)
    assert second == first


def test_nothing_to_install_is_one_shared_environment(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It needs no installer and no index."""
    monkeypatch.setattr(installers, "Installer", no_process)
    environment = provide([], timeout_seconds=LIMIT)
    assert environment == provide((), timeout_seconds=LIMIT)
    assert environment.packages == environment.all_packages == ()
    assert run(environment, "import sys; print(sys.prefix)") == f"{environment.path}\n"


def test_other_requirements_are_another_environment(index: Index) -> None:
    """Versions count, and an environment is never added to."""
    old = provide(["goodpkg<1.1"], timeout_seconds=LIMIT)
    new = provide(["goodpkg"], timeout_seconds=LIMIT)
    assert old.path != new.path
    assert (old.packages, new.packages) == (("goodpkg==1.0",), ("goodpkg==1.1",))


@pytest.mark.parametrize("text", HOSTILE)
def test_odd_requirements_start_no_installer(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are refused before any process is started."""
    monkeypatch.setattr(subprocess, "Popen", no_process)
    with pytest.raises(PackageError):
        provide(["requests", text], timeout_seconds=LIMIT)


@pytest.mark.parametrize("installer", BOTH)
@pytest.mark.parametrize("name", ["evilpkg", "needs-evil"])
def test_source_distributions_are_not_run(
    index: Index, marker: Path, store: Path, name: str, installer: Literal["uv", "pip"]
) -> None:
    """Neither asked for nor as a dependency; the reason names the package."""
    with pytest.raises(InstallError, match=r'^"evilpkg" has no wheel') as caught:
        provide([name], timeout_seconds=LIMIT, installer=installer)
    assert "evilpkg" in caught.value.output
    assert not marker.exists()
    assert names_in(store) == []


@pytest.mark.parametrize("installer", BOTH)
def test_code_that_runs_whenever_python_starts_is_refused(
    index: Index, marker: Path, store: Path, installer: Literal["uv", "pip"]
) -> None:
    """A `.pth` file is run by whoever starts the interpreter; those that are vouched for may."""
    with pytest.raises(InstallError, match=r"code run.*allow pthpkg"):
        provide(["pthpkg"], timeout_seconds=LIMIT, installer=installer)
    assert names_in(store) == []
    vouched = Terms(vouched=("pthpkg",))
    environment = provide(["pthpkg"], timeout_seconds=LIMIT, terms=vouched, installer=installer)
    assert missing_imports(environment, ["pthpkg"]) == ()
    assert not marker.exists()


@pytest.mark.parametrize("name", ["crpth", "fakens"])
def test_code_at_the_start_is_found_under_any_disguise(
    index: Index, store: Path, name: str
) -> None:
    """Behind another kind of line end, or in a file with a name that is known."""
    with pytest.raises(InstallError, match="would have code run"):
        provide([name], timeout_seconds=LIMIT)
    assert names_in(store) == []


def test_namespaces_of_old_are_let_in(index: Index) -> None:
    """What setuptools wrote for them is code too, and always the same."""
    environment = provide(["realns"], timeout_seconds=LIMIT)
    assert run(environment, "import realns.a; print('fine')") == "fine\n"


def test_a_cache_may_lie_behind_a_link(
    index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the home folder of many a user does."""
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    monkeypatch.setenv("CODE_IT_CACHE", str(tmp_path / "link" / "cache"))
    environment = provide(["goodpkg"], timeout_seconds=LIMIT)
    assert provide(["goodpkg"], timeout_seconds=LIMIT) == environment
    assert run(environment, "import goodpkg; print(goodpkg.value)") == "2\n"


@pytest.mark.parametrize("name", ["custom", "custompkg", "pyswap"])
@pytest.mark.parametrize("installer", BOTH)
def test_a_package_that_takes_over_the_interpreter_is_refused(
    index: Index, marker: Path, store: Path, name: str, installer: Literal["uv", "pip"]
) -> None:
    """`sitecustomize` would run before every script, and `bin/python` is every script's."""
    with pytest.raises(InstallError, match=r"nothing was installed|could not be installed"):
        provide([name], timeout_seconds=LIMIT, installer=installer)
    assert names_in(store) == []
    assert not marker.exists()


def test_two_packages_with_the_same_module_are_not_installed_together(index: Index) -> None:
    """The one installed last would win, and nobody can tell which that is."""
    with pytest.raises(InstallError, match=r"also-good and goodpkg both bring goodpkg\.py"):
        provide(["goodpkg", "also-good"], timeout_seconds=LIMIT)


@pytest.mark.parametrize("installer", BOTH)
def test_a_file_that_is_not_what_the_index_says_is_not_installed(
    index: Index, store: Path, installer: Literal["uv", "pip"]
) -> None:
    """Whoever serves it: the hash was settled before."""
    with pytest.raises(InstallError, match="is not what your package index says it is"):
        provide(["liar"], timeout_seconds=LIMIT, installer=installer)
    assert names_in(store) == []


def test_releases_have_to_be_some_days_old(index: Index) -> None:
    """An older one is taken instead; the user's own word counts for more, and so does a setting."""
    assert provide(["youngpkg"], timeout_seconds=LIMIT).packages == ("youngpkg==1.0",)
    with pytest.raises(InstallError, match=r'"newborn" has been .* package_cooldown_days'):
        provide(["newborn"], timeout_seconds=LIMIT)
    for terms in (Terms(vouched=("newborn",)), Terms(cooldown_days=0)):
        made = provide(["newborn"], timeout_seconds=LIMIT, terms=terms)
        assert made.packages == ("newborn==1.0",)


def test_an_index_that_does_not_tell_ages_is_believed(index: Index) -> None:
    """Mirrors often do not, and nothing could be installed from them otherwise."""
    index.tells_times = False
    assert provide(["youngpkg"], timeout_seconds=LIMIT).packages == ("youngpkg==2.0",)


@pytest.mark.parametrize(
    ("terms", "says"),
    [
        (Terms(blocked=("goodpkg",)), "needs-good need goodpkg, which you have blocked"),
        (Terms(max_packages=1), r"needs-good, large bring 3 packages.*max_packages"),
        (Terms(max_mib=2), r"It takes \d MiB, more than 2 .max_environment_mib."),
    ],
)
def test_terms_hold_for_what_is_needed_too(
    index: Index, store: Path, terms: Terms, says: str
) -> None:
    """A dependency is as much of a stranger as what was asked for."""
    wanted = ["needs-good"] if terms.blocked else ["large", "needs-good"]
    says = says.replace("needs-good, large", "large, needs-good")
    with pytest.raises(InstallError, match=says):
        provide(wanted, timeout_seconds=LIMIT, terms=terms)
    assert names_in(store) == []


def test_the_same_files_are_one_environment_whatever_was_asked_for(index: Index) -> None:
    """What is asked for besides, and is needed anyway, makes no difference."""
    one = provide(["needs-good"], timeout_seconds=LIMIT)
    other = provide(["needs-good", "goodpkg"], timeout_seconds=LIMIT)
    assert one.path == other.path
    assert (len(one.packages), len(other.packages)) == (1, 2)


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("nobody-has-this", '"nobody-has-this" is not on your package index'),
        ("otherpkg", '"otherpkg" has no wheel for this Python and machine'),
        ("goodpkg>7", 'no version of "goodpkg" that fits'),
    ],
)
def test_what_cannot_be_had_is_said_in_a_sentence(index: Index, name: str, says: str) -> None:
    """With the name of the package."""
    with pytest.raises(InstallError, match=says):
        provide([name], timeout_seconds=LIMIT, installer="uv")


@pytest.mark.parametrize(("status", "says"), [(500, "could not be reached"), (401, "credentials")])
def test_trouble_with_the_index_is_said_in_a_sentence(index: Index, status: int, says: str) -> None:
    """It is not mistaken for a package that is not there."""
    index.status = status
    with pytest.raises(InstallError, match=says):
        provide(["goodpkg"], timeout_seconds=LIMIT, installer="uv")


def test_pip_is_tried_when_uv_has_trouble_with_the_index(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They have different settings, and only one of them may be right."""
    monkeypatch.setenv("UV_DEFAULT_INDEX", "http://127.0.0.1:9/simple")
    assert provide(["goodpkg"], timeout_seconds=LIMIT).packages == ("goodpkg==1.1",)


def test_uv_finds_the_index_that_only_pip_was_told(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mirror is mostly set up for pip alone."""
    monkeypatch.delenv("UV_DEFAULT_INDEX")
    environment = provide(["goodpkg"], timeout_seconds=LIMIT, installer="uv")
    assert environment.packages == ("goodpkg==1.1",)


def test_without_installers_the_message_says_so(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Environments without packages can still be had."""
    monkeypatch.setattr(installers, "available", tuple)
    with pytest.raises(InstallError, match="neither uv nor pip to install goodpkg"):
        provide(["goodpkg"], timeout_seconds=LIMIT)
    assert provide([], timeout_seconds=LIMIT).packages == ()


def test_an_install_that_takes_too_long_is_stopped(index: Index, store: Path) -> None:
    """And nothing of it stays."""
    index.open.clear()
    with pytest.raises(InstallError, match=r"Installing goodpkg took longer than [\d.]+ s"):
        provide(["goodpkg"], timeout_seconds=2, installer="uv")
    assert names_in(store) == []


def test_ctrl_c_leaves_nothing(index: Index, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And the next try works."""
    index.open.clear()
    threading.Thread(target=_interrupt_when_asked, args=(index,), daemon=True).start()
    with pytest.raises(KeyboardInterrupt):
        provide(["goodpkg"], timeout_seconds=LIMIT, installer="uv")
    assert names_in(store) == []
    index.open.set()
    assert provide(["goodpkg"], timeout_seconds=LIMIT).packages == ("goodpkg==1.1",)


def _interrupt_when_asked(index: Index) -> None:
    while not index.asked:
        time.sleep(0.05)
    os.kill(os.getpid(), signal.SIGINT)


_BUILD = """
import json, sys
from code_it.packages.environments import provide
notes = []
environment = provide(sys.argv[1:], timeout_seconds=120, installer="uv", on_note=notes.append)
print(json.dumps([str(environment.path), notes]))
"""


def build_elsewhere(*requirements: str) -> subprocess.Popen[str]:
    argv = [sys.executable, "-c", _BUILD, *requirements]
    return subprocess.Popen(argv, stdout=subprocess.PIPE, text=True)


def test_a_killed_build_is_not_used(index: Index, store: Path) -> None:
    """What it left is removed by the next one."""
    process = build_elsewhere("goodpkg")
    while not list(store.glob("built/.*/pyvenv.cfg")):
        assert process.poll() is None
        time.sleep(0.002)
    for started in psutil.Process(process.pid).children(recursive=True):
        started.kill()
    process.kill()
    process.communicate()
    assert [name for name in names_in(store) if not name.startswith(".empty")] != []
    environment = provide(["goodpkg"], timeout_seconds=LIMIT, installer="uv")
    assert run(environment, "import goodpkg; print(goodpkg.value)") == "2\n"
    assert [name for name in names_in(store) if not name.startswith(".empty")] == [
        environment.path.name
    ]


def test_two_processes_build_an_environment_once(index: Index) -> None:
    """The second waits for the first, and both get the same."""
    processes = [build_elsewhere("goodpkg") for _ in range(2)]
    answers = [json.loads(process.communicate()[0]) for process in processes]
    assert answers[0][0] == answers[1][0]
    assert sorted(notes for _, notes in answers) == [[], ["installing goodpkg"]]


@pytest.mark.parametrize("damage", ["no manifest", "cut manifest", "no interpreter"])
def test_a_half_environment_is_built_anew(index: Index, damage: str) -> None:
    """The manifest is written last, so what lacks it or its interpreter is not finished."""
    environment = provide(["goodpkg"], timeout_seconds=LIMIT)
    manifest = environment.path / "code_it_environment.json"
    if damage == "no manifest":
        manifest.unlink()
    elif damage == "cut manifest":
        manifest.write_text(manifest.read_text()[:30])
    else:
        environment.python.unlink()
    again = provide(["goodpkg"], timeout_seconds=LIMIT)
    assert again == environment
    assert run(again, "import goodpkg; print(goodpkg.value)") == "2\n"


def test_an_environment_that_was_changed_is_built_anew(index: Index) -> None:
    """Also when its size and its time of change were put back."""
    environment = provide(["goodpkg"], timeout_seconds=LIMIT)
    (module,) = environment.path.rglob("goodpkg.py")
    status = module.stat()
    module.chmod(0o644)
    module.write_text(module.read_text().replace("value = 2", "value = 9"))
    os.utime(module, ns=(status.st_atime_ns, status.st_mtime_ns))
    module.chmod(0o444)
    again = provide(["goodpkg"], timeout_seconds=LIMIT)
    assert run(again, "import goodpkg; print(goodpkg.value)") == "2\n"


@pytest.mark.parametrize("when", ["before", "after"])
def test_bytecode_belongs_to_an_environment_once_it_is_there(index: Index, when: str) -> None:
    """It may be read while it is made; afterwards another one is a change like any other."""
    environment = provide(["goodpkg"], timeout_seconds=LIMIT)
    if when == "after":
        wait_until_compiled(LIMIT)
        (compiled,) = environment.path.rglob("goodpkg.cpython-*.pyc")
        compiled.chmod(0o644)
        compiled.write_bytes(compiled.read_bytes() + b"x")
    again = provide(["goodpkg"], timeout_seconds=LIMIT)
    assert again == environment
    assert run(again, "import goodpkg; print(goodpkg.value)") == "2\n"
    wait_until_compiled(LIMIT)
    assert provide(["goodpkg"], timeout_seconds=LIMIT).compiled


def test_compiling_ends_with_the_program(index: Index) -> None:
    """Nothing goes on at its end, and the next one does it."""
    process = build_elsewhere("goodpkg")
    path, _ = json.loads(process.communicate()[0])
    assert not [p for p in psutil.process_iter() if path in " ".join(_command_line(p))]
    assert provide(["goodpkg"], timeout_seconds=LIMIT).path == Path(path)
    wait_until_compiled(LIMIT)
    assert provide(["goodpkg"], timeout_seconds=LIMIT).compiled


def _command_line(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def test_a_file_that_was_added_is_a_change(index: Index) -> None:
    """`sitecustomize.py` among them."""
    environment = provide(["goodpkg"], timeout_seconds=LIMIT)
    (module,) = environment.path.rglob("goodpkg.py")
    module.parent.chmod(0o755)
    module.with_name("sitecustomize.py").write_text("print('taken over')")
    again = provide(["goodpkg"], timeout_seconds=LIMIT)
    assert run(again, "import goodpkg; print(goodpkg.value)") == "2\n"


def test_environments_are_read_only(index: Index) -> None:
    """For scripts that run without a sandbox, and for accidents; folders when all is compiled."""
    environment = provide(["goodpkg"], timeout_seconds=LIMIT)
    wait_until_compiled(LIMIT)
    below = [path for path in environment.path.rglob("*") if not path.is_symlink()]
    writable = [path.name for path in below if path.stat().st_mode & 0o222]
    assert writable == ["code_it_environment.json"]


def test_modules_are_read_from_the_records(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    """What an install has to provide is checked without running any of it."""
    environment = provide(["needs-good", "large"], timeout_seconds=LIMIT)
    wait_until_compiled(LIMIT)
    monkeypatch.setattr(subprocess, "Popen", no_process)
    assert installed_modules(environment) == {"needs", "goodpkg", "large"}
    imports = ["os.path", "needs", "needs.something", "goodpkg", "good", "yaml"]
    assert missing_imports(environment, imports) == ("good", "yaml")


def test_a_store_that_cannot_be_written_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Together with the variable that names another one."""
    (tmp_path / "file").touch()
    monkeypatch.setenv("CODE_IT_CACHE", str(tmp_path / "file"))
    with pytest.raises(InstallError, match=r"file/environments: .*CODE_IT_CACHE"):
        provide([], timeout_seconds=LIMIT)


def test_an_environment_in_a_place_of_ones_own(index: Index, tmp_path: Path) -> None:
    """It is replaced as a whole, and nothing else is ever overwritten."""
    folder = tmp_path / "mine"
    build_at(folder, ["goodpkg<1.1"], timeout_seconds=LIMIT)
    environment = build_at(folder, ["goodpkg"], timeout_seconds=LIMIT)
    assert environment.packages == ("goodpkg==1.1",)
    assert run(environment, "import goodpkg; print(goodpkg.value)") == "2\n"
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "precious.txt").write_text("x")
    with pytest.raises(InstallError, match="left alone"):
        build_at(tmp_path / "data", [], timeout_seconds=LIMIT)
    assert (tmp_path / "data" / "precious.txt").read_text() == "x"


def test_the_interpreter_is_the_one_we_run_in() -> None:
    """Compiled modules and wheels are chosen for it."""
    environment = provide([], timeout_seconds=LIMIT)
    version = run(environment, "import sys; print(sys.version)")
    assert version == f"{sys.version}\n"
    assert environments.installed_modules(environment) == set()


@pytest.mark.network
@pytest.mark.parametrize("installer", BOTH)
def test_real_packages_from_the_real_index(installer: Literal["uv", "pip"]) -> None:
    """The index is the one that this machine is set up for; one of them has compiled parts."""
    wanted = ["tabulate", "beautifulsoup4", "pillow"]
    environment = provide(wanted, timeout_seconds=300, installer=installer)
    assert [text.partition("==")[0] for text in environment.packages] == sorted(wanted)
    assert missing_imports(environment, ["tabulate", "bs4", "PIL.Image"]) == ()
    assert "a" in run(environment, "import tabulate; print(tabulate.tabulate([['a']]))")


@pytest.fixture
def small_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A store on a disk of two mebibytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)], capture_output=True
    )
    if mounted.returncode:
        pytest.skip("only root can mount a small disk")
    monkeypatch.setenv("CODE_IT_CACHE", str(folder))
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.mark.skipif(sys.platform != "linux", reason="mounts are Linux's")
@pytest.mark.parametrize("installer", BOTH)
def test_a_full_disk_is_said_in_a_sentence(
    index: Index, small_disk: Path, installer: Literal["uv", "pip"]
) -> None:
    """Nothing of it stays, and what still fits can be had afterwards."""
    with pytest.raises(InstallError, match=r"(?i)no space left"):
        provide(["large"], timeout_seconds=LIMIT, installer=installer)
    assert names_in(small_disk / "environments") == []
    assert provide([], timeout_seconds=LIMIT).packages == ()
