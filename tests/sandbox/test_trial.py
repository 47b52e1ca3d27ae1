"""The trial folder: what is copied, how it is put back, and what comes home."""

from __future__ import annotations

import os
import socket
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from code_it.errors import ConfigError
from code_it.sandbox.files import entries
from code_it.sandbox.trial import TrialFolder

Delivered = tuple[tuple[str, ...], tuple[str, ...], tuple[tuple[str, str], ...]]


def write(folder: Path, **files: str) -> None:
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")


def tree(folder: Path) -> set[str]:
    return {name for name, _ in entries(folder)}


@pytest.fixture
def user(tmp_path: Path) -> Path:
    folder = tmp_path / "user's folder"
    folder.mkdir()
    return folder


def create(user: Path, **options: object) -> TrialFolder:
    return TrialFolder.create(user, parent=user.parent / "runs", **options)  # type: ignore[arg-type]


def deliver(user: Path, trial: TrialFolder, *names: str) -> Delivered:
    delivery = trial.bring_back(names, into=user, backups=user.parent / "backups")
    return delivery.delivered, delivery.kept_aside, delivery.skipped


def test_inputs_are_copied_as_they_are(user: Path) -> None:
    """Files, folders, empty folders, unicode names, times and the right to execute."""
    write(user, **{"data.csv": "a,b\n", "größe 日本.txt": "ü"})
    (user / "sub" / "empty").mkdir(parents=True)
    write(user / "sub", **{"tool.sh": "#!/bin/sh"})
    (user / "sub" / "tool.sh").chmod(0o755)
    os.utime(user / "data.csv", (1_000_000_000, 1_000_000_000))
    trial = create(user)
    assert tree(trial.path) == {"data.csv", "größe 日本.txt", "sub", "sub/empty", "sub/tool.sh"}
    assert (trial.path / "größe 日本.txt").read_text(encoding="utf-8") == "ü"
    assert (trial.path / "data.csv").stat().st_mtime == 1_000_000_000
    assert os.access(trial.path / "sub" / "tool.sh", os.X_OK)
    assert trial.note == ""


def test_an_empty_folder_is_fine(user: Path) -> None:
    """No inputs: an empty trial folder, without a note."""
    trial = create(user)
    assert tree(trial.path) == set()
    assert trial.note == ""


def test_caches_environments_and_hidden_things_stay_out(user: Path) -> None:
    """Version control, virtualenvs by what they are, caches, settings and keys are no inputs."""
    for name in (".git", "node_modules", "__pycache__", ".code_it", "my-env", "kept"):
        (user / name).mkdir()
        write(user / name, file="x")
    write(user / "my-env", **{"pyvenv.cfg": "home = /usr/bin"})
    write(user, **{".env": "KEY=1", "kept.txt": "x"})
    assert tree(create(user).path) == {"kept", "kept/file", "kept.txt"}


def test_a_hidden_input_that_is_named_is_copied(user: Path) -> None:
    """What the task names is an input, whatever it is called; version control never is."""
    write(user, **{".settings.json": "{}"})
    (user / ".git").mkdir()
    write(user / ".git", config="x")
    trial = create(user, named=[".settings.json", ".git/config", "../elsewhere", "/etc/passwd"])
    assert tree(trial.path) == {".settings.json"}
    assert "/etc/passwd" in trial.note


def test_links_are_kept_inside_and_cut_outside(user: Path) -> None:
    """A link within the folder leads to the copy; one that leads out is left out and noted."""
    write(user.parent, secret="canary")
    write(user, **{"data.txt": "x"})
    (user / "inside").symlink_to(user / "data.txt")
    (user / "outside").symlink_to(user.parent / "secret")
    (user / "circle").symlink_to("circle")
    (user / "up").symlink_to("..")
    trial = create(user, named=["outside", "up/secret"])
    assert tree(trial.path) == {"data.txt", "inside"}
    assert (trial.path / "inside").resolve() == trial.path.resolve() / "data.txt" or (
        (trial.path / "inside").read_text() == "x"
    )
    assert "outside" in trial.note


def test_a_fifo_in_the_folder_is_not_waited_for(user: Path) -> None:
    """Special files are not copied and do not block the copy."""
    os.mkfifo(user / "pipe")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(user / "s"))
        assert tree(create(user).path) == set()


def test_of_a_large_folder_only_the_named_and_small_files_are_copied(user: Path) -> None:
    """Beyond the limits a script sees what the task names, and the note says so."""
    write(user, **{"big.bin": "x" * 3_000_000, "other.bin": "x" * 3_000_000, "small.txt": "x"})
    (user / "deep").mkdir()
    write(user / "deep", a="x")
    trial = create(user, named=["big.bin"], limit_mib=1)
    assert tree(trial.path) == {"big.bin", "small.txt"}
    assert "more than 1 MiB" in trial.note


def test_of_too_many_files_likewise(user: Path) -> None:
    """The number of files counts as well; a named folder comes with what is in it."""
    (user / "many").mkdir()
    write(user / "many", **{f"f{n}": "" for n in range(20)})
    (user / "few").mkdir()
    write(user / "few", one="1")
    trial = create(user, named=["few"], limit_files=10)
    assert tree(trial.path) == {"few", "few/one"}
    assert "10 files" in trial.note


def test_a_missing_folder_is_refused(user: Path) -> None:
    """A work folder that is a file or not there is named in one sentence."""
    with pytest.raises(ConfigError, match="not a folder"):
        create(user / "missing")


def test_each_script_starts_from_the_same_state(user: Path) -> None:
    """Whatever a script did, the next one finds the inputs as they were."""
    write(user, **{"a.txt": "a", "b.txt": "b", "c.txt": "c"})
    (user / "sub").mkdir()
    write(user / "sub", d="d")
    trial = create(user)
    (trial.path / "a.txt").unlink()
    (trial.path / "b.txt").write_text("B")
    # The same size and time, other contents: only the change time tells.
    before = (trial.path / "c.txt").stat()
    (trial.path / "c.txt").write_text("C")
    os.utime(trial.path / "c.txt", ns=(before.st_atime_ns, before.st_mtime_ns))
    (trial.path / "sub" / "d").unlink()
    (trial.path / "sub").rmdir()
    (trial.path / "sub").symlink_to("/etc")
    (trial.path / "new" / "deeper").mkdir(parents=True)
    write(trial.path / "new" / "deeper", file="x")
    (trial.path / "new" / "deeper").chmod(0)
    trial.restore()
    assert tree(trial.path) == {"a.txt", "b.txt", "c.txt", "sub", "sub/d"}
    texts = [(trial.path / name).read_text() for name in ("a.txt", "b.txt", "c.txt", "sub/d")]
    assert texts == ["a", "b", "c", "d"]
    assert tree(user) == {"a.txt", "b.txt", "c.txt", "sub", "sub/d"}


def test_restoring_leaves_untouched_files_alone(user: Path) -> None:
    """Only what changed is copied again."""
    write(user, **{"same.txt": "x"})
    trial = create(user)
    inode = (trial.path / "same.txt").stat().st_ino
    trial.restore()
    assert (trial.path / "same.txt").stat().st_ino == inode


def test_what_a_run_left_can_be_set_aside(user: Path) -> None:
    """The next run begins anew, and the files of either can be brought back."""
    write(user, **{"data.csv": "a,b\n"})
    trial = create(user)
    write(trial.path, **{"out.txt": "first", "data.csv": "changed"})
    first = trial.set_aside()
    assert tree(trial.path) == {"data.csv"}
    assert (trial.path / "data.csv").read_text() == "a,b\n"
    write(trial.path, **{"out.txt": "second"})
    trial.restore()
    assert deliver(user, first, "out.txt")[0] == ("out.txt",)
    assert (user / "out.txt").read_text() == "first"
    trial.remove()
    assert not first.path.exists()


def test_remove_takes_everything_along(user: Path) -> None:
    """Also folders nested deeper than a path can be long."""
    trial = create(user)
    source = "import os\nfor _ in range(2000):\n    os.mkdir('d' * 20); os.chdir('d' * 20)\n"
    subprocess.run([sys.executable, "-c", source], cwd=trial.path, check=True)
    trial.remove()
    assert list((user.parent / "runs").iterdir()) == []


def test_outputs_come_back(user: Path) -> None:
    """New files arrive, replaced ones are kept aside, equal ones are left as they are."""
    write(user, **{"old.txt": "old", "same.txt": "same"})
    same = (user / "same.txt").stat()
    trial = create(user)
    write(trial.path, **{"old.txt": "new", "same.txt": "same", "new.txt": "n"})
    (trial.path / "out").mkdir()
    write(trial.path / "out", **{"größe.txt": "g"})
    names = ("old.txt", "same.txt", "new.txt", "out/größe.txt")
    delivered, kept_aside, skipped = deliver(user, trial, *names)
    assert delivered == tuple(sorted(names))
    assert kept_aside == ("old.txt",)
    assert skipped == ()
    assert (user / "old.txt").read_text() == "new"
    assert (user.parent / "backups" / "old.txt").read_text() == "old"
    assert (user / "out" / "größe.txt").read_text() == "g"
    assert (user / "same.txt").stat().st_ino == same.st_ino
    assert tree(user) == {"old.txt", "same.txt", "new.txt", "out", "out/größe.txt"}


def test_deleting_in_the_trial_deletes_nothing_at_home(user: Path) -> None:
    """A script that removes the inputs does not harm them."""
    write(user, **{"data.csv": "precious"})
    trial = create(user)
    (trial.path / "data.csv").unlink()
    _, _, skipped = deliver(user, trial, "data.csv")
    assert skipped == (("data.csv", "it is not there"),)
    assert (user / "data.csv").read_text() == "precious"


def test_h05_links_are_not_brought_back(user: Path) -> None:
    """A link to a secret, or a folder that is a link, is skipped and nothing is copied."""
    write(user.parent, secret="canary")
    trial = create(user)
    (trial.path / "out.txt").symlink_to(user.parent / "secret")
    (trial.path / "folder").symlink_to(user.parent)
    delivered, _, skipped = deliver(user, trial, "out.txt", "folder/secret")
    assert delivered == ()
    assert len(skipped) == 2
    assert tree(user) == set()


def test_h07_second_names_are_not_brought_back(user: Path) -> None:
    """A hard link may be to anything, so it is skipped."""
    write(user.parent, secret="canary")
    trial = create(user)
    (trial.path / "out.txt").hardlink_to(user.parent / "secret")
    assert deliver(user, trial, "out.txt") == (
        (),
        (),
        (("out.txt", "it is a second name of another file"),),
    )


def test_h20_special_bits_do_not_come_back(user: Path) -> None:
    """What is delivered has an ordinary mode: no set-user-id, no right to execute."""
    trial = create(user)
    write(trial.path, tool="x")
    (trial.path / "tool").chmod(0o6755)
    deliver(user, trial, "tool")
    assert stat.S_IMODE((user / "tool").stat().st_mode) & 0o7111 == 0


def test_a_private_file_stays_private(user: Path) -> None:
    """A file that is replaced keeps its mode."""
    write(user, **{"diary.txt": "old"})
    (user / "diary.txt").chmod(0o600)
    trial = create(user)
    (trial.path / "diary.txt").write_text("new")
    deliver(user, trial, "diary.txt")
    assert (user / "diary.txt").read_text() == "new"
    assert stat.S_IMODE((user / "diary.txt").stat().st_mode) == 0o600


def test_h21_a_fifo_does_not_block_the_collection(user: Path) -> None:
    """Something that is no file is skipped at once."""
    trial = create(user)
    os.mkfifo(trial.path / "out.txt")
    (trial.path / "folder").mkdir()
    delivered, _, skipped = deliver(user, trial, "out.txt", "folder")
    assert delivered == ()
    assert len(skipped) == 2


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("../evil", id="up"),
        pytest.param("/tmp/evil", id="absolute"),
        pytest.param("a/../../evil", id="up-inside"),
        pytest.param("", id="empty"),
        pytest.param("-rf", id="dash"),
        pytest.param("a\nb", id="newline"),
        pytest.param("a\x1b[2Jb", id="escape"),
        pytest.param("exe\u202etxt", id="bidi"),
        pytest.param("\udcff", id="not-utf8"),
        pytest.param("\x00", id="nul"),
        pytest.param("x" * 300, id="long"),
        pytest.param(".git/hooks/pre-commit", id="git-hook"),
        pytest.param(".envrc", id="envrc"),
        pytest.param("sub/.vscode/tasks.json", id="vscode"),
        pytest.param("conftest.py", id="conftest"),
        pytest.param("sub/sitecustomize.py", id="sitecustomize"),
        pytest.param("code_it.toml", id="our-settings"),
        pytest.param("__pycache__/a.cpython-311.pyc", id="cache"),
    ],
)
def test_names_that_are_refused(user: Path, name: str) -> None:
    """Names that lead out, deceive, or make other programs act are skipped with a reason."""
    delivered, _, skipped = deliver(user, create(user), name)
    assert delivered == ()
    assert len(skipped) == 1
    assert tree(user) == set()


def test_the_users_own_links_are_not_written_through(user: Path) -> None:
    """A link in the work folder is left alone, as a file and as a folder on the way."""
    outside = user.parent / "outside"
    outside.mkdir()
    write(outside, file="precious")
    trial = create(user)
    write(trial.path, **{"out.txt": "evil"})
    (trial.path / "sub").mkdir()
    write(trial.path / "sub", file="evil")
    (user / "out.txt").symlink_to(outside / "file")
    (user / "sub").symlink_to(outside)
    delivered, _, skipped = deliver(user, trial, "out.txt", "sub/file")
    assert delivered == ()
    assert len(skipped) == 2
    assert (outside / "file").read_text() == "precious"


def test_a_folder_with_the_name_of_an_output_is_left_alone(user: Path) -> None:
    """An output cannot take the place of a folder."""
    trial = create(user)
    write(trial.path, out="x")
    (user / "out").mkdir()
    _, _, skipped = deliver(user, trial, "out")
    assert skipped == (("out", "something else has its name in the work folder"),)


def test_all_or_nothing(user: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk fills up while files are brought back, none of them arrives."""
    write(user, **{"a.txt": "old"})
    trial = create(user)
    (trial.path / "sub").mkdir()
    write(trial.path, **{"a.txt": "new"})
    write(trial.path / "sub", b="new")
    synced: list[int] = []

    def full(descriptor: int) -> None:
        synced.append(descriptor)
        if len(synced) == 2:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ConfigError, match="No space left on device"):
        deliver(user, trial, "a.txt", "sub/b")
    assert tree(user) == {"a.txt"}
    assert (user / "a.txt").read_text() == "old"


def test_ctrl_c_leaves_no_half_file(user: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An interrupt while files are written leaves the work folder as it was."""
    trial = create(user)
    write(trial.path, **{"a.txt": "new"})

    def interrupt(_descriptor: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        deliver(user, trial, "a.txt")
    assert tree(user) == set()


def test_a_read_only_folder_loses_nothing() -> None:
    """A folder that cannot be written to is named, and the outputs stay where they are."""
    source = """
import os, sys
from pathlib import Path
from code_it.errors import ConfigError
from code_it.sandbox.trial import TrialFolder
trial, user = map(Path, sys.argv[1:])
if os.geteuid() == 0:
    os.setgid(65534), os.setuid(65534)  # root may write anywhere
try:
    TrialFolder(trial).bring_back(["a.txt"], into=user, backups=trial / "backups")
except ConfigError as error:
    print(error)
"""
    with tempfile.TemporaryDirectory() as name:
        user, trial = Path(name, "user"), Path(name, "trial")
        for folder in (Path(name), user, trial):
            folder.mkdir(exist_ok=True)
            folder.chmod(0o755)
        write(trial, **{"a.txt": "new"})
        user.chmod(0o555)
        result = subprocess.run(
            [sys.executable, "-c", source, str(trial), str(user)], capture_output=True, text=True
        )
        assert f"cannot be written to {user}" in result.stdout, result.stderr
        assert tree(user) == set()


def test_a_folder_of_somebody_else_is_left_out() -> None:
    """What cannot be looked into is told of, and all else is copied."""
    source = """
import os, sys
from pathlib import Path
from code_it.sandbox.trial import TrialFolder
if os.geteuid() == 0:
    os.setgid(65534), os.setuid(65534)  # root may look into everything
user = Path(sys.argv[1])
for name in ("open", "closed"):
    (user / name).mkdir()
    (user / name / "file").touch()
(user / "closed").chmod(0)
trial = TrialFolder.create(user, parent=user / ".runs")
print(sorted(path.name for path in trial.path.iterdir()), trial.note)
(user / "closed").chmod(0o700)
"""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o777)
        result = subprocess.run(
            [sys.executable, "-c", source, name], capture_output=True, text=True
        )
    assert result.stdout == "['closed', 'open'] Not readable: closed/\n", result.stderr
